// Answers of megabytes: cut for the chat and the history, and read in a time that goes with their size.
import JSON
import Testing

@testable import TaskMachine

@Suite(.timeLimit(.minutes(1))) struct LargeAnswerTests {
    private func read(_ text: String) throws -> ChatReply {
        try #require(ChatReply(reading: ["response": .string(text)]))
    }

    @Test func anAnswerOfMegabytesIsCutAndSaysSo() throws {
        let text = String(repeating: "all the words\n", count: 7_600 * 1_024 * 1_024 / 1_000 / 14)
        let reply = try read(text)
        #expect(reply.text.hasSuffix("words\n\n[cut at 1 MB of 7.6 MB]"))
        #expect(reply.text.utf8.count <= AnswerLimit.maximumBytes + 40)
        #expect(reply.originalText == nil, "the history has the cut text")
        let short = String(repeating: "x", count: AnswerLimit.maximumBytes)
        #expect(try read(short).text == short)
    }

    @Test func noCharacterIsTornApart() throws {
        let reply = try read("x" + String(repeating: "€", count: 500_000))
        #expect(reply.text.utf8.count > AnswerLimit.maximumBytes - 4)
        #expect(!reply.text.contains("\u{FFFD}"))
        #expect(reply.text.hasSuffix("€\n\n[cut at 1 MB of 1.4 MB]"))
    }

    @Test func callsAreReadBehindTheCut() throws {
        let words = String(repeating: "words ", count: 300_000)
        let call = "\n```tool_call\n{\"action\": \"read_file\", \"path\": \"a\"}\n```\n"
        let reply = try read(words + call)
        #expect(reply.toolCalls.map(\.action) == ["read_file"])
        #expect(reply.text.hasSuffix("MB]"))
        #expect((reply.originalText ?? "").utf8.count <= AnswerLimit.maximumBytes + 40)
    }

    /// Blocks that might be calls and are none; a walk from the end for each took minutes.
    @Test func manyBlocksOfJSONCostNoMoreThanTheirSize() throws {
        let text = String(repeating: "```json\n{\"a\": 1}\n```\n", count: 5_000_000 / 21)
        #expect(try read(text).toolCalls.isEmpty)
    }
}
