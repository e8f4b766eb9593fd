// The chat's keys: from message to message, into what an edit has changed, and back from there.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    /// What the chat's own keys do; nil: the action is no concern of the chat's.
    mutating func perform(chat action: Action) -> [AppEffect]? {
        let rect = layout(in: size).chat.size
        switch action {
        case .nextEntry, .previousEntry, .nextUserMessage, .previousUserMessage:
            let content = chatContent(width: rect.columns)
            let forward = action == .nextEntry || action == .nextUserMessage
            let toUsers = action == .nextUserMessage || action == .previousUserMessage
            if chat.moveCursor(forward: forward, toUsers: toUsers, of: content, in: rect, signs: signs) { return [] }
            if forward { chat.followEnd() }
            return forward ? [] : readEarlier()
        case .openEntry:
            if let edit = selectedEdit { return openChange(of: edit) }
            return turnSelected(rect)
        case .foldEntry: return turnSelected(rect)
        case .copyFromChat: return beginCopying()
        case .selectLines: return selectLines()
        case .searchChat: return beginSearch()
        case .nextMatch, .previousMatch: return walk(forward: action == .nextMatch)
        default: return nil
        }
    }

    private mutating func turnSelected(_ rect: Size) -> [AppEffect] {
        chat.turnSelected(of: chatContent(width: rect.columns), in: rect, signs: signs)
            ? [] : say("Nothing is folded here")
    }

    /// The cursor is where the reader looks.
    mutating func settleChat() {
        // A walk and a choice are the chat's; whoever goes elsewhere has left them.
        if focus != .chat {
            copying = nil
            if search?.line == nil { search = nil }
        }
        followSearch()
        if let selected = chat.selected, ChatPane.index(of: selected, in: conversation.entries) == nil {
            chat.selected = nil
        }
        guard focus == .chat, chat.selected == nil, help == nil, picker == nil else { return }
        let rect = layout(in: size).chat.size
        chat.settleCursor(of: chatContent(width: rect.columns), in: rect, fromBelow: true, signs: signs)
    }

    // MARK: To the changes and back

    /// The file of the edit with the cursor.
    private var selectedEdit: ToolLine? {
        guard let selected = chat.selected, let index = ChatPane.index(of: selected, in: conversation.entries),
            case .tool(let line) = conversation.entries[index].content, line.tool?.kind == .write,
            chat.run(of: index + 1, in: ChatContent(greeting: [], entries: conversation.entries, tail: [])) == .whole
        else { return nil }
        return line
    }

    private mutating func openChange(of line: ToolLine) -> [AppEffect] {
        guard reviewing.show(changeOf: line.callID, at: RelativePath(line.object)) else {
            return say("\(visibleText(line.object)) is not under review any more")
        }
        focus = .changes
        return isStarted ? [.look(changes.pathsOnDisk)] : []
    }

    /// From a change to the message that made it.
    mutating func goToOrigin() -> [AppEffect] {
        let ids = reviewing.callsInSight
        guard !ids.isEmpty else { return say("No message made this change") }
        let place = conversation.entries.lastIndex { entry in
            if case .tool(let line) = entry.content { ids.contains(line.callID) } else { false }
        }
        guard let place else {
            return say(
                conversation.isPartial
                    ? "The message is further up: \(signs.up) in the chat reads on" : "The message is not in this chat")
        }
        focus = .chat
        let rect = layout(in: size).chat.size
        let content = chatContent(width: rect.columns)
        let entry = conversation.entries[place]
        if chat.run(of: place + 1, in: content) != .whole { chat.showEdits([entry], true) }
        chat.selected = entry.id
        chat.showCursor(of: content, in: rect, signs: signs)
        return []
    }
}
