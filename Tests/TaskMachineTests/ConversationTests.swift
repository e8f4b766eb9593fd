// What the conversation adds to a turn: the chat, the queue, what is remembered.
import ChangeReview
import JSON
import TaskMachine
import Testing

extension Conversation {
    /// The chat in short lines, for tests to read.
    var lines: [String] {
        entries.map { entry in
            switch entry.content {
            case .user(let text): "user: \(text)"
            case .assistant(let answer):
                (answer.state == .replied ? "answer: " : "\(answer.state): ")
                    + (answer.reasoning.text.isEmpty ? "" : "(\(answer.reasoning.text)) ") + answer.text
            case .progress(let block): "progress: " + block.rows.map(\.text).joined(separator: " | ")
            case .tool(let line): "tool: \(line.action) \(line.object) \(line.state)"
            case .notice(let text, let times): "notice: \(text) x\(times)"
            case .feedGap(let times, let milliseconds): "gap: \(milliseconds) ms x\(times)"
            case .failure(let failure): "failure: \(failure)"
            case .cancelled: "cancelled"
            case .attached(let lines): "attached: " + lines.map { $0.refusal ?? $0.name }.joined(separator: ", ")
            case .question(let question, let answer): "question: \(question.text) \(answer ?? "-")"
            case .steered(let text): "steered: \(text)"
            case .remark(let remark): "remark: \(remark.kind) \(remark.count)"
            case .report(let text): "report: \(text)"
            }
        }
    }

    mutating func reply(_ text: String, _ calls: [ToolCall] = [], to request: Int) -> [Effect] {
        play(.agent(.replied(ChatReply(text: text, toolCalls: calls, conversationID: "c1"), request: request)))
    }
}

func progress(
    _ kind: AgentProgress.Kind, _ message: String = "", step: Int? = nil, total: Int? = nil
) -> Conversation.Event {
    .agent(.progressed(AgentProgress(kind: kind, message: message, step: step, total: total)))
}

@Suite struct ConversationTests {
    @Test func aTurnAsTheChatShowsIt() {
        var chat = Conversation()
        let call = readCall("a", "Parser.swift")
        _ = chat.play(.submitted("explain"))
        _ = chat.play(progress(.thinking, "🔍 Looking"))
        _ = chat.reply("I will read it.", [call], to: 1)
        _ = chat.play(progress(.working, "Reading", step: 1, total: 1))
        #expect(chat.play(.toolFinished(success(call))).count == 1)
        _ = chat.play(progress(.stepComplete, "Read it", step: 1, total: 1))
        #expect(chat.reply("It parses.", to: 2) == [.turnEnded(.completed)])
        #expect(
            chat.lines == [
                "user: explain", "progress: 🔍 Looking | Read it", "answer: I will read it.",
                "tool: read_file Parser.swift succeeded", "answer: It parses.",
            ])
        #expect(chat.history.map(\.role) == [.user, .assistant, .user, .assistant])
        #expect(chat.conversationID == "c1")
    }

    @Test func theNextTurnSendsTheWholeHistoryAndTheID() {
        var chat = Conversation()
        _ = chat.play(.submitted("one"))
        _ = chat.reply("first", to: 1)
        let user = { ChatMessage(role: .user, content: $0) }
        #expect(
            chat.play(.submitted("two")) == [
                .agent(.send(request(2, [user("one"), said("first"), user("two")], conversationID: "c1")))
            ])
    }

    @Test func idsStayAndRevisionsGrow() {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        _ = chat.reply("", [commandCall("c", "ls")], to: 1)
        #expect(chat.entries.map(\.id) == [1, 2])
        #expect(chat.entries.map(\.revision) == [0, 0])
        _ = chat.play(.approvalAnswered(callID: "c", .once))
        _ = chat.play(.toolFinished(success(commandCall("c", "ls"))))
        #expect(chat.entries.map(\.id) == [1, 2])
        #expect(chat.entries.map(\.revision) == [0, 2])
        #expect(chat.lines == ["user: x", "tool: run_command ls succeeded"])
    }

    @Test func aMessageWhileBusyWaitsAndGoesOnCompletion() {
        var chat = Conversation()
        _ = chat.play(.submitted("one"))
        #expect(chat.play(.submitted("two")) == [])
        #expect(chat.play(.submitted("three")) == [])
        #expect(chat.queue == ["two", "three"])
        #expect(chat.lines == ["user: one"])
        let effects = chat.reply("first", to: 1)
        #expect(effects.first == .turnEnded(.completed))
        #expect(chat.queue == ["three"])
        #expect(chat.lines == ["user: one", "answer: first", "user: two"])
        _ = chat.reply("second", to: 2)
        _ = chat.reply("third", to: 3)
        #expect(chat.queue == [])
        #expect(chat.task.lifecycle == .completed)
    }

    @Test func afterAFailureOrACancelTheQueueWaitsForTheUser() {
        var chat = Conversation()
        _ = chat.play(.submitted("one"))
        _ = chat.play(.submitted("two"))
        let failure = RequestFailure.interrupted("reset")
        #expect(chat.play(.agent(.requestFailed(failure, request: 1))) == [.turnEnded(.failed(failure))])
        #expect(chat.queue == ["two"])
        _ = chat.play(.retryRequested)
        _ = chat.play(.cancelRequested)
        #expect(chat.queue == ["two"])
        #expect(chat.play(.queueReleased).count == 1)
        #expect(chat.queue == [])
        #expect(chat.lines.last == "user: two")
    }

    @Test func anAllowedPrefixAnswersLaterCallsByWords() throws {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        let first = commandCall("1", "git status")
        #expect(chat.reply("", [first], to: 1) == [.ask(.command(first))])
        #expect(
            chat.play(.approvalAnswered(callID: "1", .prefixForSession("git status"))) == [
                .execute(first, ToolPermit())
            ])
        _ = chat.play(.toolFinished(success(first)))
        let second = commandCall("2", "git status -s")
        #expect(chat.reply("", [second], to: 2) == [.execute(second, ToolPermit())])
        _ = chat.play(.toolFinished(success(second)))
        let third = commandCall("3", "git status; rm -rf .")
        #expect(chat.reply("", [third], to: 3) == [.ask(.command(third))])
        _ = chat.play(.newRequested)
        let prefix = try #require(CommandPrefix("git status"))
        #expect(chat.rules == [ApprovalRule(.allow(prefix, .disk), .session)])
    }

    @Test func anAnswerToAnotherQuestionAllowsNothing() {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        _ = chat.reply("", [commandCall("1", "ls")], to: 1)
        #expect(chat.play(.approvalAnswered(callID: "0", .prefixForSession("ls"))) == [])
        #expect(chat.rules.isEmpty)
    }

    @Test func newForgetsAllAndLeavesTheDeadBehind() {
        var chat = Conversation()
        let call = readCall("a")
        _ = chat.play(.submitted("x"))
        _ = chat.reply("", [call], to: 1)
        #expect(
            chat.play(.newRequested) == [
                .cancelTool(callID: "a"), .startTimer(.cancelDeadline, milliseconds: 2_000),
                .stopTimer(.cancelDeadline),
                .turnEnded(.cancelled),
            ])
        #expect(chat.lines == [])
        #expect(chat.history == [])
        #expect(chat.play(.toolFinished(success(call))) == [])
        let effects = chat.play(.submitted("y"))
        #expect(effects == [.agent(.send(request(2, [ChatMessage(role: .user, content: "y")])))])
        #expect(chat.play(.agent(.replied(ChatReply(text: "late"), request: 1))) == [])
        #expect(chat.entries.map(\.id) == [4], "ids are not used again")
    }

    @Test func noticesAreCountedWhenTheyRepeat() {
        var chat = Conversation()
        for text in ["a", "a", "b", "a"] { _ = chat.play(.agent(.noticed(text))) }
        #expect(chat.lines == ["notice: a x2", "notice: b x1", "notice: a x1"])
    }

    @Test func anOnlineFeedWithoutEventsIsNoticed() {
        var chat = Conversation()
        _ = chat.play(.submitted("x"))
        _ = chat.reply("y", to: 1)
        #expect(!chat.isFeedSilent, "the feed is not online")
        _ = chat.play(.agent(.linkChanged(LinkStatus(state: .online))))
        _ = chat.play(.submitted("x"))
        _ = chat.reply("y", to: 2)
        #expect(chat.isFeedSilent)
        _ = chat.play(progress(.complete, "late"))
        #expect(!chat.isFeedSilent)
    }

    @Test func usageAddsUpWhatTheServerTold() {
        var chat = Conversation()
        #expect(chat.usage.tokens == nil)
        for id in 1...2 {
            _ = chat.play(.submitted("x"))
            let reply = ChatReply(text: "y", inputTokens: 100, outputTokens: id, cost: 0.5)
            _ = chat.play(.agent(.replied(reply, request: id)))
        }
        #expect(chat.usage == Usage(inputTokens: 200, outputTokens: 3, cost: 1.0))
        #expect(chat.usage.tokens == 203)
    }
}
