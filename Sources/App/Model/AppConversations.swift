// Kept conversations: listed, taken up again, read further up, written out.

internal import TaskMachine

extension AppModel {
    mutating func conversations(_ message: AppMessage) -> [AppEffect] {
        switch message {
        case .conversationsListed(let all): return tell(.reported(Self.table(of: all)))
        case .conversationOpened(let state, let id):
            report.conversationID = id
            return take(up: state)
        case .conversationTroubled(let trouble): return tell(.noted(Words.text(of: trouble)))
        case .exported(let path): return tell(.noted("The conversation was written to \(path)"))
        case .earlierEntries(let entries, let isPartial):
            return tell(.earlierRead(entries, isPartial: isPartial))
        default: return []
        }
    }

    /// A kept conversation takes the place of what is shown.
    mutating func take(up state: ConversationState) -> [AppEffect] {
        chat = ChatPane()
        return tell(.restored(state))
    }

    private static func table(of all: [ConversationSummary]) -> String {
        guard !all.isEmpty else { return "No conversation is kept in this folder yet." }
        let rows = all.prefix(50).map { one in
            "| `\(one.id)` | \(cell(one.title.isEmpty ? "(no title)" : one.title)) | \(groupedCount(one.messages)) |"
        }
        let more = all.count > 50 ? "\n\n\(all.count - 50) more: `oropendola sessions` lists all." : ""
        return "| Conversation | Title | Messages |\n|---|---|---:|\n" + rows.joined(separator: "\n") + more
    }
}
