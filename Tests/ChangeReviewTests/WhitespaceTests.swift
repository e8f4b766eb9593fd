// Changes of nothing but blanks.

import ChangeReview
import Testing

@Suite struct WhitespaceTests {
    private func slices(_ lines: [String]) -> [ArraySlice<UInt8>] { lines.map { Array($0.utf8)[...] } }

    private func isOnlyBlanks(_ removed: [String], _ added: [String]) -> Bool {
        WhitespaceRule.isOnlyDifference(removed: slices(removed), added: slices(added))
    }

    @Test func otherBlanksAreTheSameText() {
        #expect(isOnlyBlanks(["    x = 1\n"], ["\tx  =1\r\n"]))
        #expect(isOnlyBlanks(["a\n", "b\n"], ["  a\n", "\n", "  b\n"]))
        #expect(isOnlyBlanks(["\n"], []))
        #expect(isOnlyBlanks(["a"], ["a\n"]))
    }

    @Test func otherTextOrOtherLinesAreNot() {
        #expect(!isOnlyBlanks(["x = 1\n"], ["x = 2\n"]))
        #expect(!isOnlyBlanks(["a b\n"], ["a\n", "b\n"]))
        #expect(!isOnlyBlanks(["a\n"], []))
        #expect(!isOnlyBlanks(["a\n", "b\n"], ["b\n", "a\n"]))
    }

    @Test func aRunIsAskedWithItsTexts() {
        let old = ByteLines(Array("if a {\nx\n}\n".utf8))
        let new = ByteLines(Array("if a {\n    x\n}\nend\n".utf8))
        let runs = LineDiff.runs(from: old, to: new)
        #expect(runs.map { $0.isWhitespaceOnly(old: old, new: new) } == [true, false])
    }

    @Test(arguments: [
        (WhitespaceRule.exact, [true, false, false, false, false]),
        (.ignoreAtLineEnd, [true, true, false, false, false]),
        (.ignoreAmount, [true, true, true, false, false]),
        (.ignoreAll, [true, true, true, true, false]),
    ])
    func rulesGoFurtherOneAfterTheOther(rule: WhitespaceRule, expected: [Bool]) {
        let others = ["a b\n", "a b \r\n", "a \tb\n", " a b\n", "a c\n"]
        let line = Array("a b\n".utf8)
        #expect(others.map { rule.areEqual(line[...], Array($0.utf8)[...]) } == expected)
    }

    @Test func blankLinesCanBeLeftOut() {
        let old = ByteLines(Array("a\n\nb\nc\n".utf8))
        let new = ByteLines(Array("a\nb\n\n\nx\n".utf8))
        var options = LineDiff.Options(ignoresBlankLines: true)
        #expect(LineDiff.runs(from: old, to: new, options: options) == [LineRun(old: 3..<4, new: 2..<5)])
        options.ignoresBlankLines = false
        #expect(LineDiff.runs(from: old, to: new, options: options).count == 2)
    }
}
