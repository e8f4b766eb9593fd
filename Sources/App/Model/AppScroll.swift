// The window on the transcript, as keys and the wheel move it.

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

    /// The wheel, over the chat.
    mutating func scrollChat(by rows: Int, _ rect: Rect) -> [AppEffect] {
        let content = chatContent(width: rect.size.columns)
        chat.scroll(by: rows, of: content, in: rect.size, signs: signs)
        return reachedTop(content, rect.size)
    }

    private mutating func reachedTop(_ content: ChatContent, _ rect: Size) -> [AppEffect] {
        guard conversation.isPartial, chat.isAtTop(of: content, in: rect, signs: signs) else { return [] }
        return readEarlier()
    }
}
