// Questions to the terminal itself, with a deadline: many are never answered, by multiplexers and slow links above all.
private import CNcurses
public import Screen

/// What a terminal answered, and how wide it draws.
public struct TerminalInterview: Equatable, Sendable {
    /// One sign, drawn twice: by itself, and as the program draws it.
    public struct Width: Equatable, Sendable {
        public var sign: Character
        /// Columns by our table.
        public var expected: Int
        public var alone: Int
        public var drawn: Int

        public init(_ sign: Character, expected: Int, alone: Int, drawn: Int) {
            (self.sign, self.expected, self.alone, self.drawn) = (sign, expected, alone, drawn)
        }
    }

    public var answers = TerminalAnswers()
    /// From the question to the end of the answers; nil where none came.
    public var milliseconds: Int?
    public var widths: [Width] = []

    public init() {}

    /// Signs of our own, accents, East Asian, Indic, emoji of four kinds.
    static let samples = Array("─✓●◐…→▸e\u{301}漢한क👍👍🏽👨‍👩‍👧❤️🇩🇪")

    /// DA1 is asked last: everybody answers it, and answers come in order.
    private static func questions(isConsole: Bool) -> String {
        (isConsole ? "" : "\u{1B}[>c\u{1B}[>0q\u{1B}[?u\u{1B}[?2026$p\u{1B}]11;?\u{1B}\\") + "\u{1B}[c"
    }

    /// Asks, and waits at most so long twice. Keys that the user types meanwhile are lost.
    ///
    /// - Parameters:
    ///   - name: `TERM`; the Linux console is asked little, since it prints what it does not understand.
    ///   - patience: for all answers to a kind of question together.
    public init(_ terminal: RawTerminal, named name: String, isUnicode: Bool, patience: Duration = .seconds(2)) {
        guard terminal.begin() else { return }
        defer { terminal.end() }
        let now = monotonicTime()
        var reading = TerminalAnswerReading()
        terminal.write(Self.questions(isConsole: name == "linux"))
        while reading.answers.primary == nil, now() < patience {
            guard let bytes = terminal.read(within: patience - now()) else { continue }
            if bytes.isEmpty { return }
            reading.take(bytes)
        }
        answers = reading.answers
        guard answers.primary != nil else { return }
        milliseconds = Int(now() / .milliseconds(1))
        if isUnicode { measure(terminal, &reading, patience) }
    }

    private mutating func measure(_ terminal: RawTerminal, _ reading: inout TerminalAnswerReading, _ patience: Duration)
    {
        let fitting = GlyphFitting(isUnicode: true) { Int(cn_scalar_width($0)) }
        var text = ""
        for sign in Self.samples {
            let glyph = fitting.fit(sign, columns: displayWidth(of: sign))
            let drawn = String(String.UnicodeScalarView(glyph.scalars.compactMap(Unicode.Scalar.init)))
            for form in [String(sign), drawn + String(repeating: " ", count: glyph.padding)] {
                text += "\r\(form)\u{1B}[6n"
            }
        }
        let now = monotonicTime()
        // What stood in the row is ours: the row is empty again at the end.
        terminal.write(text + "\r\u{1B}[K")
        let wanted = Self.samples.count * 2
        while reading.answers.columns.count < wanted, now() < patience {
            guard let bytes = terminal.read(within: patience - now()) else { continue }
            if bytes.isEmpty { return }
            reading.take(bytes)
        }
        let columns = reading.answers.columns
        answers = reading.answers
        guard columns.count == wanted else { return }
        widths = Self.samples.enumerated().map { place, sign in
            Width(
                sign, expected: displayWidth(of: sign), alone: columns[place * 2] - 1,
                drawn: columns[place * 2 + 1] - 1)
        }
    }
}
