// The shape of the program without a screen: lines in, lines and orders out. Nothing is ever printed over.

/// What the program without a screen hears.
public enum PlainEvent: Equatable, Sendable {
    /// A line of the user's, without its end.
    case line(String)
    /// No line comes any more.
    case endOfInput
    /// Ctrl-C.
    case interrupted
    /// All that the program on the screen hears, too.
    case news(AppMessage)
}

/// What it orders, in this order.
public enum PlainEffect: Equatable, Sendable {
    /// Append these lines. They hold no control character but the tab.
    case print([String])
    case order(AppEffect)
}

/// A program of lines: the chat, or a review. What it shows and does is its model's, the same that the screen has.
public protocol PlainProgram: Sendable {
    /// The news that is heard first, with nothing to hear it from: what a start has to say.
    mutating func begin() -> [PlainEffect]
    mutating func handle(_ event: PlainEvent) -> [PlainEffect]
    /// It waits for a line. From a pipe the next one is not read before.
    var takesLine: Bool { get }
    /// What is said last, when nothing runs any more: lines with no control character but the tab.
    var farewell: [String] { get }
}
