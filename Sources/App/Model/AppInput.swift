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
            return keepMatchInView()
        case .key(let key): return disarm() + handle(key)
        case .pasted(let text): return paste(text)
        case .pasteCut(let lost):
            return say("The paste was too long: its last \(bytesText(lost)) are lost. The rest is in the composer")
        case .mouse(let mouse): return point(mouse)
        case .focused(let isFocused):
            isLookedAt = isFocused
            guard isFocused, isStarted, !changes.isEmpty else { return [] }
            return [.look(changes.pathsOnDisk)]
        }
    }

    private mutating func paste(_ text: String) -> [AppEffect] {
        arrangement.isAwaited = false
        if palette != nil {
            palette?.paste(text)
            return []
        }
        if picker?.line != nil {
            picker?.line?.paste(text)
            return []
        }
        if search?.line != nil, help == nil { return pasteIntoSearch(text) }
        if focus == .request, !isCovered, dock?.takesWords == true {
            dock?.paste(text)
            return []
        }
        if focus == .changes, !isCovered, reviewing.takesText { return review(.pasted(text)) }
        if historySearch != nil {
            historySearch?.line.paste(text)
            historySearch?.look(in: composer.history)
            return []
        }
        help = nil
        picker = nil
        if !reviewing.isAsking { focus = .composer }
        composer.paste(text)
        return []
    }

    // MARK: Keys

    var contexts: [KeyContext] {
        if arrangement.isAwaited { return [.panel] }
        if help != nil { return [.help, .everywhere] }
        if picker != nil { return [.list, .everywhere] }
        switch focus {
        case .composer where historySearch != nil: return [.menu, .everywhere]
        case .composer: return menu == nil ? [.composer, .everywhere] : [.menu, .composer, .everywhere]
        case .request: return [.request, .everywhere]
        case .changes: return reviewing.contexts
        case .chat:
            if case .lines = copying { return [.lines, .everywhere] }
            return [.chat, .everywhere]
        case .queue: return [.queue, .everywhere]
        }
    }

    private mutating func handle(_ key: Key) -> [AppEffect] {
        if palette != nil { return handlePalette(key) }
        if isForClosedPanel(key) { return [] }
        if let effects = handleArranging(key) { return effects }
        return act(key, keys.action(for: key, in: contexts))
    }

    /// Does what an action does here; `key` is for the parts that write.
    mutating func act(_ key: Key, _ action: Action?) -> [AppEffect] {
        if action != .clearOrQuit { isQuitting = false }
        let wasRepeating = isRepeating
        isRepeating = false
        flash = nil
        if help == nil, let effects = handlePicker(key) { return effects }
        if let effects = handleHistorySearch(key, action) { return effects }
        if !isGlobal(action) || action == .clearOrQuit {
            if let effects = handleCopying(key) ?? handleSearch(key, action) { return effects }
        }
        if handleVi(key) { return [] }
        if focus == .request, !isCovered {
            let isWriting = dock?.line != nil
            if !isGlobal(action) || (isWriting && action == .clearOrQuit) { return handleRequest(key, action) }
        }
        if focus == .changes, !isCovered, action == .goToOrigin { return goToOrigin() }
        if focus == .changes, !isCovered {
            let isWriting = reviewing.takesText && (key.isTyped || action == .clearOrQuit)
            if !isGlobal(action) || isWriting { return review(.key(key, action)) }
        }
        if action == .repeatTurn { return repeatTurn(isSure: wasRepeating) }
        if focus == .composer, !isCovered, action == nil || action == .help, key.isTyped {
            // `?` is help in an empty composer alone.
            if key == Key("?"), composer.isEmpty { return perform(.help) }
            if action == nil { return type(key) }
        }
        if focus == .chat, !isCovered, action == nil, key.isTyped {
            focus = .composer
            return type(key)
        }
        guard let action else { return [] }
        return perform(action)
    }

    private mutating func type(_ key: Key) -> [AppEffect] {
        if case .character(let character) = key.code { composer.type(character) }
        return []
    }

    func isGlobal(_ action: Action?) -> Bool {
        guard let action, action != .cancelOrClose else { return false }
        return KeyMap.globalActions.contains(action)
    }
}
