// The shape of an application, as the terminal loop sees it: input in, effects out, a frame on request.

/// A frame is a value: cells, where the hardware cursor stands, and the terminal's title.
public struct Frame: Equatable, Sendable {
    public var cells: CellBuffer
    /// `nil` hides the cursor.
    public var cursor: Point?
    public var title: String

    public init(cells: CellBuffer, cursor: Point? = nil, title: String = "") {
        self.cells = cells
        self.cursor = cursor
        self.title = title
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
    /// Send a sequence that draws nothing; it reaches the terminal as it is.
    case send(String)
    /// Give the terminal to a child (`$EDITOR`) and wait for it; then post the message made from its exit status.
    case handOver(arguments: [String], then: @Sendable (Int32) -> Message)
}
