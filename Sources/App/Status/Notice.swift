// Words for somebody who looks elsewhere, with the way that they go.

/// One notification.
public struct Notice: Equatable, Sendable {
    public enum Way: Equatable, Sendable {
        /// As the terminal is known to take it.
        case automatic
        case bell
        /// `OSC 9`, iTerm2's.
        case osc9
        /// `OSC 777`, rxvt's.
        case osc777
        /// A program with its options, as words; it gets the text as one more argument.
        case command([String])
    }

    public var text: String
    public var way: Way

    public init(_ text: String, by way: Way = .automatic) {
        self.text = text
        self.way = way
    }
}
