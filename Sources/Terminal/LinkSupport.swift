// Which terminals can be told where a text leads (OSC 8, "Hyperlinks in Terminal Emulators"): by what they say of
// themselves to their children, never by a guess.

/// What becomes of a link that is sent.
public enum LinkSupport: Int, Comparable, Sendable {
    /// Nothing is known: none is sent.
    case none
    /// It is passed on, to a terminal that nothing is known of: sent, and the address stands in the text as well.
    case passed
    /// The terminal shows where it leads, and opens it.
    case shown

    public static func < (a: LinkSupport, b: LinkSupport) -> Bool { a.rawValue < b.rawValue }

    /// By the variables that terminals set for their children.
    ///
    /// tmux keeps links from 3.4 on, and draws them where its own terminal has them; GNU screen drops them.
    public init(environment: (String) -> String?) {
        func value(_ name: String) -> String { environment(name) ?? "" }
        let (term, program) = (value("TERM"), value("TERM_PROGRAM"))
        self = .none
        guard value("STY").isEmpty, !term.hasPrefix("screen") || program == "tmux" else { return }
        if !value("TMUX").isEmpty || program == "tmux" || term.hasPrefix("tmux") {
            if program == "tmux", Self.isAtLeast(3, 4, value("TERM_PROGRAM_VERSION")) { self = .passed }
            return
        }
        let isShown =
            ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "WarpTerminal", "mintty", "contour", "rio"]
            .contains(program)
            || [
                "xterm-kitty", "xterm-ghostty", "foot", "foot-direct", "alacritty", "alacritty-direct", "wezterm",
                "contour", "rio",
            ]
            .contains(term)
            || ["WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM", "KONSOLE_VERSION"].contains { !value($0).isEmpty }
            || (Int(value("VTE_VERSION")) ?? 0) >= 5000
        // A terminal's variables outlive it: a console or a serial line may have inherited them.
        if isShown, !["linux", "dumb", "vt100", "vt102", "vt220", "ansi"].contains(term) { self = .shown }
    }

    /// `3.4`, `3.5a`, `next-3.6`.
    private static func isAtLeast(_ major: Int, _ minor: Int, _ version: String) -> Bool {
        let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count >= 2 else { return false }
        return (numbers[0], numbers[1]) >= (major, minor)
    }
}
