// Output of commands that run: lines, whatever the pieces are, and of each command its own.

import TaskMachine
import Testing

@testable import App

@Suite struct PlainOutputsTests {
    private func printed(_ pieces: [(call: String, text: String)], ending: [String] = []) -> [String] {
        var outputs = PlainOutputs()
        var page: [String] = []
        for piece in pieces { outputs.hear(.toolOutput(callID: piece.call, piece.text), into: &page) }
        for call in ending {
            let result = ToolResult(callID: call, action: "run_terminal", succeeded: true, text: "exit 0")
            outputs.hear(.toolFinished(result, at: 0), into: &page)
        }
        return page
    }

    /// `!make` while the agent's command runs: neither takes the other's half line, nor its count.
    @Test func twoCommandsKeepTheirLines() {
        let pieces = [("a", "one "), ("b", "uno "), ("a", "two\n"), ("b", "dos\ntres"), ("a", "three")]
        #expect(printed(pieces) == ["   one two", "   uno dos"])
        #expect(printed(pieces, ending: ["a", "b"]) == ["   one two", "   uno dos", "   three", "   tres"])
    }

    @Test func eachCommandHasItsCount() {
        let many = (1...PlainOutputs.most).map { ("a", "\($0)\n") }
        let lines = printed(many + [("b", "first\n"), ("a", "more\n")])
        #expect(lines.count == PlainOutputs.most + 2)
        #expect(lines.suffix(2) == ["   More lines come; output prints them when it is done.", "   first"])
    }

    @Test func aLineEndInTwoPiecesIsOne() {
        #expect(
            printed([("a", "one\r"), ("a", "\ntwo\r\n"), ("a", "\r"), ("a", "\n")]) == ["   one", "   two", "   "])
        #expect(printed([("a", "10 %\r"), ("a", "20 %\r")], ending: ["a"]) == ["   10 %", "   20 %"])
    }

    /// Nothing of a long line is lost, and its parts say what they are.
    @Test func aLongLineIsPrintedInParts() {
        let long = String(repeating: "x", count: PlainOutputs.longest)
        #expect(
            printed([("a", long), ("a", "yz"), ("a", "!\nnext\n")]) == ["   \(long)", "   (goes on) yz!", "   next"])
    }
}
