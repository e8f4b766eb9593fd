// The few sequences that ncurses does not send: modes that are turned on with us and off with us, and the title.
import Screen

/// Which private modes a terminal gets, and the bytes that turn them on and off.
struct ControlSequences: Equatable, Sendable {
    /// It takes ANSI control sequences (`ESC [`); private modes that it doesn't know do nothing there.
    var isANSI: Bool
    /// It is of xterm's family, so it has a title and understands `CSI >`.
    var isLikeXterm: Bool
    var usesMouse: Bool
    /// Its tab or taskbar shows how the work goes.
    var showsProgress: Bool

    /// Families whose names promise xterm's title and key modes.
    private static let family = [
        "xterm", "screen", "tmux", "rxvt", "foot", "alacritty", "kitty", "wezterm", "ghostty", "konsole", "vte", "st-",
    ]

    init(terminalName: String, cursorAddress: String, usesMouse: Bool, showsProgress: Bool = false) {
        isANSI = cursorAddress.contains("\u{1B}[")
        isLikeXterm = isANSI && (terminalName == "st" || Self.family.contains { terminalName.hasPrefix($0) })
        self.usesMouse = usesMouse
        self.showsProgress = isANSI && showsProgress
    }

    /// Bracketed paste, focus reports, wheel (SGR form); the title is kept (XTWINOPS 22), kitty's keys level 1 and xterm's
    /// `modifyOtherKeys` level 1 are asked for.
    var enter: String {
        guard isANSI else { return "" }
        return "\u{1B}[?2004h\u{1B}[?1004h" + (usesMouse ? mouse : "")
            + (isLikeXterm ? "\u{1B}[22;2t\u{1B}[>1u\u{1B}[>4;1m" : "")
    }

    /// Wheel and buttons to the program, or back to the terminal.
    var mouse: String { !isANSI ? "" : usesMouse ? "\u{1B}[?1002h\u{1B}[?1006h" : Self.mouseOff }
    /// Part of every farewell, since the mouse may have been taken meanwhile.
    private static let mouseOff = "\u{1B}[?1006l\u{1B}[?1002l"

    /// The same in reverse; the title comes back (XTWINOPS 23), and no progress is left in a tab.
    var leave: String {
        guard isANSI else { return "" }
        return progress(.none) + (isLikeXterm ? "\u{1B}[>4m\u{1B}[<u\u{1B}[23;2t" : "")
            + Self.mouseOff + "\u{1B}[?1004l\u{1B}[?2004l"
    }

    /// Sets the title; controls and everything else that is not plain text are left out, 200 scalars at most. An empty
    /// one is the terminal's own again, and is kept for the end as before.
    func title(_ text: String) -> String {
        guard isLikeXterm else { return "" }
        if text.isEmpty { return "\u{1B}[23;2t\u{1B}[22;2t" }
        return "\u{1B}]2;\(Self.plainText(text))\u{7}"
    }

    /// Tells the tab or taskbar how the work goes.
    func progress(_ progress: WorkProgress) -> String {
        showsProgress ? "\u{1B}]9;4;\(progress.rawValue);0\u{1B}\\" : ""
    }

    /// What of a text can go into a sequence: nothing that ends one, and 200 scalars at most.
    static func plainText(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.lazy.filter(isPlain).prefix(200)))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }

    /// A capability without its padding notes (`$<5>`), which only very old terminals need.
    static func withoutPadding(_ capability: String) -> String {
        var result = ""
        var rest = Substring(capability)
        while let mark = rest.firstRange(ofText: "$<") {
            result += rest[..<mark]
            guard let close = rest[mark...].firstIndex(of: ">") else { return result + rest[mark...] }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

extension Substring {
    /// Where `text` begins, without Foundation.
    fileprivate func firstRange(ofText text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
