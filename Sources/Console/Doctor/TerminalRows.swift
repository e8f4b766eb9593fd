// What is known of the terminal, as rows: its description, its answers, its widths.

public import Screen

/// Facts of the terminal, gathered elsewhere.
public struct TerminalSurvey: Equatable, Sendable {
    /// Whether it could be asked.
    public enum Talk: Equatable, Sendable {
        case answered(TerminalAnswers, milliseconds: Int, [MeasuredSign])
        case silent
        case notThere
        case inBackground
        /// The output goes through a pipe, at whose end a pager may read from the terminal.
        case piped
        /// Its description says that it would print the questions.
        case unable
    }

    /// `TERM`.
    public var name = ""
    public var isKnown = false
    public var canPlaceCursor = false
    /// Colours by its description.
    public var colours = 0
    /// `COLORTERM`.
    public var colourTerm = ""
    /// `NO_COLOR` is set to something.
    public var isColourRefused = false
    /// The locale's name, and what the C library makes of it.
    public var locale = ""
    public var isUnicode = false
    public var isTmux = false
    public var talk = Talk.notThere

    public init() {}
}

/// A sign's columns: by our table, when it is drawn by itself, and when it is drawn as the program does it.
public struct MeasuredSign: Equatable, Sendable {
    public var sign: Character
    public var expected, alone, drawn: Int

    public init(_ sign: Character, expected: Int, alone: Int, drawn: Int) {
        (self.sign, self.expected, self.alone, self.drawn) = (sign, expected, alone, drawn)
    }
}

extension TerminalSurvey {
    public var rows: [DoctorRow] {
        [description, colourRow, localeRow] + talkRows
    }

    private var description: DoctorRow {
        // Where nobody means to draw, it is no fault.
        let worst: DoctorRow.Outcome = talk == .notThere ? .remark : .failed
        if name.isEmpty {
            return DoctorRow(
                "TERM", worst, "TERM is not set: the program can't draw.", advice: "export TERM=xterm-256color")
        }
        if !isKnown {
            return DoctorRow(
                "TERM", worst, "This machine has no description of \(name).",
                advice: "Install ncurses-term, or: export TERM=xterm-256color")
        }
        if !canPlaceCursor {
            return DoctorRow(
                "TERM", worst, "The cursor of \(name) can't be placed, so the program can't draw.",
                advice: "oropendola --plain prints lines instead. Or use another terminal, or set TERM to what it is.")
        }
        return DoctorRow("TERM", .passed, "\(name) is described")
    }

    private var colourRow: DoctorRow {
        if isColourRefused { return DoctorRow("colours", .passed, "none, as NO_COLOR asks") }
        let isTrue = ["truecolor", "24bit"].contains(colourTerm)
        let words =
            colours == 0 ? "none" : "\(colours) by its description" + (isTrue ? ", true colour by COLORTERM" : "")
        guard colours >= 16 || isTrue else {
            return DoctorRow(
                "colours", .remark, colours == 0 ? "none: states are told by signs and attributes" : words,
                advice: "If the terminal has more: export TERM=\(isTmux ? "tmux" : "xterm")-256color")
        }
        return DoctorRow("colours", .passed, words)
    }

    private var localeRow: DoctorRow {
        if isUnicode { return DoctorRow("characters", .passed, "UTF-8 (\(locale.isEmpty ? "no name" : locale))") }
        let claims = locale.lowercased().contains("utf")
        return DoctorRow(
            "characters", .remark,
            claims
                ? "The locale \(locale) is not installed, so signs and names are drawn in ASCII."
                : "The locale \(locale.isEmpty ? "is not set" : "\(locale) is not UTF-8"), so signs and names are drawn in ASCII.",
            advice: "export LC_ALL=C.UTF-8")
    }

    private var talkRows: [DoctorRow] {
        switch talk {
        case .notThere: return [DoctorRow("replies", .skipped, "not a terminal: nothing was asked")]
        case .inBackground: return [DoctorRow("replies", .skipped, "another job has the terminal: nothing was asked")]
        case .piped:
            return [
                DoctorRow(
                    "replies", .skipped, "the output goes through a pipe: nothing was asked",
                    advice: "Run it without the pipe, or with --json.")
            ]
        case .unable:
            return [DoctorRow("replies", .skipped, "\(name.isEmpty ? "the terminal" : name) takes no questions")]
        case .silent:
            return [
                DoctorRow(
                    "replies", .remark, "The terminal did not answer within 2 s; what it can is guessed from TERM.",
                    advice:
                        "Something on the way (an old multiplexer, a serial line) does not pass answers on. Nothing hangs on it."
                )
            ]
        case .answered(let answers, let milliseconds, let signs):
            return [
                DoctorRow("replies", .passed, "the terminal answers, within \(milliseconds) ms"), Self.version(answers),
                Self.keyboard(answers), Self.frames(answers), Self.ground(answers),
            ].compactMap(\.self) + [Self.widths(signs, isUnicode: isUnicode)]
        }
    }

    private static func version(_ answers: TerminalAnswers) -> DoctorRow? {
        if let version = answers.version { return DoctorRow("version", .passed, version) }
        guard let numbers = answers.secondary else { return nil }
        return DoctorRow(
            "version", .passed, "kind \(numbers.map(String.init).joined(separator: ", ")) (it tells no name)")
    }

    private static func keyboard(_ answers: TerminalAnswers) -> DoctorRow {
        answers.keyboardFlags == nil
            ? DoctorRow(
                "keyboard", .remark, "Shift-Enter and Enter may be the same key here.",
                advice: "Ctrl-J and Alt-Enter make a new line everywhere. oropendola doctor keys shows what arrives.")
            : DoctorRow("keyboard", .passed, "kitty's protocol: Shift-Enter and Ctrl-Enter are told apart")
    }

    private static func frames(_ answers: TerminalAnswers) -> DoctorRow {
        switch answers.modes[2026] {
        case 1, 2, 3: DoctorRow("frames", .passed, "synchronised output is known")
        default: DoctorRow("frames", .skipped, "no synchronised output; only what changes is sent, so nothing flickers")
        }
    }

    private static func ground(_ answers: TerminalAnswers) -> DoctorRow {
        guard let colour = answers.background else {
            return DoctorRow("background", .skipped, "it does not say which colour it has")
        }
        let digits = [colour.red, colour.green, colour.blue].map { value in
            (value < 16 ? "0" : "") + String(value, radix: 16)
        }
        return DoctorRow("background", .passed, "\(colour.isDark ? "dark" : "light"), #\(digits.joined())")
    }

    private static func widths(_ signs: [MeasuredSign], isUnicode: Bool) -> DoctorRow {
        guard !signs.isEmpty else {
            return DoctorRow(
                "widths", .skipped, isUnicode ? "it does not say where the cursor is" : "not measured without UTF-8")
        }
        let wrong = signs.filter { $0.drawn != $0.expected }
        guard wrong.isEmpty else {
            let list = wrong.map { "\($0.sign) takes \($0.drawn) of \($0.expected)" }.joined(separator: ", ")
            let isNarrow = wrong.contains { $0.drawn > $0.expected }
            return DoctorRow(
                "widths", .remark, "Columns differ from our table: \(list). Rows with them are shifted.",
                advice: isNarrow
                    ? "Set the terminal to draw ambiguous characters narrow, or: export LC_ALL=C"
                    : "Use a newer terminal or multiplexer: its tables are older than Unicode 15.")
        }
        let odd = signs.filter { $0.alone != $0.expected }.map { String($0.sign) }
        return DoctorRow(
            "widths", .passed,
            "\(signs.count) signs take the columns that they should"
                + (odd.isEmpty
                    ? "" : "; drawn in parts, since the terminal has them otherwise: \(odd.joined(separator: " "))"))
    }
}
