// What the caller may choose about the terminal; everything else follows from the terminal itself.

/// How to open a terminal.
public struct TerminalOptions: Equatable, Sendable {
    /// The value of `TERM`.
    public var terminalName: String
    /// The program may use colour: `NO_COLOR` is unset or empty (no-color.org).
    public var usesColour: Bool
    /// The terminal takes red, green and blue (SGR 38;2), whatever its description says.
    public var hasTrueColour = false
    /// The wheel scrolls the program. The terminal's own selection then needs Shift (or Option) with the mouse.
    public var usesMouse: Bool
    /// How the work goes is shown in the terminal's tab or taskbar (`TerminalNotice.takesProgress`).
    public var showsProgress = false
    /// What the terminal is known to make of links.
    public var links = LinkSupport.none
    /// Where file descriptor 2 points while the terminal is ours, so that no stray line tears the screen.
    public var errorLog: String?
    /// The picture goes to the controlling terminal, also when standard output is something else.
    public var mayRedirectOutput = false

    public init(
        terminalName: String, usesColour: Bool = true, usesMouse: Bool = true, errorLog: String? = nil
    ) {
        self.terminalName = terminalName
        self.usesColour = usesColour
        self.usesMouse = usesMouse
        self.errorLog = errorLog
    }

    /// `COLORTERM` is `truecolor` or `24bit`, as most terminals set it for their children; tmux, which takes it from
    /// 2.2 on, hands it down.
    ///
    /// Note: GNU screen hands it down as well, and reads the numbers of such a sequence as attributes of their own.
    static func takesTrueColour(environment: (String) -> String?) -> Bool {
        func value(_ name: String) -> String { environment(name) ?? "" }
        guard ["truecolor", "24bit"].contains(value("COLORTERM").lowercased()) else { return false }
        return !value("TMUX").isEmpty || (value("STY").isEmpty && !value("TERM").hasPrefix("screen"))
    }

    /// Reads `TERM`, `NO_COLOR` and what terminals say of themselves from the given environment.
    public init(environment: (String) -> String?, usesMouse: Bool = true, errorLog: String? = nil) {
        self.init(
            terminalName: environment("TERM") ?? "", usesColour: (environment("NO_COLOR") ?? "").isEmpty,
            usesMouse: usesMouse, errorLog: errorLog)
        hasTrueColour = Self.takesTrueColour(environment: environment)
        showsProgress = TerminalNotice.takesProgress(environment: environment)
        links = LinkSupport(environment: environment)
    }
}
