// What has to be known at a line's start: everything that an earlier line left open.

/// The open strings, comments, interpolations, heredocs and inner languages at the start of a line, outermost first.
/// Two lines with equal text and equal states have equal spans.
public struct LexerState: Hashable, Sendable {
    /// Deeper nesting is read as if it were not there, so that a hostile file cannot make states large.
    static let mostFrames = 48

    var frames: [Frame]

    /// Nothing is open. A language's first line may want another one: `Lexer.start`.
    public init() { self.init([]) }

    init(_ frames: [Frame]) {
        self.frames = frames
    }

    /// Something is still open: a comment, a string, a block of another language.
    public var isOpen: Bool { !frames.isEmpty }
}

/// One thing that is open.
struct Frame: Hashable, Sendable {
    enum Kind: UInt8, Hashable, Sendable {
        case ordinary
        /// Ends at a line that is the tag; *indented*: blanks may stand before; *loose*: and other text after it.
        case heredoc, indentedHeredoc, looseHeredoc
        /// Ends before a line that is indented no more than `count`.
        case block
        /// Ends at a line of at least as many of the tag's characters as the tag has.
        case fence
        /// Ends before the tag, whatever stands around it.
        case inner
    }

    var kind = Kind.ordinary
    /// The language that `context` is one of.
    var language: UInt8
    var context: UInt8
    /// Of the bytes that close it.
    var role = SyntaxRole.plain
    /// Bytes that go deeper and less deep; 0 for none.
    var open: UInt8 = 0
    var close: UInt8 = 0
    var depth: UInt16 = 1
    /// Number signs of a raw string, or columns of indentation.
    var count: UInt16 = 0
    var tag = Tag()
}

/// A delimiter that the text itself chooses (a heredoc's word, a raw string's), without storage of its own.
struct Tag: Hashable, Sendable {
    static let longest = 32

    private var words: SIMD4<UInt64> = .zero
    private(set) var count = 0

    init() {}

    /// - Parameter bytes: at most `longest`; more are left out.
    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes where count < Self.longest {
            words[count / 8] |= UInt64(byte) << UInt64(count % 8 * 8)
            count += 1
        }
    }

    subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[index / 8] >> UInt64(index % 8 * 8)) }
}
