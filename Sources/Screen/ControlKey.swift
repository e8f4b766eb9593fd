// The keys of one byte.

/// Typed ASCII: letters, and the controls that Ctrl makes of them.
enum ControlKey {
    static func key(of byte: UInt8) -> Key {
        switch byte {
        case 0x00: .control(" ")
        case 0x09: Key(.tab)
        case 0x0D: Key(.enter)
        case 0x1B: Key(.escape)
        // Ctrl-H is Backspace on half of the world's terminals.
        case 0x08, 0x7F: Key(.backspace)
        case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
        // Ctrl-/ and Ctrl-_ are one byte; the one without Shift names it.
        case 0x1F: .control("/")
        case 0x1C...0x1E: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: Key(Character(Unicode.Scalar(byte)))
        }
    }

    /// What a terminal that tells all keys apart sends for Ctrl with a character, named as one that does not.
    static func key(control character: Character, _ modifiers: Key.Modifiers) -> Key {
        var rest = modifiers
        rest.remove(.control)
        switch character {
        case "h": return Key(.backspace, rest)
        case "i": return Key(.tab, rest)
        case "m": return Key(.enter, rest)
        case "[": return Key(.escape, rest)
        case "@": return Key(.character(" "), modifiers.subtracting(.shift))
        case "_": return Key(.character("/"), modifiers.subtracting(.shift))
        default: return Key(.character(character), modifiers)
        }
    }
}
