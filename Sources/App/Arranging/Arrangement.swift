// What the user has chosen about the screen while the program runs: where the panel stands, how large parts are, who has
// the mouse.

internal import Screen

struct Arrangement: Equatable, Sendable {
    var place = PanelPlace.auto
    /// But for the list's, which the panel keeps itself.
    var shares = PaneShares()
    var grip = RuleGrip()
    /// The next key is for the panel's place and size.
    var isAwaited = false
    /// Wheel and buttons are the program's, not the terminal's.
    var takesMouse = true
}

extension PanelPlace {
    /// The place that an action chooses; nil: it is another action.
    init?(_ action: Action) {
        switch action {
        case .panelAuto: self = .auto
        case .panelRight: self = .right
        case .panelBelow: self = .below
        case .panelAlone: self = .alone
        case .panelHidden: self = .hidden
        default: return nil
        }
    }

    var next: PanelPlace {
        let all = Self.allCases
        let place = (all.firstIndex(of: self) ?? 0) + 1
        return all[place == all.count ? 0 : place]
    }
}

extension Words {
    static func text(of place: PanelPlace) -> String {
        switch place {
        case .auto: "Changes: where there is room"
        case .right: "Changes: right of the chat"
        case .below: "Changes: below the chat"
        case .alone: "Changes: alone, or the chat"
        case .hidden: "Changes: only while they have the keys"
        }
    }
}
