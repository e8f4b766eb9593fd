// Where keys, pastes and the wheel go.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    static let quittingMilliseconds = 2000

    mutating func input(_ event: InputEvent) -> [AppEffect] {
        switch event {
        case .resized(let size):
            self.size = size
            return []
        case .key(let key): return disarm() + handle(key)
        case .pasted(let text): return paste(text)
        case .pasteCut(let lost):
            return say("The paste was too long: its last \(bytesText(lost)) are lost. The rest is in the composer")
        case .mouse(let mouse): return handle(mouse)
        case .focused(let isFocused):
            guard isFocused, isStarted, !changes.isEmpty else { return [] }
            return [.look(changes.changes.map(\.path))]
        }
    }

    /// Typing while a request is fresh puts off the moment when its keys live.
    private mutating func disarm() -> [AppEffect] {
        guard let dock, !dock.isArmed else { return [] }
        return [.startTimer(.arming, milliseconds: Self.armingMilliseconds)]
    }

    private mutating func paste(_ text: String) -> [AppEffect] {
        if focus == .request, dock?.refusal != nil {
            dock?.paste(text)
            return []
        }
        help = nil
        if panel.question == nil { focus = .composer }
        composer.paste(text)
        return []
    }

    // MARK: Keys

    private var contexts: [KeyContext] {
        if help != nil { return [.help, .everywhere] }
        switch focus {
        case .composer: return [.composer, .everywhere]
        case .request: return [.request, .everywhere]
        case .changes: return panel.question == nil ? [.changes, .everywhere] : [.question, .everywhere]
        case .chat: return [.chat, .everywhere]
        }
    }

    private mutating func handle(_ key: Key) -> [AppEffect] {
        let action = keys.action(for: key, in: contexts)
        if action != .clearOrQuit { isQuitting = false }
        flash = nil
        if focus == .request, help == nil {
            let isWriting = dock?.refusal != nil
            if isWriting, action == .clearOrQuit { return handleRequest(Key(.escape), .cancelOrClose) }
            if !isGlobal(action) { return handleRequest(key, action) }
        }
        if focus == .composer, help == nil, action == nil || action == .help, isTyped(key) {
            // `?` is help in an empty composer alone.
            if key == Key("?"), composer.isEmpty { return perform(.help) }
            if action == nil { return type(key) }
        }
        if focus == .chat, help == nil, action == nil, isTyped(key) {
            focus = .composer
            return type(key)
        }
        guard let action else { return [] }
        return perform(action)
    }

    private func isTyped(_ key: Key) -> Bool {
        if case .character = key.code { return key.modifiers.isEmpty }
        return false
    }

    private mutating func type(_ key: Key) -> [AppEffect] {
        if case .character(let character) = key.code { composer.type(character) }
        return []
    }

    private func isGlobal(_ action: Action?) -> Bool {
        guard let action, action != .cancelOrClose else { return false }
        return keys.bindings(in: .everywhere).contains { $0.action == action }
    }

    private mutating func handleRequest(_ key: Key, _ action: Action?) -> [AppEffect] {
        guard let call = dock?.call, let outcome = dock?.handle(key, action: action, hasStaged: !changes.isEmpty)
        else { return [] }
        switch outcome {
        case .nothing: return []
        case .leave:
            focus = .composer
            return []
        case .writeFirst: return requestWrite()
        case .answer(let answer):
            focus = .composer
            return tell(.approvalAnswered(callID: call.id, answer))
        }
    }

    mutating func perform(_ action: Action) -> [AppEffect] {
        if help != nil, let effects = perform(help: action) { return effects }
        switch action {
        case .help:
            help = HelpOverlay(for: helpContext)
            return []
        case .nextPart: return goToPart(by: 1)
        case .previousPart: return goToPart(by: -1)
        case .toggleChanges:
            focus = focus == .changes ? .composer : .changes
            return focus == .changes && isStarted && !changes.isEmpty ? [.look(changes.changes.map(\.path))] : []
        case .goToRequest:
            guard dock != nil else { return say("No request waits") }
            focus = .request
            return []
        case .cancelOrClose: return cancelOrClose()
        case .clearOrQuit: return clearOrQuit()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .toggleOutput:
            chat.isExpanded.toggle()
            return []
        case .pageUp, .pageDown, .scrollUp, .scrollDown, .toTop, .toBottom:
            scroll(action)
            return []
        case .send: return send()
        case .externalEditor: return [.edit(composer.text)]
        case .endOfInput where composer.isEmpty: return quit()
        case .backToChat:
            focus = .composer
            return []
        case .yes, .no:
            guard let question = panel.question else { return [] }
            return answer(question, yes: action == .yes)
        default:
            if focus == .changes { return perform(panel: action) }
            if focus == .composer { _ = composer.perform(action, width: Composer.textWidth(in: size.columns)) }
            return []
        }
    }

    private var helpContext: KeyContext {
        switch focus {
        case .composer: .composer
        case .request: .request
        case .changes: .changes
        case .chat: .chat
        }
    }

    /// What the help does itself; nil: it lets the key through.
    private mutating func perform(help action: Action) -> [AppEffect]? {
        let layout = layout(in: size)
        let rows = Size(columns: size.columns, rows: layout.rule ?? layout.composer.top)
        switch action {
        case .nextRow: help?.scroll(by: 1, in: rows, keys: keys, signs: signs)
        case .previousRow: help?.scroll(by: -1, in: rows, keys: keys, signs: signs)
        case .pageDown: help?.scroll(by: max(1, rows.rows - 2), in: rows, keys: keys, signs: signs)
        case .pageUp: help?.scroll(by: -max(1, rows.rows - 2), in: rows, keys: keys, signs: signs)
        case .cancelOrClose, .help: help = nil
        default:
            help = nil
            return nil
        }
        return []
    }

    private mutating func goToPart(by step: Int) -> [AppEffect] {
        var parts: [Focus] = [.composer]
        if dock != nil { parts.append(.request) }
        parts += [.changes, .chat]
        let place = parts.firstIndex(of: focus) ?? 0
        focus = parts[(place + step + parts.count) % parts.count]
        return []
    }

    private mutating func cancelOrClose() -> [AppEffect] {
        if panel.question != nil {
            panel.question = nil
            return []
        }
        guard focus == .composer else {
            focus = .composer
            return []
        }
        if !conversation.task.lifecycle.isOver { return tell(.cancelRequested) }
        isFailureDismissed = true
        return []
    }

    private mutating func clearOrQuit() -> [AppEffect] {
        if !composer.isEmpty {
            composer.clear()
            focus = .composer
            return say("Cleared. Ctrl-_ brings it back")
        }
        if !conversation.task.lifecycle.isOver { return tell(.cancelRequested) }
        if isQuitting { return quit() }
        isQuitting = true
        return [.startTimer(.quitting, milliseconds: Self.quittingMilliseconds)] + say("Ctrl-C again quits")
    }

    // MARK: Scrolling

    private mutating func scroll(_ action: Action) {
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
    }

    private mutating func handle(_ mouse: Mouse) -> [AppEffect] {
        guard mouse.action == .wheelUp || mouse.action == .wheelDown else { return [] }
        let layout = layout(in: size)
        let rows = mouse.action == .wheelUp ? -3 : 3
        if help != nil {
            return perform(help: mouse.action == .wheelUp ? .previousRow : .nextRow) ?? []
        }
        if let rect = layout.panelRect, rect.contains(mouse.at) {
            panel.scroll(by: rows, layout: layout.panel)
        } else if layout.chat.contains(mouse.at) {
            let content = chatContent(width: layout.chat.size.columns)
            chat.scroll(by: rows, of: content, in: layout.chat.size, signs: signs)
        }
        return []
    }
}
