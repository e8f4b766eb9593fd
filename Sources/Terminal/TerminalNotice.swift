// Words for somebody who looks elsewhere: by the sequence that a terminal is known to take, else by the bell.

/// How a terminal is asked to show a notification of the desktop.
public enum TerminalNotice: Equatable, Sendable {
    /// `OSC 777 ; notify ; title ; body`: rxvt's, taken by foot, ghostty, WezTerm, Contour, Warp.
    case titled
    /// `OSC 9 ; body`: iTerm2's, taken by kitty and Windows Terminal's kin.
    case plain
    /// Nothing is known of it. Inside tmux and screen too, which pass neither on.
    case bell

    /// By the variables that terminals set for their children.
    public init(environment: (String) -> String?) {
        func value(_ name: String) -> String { environment(name) ?? "" }
        let term = value("TERM")
        guard value("TMUX").isEmpty, value("STY").isEmpty, !term.hasPrefix("tmux"), !term.hasPrefix("screen") else {
            self = .bell
            return
        }
        let program = value("TERM_PROGRAM")
        if ["ghostty", "WezTerm", "WarpTerminal", "contour"].contains(program)
            || ["foot", "rxvt", "xterm-ghostty", "contour"].contains(where: { term.hasPrefix($0) })
        {
            self = .titled
        } else if program == "iTerm.app" || term == "xterm-kitty" || !value("KITTY_WINDOW_ID").isEmpty {
            self = .plain
        } else {
            self = .bell
        }
    }

    /// The bytes; of the words only plain text is left, 200 scalars of it.
    public func sequence(title: String, _ words: String) -> String {
        let body = ControlSequences.plainText(words)
        switch self {
        case .titled:
            return "\u{1B}]777;notify;\(ControlSequences.plainText(title).filter { $0 != ";" });\(body)\u{1B}\\"
        // Note: a number and a semicolon at its start would be one of ConEmu's orders.
        case .plain: return "\u{1B}]9;\(body.first?.isNumber == true ? " " : "")\(body)\u{1B}\\"
        case .bell: return "\u{7}"
        }
    }

    /// The same bytes for the terminal around tmux (`allow-passthrough`, tmux(1)): each ESC doubled inside a DCS.
    public static func passedThroughTmux(_ sequence: String) -> String {
        "\u{1B}Ptmux;" + sequence.reduce(into: "") { $0 += $1 == "\u{1B}" ? "\u{1B}\u{1B}" : String($1) } + "\u{1B}\\"
    }

    /// Whether a tab's or taskbar's progress may be set with `OSC 9 ; 4` (ConEmu's; Windows Terminal, ghostty, mintty,
    /// VTE from 0.80 on). Elsewhere the same bytes may be shown as a notification, so nothing is guessed.
    public static func takesProgress(environment: (String) -> String?) -> Bool {
        func value(_ name: String) -> String { environment(name) ?? "" }
        guard value("TMUX").isEmpty, value("STY").isEmpty else { return false }
        return !value("WT_SESSION").isEmpty || value("ConEmuANSI") == "ON"
            || ["ghostty", "mintty"].contains(value("TERM_PROGRAM")) || value("TERM") == "xterm-ghostty"
            || (Int(value("VTE_VERSION")) ?? 0) >= 8000
    }
}
