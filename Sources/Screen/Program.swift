// The shape of an application, as the terminal loop sees it: input in, effects out, a frame on request.

/// How the work goes, for a terminal that shows it in its tab or taskbar. The numbers are those of ConEmu's `OSC 9 ; 4`.
public enum WorkProgress: Int, Equatable, Sendable {
    case none = 0
    case failed = 2
    /// It runs; nobody knows how long.
    case busy = 3
    /// It waits for the user.
    case waiting = 4
}

/// A frame is a value: cells, where the hardware cursor stands, and the terminal's title.
public struct Frame: Equatable, Sendable {
    public var cells: CellBuffer
    /// `nil` hides the cursor.
    public var cursor: Point?
    public var title: String
    public var progress: WorkProgress
    /// How what the cells mean looks.
    public var theme: Theme

    public init(
        cells: CellBuffer, cursor: Point? = nil, title: String = "", progress: WorkProgress = .none,
        theme: Theme = .terminal
    ) {
        self.cells = cells
        self.cursor = cursor
        self.title = title
        self.progress = progress
        self.theme = theme
    }
}

/// What the terminal loop drives. `update` is the only thing that changes the program; `frame` only fills caches.
public protocol Program {
    associatedtype Message: Sendable
    associatedtype Effect: Sendable
    func message(for input: InputEvent) -> Message
    mutating func update(_ message: Message) -> [Effect]
    mutating func frame(in size: Size) -> Frame
}

/// What only the terminal loop can do; the effect runner hands these back to it.
public enum TerminalAction<Message: Sendable>: Sendable {
    /// End the loop and restore the terminal.
    case quit
    /// Restore the terminal and stop the process (Ctrl-Z); redraw everything on return.
    case suspend
    /// Paint every cell again (Ctrl-L).
    case redraw
    case bell
    /// The wheel and the buttons come as input from now on, or stay the terminal's own.
    case takeMouse(Bool)
    /// Send a sequence that draws nothing; it reaches the terminal as it is.
    case send(String)
    /// Give the terminal to a child (`$EDITOR`) and wait for it; then post the message made from its exit status.
    case handOver(arguments: [String], then: @Sendable (Int32) -> Message)
}
