// The list of kept conversations: open one, give one another title, move one to the trash.

internal import Screen
internal import TaskMachine

extension AppModel {
    func conversationsContent(_ all: [ConversationSummary]?) -> PickerContent {
        let list = all ?? []
        let s = " \(signs.separator) "
        let hints = [
            ["Enter open", "r rename", "d delete", "j k move", "Esc close"], ["Enter open", "r rename", "d delete"],
            ["Enter open"],
        ]
        return PickerContent(
            title: "Conversations", remark: list.isEmpty ? "" : groupedCount(list.count),
            empty: all == nil ? "Looking\(signs.dots)" : "No conversation is kept in this folder yet.",
            hints: hints.map { $0.joined(separator: s) }, count: list.count
        ) { [signs, size, report] index in
            Self.row(of: list[index], width: size.columns, offset: report.clockOffset, signs: signs)
        }
    }

    private static func row(of one: ConversationSummary, width: Int, offset: Int, signs: Signs) -> TextRow {
        let (sign, remark): (StyledLine, String) =
            switch one.state {
            case .closed: (StyledLine(" "), "")
            case .interrupted: (StyledLine(signs.partly, .attention), "interrupted")
            case .here: (StyledLine(signs.running, .user), "open here")
            case .elsewhere: (StyledLine(signs.running, .dim), "open elsewhere")
            case .unreadable: (StyledLine(signs.partly, .attention), "unreadable")
            }
        let isNarrow = width < 60
        let date = dateText(one.updated, offset: offset)
        // Nobody knows how many an unreadable one has.
        let counts = one.state == .unreadable ? "" : counted(one.messages, "message")
        let parts = isNarrow ? [remark.isEmpty ? date : remark] : [remark, padded(counts, columns: 12, .right), date]
        let trailing = parts.filter { $0.contains { $0 != " " } }.joined(separator: "  ") + " "
        let words = one.trouble.isEmpty ? one.title : one.trouble
        let title = words.isEmpty ? "(no title)" : words.split(whereSeparator: \.isNewline).joined(separator: " ")
        let room = max(8, width - displayWidth(of: trailing) - 5)
        let line =
            StyledLine(" ") + sign + StyledLine(" ")
            + StyledLine(truncated(title, columns: room, sign: signs.cut), one.title.isEmpty ? .dim : .plain)
        return TextRow(line, trailing: StyledLine(trailing, .dim))
    }

    /// The one with the cursor.
    private var pickedConversation: ConversationSummary? {
        guard let picker, case .conversations(let list?) = picker.subject, list.indices.contains(picker.row) else {
            return nil
        }
        return list[picker.row]
    }

    mutating func openPicked() -> [AppEffect] {
        guard let one = pickedConversation else { return [] }
        switch one.state {
        case .here:
            picker = nil
            return []
        case .elsewhere: return say("Another oropendola has it open")
        case .unreadable: return say("It can't be read: \(Words.sentence(one.trouble))")
        case .closed, .interrupted: return open(one.id)
        }
    }

    mutating func beginRename() -> [AppEffect] {
        guard let one = pickedConversation else { return [] }
        if one.state == .elsewhere { return say("Another oropendola has it open") }
        if one.state == .unreadable { return say("It can't be read: \(Words.sentence(one.trouble))") }
        picker?.line = TextLine(one.state == .here && !conversation.title.isEmpty ? conversation.title : one.title)
        return []
    }

    mutating func rename(to title: String) -> [AppEffect] {
        guard let one = pickedConversation, title.contains(where: { !$0.isWhitespace }) else { return [] }
        if one.state == .here {
            let effects = tell(.renamed(title))
            if case .conversations(let list?) = picker?.subject {
                let titled = withTitleOfHere(list)
                picker?.subject = .conversations(titled)
            }
            return effects + [.listConversations]
        }
        return [.renameConversation(one.id, title: title)]
    }

    /// The title of the open conversation is ours to know: what the disk says of it may be older.
    func withTitleOfHere(_ all: [ConversationSummary]) -> [ConversationSummary] {
        guard !conversation.title.isEmpty else { return all }
        return all.map { one in
            var one = one
            if one.state == .here { one.title = conversation.title }
            return one
        }
    }

    mutating func askToDelete() -> [AppEffect] {
        switch pickedConversation?.state {
        case .here: return say("It is open here. /new first")
        case .elsewhere: return say("Another oropendola has it open")
        case .closed, .interrupted, .unreadable: picker?.isAsking = true
        case nil: break
        }
        return []
    }

    mutating func deletePicked() -> [AppEffect] {
        pickedConversation.map { [.deleteConversation($0.id)] } ?? []
    }
}
