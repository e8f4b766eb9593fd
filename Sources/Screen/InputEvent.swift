// What can be typed, as values. `KeyDecoder` makes them from bytes; `App` reads them.

/// One thing that the terminal told us.
public enum InputEvent: Hashable, Sendable {
    case key(Key)
    /// A bracketed paste, whole, line ends normalised to `\n`. Never interpreted as keys.
    case pasted(String)
    /// The paste just reported was longer than `KeyDecoder.pasteLimit`: so many bytes of its end are lost.
    case pasteCut(lostBytes: Int)
    case mouse(Mouse)
    case resized(Size)
    case focused(Bool)
}

/// A key with its modifiers. A typed character carries no `shift`: it is in the character already.
public struct Key: Hashable, Sendable {
    public enum Code: Hashable, Sendable {
        /// One grapheme as typed; with `control`, the lower-case letter (`Ctrl-J` is `.character("j")` with
        /// `.control`).
        case character(Character)
        case enter, tab, backspace, delete, escape, insert
        case up, down, left, right, home, end, pageUp, pageDown
        /// F1 is `function(1)`.
        case function(Int)
    }

    public struct Modifiers: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let shift = Modifiers(rawValue: 1)
        public static let alt = Modifiers(rawValue: 2)
        public static let control = Modifiers(rawValue: 4)
    }

    public var code: Code
    public var modifiers: Modifiers

    public init(_ code: Code, _ modifiers: Modifiers = []) {
        self.code = code
        self.modifiers = modifiers
    }

    /// A plain typed character.
    public init(_ character: Character) { self.init(.character(character)) }
    /// `Key.control("t")` is Ctrl-T.
    public static func control(_ character: Character) -> Key { Key(.character(character), .control) }
    public static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }
}

/// A wheel turn or a button, with the cell it happened on.
public struct Mouse: Hashable, Sendable {
    public enum Action: Hashable, Sendable { case wheelUp, wheelDown, pressed, released, dragged }
    public var action: Action
    public var at: Point

    public init(_ action: Action, at point: Point) {
        self.action = action
        self.at = point
    }
}
