// Random keys, pastes, sizes and server events: nothing crashes, no command runs unasked, no message is lost.

import ChangeReview
import JSON
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct AppFuzzTests {
    /// Everything that a key map knows, and letters, but no key that means yes to a request.
    private static let keys: [Key] =
        KeyMap.standard.bindings.flatMap(\.keys).filter { !yes.contains($0) && $0 != .control("z") }
        + "abcdef ghijkl é漢\u{301}👩‍👩‍👧\u{202E}".map { Key($0) }
        + [Key(.insert), Key(.function(12)), Key(.up, [.control, .alt]), Key(.enter, .control)]

    /// Every key that runs a command, `w` by way of a write.
    private static let yes: Set<Key> = [Key("y"), Key("p"), Key("P"), Key("c"), Key("o"), Key("w")]
    private static let panel: [Key] = [Key("w"), Key("y"), Key("c"), Key("o")]

    private static let paths = ["a.txt", "b/c.swift", "b/d e.md", "z"].compactMap(RelativePath.init)

    @Test func survivesAnything() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 12) { play(&chance) }
    }

    private func play(_ chance: inout SeededGenerator) {
        var player = ScenarioPlayer(size: size(&chance), unicode: Bool.random(using: &chance))
        if Bool.random(using: &chance) { player.send(.started(StartReport(folder: "~/x", folderPath: "/x"))) }
        var running: [ToolCall] = []
        var request = 0
        var sent: [String] = []
        for step in 0..<150 {
            let seen = player.effects.count
            let before = player.model
            if before.focus != .request, before.dock == nil, Int.random(in: 0..<12, using: &chance) == 0 {
                // What the review and questions need the same keys for.
                player.send(.input(.key(Self.panel[Int.random(in: 0..<Self.panel.count, using: &chance)])))
            } else {
                let message = message(&chance, request: request, running: running, step: step)
                // Another conversation takes the place of this one, whose file has what was sent.
                if case .conversationOpened = message { sent = [] }
                player.send(message)
            }
            if Int.random(in: 0..<4, using: &chance) == 0 { player.pass(Int.random(in: 0..<5000, using: &chance)) }
            for effect in player.effects[seen...] {
                switch effect {
                case .agent(.send(let command)): request = command.id
                case .execute(let call, _, _):
                    #expect(call.command == nil, "a command ran without a yes; seed \(chance.seed)")
                    running.append(call)
                case .remember(let text): sent.append(text)
                case .apply(let plan): player.send(outcome(of: plan, &chance))
                case .undo(let entry): player.send(.undone(journalEntry: entry, skipped: [], plan: nil))
                default: break
                }
            }
            let after = player.model
            // What the user took out of the queue or the chat is not lost.
            let isGone = before.focus == .queue && after.conversation.queue != before.conversation.queue
            if isGone || after.conversation.entries.count < before.conversation.entries.count { sent = [] }
            check(before, after, sent: sent, seed: chance.seed)
            guard step % 3 == 0 else { continue }
            var model = player.model
            let size = size(&chance)
            let frame = model.frame(in: size)
            #expect(frame == model.frame(in: size), "seed \(chance.seed)")
            #expect(frame.cells.size == size)
        }
    }

    /// A message that was sent is in the chat, in the queue, held, or was cleared away by `/new`.
    private func check(_ before: AppModel, _ after: AppModel, sent: [String], seed: UInt64) {
        guard let last = sent.last, after.conversation.entries.count >= before.conversation.entries.count else {
            return
        }
        let isShown = after.conversation.entries.contains { $0.content == .user(last) || $0.content == .steered(last) }
        #expect(
            isShown || after.conversation.queue.contains(last) || after.held.contains(last)
                || after.conversation.steers.contains(last)
                || after.conversation.entries.isEmpty, "\(last) was lost; seed \(seed)")
    }

    private func outcome(of plan: ChangePlan, _ chance: inout SeededGenerator) -> AppMessage {
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: return .applyFailed(.failed(path: plan.steps.first?.path, reason: "disk full"))
        case 1:
            let findings = plan.steps.prefix(1).map { ApplyRefusal.Finding(path: $0.path, state: nil) }
            return .applyFailed(.changedOnDisk(findings))
        default: return .applied(journalEntry: Int.random(in: 1..<100, using: &chance))
        }
    }

    private func message(
        _ chance: inout SeededGenerator, request: Int, running: [ToolCall], step: Int
    ) -> AppMessage {
        let time = step * 100
        switch Int.random(in: 0..<28, using: &chance) {
        case 0: return .input(.resized(size(&chance)))
        case 1: return .input(.pasted(String(repeating: "päste\n", count: Int.random(in: 0..<40, using: &chance))))
        case 2:
            let place = Point(
                column: Int.random(in: -2..<130, using: &chance), row: Int.random(in: -2..<50, using: &chance))
            let actions: [Mouse.Action] = [.wheelUp, .wheelDown, .pressed, .pressed, .dragged, .released]
            return .input(.mouse(Mouse(actions.randomElement(using: &chance) ?? .wheelUp, at: place)))
        case 3:
            let kinds: [AgentProgress.Kind] = [
                .thinking, .plan, .working, .stepComplete, .complete, .error, .other("x"), .toolStarted, .toolEnded,
                .streamed(StreamedPiece(answer: "# Words\n\n- a\n", reasoning: step % 2 == 0 ? "hm\n\u{202E}" : "")),
                .streamed(StreamedPiece(answer: "```\nx", isWhole: step % 3 == 0)), .usage(Usage(inputTokens: step)),
            ]
            return .agent(
                .progressed(
                    AgentProgress(
                        kind: kinds[Int.random(in: 0..<kinds.count, using: &chance)], message: "words\nmore",
                        step: Int.random(in: -3..<5, using: &chance), total: Int.random(in: -1..<3, using: &chance),
                        details: ["one"])), at: time)
        case 4: return .agent(.replied(reply(&chance, step: step), request: request), at: time)
        case 5: return .agent(.requestFailed(.unreachable("no"), request: request), at: time)
        case 6, 7:
            guard let call = running.last else { return .timerFired(.tick, at: time) }
            return .toolFinished(result(of: call, &chance), at: time)
        case 8:
            let path = Self.paths[Int.random(in: 0..<Self.paths.count, using: &chance)]
            return .changedOnDisk(
                path, Bool.random(using: &chance) ? .missing : .file(FileState(bytes: [UInt8(step), 10])))
        case 9: return .timerFired(.arming, at: time)
        case 10: return .started(StartReport(folder: "~/x", folderPath: "/x"))
        case 11: return .editorReturned(Bool.random(using: &chance) ? nil : "from the editor")
        case 12: return .input(.focused(Bool.random(using: &chance)))
        case 13: return link(&chance, at: time)
        case 14: return beside(&chance, running: running, at: time)
        default: return .input(.key(Self.keys[Int.random(in: 0..<Self.keys.count, using: &chance)]))
        }
    }

    private static let commitNews: [CommitNews] = [
        .possible(branch: "main"), .made(CommitReport(id: "1a2b3c4", files: 1)), .refused(.noRepository),
        .refused(.git(["lint: \u{1B}[31mno", "", "more"])),
    ]

    /// News that come from beside the turn.
    private func beside(_ chance: inout SeededGenerator, running: [ToolCall], at time: Int) -> AppMessage {
        switch Int.random(in: 0..<9, using: &chance) {
        case 8: return .commitNews(Self.commitNews.randomElement(using: &chance) ?? .possible(branch: nil))
        case 0: return .toolOutput(callID: running.last?.id ?? "none", "one\n\u{1B}[2Jtwo\rthree")
        case 1: return .conversationsListed(ScenarioPlayer.conversations)
        case 2:
            let entry = Entry(id: 1, content: .user("kept"))
            return .conversationOpened(
                ConversationState(entries: [entry], history: [ChatMessage(role: .user, content: "kept")]), id: "x")
        case 3: return .earlierEntries([Entry(id: 0, content: .user("older"))], isPartial: false)
        case 4: return .signedIn(user: Bool.random(using: &chance) ? nil : "ada")
        case 5: return .agent(.accountKnown(Account(user: "ada", daysRemaining: 1)), at: time)
        case 6: return .agent(.answered("better", question: Int.random(in: 0..<3, using: &chance)), at: time)
        default: return .conversationTroubled(.failed(reason: "no"))
        }
    }

    private func link(_ chance: inout SeededGenerator, at time: Int) -> AppMessage {
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: return .agent(.linkChanged(LinkStatus(state: .offline(reason: "x"))), at: time)
        case 1: return .agent(.linkChanged(LinkStatus(state: .online)), at: time)
        default:
            let answer = Bool.random(using: &chance) ? nil : "# Found \(time)"
            return .agent(.feedMissed(FeedGap(milliseconds: time, latestAnswer: answer)), at: time)
        }
    }

    private func reply(_ chance: inout SeededGenerator, step: Int) -> ChatReply {
        let actions = [
            "read_file", "run_terminal", "modify_file", "create_file", "nonsense", "ask_followup_question",
            "update_todo_list",
        ]
        let calls = (0..<Int.random(in: 0..<3, using: &chance)).map { index in
            ToolCall(
                id: "c\(step)-\(index)", action: actions[Int.random(in: 0..<actions.count, using: &chance)],
                arguments: [
                    "path": step % 5 == 0 ? ".env" : "a.txt", "command": "rm -rf /", "question": "Which?",
                    "suggested_answers": .array(["one", "two"]), "todos": "- [ ] one\n- [x] two",
                ])
        }
        return ChatReply(text: Bool.random(using: &chance) ? "# Words\n\n- a\n- b" : "", toolCalls: calls)
    }

    private func result(of call: ToolCall, _ chance: inout SeededGenerator) -> ToolResult {
        var steps: [FileStep] = []
        if call.tool?.kind == .write {
            let path = Self.paths[Int.random(in: 0..<Self.paths.count, using: &chance)]
            func text() -> FileState? {
                let lines = (0..<Int.random(in: 0..<60, using: &chance)).map { "line \($0 % 7)\n" }.shuffled(
                    using: &chance)
                return lines.isEmpty ? nil : FileState(bytes: Array(lines.joined().utf8))
            }
            steps = [FileStep(path: path, before: text(), after: text())]
        }
        return ToolResult(
            callID: call.id, action: call.action, succeeded: Bool.random(using: &chance), text: "one\ntwo",
            proposed: steps)
    }

    private func size(_ chance: inout SeededGenerator) -> Size {
        let sizes = [(80, 24), (120, 40), (40, 10), (0, 0), (1, 1), (20, 4)]
        if Bool.random(using: &chance) {
            return Size(columns: Int.random(in: 0..<160, using: &chance), rows: Int.random(in: 0..<50, using: &chance))
        }
        let (columns, rows) = sizes[Int.random(in: 0..<sizes.count, using: &chance)]
        return Size(columns: columns, rows: rows)
    }
}
