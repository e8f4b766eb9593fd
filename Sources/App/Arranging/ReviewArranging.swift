// What of the screen can be arranged where there is nothing but the panel: list and diff, and whose the mouse is.

internal import Screen
internal import Settings

extension ReviewModel {
    /// Of the chat; here they would seem broken.
    static let foreign: Set<Action> = [
        .nextPart, .previousPart, .toggleChanges, .goToRequest, .toggleOutput, .cycleMode, .carryOut, .signIn,
        .searchChat, .goToOrigin, .arrangePanel, .nextPanelPlace, .largerPanel, .smallerPanel, .steps,
        .askAgain, .chooseTheme,
    ]
    static let foreignContexts: Set<KeyContext> = [.composer, .menu, .chat, .lines, .request, .queue, .panel]

    mutating func takeMouse(_ isOurs: Bool) -> [AppEffect] {
        takesMouse = isOurs
        return [.takeMouse(isOurs)]
            + say(Words.text(ofMouse: isOurs, keys.name(of: .toggleMouse, in: .changes)))
    }

    var shares: PaneShares {
        var shares = start.shares
        shares.list = reviewing.listShare
        return shares
    }

    /// nil: the mouse is not at a rule.
    mutating func gripRule(_ mouse: Mouse) -> [AppEffect]? {
        guard help == nil, palette == nil, reviewing.prompt == nil else { return nil }
        let rule: PaneRule? = reviewing.isRule(at: mouse.at) ? .list : nil
        guard grip.wants(mouse, on: rule) else { return nil }
        var effects: [AppEffect] = []
        for effect in grip.handle(.mouse(mouse, on: rule)) {
            switch effect {
            case .startTimer(let milliseconds):
                effects.append(.startTimer(.doublePress, milliseconds: milliseconds))
            case .move(_, let point):
                if let list = reviewing.layout?.list { reviewing.setList(rows: point.row - list.top) }
            case .settle: effects.append(.keepShares(shares))
            case .reset:
                reviewing.listShare = nil
                effects.append(.keepShares(shares))
            }
        }
        return effects
    }

    // MARK: Keys that are waited for

    mutating func followKeyHints(afterKey: Bool) -> [AppEffect] {
        var wait: KeyWait?
        if settings.flag(.keyHints), palette == nil, help == nil, case .menu(let menu) = reviewing.prompt {
            wait = .reviewMenu(menu)
        }
        return keyHints.handle(.waits(wait, afterKey: afterKey)).map(\.order)
    }

    func drawKeyHints(into cells: inout CellBuffer, within rect: Rect) {
        guard keyHints.isShown, let wait = keyHints.wait else { return }
        wait.table(keys).draw(
            into: &cells, above: reviewing.layout(in: rect).question.top, columns: rect.size.columns, signs: signs)
    }
}

extension Words {
    static func text(ofMouse isOurs: Bool, _ key: String) -> String {
        isOurs ? "The mouse is the program's again" : "The mouse selects text. \(key) takes it back"
    }
}
