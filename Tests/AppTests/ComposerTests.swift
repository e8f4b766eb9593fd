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
        for word in keys.flatMap({ $0.hasPrefix("\" ") ? [$0] : Scenario.words($0) }) {
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

    @Test func consecutiveCutsAreOneAndEarlierOnesComeBack() {
        #expect(shown(composer(#""one two three" alt-b alt-b alt-d alt-d ctrl-y"#)) == "one two three▮")
        #expect(shown(composer(#""one" ctrl-u "two" ctrl-u "x" ctrl-y alt-y"#)) == "xone▮")
        #expect(shown(composer(#""one" ctrl-u "two" ctrl-u "x" ctrl-y alt-y alt-y"#)) == "xtwo▮")
        // Only right behind a yank; one undo takes the turn back.
        #expect(shown(composer(#""one" ctrl-u "two" ctrl-u ctrl-y "x" alt-y"#)) == "twox▮")
        #expect(shown(composer(#""one" ctrl-u "two" ctrl-u ctrl-y alt-y ctrl-_"#)) == "two▮")
    }

    @Test func changesTheCaseOfWordsAndGoesToBothEnds() {
        #expect(shown(composer(#""one two" ctrl-a alt-u alt-c"#)) == "ONE Two▮")
        #expect(shown(composer(#""straße" ctrl-a alt-u"#)) == "STRASSE▮")
        #expect(shown(composer(#""a" ctrl-j "b" alt-<"#)) == "▮a\nb")
        #expect(shown(composer(#""a" ctrl-j "b" alt-< alt->"#)) == "a\nb▮")
    }

    @Test func whatIsTypedChoosesFromTheHistory() {
        let history = ["git status", "make", "git push", "make", "git log"]
        #expect(shown(composer(#""git" up"#, history: history)) == "git log▮")
        #expect(shown(composer(#""git" up up up"#, history: history)) == "git status▮")
        #expect(shown(composer(#""git" up up up up"#, history: history)) == "git status▮")
        #expect(shown(composer(#""git" up up down down"#, history: history)) == "git▮")
        // Where none begins so, all of them are walked.
        #expect(shown(composer(#""nothing" up up"#, history: history)) == "make▮")
        #expect(shown(composer(#""nothing" up down"#, history: history)) == "nothing▮")
        // Each message once, where it was sent last.
        #expect(MessageHistory(history).messages == ["git status", "git push", "make", "git log"])
        // A message that was changed gives the draft back by undo.
        #expect(shown(composer(#""git" up "!" ctrl-_ ctrl-_"#, history: history)) == "git▮")
    }

    @Test func aFoldIsOneStepAndUnfolds() {
        var composer = composer(#""a ""#)
        let text = (1...21).map { "line \($0)" }.joined(separator: "\r\n")
        composer.paste(text)
        #expect(composer.draft.pieces.count == 3)
        #expect(composer.text == "a " + (1...21).map { "line \($0)" }.joined(separator: "\n"))
        play(["left"], on: &composer)
        #expect(composer.draft.cursor == 2)
        #expect(composer.unfold() == .unfolded && composer.draft.pieces.count > 100)
        #expect(composer.unfold() == .noFold)
        play(["ctrl-_"], on: &composer)
        #expect(composer.draft.pieces.count == 3)
        // Twenty lines with an end are twenty lines.
        var short = self.composer("")
        short.paste(String(repeating: "x\n", count: 20))
        #expect(short.draft.pieces.count == 40)
        var long = self.composer("")
        long.paste(String(repeating: "x", count: 60_000))
        #expect(long.unfold() == .tooLong && long.draft.pieces.count == 1)
    }

    @Test func foldsAreKeptWithTheDraft() {
        var composer = composer(#""see ""#)
        let paste = (1...30).map { "\u{301}line \($0)" }.joined(separator: "\n")
        composer.paste(paste)
        play(["\" and"], on: &composer)
        var other = Composer()
        other.restore(composer.keptText)
        #expect(other.draft.pieces == composer.draft.pieces && other.text == "see " + paste + " and")
        #expect(KeptDraft.text(of: composer.keptText) == composer.text)
        // What holds the marks itself is kept as it is.
        var marked = "a"
        marked.unicodeScalars += [Unicode.Scalar(0xFDD0 as UInt32), "b"].compactMap { $0 }
        var odd = Composer()
        odd.paste(marked)
        odd.paste(paste)
        #expect(odd.keptText == odd.text)
        #expect(KeptDraft.text(of: "plain") == "plain")
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
