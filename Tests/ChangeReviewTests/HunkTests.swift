// Hunks: cut where git cuts them, with lengths that are computed and a heading from the base.

import ChangeReview
import TestSupport
import Testing

@Suite struct HunkTests {
    private func numbered(_ count: Int, changing changed: [Int: String?] = [:]) -> [UInt8] {
        var text = ""
        for number in 1...count {
            if let line = changed[number] {
                if let line { text += line + "\n" }
            } else {
                text += "\(number)\n"
            }
        }
        return Array(text.utf8)
    }

    private func hunks(_ old: [UInt8], _ new: [UInt8]) -> [Hunk] {
        Hunk.hunks(from: ByteLines(old), to: ByteLines(new))
    }

    @Test func sixEqualLinesJoinTwoChangesAndSevenPartThem() {
        let joined = hunks(numbered(30), numbered(30, changing: [10: "x", 17: "y"]))
        #expect(joined.map(\.header) == ["@@ -7,14 +7,14 @@"])
        let parted = hunks(numbered(30), numbered(30, changing: [10: "x", 18: "y"]))
        #expect(parted.map(\.header) == ["@@ -7,7 +7,7 @@", "@@ -15,7 +15,7 @@"])
    }

    @Test func linesAreNumberedOnBothSides() {
        let hunk = hunks(numbered(5), numbered(5, changing: [3: nil, 5: "five"]))[0]
        #expect(
            hunk.numberedLines.map { "\($0.old ?? 0) \($0.new ?? 0)" } == ["1 1", "2 2", "3 0", "4 3", "5 0", "0 4"])
        #expect((hunk.addedLines, hunk.removedLines) == (1, 2))
    }

    @Test func aNewFileStartsAtZeroAsInGit() {
        let hunk = hunks([], Array("a\nb".utf8))[0]
        #expect(hunk.header == "@@ -0,0 +1,2 @@")
        #expect(hunk.lines.map(\.endsInNewline) == [true, false])
    }

    @Test func theHeadingIsTheLineThatOpensTheFunction() {
        let base = "func one() {\n" + (1...9).map { "    \($0)\n" }.joined() + "}\n\n_two  \r\n" + numberedText(9)
        let new = base.replacingOnce("    8\n", "    eight\n").replacingOnce("n7\n", "seven\n")
        let found = hunks(Array(base.utf8), Array(new.utf8))
        #expect(found.map(\.headingText) == ["func one() {", "n3"])
    }

    @Test func aLongHeadingIsCutBetweenCharacters() {
        let base = "f" + String(repeating: "日", count: 60) + "\n" + (1...9).map { " \($0)\n" }.joined()
        let found = hunks(Array(base.utf8), Array(base.replacingOnce(" 8\n", " eight\n").utf8))
        #expect(found.map(\.headingText) == ["f" + String(repeating: "日", count: 26)])
    }

    private func numberedText(_ count: Int) -> String { (1...count).map { "n\($0)\n" }.joined() }
}

extension String {
    func replacingOnce(_ part: String, _ other: String) -> String {
        guard let range = self.firstRange(of: part) else { return self }
        return replacingCharacters(range, other)
    }

    private func replacingCharacters(_ range: Range<String.Index>, _ other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
