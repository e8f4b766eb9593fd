// Numbers of reports: sums of them must be numbers, too, whatever a client sends.

import JSON
import Testing

@testable import LocalBackend

@Suite struct ReportNumberTests {
    private static let huge = "9223372036854775807"

    @Test func readsNoLineThatNoFileHas() {
        let report = SearchReport("2 matches\na\n  1: x\n  \(Self.huge): x\n  \(Self.huge): y")
        #expect(report.files.first?.lines == [SearchReport.Line(number: 1, text: "x", isCut: false)])
        #expect(FileReport("\(Self.huge) | a\n2 | b").lines == [2: "b"])
        let block = "<<<<<<< SEARCH\n:start_line:\(Self.huge)\n-------\na\n=======\nb\n>>>>>>> REPLACE\n"
        #expect(DiffBlock.blocks(of: block).isEmpty)
    }

    @Test func addsUpNoSuchCounts() {
        let line = "staged: x +\(Self.huge) -0"
        let answer = ToolAnswer(action: "apply_diff", succeeded: true, text: "\(line)\n\(line)\nstaged: x +2 -1")
        #expect(answer.stagedCounts?.added == 2 && answer.stagedCounts?.removed == 1)
        let most = ToolAnswer(action: "apply_diff", succeeded: true, text: "staged: x +1000000000 -1000000000")
        #expect(most.stagedCounts?.added == 1_000_000_000)
    }

    @Test func explainsWhateverIsStaged() {
        let item: JSONValue = [
            "path": "x", "added": JSONValue(Int.max), "accepted": JSONValue(Int.max), "undecided": JSONValue(Int.max),
        ]
        let staged = StagedFile.list([item, item])
        #expect(HelperText.explanation(of: staged).contains("+2000000000"))
    }

    /// A turn over hostile lines ends in words, not in a trap.
    @Test func editsWithoutATrap() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("replace a with b", .init()))
        let text = "2 matches\nx\n  \(Self.huge): a\n  \(Self.huge): a"
        let effects = turn.handle(.answered([ToolAnswer(action: "search_files", succeeded: true, text: text)]))
        #expect(!effects.isEmpty)
    }
}
