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
        case .pasted(let text) where palette != nil:
            palette?.paste(text)
            return []
        case .pasted(let text): return help == nil && reviewing.takesText ? review(.pasted(text)) : []
        case .pasteCut(let lost): return say("The paste was too long: its last \(bytesText(lost)) are lost")
        case .mouse(let mouse) where palette != nil:
            if mouse.action == .wheelUp || mouse.action == .wheelDown {
                palette?.move(by: mouse.action == .wheelUp ? -1 : 1)
            }
            return []
        case .mouse(let mouse):
            if help != nil {
                switch mouse.action {
                case .wheelUp: return scrollHelp(.previousRow)
                case .wheelDown: return scrollHelp(.nextRow)
                default: return []
                }
            }
            if mouse.action == .pressed { grip.letGo() }
            return gripRule(mouse) ?? review(.mouse(mouse))
        case .focused(let isFocused):
            let paths = reviewing.changes.changes.map(\.path)
            return isFocused && !paths.isEmpty ? [.look(paths)] : []
        }
    }

    var contexts: [KeyContext] { help == nil ? reviewing.contexts : [.help, .everywhere] }

    private mutating func press(_ key: Key) -> [AppEffect] {
        if palette != nil { return handlePalette(key) }
        return act(key, keys.action(for: key, in: contexts))
    }

    /// Does what an action does here; `key` is for the parts that write.
    mutating func act(_ key: Key, _ action: Action?) -> [AppEffect] {
        if action != .clearOrQuit { isQuitting = false }
        flash = nil
        if action == .palette {
            palette = Palette(contexts: contexts)
            return []
        }
        if help != nil { return scrollHelp(action) }
        if reviewing.takesText, key.isTyped || action == .clearOrQuit { return review(.key(key, action)) }
        switch action {
        case .help:
            help = HelpOverlay(for: contexts[0], isReview: true)
            return []
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .clearOrQuit:
            if isQuitting {
                isQuitting = false
                guard isLeaving, reviewing.waitsForGit else { return quit(cancelled: true) }
                isCancelled = true
                return [.endCommit] + say("Ending git\(signs.dots)")
            }
            isQuitting = true
            return [.startTimer(.quitting, milliseconds: Self.quittingMilliseconds)]
                + say(
                    "\(keys.name(of: .clearOrQuit, in: .changes)) again "
                        + (isLeaving && reviewing.waitsForGit ? "ends git" : "quits"))
        case .toggleMouse: return takeMouse(!takesMouse)
        case .some(let action) where Self.foreign.contains(action):
            return say("There is no chat here. \(keys.hint(.help, "shows the keys", in: .changes) ?? "F1 help")")
        default: return review(.key(key, action))
        }
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
