// What each action does, wherever its key was pressed.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func perform(_ action: Action) -> [AppEffect] {
        if help != nil, let effects = perform(help: action) { return effects }
        if picker != nil, let effects = perform(picker: action) { return effects }
        if menu != nil, let effects = perform(menu: action) { return effects }
        switch action {
        case .palette:
            palette = Palette(contexts: paletteContexts)
            return []
        case .help:
            help = HelpOverlay(for: contexts[0])
            return []
        case .nextPart: return goToPart(by: 1)
        case .previousPart: return goToPart(by: -1)
        case .toggleChanges:
            focus = focus == .changes ? .composer : .changes
            return focus == .changes && isStarted && !changes.isEmpty ? [.look(changes.pathsOnDisk)] : []
        case .goToRequest:
            guard dock != nil else { return say("No request waits") }
            focus = .request
            return []
        case .cancelOrClose: return cancelOrClose()
        case .clearOrQuit: return clearOrQuit()
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .toggleOutput:
            chat.expandAll(!chat.isExpanded)
            return []
        case .pageUp, .pageDown, .scrollUp, .scrollDown, .toTop, .toBottom: return scroll(action)
        case .externalEditor: return [.edit(composer.text)]
        case .endOfInput where composer.isEmpty: return quit()
        case .searchChat: return beginSearch()
        case .steps: return showSteps()
        case .askAgain: return askAgain()
        case .arrangePanel, .nextPanelPlace, .panelAuto, .panelRight, .panelBelow, .panelAlone, .panelHidden,
            .largerPanel, .smallerPanel, .longerList, .shorterList, .resetSizes, .toggleMouse:
            return arrange(action)
        case .backToChat:
            focus = .composer
            return []
        default:
            if focus == .chat, let effects = perform(chat: action) { return effects }
            return performInTurn(action)
        }
    }

    /// What has to do with messages and turns, and what only the part with the keys knows.
    private mutating func performInTurn(_ action: Action) -> [AppEffect] {
        switch action {
        case .send: return send()
        case .steer: return steer()
        case .takeBackQueued: return takeBackQueued()
        case .improve: return improve(composer.text)
        case .searchHistory: return searchHistory()
        case .attachOutput: return attachOutput()
        case .cycleMode: return cycleMode()
        case .carryOut: return carryOut()
        case .signIn: return signIn()
        case .editEarlier: return pickEarlierMessage()
        case .chooseTheme: return pickTheme()
        default: break
        }
        switch focus {
        case .queue: return perform(queue: action)
        case .composer where action == .unfold: return unfold()
        case .composer:
            _ = composer.perform(action, width: Composer.textWidth(in: size.columns))
            return []
        case .changes, .request, .chat: return []
        }
    }

    /// What the help does itself; nil: it lets the key through.
    mutating func perform(help action: Action) -> [AppEffect]? {
        let rows = helpRect(layout(in: size)).size
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
        if !conversation.queue.isEmpty { parts.append(.queue) }
        parts += [.changes, .chat]
        let place = parts.firstIndex(of: focus) ?? 0
        focus = parts[(place + step + parts.count) % parts.count]
        return []
    }

    private mutating func cancelOrClose() -> [AppEffect] {
        if focus == .chat, search != nil { return endSearch() }
        guard focus == .composer else {
            focus = .composer
            return []
        }
        if draftPurpose != .message {
            leaveEdit()
            return []
        }
        if let refusedCommand, composer.text == refusedCommand {
            composer.clear()
            return say("Cleared. \(keys.name(of: .undoEdit, in: .composer)) brings it back")
        }
        if ownCommand != nil { return stopOwnCommand() }
        if !conversation.task.lifecycle.isOver { return tell(.cancelRequested) }
        guard canRetry else { return [] }
        isFailureDismissed = true
        return tell(.failureDismissed)
    }

    private mutating func clearOrQuit() -> [AppEffect] {
        if !composer.isEmpty {
            composer.clear()
            focus = .composer
            return say("Cleared. \(keys.name(of: .undoEdit, in: .composer)) brings it back")
        }
        if draftPurpose != .message {
            leaveEdit()
            return []
        }
        return interrupt()
    }

    /// Ends what runs; where nothing does, the program the second time.
    mutating func interrupt() -> [AppEffect] {
        if ownCommand != nil { return stopOwnCommand() }
        if !conversation.task.lifecycle.isOver { return tell(.cancelRequested) }
        if isQuitting, isLeaving {
            isQuitting = false
            return [.endCommit] + say("Ending git\(signs.dots)")
        }
        if isQuitting { return quit() }
        isQuitting = true
        return [.startTimer(.quitting, milliseconds: Self.quittingMilliseconds)]
            + say("\(keys.name(of: .clearOrQuit, in: .composer)) again \(isLeaving ? "ends git" : "quits")")
    }
}
