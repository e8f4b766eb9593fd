// Random words and events: nothing crashes, nothing but lines is printed, no request is answered by chance.

import ChangeReview
import JSON
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct PlainFuzzTests {
    private static let hostile = [
        "a\u{1B}[2Jb", "\u{202E}x", "c\rd", "\u{7}\u{9B}31m", "e\u{0}f", "\u{1B}]52;c;aGk=\u{7}", "漢字 \u{301}",
        "plain words",
        "\u{2066}a\u{2067}b\u{2068}c\u{2069}", "d\u{200B}e\u{2060}f\u{FEFF}g\u{200E}h\u{AD}i", "\u{E0061}j\u{115F}",
        "one\ntwo\r\nthree\u{2028}four", "\t tab", "👩‍👩‍👧", "",
    ]

    /// Every word, with arguments of every form; none that says yes to a request.
    private static let lines: [String] =
        PlainWord.allCases.filter { ![.yes, .always, .project, .copy, .disk, .first, .quit].contains($0) }
        .flatMap { word in
            word.row.names.flatMap { [$0, "\($0) 1", "\($0) 2.1", "\($0) 1.1:1-2 why", "\($0) all", word.row.example] }
        }
        + [
            "/status", "/mode auto", "/mode agent", "/new", "/retry", "/todos", "/sessions", "/undo", "hello", "", "x",
            " say", "!", "\"\"\"",
        ]
        + hostile

    @Test func survivesAnything() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 30) { play(&chance) }
    }

    private func play(_ chance: inout SeededGenerator) {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain(isTyped: Bool.random(using: &chance))
        if Int.random(in: 0..<8, using: &chance) > 0 { player.play(lines: ["start"]) }
        var running: [ToolCall] = []
        var request = 0
        for step in 0..<120 {
            let seen = player.effects.count
            let asks = player.model.dock != nil
            switch Int.random(in: 0..<8, using: &chance) {
            case 0...3:
                let line = Self.lines.randomElement(using: &chance) ?? ""
                // A line holds no line end, wherever it comes from.
                player.hear(.line(line.split(whereSeparator: \.isNewline).joined(separator: " ")))
            case 4 where !asks && Int.random(in: 0..<3, using: &chance) == 0:
                player.hear(.line("yes \(Int.random(in: 1...9, using: &chance))"))
            case 4: player.hear(.interrupted)
            default: player.send(message(&chance, request: request, running: &running, step: step))
            }
            if Bool.random(using: &chance) { player.pass(Int.random(in: 0..<4000, using: &chance)) }
            for effect in player.effects[seen...] {
                switch effect {
                case .agent(.send(let sent)): request = sent.id
                case .execute(let call, _, _):
                    let isOwn = call.id.hasPrefix(ToolLine.ownPrefix)
                    #expect(call.command == nil || isOwn, "a command ran without a yes; seed \(chance.seed)")
                    running.append(call)
                case .apply: player.send(.applied(journalEntry: step + 1))
                case .undo(let entry): player.send(.undone(journalEntry: entry, skipped: [], plan: nil))
                default: break
                }
            }
            check(player.printed, seed: chance.seed)
            player.printed = []
        }
    }

    /// Line ends, what turns text around, and what draws nothing. Joiners are part of what they join.
    private static let unseen: [ClosedRange<UInt32>] = [
        0x200B...0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF...0xFEFF, 0x115F...0x1160,
        0xE0000...0xE007F,
    ]

    private func check(_ lines: [String], seed: UInt64) {
        for line in lines {
            let isPlain = line.unicodeScalars.allSatisfy { scalar in
                scalar == "\t"
                    || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                        && !Self.unseen.contains { $0.contains(scalar.value) })
            }
            #expect(isPlain, "\(line.debugDescription); seed \(seed)")
            #expect(!PlainLocale.ascii(line).utf8.contains { $0 >= 0x80 })
        }
    }

    private func message(
        _ chance: inout SeededGenerator, request: Int, running: inout [ToolCall], step: Int
    ) -> AppMessage {
        let text = Self.hostile.randomElement(using: &chance) ?? ""
        let at = step * 300
        switch Int.random(in: 0..<12, using: &chance) {
        case 0:
            return .agent(
                .progressed(
                    AgentProgress(kind: .working, message: text, step: Int.random(in: -1...3, using: &chance), total: 3)
                ), at: at)
        case 1:
            return .agent(
                .progressed(AgentProgress(kind: .stepComplete, message: text, step: 1, total: 2, failed: true)), at: at)
        case 2:
            return .agent(
                .progressed(AgentProgress(kind: .streamed(StreamedPiece(answer: text + "\n", reasoning: text)))), at: at
            )
        case 3: return .agent(.noticed(text), at: at)
        case 4: return .agent(.requestFailed(.refused(status: 500, message: text), request: request), at: at)
        case 5: return .agent(.linkChanged(LinkStatus(state: .offline(reason: text))), at: at)
        case 6: return .agent(.linkChanged(LinkStatus(state: .online)), at: at)
        case 7, 8:
            let actions: [JSONObject] = [
                ["action": "run_terminal", "command": .string("make \(text)")],
                ["action": "modify_file", "path": "a.txt", "content": "x"],
                ["action": "ask_followup_question", "question": .string(text), "options": [.string(text), "b"]],
            ]
            let arguments = actions.randomElement(using: &chance) ?? [:]
            let call = ToolCall(
                id: "r\(request)c\(step)", action: arguments["action"]?.asString ?? "", arguments: arguments)
            return .agent(.replied(ChatReply(text: text, toolCalls: [call]), request: request), at: at)
        case 9: return .agent(.replied(ChatReply(text: text, model: text), request: request), at: at)
        case 10:
            guard let call = running.popLast() else { return .troubled(.notWatched(reason: text)) }
            let path = RelativePath(["a.txt", "b/c.swift"].randomElement(using: &chance) ?? "a.txt")
            let proposed =
                path.map {
                    [FileStep(path: $0, before: nil, after: FileState(bytes: Array("x\(step)\n\(text)\ny\n".utf8)))]
                } ?? []
            return .toolFinished(
                ToolResult(
                    callID: call.id, action: call.action, succeeded: true, text: text,
                    proposed: call.command == nil ? proposed : []), at: at)
        default:
            guard let path = RelativePath("a.txt") else { return .resumed }
            return .changedOnDisk(path, .file(FileState(bytes: Array("\(text)\nz\(step % 3)\n".utf8))))
        }
    }
}
