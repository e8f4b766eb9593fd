// Replies that the terminal sends as strings (colours, versions, settings). Nobody asked for them here; they are not
// keys.

enum TerminalReply {
    /// Whether a reply introduced by `ESC kind` can begin with this byte. If not, a person pressed Alt with that key.
    static func mayBegin(_ kind: UInt8, with byte: UInt8) -> Bool {
        switch kind {
        // OSC: a number, or the titles' `l` and `L`.
        case 0x5D: isDigit(byte) || byte == 0x6C || byte == 0x4C
        // DCS: parameters (`1$r`, `1+r`), or a private sign (`>|`, `!|`).
        case 0x50: isDigit(byte) || byte == 0x3E || byte == 0x21
        // APC: kitty's graphics.
        case 0x5F: byte == 0x47
        default: false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
