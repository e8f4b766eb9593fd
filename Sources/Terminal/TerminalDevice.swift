// What the loop needs of a terminal. `NcursesDevice` is the real one; tests play their own.
public import Screen

/// What a signal means to the loop.
public enum TerminalSignal: Hashable, Sendable {
    /// SIGTERM, SIGHUP, SIGINT: the program is told to end.
    case end(Int32)
    case resized
    /// The process goes on after it was stopped; somebody else had the terminal.
    case continued
    /// Somebody sent SIGTSTP.
    case stopRequested
}

/// Why a wait ended.
public struct TerminalNews: Equatable, Sendable {
    public var hasInput: Bool
    /// Nobody is at the other end any more.
    public var isGone: Bool
    public var signals: Set<TerminalSignal>

    public init(hasInput: Bool = false, isGone: Bool = false, signals: Set<TerminalSignal> = []) {
        self.hasInput = hasInput
        self.isGone = isGone
        self.signals = signals
    }
}

/// How the bytes of frames have come along.
public struct Delivery: Equatable, Sendable {
    /// Bytes that the terminal has taken since the last look.
    public var taken: Int
    /// More of them wait for it than it takes now.
    public var isFull: Bool

    public init(taken: Int = 0, isFull: Bool = false) {
        self.taken = taken
        self.isFull = isFull
    }
}

/// A terminal, used from one thread.
public protocol TerminalDevice: AnyObject {
    /// Key sequences that this terminal's description adds to the usual ones.
    var keySequences: KeySequences { get }
    /// Asks for the size now; at least 1x1.
    func measure() -> Size
    /// Sleeps until there is input, a wake-up or a signal; `nil` sleeps without limit.
    func wait(atMost limit: Duration?) -> TerminalNews
    /// What was typed, without waiting; `nil` when the terminal is gone.
    func readInput() -> [UInt8]?
    /// Sends what differs from the last frame. What the terminal does not take at once follows during `wait`.
    ///
    /// - Parameter isEcho: only the rows around the cursor and below it, which show what was typed; the others differ
    ///   until a later frame.
    func paint(_ frame: Frame, isEcho: Bool)
    /// How sending goes. While it is full a further frame would only queue up.
    func delivery() -> Delivery
    /// The next frame is sent whole, on a cleared screen.
    func forget()
    func ring()
    /// Sends a sequence that draws nothing.
    func send(_ sequence: String)
    /// The wheel and the buttons come as input from now on, or stay the terminal's own.
    func takeMouse(_ isOurs: Bool)
    /// Gives the terminal back and stops: the whole job as Ctrl-Z would, or this process alone.
    func suspend(wholeJob: Bool)
    /// Takes the terminal again after an outside stop.
    func takeBack()
    /// Gives the terminal to a child and waits for it: its exit status, 128 + signal, or 127 when it can't be run.
    func handOver(to arguments: [String]) -> Int32
}
