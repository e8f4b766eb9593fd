// The rules between the parts, held with the mouse: dragged they move, pressed twice they go where the program has them.

internal import Screen

/// A rule that can be moved.
enum PaneRule: Hashable, Sendable {
    /// Between chat and panel.
    case beside, below
    /// Between list and diff.
    case list
}

struct RuleGrip: Equatable, Sendable {
    enum Event: Equatable {
        /// The mouse, and the rule that is under it.
        case mouse(Mouse, on: PaneRule?)
        /// A press from here on is no second one.
        case timerFired
    }

    enum Effect: Equatable {
        case startTimer(milliseconds: Int)
        case move(PaneRule, to: Point)
        /// It stays where it was moved.
        case settle(PaneRule)
        case reset(PaneRule)
    }

    static let doublePressMilliseconds = 400

    /// The rule that the pointer has.
    private(set) var held: PaneRule?
    private var hasMoved = false
    /// The rule that was pressed a moment ago.
    private var pressed: PaneRule?

    /// Whether the mouse is for a rule, wherever the pointer is.
    func wants(_ mouse: Mouse, on rule: PaneRule?) -> Bool {
        switch mouse.action {
        case .pressed: rule != nil
        case .dragged, .released: held != nil
        case .wheelUp, .wheelDown: false
        }
    }

    /// Whatever was held is let go: its release came where nobody heard it.
    mutating func letGo() {
        held = nil
        hasMoved = false
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .timerFired:
            pressed = nil
            return []
        case .mouse(let mouse, let rule):
            switch mouse.action {
            case .pressed: return press(rule)
            case .dragged:
                guard let held else { return [] }
                hasMoved = true
                pressed = nil
                return [.move(held, to: mouse.at)]
            case .released:
                defer { held = nil }
                guard let held, hasMoved else { return [] }
                return [.settle(held)]
            case .wheelUp, .wheelDown: return []
            }
        }
    }

    private mutating func press(_ rule: PaneRule?) -> [Effect] {
        hasMoved = false
        guard let rule, rule == pressed else {
            held = rule
            pressed = rule
            return rule == nil ? [] : [.startTimer(milliseconds: Self.doublePressMilliseconds)]
        }
        held = nil
        pressed = nil
        return [.reset(rule)]
    }
}
