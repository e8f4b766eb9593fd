// The window on the transcript: moved by keys and by the wheel.

internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func scroll(_ action: Action) -> [AppEffect] {
        let rect = layout(in: size).chat.size
        let content = chatContent(width: rect.columns)
        switch action {
        case .pageUp: chat.scroll(by: -max(1, rect.rows - 2), of: content, in: rect, signs: signs)
        case .pageDown: chat.scroll(by: max(1, rect.rows - 2), of: content, in: rect, signs: signs)
        case .scrollUp: chat.scroll(by: -1, of: content, in: rect, signs: signs)
        case .scrollDown: chat.scroll(by: 1, of: content, in: rect, signs: signs)
        case .toTop: chat.scrollToTop(of: content, in: rect, signs: signs)
        default: chat.followEnd()
        }
        if focus == .chat {
            let isDown = action == .pageDown || action == .scrollDown || action == .toTop
            chat.settleCursor(of: content, in: rect, fromBelow: !isDown, signs: signs)
        }
        return reachedTop(content, rect)
    }

    private mutating func reachedTop(_ content: ChatContent, _ rect: Size) -> [AppEffect] {
        guard conversation.isPartial, chat.isAtTop(of: content, in: rect, signs: signs) else { return [] }
        return readEarlier()
    }

    mutating func turnWheel(_ mouse: Mouse) -> [AppEffect] {
        guard mouse.action == .wheelUp || mouse.action == .wheelDown else { return press(mouse) }
        let layout = layout(in: size)
        let rows = mouse.action == .wheelUp ? -3 : 3
        if help != nil {
            return perform(help: mouse.action == .wheelUp ? .previousRow : .nextRow) ?? []
        }
        if picker != nil {
            return perform(picker: mouse.action == .wheelUp ? .previousRow : .nextRow) ?? []
        }
        if let rect = layout.panelRect, rect.contains(mouse.at) {
            return review(.mouse(mouse))
        } else if layout.chat.contains(mouse.at) {
            let content = chatContent(width: layout.chat.size.columns)
            chat.scroll(by: rows, of: content, in: layout.chat.size, signs: signs)
            return reachedTop(content, layout.chat.size)
        }
        return []
    }

    /// A button over the changes gives them the keys.
    private mutating func press(_ mouse: Mouse) -> [AppEffect] {
        guard help == nil, picker == nil, let rect = layout(in: size).panelRect, rect.contains(mouse.at) else {
            return []
        }
        if mouse.action == .pressed { focus = .changes }
        return focus == .changes ? review(.mouse(mouse)) : []
    }
}
