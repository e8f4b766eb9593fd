// A terminal that a test plays: what happens at each wait is written down before, what was asked of it after.
import Screen

@testable import Terminal

final class ScriptedDevice: TerminalDevice {
    /// One wait of the loop: what ends it, what was typed, and how long it took.
    struct Moment {
        var news = TerminalNews()
        var typed: [UInt8] = []
        var passes: Duration = .zero
        /// How sending goes from then on.
        var delivery: Delivery?
    }

    /// What the loop did with the terminal, in order.
    enum Call: Equatable {
        case waited(Duration?)
        case painted(String)
        case echoed(String)
        case forgotten, rang
        case sent(String)
        case tookMouse(Bool)
        case suspended(wholeJob: Bool)
        case takenBack
        case handedOver([String])
    }

    var script: [Moment] = []
    var size = Size(columns: 20, rows: 2)
    var childStatus: Int32 = 0
    private(set) var hasPainted = false
    private(set) var calls: [Call] = []
    private(set) var time: Duration = .zero
    private var typed: [UInt8] = []
    private var delivered = Delivery()

    var keySequences: KeySequences { KeySequences() }
    func measure() -> Size { size }

    func wait(atMost limit: Duration?) -> TerminalNews {
        calls.append(.waited(limit))
        guard !script.isEmpty else { return TerminalNews(isGone: true) }
        let moment = script.removeFirst()
        // Nothing came: the whole limit has passed.
        time += moment.news == TerminalNews() && moment.passes == .zero ? (limit ?? .zero) : moment.passes
        typed = moment.typed
        delivered = moment.delivery ?? delivered
        return moment.news
    }

    func readInput() -> [UInt8]? { typed.isEmpty ? nil : typed }

    func paint(_ frame: Frame, isEcho: Bool) {
        hasPainted = true
        calls.append((isEcho ? Call.echoed : Call.painted)(frame.cells.textRows[0].trimmingEnd))
    }

    func delivery() -> Delivery {
        defer { delivered.taken = 0 }
        return delivered
    }

    func forget() { calls.append(.forgotten) }
    func ring() { calls.append(.rang) }
    func takeMouse(_ isOurs: Bool) { calls.append(.tookMouse(isOurs)) }
    func send(_ sequence: String) { calls.append(.sent(sequence)) }
    func suspend(wholeJob: Bool) { calls.append(.suspended(wholeJob: wholeJob)) }
    func takeBack() { calls.append(.takenBack) }

    func handOver(to arguments: [String]) -> Int32 {
        calls.append(.handedOver(arguments))
        return childStatus
    }

    /// The calls since the last time somebody asked.
    func takeCalls() -> [Call] {
        defer { calls = [] }
        return calls
    }
}

extension ScriptedDevice.Moment {
    static func typed(_ text: String, after passes: Duration = .zero) -> Self {
        Self(news: TerminalNews(hasInput: true), typed: Array(text.utf8), passes: passes)
    }

    static func signal(_ signals: TerminalSignal...) -> Self {
        Self(news: TerminalNews(signals: Set(signals)))
    }

    /// A wake-up for the mailbox.
    static func woken(after passes: Duration = .nanoseconds(1)) -> Self { Self(passes: passes) }
    /// Nothing happens until the limit of the wait.
    static let quiet = Self()
    static let gone = Self(news: TerminalNews(isGone: true))
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
