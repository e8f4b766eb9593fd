// Where keys, pastes and the mouse go when there is nothing but the panel.

internal import ChangeReview
internal import Screen

extension ReviewModel {
    static let quittingMilliseconds = 2000

    mutating func input(_ event: InputEvent) -> [AppEffect] {
        switch event {
        case .resized(let size):
            self.size = size
            return []
        case .key(let key): return press(key)
        case .pasted(let text): return help == nil && reviewing.takesText ? review(.pasted(text)) : []
        case .pasteCut(let lost): return say("The paste was too long: its last \(bytesText(lost)) are lost")
        case .mouse(let mouse): return help == nil ? review(.mouse(mouse)) : []
        case .focused(let isFocused):
            let paths = reviewing.changes.changes.map(\.path)
            return isFocused && !paths.isEmpty ? [.look(paths)] : []
        }
    }

    private mutating func press(_ key: Key) -> [AppEffect] {
        let action = keys.action(for: key, in: help == nil ? reviewing.contexts : [.help, .everywhere])
        if action != .clearOrQuit { isQuitting = false }
        flash = nil
        if help != nil { return scrollHelp(action) }
        if reviewing.takesText, isTyped(key) || action == .clearOrQuit { return review(.key(key, action)) }
        switch action {
        case .help:
            help = HelpOverlay(for: .changes)
            return []
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .clearOrQuit:
            guard !isQuitting else { return quit(cancelled: true) }
            isQuitting = true
            return [.startTimer(.quitting, milliseconds: Self.quittingMilliseconds)] + say("Ctrl-C again quits")
        // Of the chat; here they would seem broken.
        case .nextPart, .previousPart, .toggleChanges, .goToRequest, .toggleOutput, .cycleMode, .carryOut, .signIn,
            .searchChat, .goToOrigin:
            return say("There is no chat here. ? shows the keys")
        default: return review(.key(key, action))
        }
    }

    private func isTyped(_ key: Key) -> Bool {
        if case .character = key.code { return key.modifiers.isEmpty }
        return false
    }

    private mutating func scrollHelp(_ action: Action?) -> [AppEffect] {
        let room = panelRect(in: size).size
        let page = max(1, room.rows - 1)
        switch action {
        case .nextRow: help?.scroll(by: 1, in: room, keys: keys, signs: signs)
        case .previousRow: help?.scroll(by: -1, in: room, keys: keys, signs: signs)
        case .pageDown: help?.scroll(by: page, in: room, keys: keys, signs: signs)
        case .pageUp: help?.scroll(by: -page, in: room, keys: keys, signs: signs)
        case .cancelOrClose, .help: help = nil
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        default: break
        }
        return []
    }
}
