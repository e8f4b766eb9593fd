// The composer key by key.

import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ComposerTests {
    private func composer(_ keys: String..., history: [String] = []) -> Composer {
        var composer = Composer(history: history)
        play(keys, on: &composer)
        return composer
    }

    private func play(_ keys: [String], on composer: inout Composer) {
        for word in keys.flatMap({ Scenario.words($0) }) {
            if word.hasPrefix("\"") {
                for character in word.unquoted { composer.type(character) }
            } else if let action = KeyMap.standard.action(for: Key(named: word), in: [.composer]) {
                _ = composer.perform(action, width: 20)
            }
        }
    }

    private func shown(_ composer: Composer) -> String {
        let before = composer.draft.pieces[..<composer.draft.cursor].map(\.text).joined()
        return before + "▮" + composer.draft.pieces[composer.draft.cursor...].map(\.text).joined()
    }

    @Test func movesAsEmacsDoes() {
        #expect(shown(composer(#""one two" ctrl-a"#)) == "▮one two")
        #expect(shown(composer(#""one two" ctrl-a ctrl-e"#)) == "one two▮")
        #expect(shown(composer(#""one two" ctrl-b ctrl-b ctrl-f"#)) == "one tw▮o")
        #expect(shown(composer(#""one two" alt-b"#)) == "one ▮two")
        #expect(shown(composer(#""one two" alt-b alt-b alt-f"#)) == "one▮ two")
        #expect(shown(composer(#""ab" ctrl-j "cdef" ctrl-p"#)) == "ab▮\ncdef")
        #expect(shown(composer(#""abcd" ctrl-j "e" ctrl-p ctrl-n"#)) == "abcd\ne▮")
        #expect(shown(composer(#""ab" ctrl-j "c" ctrl-a"#)) == "ab\n▮c")
    }

    @Test func cutsAndPutsBack() {
        #expect(shown(composer(#""one two" ctrl-w"#)) == "one ▮")
        #expect(shown(composer(#""one two" ctrl-w ctrl-w ctrl-y"#)) == "one two▮")
        #expect(shown(composer(#""one two" ctrl-a ctrl-k"#)) == "▮")
        #expect(shown(composer(#""one two" ctrl-a alt-d ctrl-e ctrl-y"#)) == " twoone▮")
        #expect(shown(composer(#""one" ctrl-j "two" ctrl-u ctrl-y ctrl-y"#)) == "one\ntwotwo▮")
        #expect(shown(composer(#""a" ctrl-j "b" ctrl-p ctrl-k"#)) == "a▮b")
    }

    @Test func deletesGraphemes() {
        #expect(shown(composer(#""e👩‍👩‍👧" backspace"#)) == "e▮")
        #expect(shown(composer(#""漢字" ctrl-a del"#)) == "▮字")
        #expect(shown(composer(#""abc" ctrl-b ctrl-d"#)) == "ab▮")
        // A mark that is typed after its letter joins it.
        var joined = composer(#""e""#)
        joined.type("\u{301}")
        #expect(joined.draft.pieces.count == 1)
    }

    @Test func undoesAndRedoes() {
        #expect(shown(composer(#""one two" ctrl-_"#)) == "one▮")
        #expect(shown(composer(#""one two" ctrl-_ ctrl-_"#)) == "▮")
        #expect(shown(composer(#""one two" ctrl-_ alt-_"#)) == "one two▮")
        #expect(shown(composer(#""one" ctrl-u ctrl-_"#)) == "one▮")
        var cleared = composer(#""kept""#)
        cleared.clear()
        play(["ctrl-_"], on: &cleared)
        #expect(cleared.text == "kept")
    }

    @Test func walksThroughHistory() {
        #expect(shown(composer("up", history: ["first", "second"])) == "second▮")
        #expect(shown(composer("up up up", history: ["first", "second"])) == "first▮")
        #expect(shown(composer(#""draft" up down"#, history: ["first"])) == "draft▮")
        #expect(shown(composer("down", history: ["first"])) == "▮")
    }

    @Test func foldsBigPastes() {
        var composer = composer(#""see ""#)
        let text = (1...2341).map { "line \($0)" }.joined(separator: "\n")
        composer.paste(text)
        #expect(composer.draft.pieces.count == 5)
        #expect(
            composer.draft.pieces[4] == .pasted(FoldedPaste(text)) && FoldedPaste(text).label == "[pasted 2,341 lines]")
        #expect(composer.text == "see " + text)
        play(["backspace"], on: &composer)
        #expect(composer.text == "see ")
        composer.paste("a\nb")
        #expect(shown(composer) == "see a\nb▮")
        composer.paste(String(repeating: "x", count: 1 << 20))
        #expect(composer.draft.pieces.count == 8)
        #expect(FoldedPaste(String(repeating: "x", count: 1 << 20)).label == "[pasted 1.0 MB]")
    }

    @Test func wrapsByGrapheme() {
        let composer = composer(#""abcd漢字efg""#)
        let layout = DraftLayout(composer.draft, width: 5)
        #expect(
            layout.rows.map { layout.line(layout.rows.firstIndex(of: $0) ?? 0, of: composer.draft).text } == [
                "abcd", "漢字e", "fg",
            ])
        #expect(layout.cursorRow == 2 && layout.cursorColumn == 2)
        // A full row needs a cell for the cursor.
        #expect(DraftLayout(Draft("abcde"), width: 5).rows.count == 2)
    }
}
