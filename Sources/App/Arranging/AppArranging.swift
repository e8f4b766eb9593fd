// The keys and the mouse that arrange the screen: the panel's place, the sizes of the parts, whose the mouse is.

internal import Screen
internal import Settings

extension AppModel {
    /// Columns and rows by which a key makes the panel larger or smaller.
    private static let columnStep = 4
    private static let rowStep = 2

    mutating func arrange(_ action: Action) -> [AppEffect] {
        switch action {
        case .arrangePanel:
            arrangement.isAwaited = true
            return []
        case .nextPanelPlace: return put(arrangement.place.next)
        case .largerPanel: return resizePanel(by: 1)
        case .smallerPanel: return resizePanel(by: -1)
        case .longerList, .shorterList:
            guard layout(in: size).panelRect != nil, reviewing.prompt == nil else { return sayNotInSight() }
            return review(.key(Palette.noKey, action))
        case .resetSizes:
            guard shares != PaneShares() else { return say("Nothing was resized") }
            arrangement.shares = PaneShares()
            reviewing.listShare = nil
            return keepShares() + say("The sizes are as they were at first")
        case .toggleMouse: return takeMouse(!arrangement.takesMouse)
        default: return PanelPlace(action).map { put($0) } ?? []
        }
    }

    private mutating func put(_ place: PanelPlace) -> [AppEffect] {
        arrangement.place = place
        return keepMatchInView() + say(Words.text(of: place))
    }

    private mutating func sayNotInSight() -> [AppEffect] {
        say("The changes are not in sight. \(keys.name(of: .toggleChanges, in: .composer)) shows them")
    }

    private mutating func resizePanel(by step: Int) -> [AppEffect] {
        let before = layout(in: size)
        guard let rect = before.panelRect else { return sayNotInSight() }
        if before.divider != nil {
            setPanel(columns: rect.size.columns + step * Self.columnStep)
        } else if before.panelRule != nil {
            setPanel(rows: rect.size.rows + 1 + step * Self.rowStep)
        } else {
            return say("The changes have the whole screen")
        }
        if layout(in: size) == before { return say(step > 0 ? "The chat can't be smaller" : "It can't be smaller") }
        return keepMatchInView() + keepShares()
    }

    private mutating func setPanel(columns: Int) {
        arrangement.shares.beside = PaneShares.share(columns, of: size.columns)
        // What the screen does not give is not remembered either.
        guard let now = layout(in: size).panelRect?.size.columns else { return }
        arrangement.shares.beside = PaneShares.share(now, of: size.columns)
    }

    /// Its rule among them.
    private mutating func setPanel(rows: Int) {
        arrangement.shares.below = PaneShares.share(rows, of: size.rows)
        guard let now = layout(in: size).panelRect?.size.rows else { return }
        arrangement.shares.below = PaneShares.share(now + 1, of: size.rows)
    }

    var shares: PaneShares {
        var shares = arrangement.shares
        shares.list = reviewing.listShare
        return shares
    }

    func keepShares() -> [AppEffect] { [.keepShares(shares)] }

    // MARK: After the key that waits for another

    /// nil: no such key is waited for, or this one goes where it always goes.
    mutating func handleArranging(_ key: Key) -> [AppEffect]? {
        guard arrangement.isAwaited else { return nil }
        var action = keys.action(for: key, in: [.panel])
        if action == nil, keys.action(for: key, in: [.everywhere]) == .help { action = .help }
        flash = nil
        switch action {
        case .help:
            help = HelpOverlay(for: .panel)
            arrangement.isAwaited = false
            return []
        // Sizes are found by trying.
        case .largerPanel, .smallerPanel, .longerList, .shorterList: break
        default: arrangement.isAwaited = false
        }
        guard let action else { return key.isTyped ? [] : nil }
        return action == .cancelOrClose ? [] : arrange(action)
    }

    // MARK: The rules, with the mouse

    /// nil: the mouse is not at a rule.
    mutating func gripRule(_ mouse: Mouse) -> [AppEffect]? {
        guard !isCovered else { return nil }
        let layout = layout(in: size)
        reviewing.place = layout.panelRect
        var rule = layout.rule(at: mouse.at)
        if rule == nil, reviewing.isRule(at: mouse.at) { rule = .list }
        guard arrangement.grip.wants(mouse, on: rule) else { return nil }
        return arrangement.grip.handle(.mouse(mouse, on: rule)).flatMap { perform($0, layout) }
    }

    private mutating func perform(_ effect: RuleGrip.Effect, _ layout: Layout) -> [AppEffect] {
        switch effect {
        case .startTimer(let milliseconds): return [.startTimer(.doublePress, milliseconds: milliseconds)]
        case .move(.beside, let point):
            setPanel(columns: size.columns - 1 - point.column)
            return keepMatchInView()
        case .move(.below, let point):
            setPanel(rows: (layout.panelRect?.bottom ?? layout.bottom) - point.row)
            return keepMatchInView()
        case .move(.list, let point):
            guard let list = reviewing.layout?.list else { return [] }
            reviewing.setList(rows: point.row - list.top)
            return []
        case .settle: return keepShares()
        case .reset(let rule):
            switch rule {
            case .beside: arrangement.shares.beside = nil
            case .below: arrangement.shares.below = nil
            case .list: reviewing.listShare = nil
            }
            return keepMatchInView() + keepShares()
        }
    }

    // MARK: Whose the mouse is

    private mutating func takeMouse(_ isOurs: Bool) -> [AppEffect] {
        arrangement.takesMouse = isOurs
        return [.takeMouse(isOurs)] + say(Words.text(ofMouse: isOurs, keys.name(of: .toggleMouse, in: .composer)))
    }

    /// Of settings that were written while the program runs; what the user has switched by a key since stays.
    mutating func arrange(by new: ChosenSettings, before old: ChosenSettings) {
        if new.value(.panel) != old.value(.panel) {
            arrangement.place = PanelPlace(rawValue: new.text(.panel)) ?? .auto
        }
        if new.value(.mouse) != old.value(.mouse) { arrangement.takesMouse = new.flag(.mouse) }
    }
}
