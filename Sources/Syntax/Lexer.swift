// The face of the target: one line of source in, spans with roles out.

/// Reads source text line by line.
///
/// ```swift
/// let lexer = Lexer(language)
/// var state = lexer.start
/// for line in lines { draw(line, lexer.spans(of: line, state: &state)) }
/// ```
/// Any bytes are read, valid UTF-8 or not. A line costs time in proportion to its length.
public struct Lexer: Sendable {
    /// Bytes of a line that get spans.
    public static let shownBytes = 4096
    /// Bytes of a line that are read for the state after it. A longer line is taken to close
    /// what it opens; what it closes of earlier lines is closed.
    public static let readBytes = 65_536

    public let language: Language
    /// The state before the first line.
    public let start: LexerState

    /// - Parameter isSnippet: the text is a part of a file (a code block), so that what every file of the language opens
    ///   with need not be there.
    public init(_ language: Language, isSnippet: Bool = false) {
        self.language = language
        let grammar = Grammar.of(language.number)
        let context = isSnippet ? grammar.snippet : grammar.first
        start = LexerState(context == 0 ? [] : [Frame(language: language.number, context: context)])
    }

    /// The spans of a line: in order, not overlapping, none of them plain. What is between them is plain.
    ///
    /// - Parameters:
    ///   - line: with or without its line end.
    ///   - state: what the lines before left open; afterwards, what is open behind this one.
    public func spans(of line: ArraySlice<UInt8>, state: inout LexerState) -> [SyntaxSpan] {
        read(line, shown: Self.shownBytes, state: &state).spans
    }

    /// The state alone, for lines that are not shown.
    public func pass(_ line: ArraySlice<UInt8>, state: inout LexerState) {
        _ = read(line, shown: 0, state: &state)
    }

    /// `steps` is a measure of the work, for tests of how it grows.
    func read(_ line: ArraySlice<UInt8>, shown: Int, state: inout LexerState) -> (spans: [SyntaxSpan], steps: Int) {
        line.withUnsafeBufferPointer { buffer in
            var count = buffer.count
            if count > 0, buffer[count - 1] == 0x0A { count -= 1 }
            if count > 0, buffer[count - 1] == 0x0D { count -= 1 }
            let isWhole = count <= Self.readBytes
            let bytes = UnsafeBufferPointer(rebasing: buffer[..<min(count, Self.readBytes)])
            var scanner = Scanner(bytes, frames: state.frames, language: language.number, shown: shown)
            scanner.run()
            state.frames = isWhole ? scanner.frames : Array(state.frames.prefix(scanner.leastFrames))
            return (scanner.spans, scanner.steps)
        }
    }
}
