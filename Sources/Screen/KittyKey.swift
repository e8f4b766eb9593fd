// Keys that come as code points: kitty's keyboard protocol (`ESC [ code ; modifiers u`) and xterm's modifyOtherKeys
// (`ESC [ 27 ; modifiers ; code ~`).

struct KittyKey {
    /// The code point of the key without modifiers, or kitty's number of a key that has none.
    var code: Int
    /// What the key gives with Shift, when the terminal tells.
    var shifted: Int?
    /// The code points that the key typed, when the terminal tells.
    var text: [Int]
    /// The code is what the key types with its Shift, as xterm has it; kitty's is the key without.
    var isTyped: Bool

    /// - Parameter number: xterm's modifier number.
    func key(modifiers number: Int) -> Key? {
        // Super and Hyper belong to the desktop; such a key is not meant as text.
        guard max(0, number - 1) & (8 | 16) == 0 else { return nil }
        var modifiers = ControlSequence.modifiers(number)
        if let named { return Key(named, modifiers) }
        if let keypad { return typed(keypad, modifiers) }
        guard !isFunctional, let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), code >= 0x20 else {
            return nil
        }
        let character = Character(scalar)
        if isTyped && !character.isLetter { modifiers.remove(.shift) }
        return typed(character, modifiers)
    }

    private func typed(_ character: Character, _ modifiers: Key.Modifiers) -> Key {
        if modifiers.contains(.control) {
            let lower = Character(character.lowercased())
            return ControlKey.key(control: lower, modifiers)
        }
        let withoutShift = modifiers.subtracting(.shift)
        if modifiers.subtracting(.shift).isEmpty, let text = typedText { return Key(.character(text)) }
        guard modifiers.contains(.shift) else { return Key(.character(character), modifiers) }
        if let scalar = shifted.flatMap(UInt32.init(exactly:)).flatMap(Unicode.Scalar.init), scalar.value >= 0x20 {
            return Key(.character(Character(scalar)), withoutShift)
        }
        let upper = character.uppercased()
        // Which sign Shift makes of a digit depends on the keyboard: then the modifier stays.
        if upper.count == 1, upper != String(character) || character.isUppercase {
            return Key(.character(Character(upper)), withoutShift)
        }
        return Key(.character(character), character == " " ? withoutShift : modifiers)
    }

    private var typedText: Character? {
        var string = ""
        for code in text {
            guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init), code >= 0x20, code != 0x7F else {
                return nil
            }
            string.unicodeScalars.append(scalar)
        }
        return string.count == 1 ? Character(string) : nil
    }

    /// Kitty numbers keys without text in the private use area.
    private var isFunctional: Bool { (57344...63743).contains(code) }

    private var named: Key.Code? {
        switch code {
        case 8, 127: .backspace
        case 9: .tab
        case 13, 57414: .enter
        case 27: .escape
        case 57376...57398: .function(code - 57363)
        case 57417: .left
        case 57418: .right
        case 57419: .up
        case 57420: .down
        case 57421: .pageUp
        case 57422: .pageDown
        case 57423: .home
        case 57424: .end
        case 57425: .insert
        case 57426: .delete
        default: nil
        }
    }

    private var keypad: Character? {
        switch code {
        case 57399...57408: Character(Unicode.Scalar(UInt8(code - 57399 + 0x30)))
        case 57409: "."
        case 57410: "/"
        case 57411: "*"
        case 57412: "-"
        case 57413: "+"
        case 57415: "="
        case 57416: ","
        default: nil
        }
    }
}
