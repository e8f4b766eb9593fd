// When a key is waited for and none comes, what it can be is shown. This is when.

/// What waits for a key. Another wait begins anew.
enum KeyWait: Equatable, Sendable {
    case arranging
    case copying(Copying)
    case reviewMenu(ReviewMenu)
    case vi(ViKeys)
}

struct KeyHints: Equatable, Sendable {
    enum Event: Equatable {
        /// What is waited for now; `afterKey`: a key was pressed just now.
        case waits(KeyWait?, afterKey: Bool)
        case timerFired
    }

    enum Effect: Equatable { case startTimer, stopTimer }

    static let milliseconds = 400

    private(set) var wait: KeyWait?
    private(set) var isShown = false

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .timerFired:
            isShown = wait != nil
            return []
        case .waits(let new, let afterKey):
            guard new == wait else {
                let wasRunning = wait != nil && !isShown
                wait = new
                isShown = false
                return new != nil ? [.startTimer] : wasRunning ? [.stopTimer] : []
            }
            return afterKey && new != nil && !isShown ? [.startTimer] : []
        }
    }

    mutating func fire() { _ = handle(.timerFired) }
}

extension KeyHints.Effect {
    var order: AppEffect {
        switch self {
        case .startTimer: .startTimer(.keyHints, milliseconds: KeyHints.milliseconds)
        case .stopTimer: .stopTimer(.keyHints)
        }
    }
}
