// Random news in random order: whatever comes, a conversation keeps its promises.
import JSON
import TaskMachine
import TestSupport
import Testing

@Suite struct RandomTurnTests {
    /// A conversation, and what its orders add up to.
    struct Play {
        var chat = Conversation()
        var chance: SeededGenerator
        var requests: [Int] = []
        var executed: [String] = []
        var running: Set<String> = []
        var questions: [Int] = []

        @discardableResult
        mutating func step() -> [Conversation.Effect] { handle(event()) }

        /// What is to be prepared mostly is, at once.
        @discardableResult
        mutating func handle(_ event: Conversation.Event) -> [Conversation.Effect] {
            let effects = chat.handle(event)
            var more: [Conversation.Effect] = []
            for effect in effects {
                switch effect {
                case .agent(.send(let request)): requests.append(request.id)
                case .agent(.ask(_, let question)): questions.append(question)
                case .execute(let call, _):
                    executed.append(call.id)
                    running.insert(call.id)
                case .prepare(let preparation):
                    guard Int.random(in: 0..<8, using: &chance) > 0 else { continue }
                    let text = Bool.random(using: &chance) ? "" : "a file"
                    more += handle(.prepared(PreparedTurn(attachedText: text), id: preparation.id))
                default: break
                }
            }
            return effects + more
        }

        /// News of every kind, half of it about what is really going on.
        private mutating func event() -> Conversation.Event {
            let request = requests.last.map { Bool.random(using: &chance) ? $0 : $0 - 1 } ?? 0
            switch Int.random(in: 0..<22, using: &chance) {
            case 0, 1: return .submitted("words")
            case 2, 3, 4: return .agent(.replied(reply(), request: request))
            case 5: return .agent(.requestFailed(failure(), request: request))
            case 6: return .agent(.progressed(AgentProgress(kind: .working, step: 1)))
            case 7, 8, 9:
                let call = running.sorted().randomElement(using: &chance) ?? "none"
                running.remove(call)
                return .toolFinished(ToolResult(callID: call, action: "x", succeeded: true, text: "t"))
            case 10: return .timerFired(Bool.random(using: &chance) ? .retry : .cancelDeadline)
            case 11: return .cancelRequested
            case 12: return Bool.random(using: &chance) ? .retryRequested : .failureDismissed
            case 13: return .agent(.progressed(AgentProgress(kind: .streamed(piece()))))
            case 14: return link()
            case 15: return .steered("steer")
            case 16: return .toolOutput(callID: running.first ?? "none", "printed\n")
            case 17:
                return .agent(
                    .answered(["summary", nil].randomElement(using: &chance) ?? nil, question: questions.last ?? 1))
            case 18: return byUser()
            default: return answer()
            }
        }

        /// What only a user does.
        private mutating func byUser() -> Conversation.Event {
            let entry = chat.entries.randomElement(using: &chance)?.id ?? 0
            let events: [Conversation.Event] = [
                .queueEdited(index: 0, "edited"), .queueRemoved(index: 1), .queueMoved(from: 0, to: 1),
                .modeChosen(.ask), .modeChosen(.agent), .modeChosen(.auto), .planAccepted, .renamed("title"),
                .feedbackGiven(entry: entry, isLiked: true), .todoToggled("t1"), .todosCleared, .improve("better"),
                .noted("noted"), .reported("reported"), .turnRepeated,
            ]
            return events.randomElement(using: &chance) ?? .queueReleased
        }

        private mutating func answer() -> Conversation.Event {
            switch chat.pendingRequest {
            case .command(let call), .access(let call, _):
                let answers: [ApprovalAnswer] = [
                    .once, .rejected("no"), .prefixForSession("ls"), .prefixForProject("ls"), .deniedForSession("make"),
                ]
                return .approvalAnswered(callID: call.id, answers.randomElement(using: &chance) ?? .once)
            case .question(let call, _): return .questionAnswered(callID: call.id, "an answer")
            case .limit: return .limitAnswered(goesOn: Bool.random(using: &chance))
            case nil: return .queueReleased
            }
        }

        private mutating func piece() -> StreamedPiece {
            StreamedPiece(
                answer: ["", "t", "so"].randomElement(using: &chance) ?? "",
                reasoning: ["", "hm"].randomElement(using: &chance) ?? "", isWhole: Bool.random(using: &chance))
        }

        private mutating func link() -> Conversation.Event {
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: .agent(.linkChanged(LinkStatus(state: .online)))
            case 1: .agent(.linkChanged(LinkStatus(state: .offline(reason: ""))))
            case 2: .agent(.feedMissed(FeedGap(milliseconds: 10)))
            default: .agent(.feedMissed(FeedGap(milliseconds: .max, latestAnswer: "found")))
            }
        }

        private mutating func reply() -> ChatReply {
            let calls = [
                readCall("same"), commandCall("", "ls"), commandCall("", "rm x"), commandCall("", "make"),
                ToolCall(id: "odd", action: "?", arguments: [:]), readCall("", ".env"),
                call("", "ask_followup_question", ["question": "Which?"]),
                call("", "update_todo_list", ["todos": "[ ] one\n[x] two"]), call("", "switch_mode", ["mode": "ask"]),
                call("", "attempt_completion", ["result": "done"]),
            ]
            let count = Int.random(in: 0...2, using: &chance)
            var reply = ChatReply(
                text: count == 0 || Bool.random(using: &chance) ? "t" : "",
                toolCalls: (0..<count).compactMap { _ in calls.randomElement(using: &chance) }, inputTokens: 10,
                cost: 0.5)
            if Int.random(in: 0..<6, using: &chance) == 0 { reply.text = "" }
            if Int.random(in: 0..<6, using: &chance) == 0 { reply.todos = [Todo(id: "t1", text: "one")] }
            if Int.random(in: 0..<6, using: &chance) == 0 { reply.reasoning = "hm" }
            if Int.random(in: 0..<6, using: &chance) == 0 { reply.fileChanges.created = [.init(path: "a")] }
            return reply
        }

        private mutating func failure() -> RequestFailure {
            let failures: [RequestFailure] = [
                .unreachable(""), .interrupted(""), .rateLimited(retryAfterSeconds: 1), .contextTooLong(""),
                .malformed("an empty reply"), .signedOut(""), .cancelled,
            ]
            return failures.randomElement(using: &chance) ?? .cancelled
        }
    }

    @Test func aConversationKeepsItsPromises() {
        let chance = SeededGenerator.fresh()
        var play = Play(chance: chance)
        for _ in 0..<fuzzRounds(default: 50) {
            for _ in 0..<40 { play.step() }
            play.handle(.cancelRequested)
            play.handle(.timerFired(.cancelDeadline))
            #expect(play.chat.task.lifecycle.isOver, "seed \(chance.seed)")
        }
        let seed = Comment(rawValue: "seed \(chance.seed)")
        #expect(Set(play.requests).count == play.requests.count, seed)
        #expect(play.requests == play.requests.sorted(), seed)
        #expect(Set(play.executed).count == play.executed.count, "nothing runs twice, seed \(chance.seed)")
        let ids = play.chat.entries.map(\.id)
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 }, seed)
        for entry in play.chat.entries {
            if case .assistant(let answer) = entry.content { #expect(answer.state != .streaming, seed) }
            guard case .tool(let line) = entry.content else { continue }
            #expect(line.state != .running && line.state != .awaitingApproval, seed)
        }
    }
}
