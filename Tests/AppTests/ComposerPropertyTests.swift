// Laws of the composer on random keys: nothing typed is out of reach, and the cursor is always somewhere.

import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ComposerPropertyTests {
    private static let actions: [Action] = [
        .newline, .lineStart, .lineEnd, .back, .forward, .wordBack, .wordForward, .previousLine, .nextLine, .deleteBack,
        .deleteForward, .deleteWordBack, .deleteWordForward, .killToEnd, .killToStart, .yank, .undoEdit, .redoEdit,
        .yankEarlier, .upperWord, .capitalWord, .textStart, .textEnd,
    ]

    private func play(_ composer: inout Composer, _ chance: inout SeededGenerator) {
        switch Int.random(in: 0..<10, using: &chance) {
        case 0: composer.paste(String(repeating: "line\n", count: Int.random(in: 1..<30, using: &chance)))
        case 1..<6:
            let letters: [Character] = ["a", " ", "é", "漢", "\u{301}", "👩‍👩‍👧", "🇩", "\t"]
            composer.type(letters[Int.random(in: 0..<letters.count, using: &chance)])
        default:
            let action = Self.actions[Int.random(in: 0..<Self.actions.count, using: &chance)]
            _ = composer.perform(action, width: Int.random(in: 1..<30, using: &chance))
        }
    }

    @Test func undoAndRedoAreInverse() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 40) {
            var composer = Composer(history: ["earlier", "late"])
            for _ in 0..<Int.random(in: 0..<60, using: &chance) { play(&composer, &chance) }
            // A key that is no undo forgets what was undone, so that there is nothing to redo.
            composer.type("x")
            let text = composer.text
            for _ in 0..<20 { _ = composer.perform(.undoEdit, width: 20) }
            for _ in 0..<20 { _ = composer.perform(.redoEdit, width: 20) }
            #expect(composer.text == text, "seed \(chance.seed)")
        }
    }

    @Test func theCursorIsAlwaysOnARow() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 40) {
            var composer = Composer()
            for _ in 0..<60 {
                play(&composer, &chance)
                let width = Int.random(in: 1..<12, using: &chance)
                let layout = DraftLayout(composer.draft, width: width)
                #expect(layout.rows.indices.contains(layout.cursorRow), "seed \(chance.seed)")
                #expect(layout.rows.map(\.range.count).reduce(0, +) <= composer.draft.pieces.count)
                for row in layout.rows where row.range.count > 1 {
                    #expect((row.columns.last ?? 0) <= width, "seed \(chance.seed)")
                }
            }
        }
    }
}
