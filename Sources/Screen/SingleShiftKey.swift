// The keys after `ESC O`: cursor keys in application mode, F1 to F4, the keypad.

enum SingleShiftKey {
    /// - Parameter digits: a modifier number before the final byte, as old xterms send it (`ESC O 5 P`).
    static func key(of final: UInt8, modifiers digits: [UInt8]) -> Key? {
        guard var key = plain(final) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        key.modifiers.formUnion(ControlSequence.modifiers(number))
        return key
    }

    private static func plain(_ final: UInt8) -> Key? {
        switch final {
        case 0x41: Key(.up)
        case 0x42: Key(.down)
        case 0x43: Key(.right)
        case 0x44: Key(.left)
        case 0x46: Key(.end)
        case 0x48: Key(.home)
        case 0x49: Key(.tab)
        case 0x4D: Key(.enter)
        case 0x50...0x53: Key(.function(Int(final) - 0x4F))
        case 0x58: Key("=")
        // rxvt: Ctrl with a cursor key.
        case 0x61: Key(.up, .control)
        case 0x62: Key(.down, .control)
        case 0x63: Key(.right, .control)
        case 0x64: Key(.left, .control)
        // The keypad: `j` to `y` stand for `*` to `9`.
        case 0x6A...0x79: Key(Character(Unicode.Scalar(final - 0x40)))
        default: nil
        }
    }
}
