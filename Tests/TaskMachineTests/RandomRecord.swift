// Records that nobody thought of: strange texts, huge numbers, everything at once.
import TestSupport

@testable import TaskMachine

enum RandomRecord {
    static func make(_ random: inout SeededGenerator) -> ConversationRecord {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: return .removed(entry: number(&random))
        case 1: return .rewound(entry: number(&random), message: number(&random))
        case 2, 3: return .note(note(&random))
        case 4, 5: return .message(message(&random), number: number(&random))
        default: return .entry(entry(number(&random), &random))
        }
    }

    static func entry(_ id: Int, _ random: inout SeededGenerator) -> Entry {
        var entry = Entry(id: id, content: content(&random))
        entry.revision = Int.random(in: 0..<5, using: &random)
        return entry
    }

    static func message(_ random: inout SeededGenerator) -> ChatMessage {
        let roles: [ChatMessage.Role] = [.system, .user, .assistant]
        let images = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
            ImageAttachment(name: text(&random), dataURL: text(&random))
        }
        return ChatMessage(role: pick(roles, &random), content: text(&random), images: images)
    }

    static func note(_ random: inout SeededGenerator) -> ConversationNote {
        var note = ConversationNote()
        note.title = text(&random)
        note.conversationID = maybe(&random) { text(&$0) }
        note.mode = pick(ChatMode.allCases, &random)
        note.queue = texts(&random)
        note.usage = Usage(
            inputTokens: maybe(&random) { number(&$0) }, outputTokens: maybe(&random) { number(&$0) },
            cost: maybe(&random) { Double.random(in: 0..<1e6, using: &$0) })
        note.todos = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
            Todo(id: text(&random), text: text(&random), status: pick([.open, .inProgress, .done], &random))
        }
        note.isTurnOpen = Bool.random(using: &random)
        return note
    }

    private static func content(_ random: inout SeededGenerator) -> Entry.Content {
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return .user(text(&random))
        case 1:
            return .attached(
                (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                    AttachedLine(
                        kind: pick([.file, .lines, .folder, .git, .image, .rules], &random), name: text(&random),
                        bytes: number(&random), refusal: maybe(&random) { text(&$0) })
                })
        case 2: return .assistant(answer(&random))
        case 3: return .progress(block(&random))
        case 4: return .tool(tool(&random))
        case 5: return .notice(text(&random), times: Int.random(in: 1..<9, using: &random))
        case 6: return .feedGap(times: number(&random), milliseconds: number(&random))
        case 7: return .failure(failure(&random))
        case 8: return .cancelled
        case 9:
            return .question(
                FollowUpQuestion(text: text(&random), choices: texts(&random)), answer: maybe(&random) { text(&$0) })
        case 10: return .steered(text(&random))
        case 11:
            return .remark(
                Remark(pick(Remark.Kind.allCases, &random), count: number(&random), tokens: number(&random)))
        default: return .report(text(&random))
        }
    }

    private static func answer(_ random: inout SeededGenerator) -> AssistantText {
        let states: [AssistantText.State] = [.replied, .streaming, .incomplete, .fetched]
        var answer = AssistantText(
            text: text(&random),
            reasoning: Bool.random(using: &random)
                ? StreamedText() : StreamedText(kept: "thought " + text(&random), isCut: Bool.random(using: &random)),
            state: pick(states, &random), model: maybe(&random) { text(&$0) },
            milliseconds: maybe(&random) { number(&$0) }, reported: reported(&random))
        answer.isCut = Bool.random(using: &random)
        answer.isLiked = maybe(&random) { Bool.random(using: &$0) }
        return answer
    }

    private static func reported(_ random: inout SeededGenerator) -> ReportedChanges {
        func files(_ random: inout SeededGenerator) -> [ReportedChanges.File] {
            (0..<Int.random(in: 0..<3, using: &random)).map { _ in
                ReportedChanges.File(
                    path: text(&random), lineCount: maybe(&random) { number(&$0) },
                    linesAdded: maybe(&random) { number(&$0) }, linesRemoved: maybe(&random) { number(&$0) },
                    details: texts(&random))
            }
        }
        let commands = (0..<Int.random(in: 0..<3, using: &random)).map { _ in
            ReportedChanges.Command(
                command: text(&random), output: text(&random), exitCode: maybe(&random) { number(&$0) })
        }
        return ReportedChanges(
            created: files(&random), modified: files(&random), deleted: files(&random), commands: commands)
    }

    private static func block(_ random: inout SeededGenerator) -> ProgressBlock {
        let states: [ProgressBlock.StepState] = [.running, .done, .failed, .left]
        let rows = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
            let kinds: [ProgressBlock.Row.Kind] = [
                .thinking, .plan, .complete, .error, .step(pick(states, &random)), .tool(pick(states, &random)),
                .other(text(&random)),
            ]
            return ProgressBlock.Row(
                kind: pick(kinds, &random), text: text(&random), step: maybe(&random) { number(&$0) },
                total: maybe(&random) { number(&$0) }, details: texts(&random), reported: reported(&random))
        }
        return ProgressBlock(rows: rows, dropped: number(&random))
    }

    private static func tool(_ random: inout SeededGenerator) -> ToolLine {
        let states: [ToolLine.State] = [.awaitingApproval, .running, .succeeded, .failed, .rejected, .cancelled]
        var line = ToolLine(
            callID: text(&random), action: text(&random), object: text(&random), state: pick(states, &random),
            output: BoundedText(
                String(repeating: text(&random) + "\n", count: pick([0, 1, 700], &random))),
            exitStatus: maybe(&random) { Int32.random(in: .min ... .max, using: &$0) },
            milliseconds: maybe(&random) { number(&$0) })
        line.liveTail = text(&random)
        line.place = pick(CommandPlace.allCases, &random)
        return line
    }

    private static func failure(_ random: inout SeededGenerator) -> RequestFailure {
        let words = text(&random)
        let all: [RequestFailure] = [
            .unreachable(words), .interrupted(words), .timedOut(seconds: 60), .signedOut(words),
            .rateLimited(retryAfterSeconds: maybe(&random) { number(&$0) }), .refused(status: 500, message: words),
            .malformed(words), .forbidden(words), .blocked(status: 403, words), .contextTooLong(words),
            .noSuchMethod(words), .keyWanted(words), .quotaExceeded(words), .cancelled,
        ]
        return pick(all, &random)
    }

    private static func number(_ random: inout SeededGenerator) -> Int {
        pick([0, 1, 2, 77, Int.random(in: 0 ... .max, using: &random)], &random)
    }

    private static func texts(_ random: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 0..<3, using: &random)).map { _ in text(&random) }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "", "a", "word ", "\n", "\r\n", "\t", "\"", "\\", "\u{0}", "\u{1B}[31m", "é", "e\u{301}", "👩‍👩‍👧", "\u{202E}",
            "\u{FEFF}", "\u{2028}", "{\"e\":1}", "\u{7F}", "\u{10FFFF}",
        ]
        return (0..<Int.random(in: 0..<6, using: &random)).map { _ in pick(pieces, &random) }.joined()
    }

    private static func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    private static func maybe<Value>(
        _ random: inout SeededGenerator, _ value: (inout SeededGenerator) -> Value
    ) -> Value? {
        Bool.random(using: &random) ? value(&random) : nil
    }
}
