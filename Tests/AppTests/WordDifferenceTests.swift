// Which words of a changed line are marked.

import ChangeReview
import Testing

@testable import App

@Suite struct WordDifferenceTests {
    private func marked(_ text: String, _ other: String) -> String? {
        WordDifference.range(in: text, against: other).map { range in
            text[..<range.lowerBound] + "[" + text[range] + "]" + text[range.upperBound...]
        }
    }

    @Test func marksWholeWords() {
        #expect(marked("let h = parse(b)", "let h = parseHeader(b)") == "let h = [parse](b)")
        #expect(marked("let h = parseHeader(b)", "let h = parse(b)") == "let h = [parseHeader](b)")
        #expect(marked("a b c d", "a x c d") == "a [b] c d")
        #expect(marked("call(a, b)", "call(a)") == "call(a[, b])")
        #expect(marked("same", "same") == nil)
    }

    @Test func leavesRewrittenLinesAlone() {
        #expect(marked("something else entirely", "x") == nil)
        #expect(marked("", "") == nil)
    }

    @Test func pairsRunsOfOneLength() {
        func line(_ kind: Hunk.Kind, _ text: String) -> Hunk.Line { Hunk.Line(kind, Array(text.utf8)[...]) }
        let hunk = Hunk(
            oldStart: 0, newStart: 0,
            lines: [
                line(.context, "c"), line(.removed, "1"), line(.removed, "2"), line(.added, "3"), line(.added, "4"),
                line(.context, "c"), line(.removed, "5"), line(.added, "6"), line(.added, "7"),
            ])
        #expect(WordDifference.partner(of: 1, in: hunk) == hunk.lines[3])
        #expect(WordDifference.partner(of: 4, in: hunk) == hunk.lines[2])
        #expect(WordDifference.partner(of: 0, in: hunk) == nil)
        #expect(WordDifference.partner(of: 6, in: hunk) == nil)
        #expect(WordDifference.partner(of: 8, in: hunk) == nil)
    }
}
