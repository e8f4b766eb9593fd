// What a long history sends: what does not fit is left out and said so; what the server finds too long is summed up.
import JSON
import TaskMachine
import Testing

@Suite struct SentHistoryTests {
    /// A conversation of `turns` turns, each with a result of so many bytes.
    private func long(_ turns: Int, bytes: Int, contextTokens: Int) -> Conversation {
        var limits = TurnLimits()
        limits.contextTokens = contextTokens
        var chat = Conversation(limits: limits)
        var request = 1
        for turn in 0..<turns {
            _ = chat.play(.submitted("question \(turn)"))
            let call = readCall("r\(turn)", "f\(turn)")
            _ = chat.reply("", [call], to: request)
            _ = chat.play(.toolFinished(success(call, String(repeating: "x", count: bytes))))
            _ = chat.reply("answer \(turn)", to: request + 1)
            request += 2
        }
        return chat
    }

    private func messages(_ effects: [Conversation.Effect]) -> [ChatMessage] {
        if case .agent(.send(let request))? = effects.last { request.messages } else { [] }
    }

    @Test func whatFitsIsSentWhole() {
        var chat = long(5, bytes: 100, contextTokens: 128_000)
        let sent = messages(chat.play(.submitted("more")))
        #expect(sent == [AgentPrompt.message(for: .agent)] + chat.history)
        #expect(!chat.lines.contains { $0.hasPrefix("remark") })
        #expect(chat.contextUsed > 0 && chat.contextWindow == 128_000)
    }

    @Test func oldResultsGoFirstAndItIsSaid() throws {
        var chat = long(10, bytes: 3_500, contextTokens: 9_000)
        let sent = messages(chat.play(.submitted("more")))
        #expect(sent.first == AgentPrompt.message(for: .agent))
        #expect(sent[1].content == "question 0", "the first of the user's messages stays")
        #expect(sent.suffix(8) == chat.history.suffix(8))
        for turn in 0..<10 { #expect(sent.contains { $0.content == "question \(turn)" }, "only results had to go") }
        #expect(!sent.contains { $0.content.hasPrefix("[tool_result r0 ") })
        #expect(sent.contains { $0.content.hasPrefix("[tool_result r9 ") })
        let tokens = sent.reduce(0) { $0 + ($1.content.utf8.count * 2 + 6) / 7 }
        #expect(tokens <= 9_000 / 10 * 9)
        guard
            case .remark(let remark)? = chat.entries.first(where: {
                if case .remark = $0.content { true } else { false }
            })?.content
        else {
            Issue.record("nothing was said")
            return
        }
        #expect(remark.kind == .omitted && remark.count > 0 && remark.tokens >= remark.count * 1_000)
        #expect(chat.history.count == 41, "the history keeps all")
    }

    @Test func itIsNotSaidWithEveryRequest() {
        var chat = long(30, bytes: 2_000, contextTokens: 9_000)
        let remarks = chat.lines.count { $0.hasPrefix("remark: omitted") }
        #expect(remarks > 1 && remarks < 15, "\(remarks) remarks in 60 requests")
        let before = remarks
        _ = chat.play(.submitted("short"))
        #expect(chat.lines.count { $0.hasPrefix("remark: omitted") } <= before + 1)
    }

    @Test func aHistoryThatIsTooLongIsSummedUpTwiceAtMost() throws {
        var chat = long(6, bytes: 50, contextTokens: 128_000)
        _ = chat.play(.submitted("more"))
        let failure = RequestFailure.contextTooLong("too long")
        let asked = chat.play(.agent(.requestFailed(failure, request: 13)))
        guard case .agent(.ask(.summary(let text, _), let question))? = asked.first else {
            Issue.record("\(asked)")
            return
        }
        #expect(text.contains("user: question 1") && !text.contains("question 0"))
        #expect(chat.task.lifecycle == .preparing)
        #expect(chat.play(.agent(.answered("nobody's", question: question + 1))) == [])
        let sent = messages(chat.play(.agent(.answered("They asked five times.", question: question))))
        #expect(sent[1].content == "question 0")
        #expect(sent[2].content == "[summary of 16 earlier messages]\nThey asked five times.")
        #expect(sent.suffix(8) == chat.history.suffix(8))
        #expect(chat.lines.last == "remark: condensed 16")
        let again = chat.play(.agent(.requestFailed(failure, request: 14)))
        guard case .agent(.ask(.summary(let second, _), let next))? = again.first else {
            Issue.record("\(again)")
            return
        }
        #expect(second.hasPrefix("They asked five times."))
        let local = messages(chat.play(.agent(.answered(nil, question: next))))
        #expect(local[2].content.contains("question 5"), "the messages' beginnings stand in for a summary")
        #expect(local.suffix(2) == chat.history.suffix(2))
        #expect(
            chat.play(.agent(.requestFailed(failure, request: 15))) == [.turnEnded(.failed(failure))],
            "not a third time")
    }

    @Test func aShortHistoryCannotBeShortened() {
        var chat = Conversation()
        _ = chat.play(.submitted(String(repeating: "long ", count: 10_000)))
        let failure = RequestFailure.contextTooLong("too long")
        #expect(chat.play(.agent(.requestFailed(failure, request: 1))) == [.turnEnded(.failed(failure))])
    }

    @Test func cancelEndsASummary() {
        var chat = long(6, bytes: 50, contextTokens: 128_000)
        _ = chat.play(.submitted("more"))
        _ = chat.play(.agent(.requestFailed(.contextTooLong(""), request: 13)))
        #expect(chat.play(.cancelRequested) == [.turnEnded(.cancelled)])
        #expect(chat.play(.agent(.answered("late", question: 1))) == [])
        #expect(chat.task.lifecycle == .cancelled)
    }
}
