// What a control sequence (`ESC [ … final`) means as input: the forms of xterm, kitty and rxvt.

/// A whole control sequence: what stands between `ESC [` and the final byte, and that byte.
struct ControlSequence {
    enum Meaning: Equatable {
        case key(Key)
        case event(InputEvent)
        case pasteStart
        /// Three bytes follow that are not text.
        case oldMouse
    }

    private let prefix: UInt8?
    private let hasIntermediates: Bool
    /// Parameters by `;`, each by `:`. A missing one is `nil`.
    private let parameters: [[Int?]]
    private let final: UInt8

    init(body: [UInt8], final: UInt8) {
        self.final = final
        let first = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
        prefix = first
        let rest = first == nil ? body[...] : body.dropFirst()
        hasIntermediates = rest.contains { $0 < 0x30 || (0x3C...0x3F).contains($0) }
        parameters =
            rest.isEmpty
            ? []
            : rest.split(separator: 0x3B, omittingEmptySubsequences: false).map { field in
                field.split(separator: 0x3A, omittingEmptySubsequences: false).map(Self.number)
            }
    }

    /// `nil` for what is not input: replies of the terminal, releases of keys, what we don't know.
    var meaning: Meaning? {
        guard !hasIntermediates else { return nil }
        if prefix == 0x3C, final == 0x4D || final == 0x6D {
            let numbers = parameters.map { ($0.first ?? nil) ?? 0 }
            return MouseReading.sgr(numbers, isRelease: final == 0x6D).map { .event(.mouse($0)) }
        }
        guard prefix == nil, !isRelease else { return nil }
        switch final {
        case 0x7E: return tilde
        case 0x75: return character(code: parameters.first ?? [], modifiers: number(1, or: 1)).map(Meaning.key)
        case 0x24, 0x5E, 0x40: return rxvt.map(Meaning.key)
        case 0x4D where parameters.isEmpty: return .oldMouse
        case 0x49 where parameters.isEmpty: return .event(.focused(true))
        case 0x4F where parameters.isEmpty: return .event(.focused(false))
        default: return letter.map(Meaning.key)
        }
    }

    /// Whether what is read so far is a key's number, so that `$` is rxvt's final byte for Shift and not the start of
    /// an intermediate.
    static func isShiftedByRxvt(_ body: [UInt8]) -> Bool {
        (1...2).contains(body.count) && body.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// xterm's modifier number: one more than a set of bits. Meta (8 in xterm, 32 in kitty) is Alt for us.
    static func modifiers(_ number: Int) -> Key.Modifiers {
        let bits = max(0, number - 1)
        var modifiers = Key.Modifiers()
        if bits & 1 != 0 { modifiers.insert(.shift) }
        if bits & (2 | 8 | 32) != 0 { modifiers.insert(.alt) }
        if bits & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    /// Kitty says `:3` after the modifiers for a release.
    private var isRelease: Bool {
        parameters.count > 1 && parameters[1].count > 1 && parameters[1][1] == 3
    }

    private func number(_ index: Int, or missing: Int) -> Int {
        guard index < parameters.count, let number = parameters[index].first ?? nil else { return missing }
        return number
    }

    /// Letters: cursor keys and F1 to F4, with modifiers as `1;5`.
    private var letter: Key? {
        guard parameters.count <= 2, number(0, or: 1) == 1 || parameters.isEmpty else { return nil }
        let modifiers = Self.modifiers(number(1, or: 1))
        switch final {
        case 0x41: return Key(.up, modifiers)
        case 0x42: return Key(.down, modifiers)
        case 0x43: return Key(.right, modifiers)
        case 0x44: return Key(.left, modifiers)
        case 0x46: return Key(.end, modifiers)
        case 0x48: return Key(.home, modifiers)
        // Note: `ESC [ 1 ; 5 R` is also how a terminal would report a cursor in row 1. We never ask.
        case 0x50...0x53: return Key(.function(Int(final) - 0x4F), modifiers)
        case 0x5A: return Key(.tab, modifiers.union(.shift))
        // rxvt: Shift with a cursor key.
        case 0x61 where parameters.isEmpty: return Key(.up, .shift)
        case 0x62 where parameters.isEmpty: return Key(.down, .shift)
        case 0x63 where parameters.isEmpty: return Key(.right, .shift)
        case 0x64 where parameters.isEmpty: return Key(.left, .shift)
        default: return nil
        }
    }

    private var tilde: Meaning? {
        let number = number(0, or: 0)
        if number == 200 { return .pasteStart }
        if number == 27, parameters.count == 3 {
            return character(code: parameters[2], modifiers: self.number(1, or: 1)).map(Meaning.key)
        }
        return Self.numbered(number).map { .key(Key($0, Self.modifiers(self.number(1, or: 1)))) }
    }

    private var rxvt: Key? {
        guard parameters.count == 1, let code = Self.numbered(number(0, or: 0)) else { return nil }
        switch final {
        case 0x24: return Key(code, .shift)
        case 0x5E: return Key(code, .control)
        default: return Key(code, [.control, .shift])
        }
    }

    private static func numbered(_ number: Int) -> Key.Code? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        // The numbers leave gaps, as the VT220's keyboard did.
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    private func character(code: [Int?], modifiers number: Int) -> Key? {
        let text = parameters.count > 2 && final == 0x75 ? parameters[2].compactMap { $0 } : []
        let key = KittyKey(
            code: code.compactMap { $0 }.first ?? 0, shifted: code.count > 1 ? code[1] : nil, text: text,
            isTyped: final == 0x7E)
        return key.key(modifiers: number)
    }

    /// A decimal number, `nil` when there is none or it is absurd.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...7).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
