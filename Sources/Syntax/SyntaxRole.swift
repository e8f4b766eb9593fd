// What a piece of source text is: few roles, because a terminal has few colours.

/// The meaning of a span of source text. Colours are chosen elsewhere.
public enum SyntaxRole: UInt8, CaseIterable, Hashable, Sendable {
    case plain
    case keyword
    case type
    /// The name of a function where it is defined.
    case function
    /// `true`, `nil`, `self`, `MAX_SIZE`.
    case constant
    case number
    case string
    /// What is not literal inside a string: escapes, and the marks around an interpolation.
    case escape
    case comment
    /// Attributes, annotations, preprocessor lines.
    case attribute
    /// Variables where the language marks them: `$HOME`, `@name`.
    case variable
    case tag
    /// Names in front of values: JSON, YAML, TOML, CSS.
    case key
    case heading
    /// Strong or emphasised text.
    case emphasis
    /// Lines of a patch.
    case inserted
    case deleted

    /// As tables spell them, in the order of the cases.
    static let names = [
        "plain", "keyword", "type", "function", "constant", "number", "string", "escape", "comment", "attribute",
        "variable", "tag", "key", "heading", "emphasis", "inserted", "deleted",
    ]
}

/// Bytes of one line, and what they are.
public struct SyntaxSpan: Equatable, Sendable {
    /// Offsets in bytes from the line's start.
    public var range: Range<Int>
    public var role: SyntaxRole

    public init(_ range: Range<Int>, _ role: SyntaxRole) {
        self.range = range
        self.role = role
    }
}
