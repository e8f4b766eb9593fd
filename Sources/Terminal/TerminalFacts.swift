// What this machine says of a terminal without asking it: its description, and the locale's characters.
private import CNcurses

/// What terminfo has under a name.
public struct TerminalFacts: Equatable, Sendable {
    /// The C library takes the environment's locale, and it is UTF-8; a locale that is named and not installed is not.
    public var isUnicode: Bool
    /// There is a description of that name.
    public var isKnown = false
    /// The cursor can be placed, so that the program can draw.
    public var canPlaceCursor = false
    /// ANSI control sequences (`ESC [`) are what it takes.
    public var isANSI = false
    /// 0 where it has none.
    public var colours = 0

    /// - Parameter name: the value of `TERM`.
    public init(named name: String) {
        isUnicode = cn_locale_is_utf8() == 1
        // The descriptor is for sizes alone, which nobody asks for here.
        guard !name.isEmpty, cn_terminfo_load(name, 2) == 1 else { return }
        isKnown = true
        if let address = cn_terminfo_string("cup") {
            canPlaceCursor = true
            isANSI = String(cString: address).contains("\u{1B}[")
        }
        colours = max(0, Int(cn_terminfo_number("colors")))
    }
}
