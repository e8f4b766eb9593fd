// Tokens and cost come over two roads; what is shown is never the sum of both.
import JSON
import TaskMachine
import Testing

@Suite struct UsageTests {
    private func play(_ chat: inout Conversation, _ metrics: JSONValue) {
        _ = AgentProgress(reading: ["type": "usage", "metrics": metrics]).map { chat.play(.agent(.progressed($0))) }
    }

    private func reply(_ chat: inout Conversation, _ tokens: Int?, calls: [ToolCall] = [], to request: Int) {
        let reply = ChatReply(text: "y", toolCalls: calls, inputTokens: tokens, outputTokens: tokens, cost: nil)
        _ = chat.play(.agent(.replied(reply, request: request)))
    }

    @Test func theFeedIsShownUntilTheReplyTells() {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        play(&chat, ["tokensIn": 50, "tokensOut": "5", "cost": "0.5"])
        #expect(chat.usage == Usage(inputTokens: 50, outputTokens: 5, cost: 0.5))
        play(&chat, ["tokensIn": 70])
        #expect(chat.usage == Usage(inputTokens: 70, outputTokens: 5, cost: 0.5))
        reply(&chat, 60, to: 1)
        #expect(chat.usage == Usage(inputTokens: 60, outputTokens: 60, cost: 0.5), "no reply told a cost")
        play(&chat, ["tokensIn": 999, "cost": 0.75])
        #expect(
            chat.usage == Usage(inputTokens: 60, outputTokens: 60, cost: 0.75), "late, but of the cost all there is")
        _ = chat.play(.submitted("x"))
        play(&chat, ["tokensIn": 10])
        #expect(chat.usage == Usage(inputTokens: 70, outputTokens: 60, cost: 0.75))
        #expect(chat.task.progress == nil, "a price is no phase")
        _ = chat.play(.newRequested)
        #expect(chat.usage == Usage())
    }

    /// Whether a server counts by request or by turn, nothing is counted twice.
    @Test func aTurnOfSeveralRequestsCountsOnce() {
        for second in [50, 150] {
            var chat = Conversation()
            _ = chat.play(.submitted("x"))
            play(&chat, ["tokensIn": 100])
            reply(&chat, 100, calls: [readCall("a")], to: 1)
            _ = chat.play(.toolFinished(success(readCall("a"))))
            play(&chat, ["tokensIn": .integer(Int64(second))])
            #expect(chat.usage.inputTokens == max(100, second))
            reply(&chat, 50, to: 2)
            #expect(chat.usage.inputTokens == 150)
        }
    }

    @Test func whatIsNoCountIsLeftOut() {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        for metrics: JSONValue in [nil, [:], ["tokensIn": -1, "cost": -2], ["tokensIn": "many"], ["cost": 1e300]] {
            play(&chat, metrics)
        }
        #expect(chat.usage == Usage())
        #expect(chat.lines == ["user: x"])
    }
}
