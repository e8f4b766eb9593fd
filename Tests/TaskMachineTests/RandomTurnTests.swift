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

        mutating func step() {
            take(chat.play(event()))
        }

        mutating func take(_ effects: [Conversation.Effect]) {
            for effect in effects {
                switch effect {
                case .agent(.send(let request)): requests.append(request.id)
                case .execute(let call, _):
                    executed.append(call.id)
                    running.insert(call.id)
                default: break
                }
            }
        }

        /// News of every kind, half of it about what is really going on.
        private mutating func event() -> Conversation.Event {
            let request = requests.last.map { Bool.random(using: &chance) ? $0 : $0 - 1 } ?? 0
            switch Int.random(in: 0..<16, using: &chance) {
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
            case 12: return .retryRequested
            case 13: return .agent(.progressed(AgentProgress(kind: .streamed(piece()))))
            case 14: return link()
            default:
                guard case .awaitingApproval(let call) = chat.task.lifecycle else { return .queueReleased }
                let answers: [ApprovalAnswer] = [.once, .rejected("no"), .prefixForSession("ls")]
                return .approvalAnswered(callID: call.id, answers.randomElement(using: &chance) ?? .once)
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
            let calls = [readCall("same"), commandCall("", "ls"), ToolCall(id: "odd", action: "?", arguments: [:])]
            let count = Int.random(in: 0...2, using: &chance)
            return ChatReply(
                text: count == 0 || Bool.random(using: &chance) ? "t" : "",
                toolCalls: (0..<count).compactMap { _ in calls.randomElement(using: &chance) })
        }

        private mutating func failure() -> RequestFailure {
            let failures: [RequestFailure] = [.unreachable(""), .interrupted(""), .rateLimited(retryAfterSeconds: 1)]
            return failures.randomElement(using: &chance) ?? .cancelled
        }
    }

    @Test func aConversationKeepsItsPromises() {
        let chance = SeededGenerator.fresh()
        var play = Play(chance: chance)
        for _ in 0..<fuzzRounds(default: 50) {
            for _ in 0..<40 { play.step() }
            play.take(play.chat.play(.cancelRequested))
            play.take(play.chat.play(.timerFired(.cancelDeadline)))
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
