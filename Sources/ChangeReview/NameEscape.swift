// The escapes of C in quoted file names, as git writes and reads them: `\n`, `\"`, `\351`.

/// One byte of a name behind a backslash.
package enum NameEscape {
    private static let letters: [(letter: UInt8, byte: UInt8)] = [
        (UInt8(ascii: "a"), 0x07), (UInt8(ascii: "b"), 0x08), (UInt8(ascii: "t"), 0x09), (UInt8(ascii: "n"), 0x0A),
        (UInt8(ascii: "v"), 0x0B), (UInt8(ascii: "f"), 0x0C), (UInt8(ascii: "r"), 0x0D), (UInt8(ascii: "\""), 0x22),
        (UInt8(ascii: "\\"), 0x5C),
    ]

    /// Whether the byte has a letter of its own.
    static func hasLetter(_ byte: UInt8) -> Bool { letters.contains { $0.byte == byte } }

    /// The backslash, and a letter or three octal digits.
    package static func escaped(_ byte: UInt8) -> [UInt8] {
        if let known = letters.first(where: { $0.byte == byte }) { return [UInt8(ascii: "\\"), known.letter] }
        return [UInt8(ascii: "\\")] + [byte >> 6, (byte >> 3) & 7, byte & 7].map { UInt8(ascii: "0") + $0 }
    }

    /// A name in double quotes at the beginning of `text`, and what follows it; `nil` when it is damaged.
    package static func unquoted(_ text: ArraySlice<UInt8>) -> (name: [UInt8], rest: ArraySlice<UInt8>)? {
        guard text.first == UInt8(ascii: "\"") else { return nil }
        var name: [UInt8] = []
        var rest = text.dropFirst()
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return (name, rest)
            case UInt8(ascii: "\\"):
                guard let escaped = byteBehindBackslash(&rest) else { return nil }
                name.append(escaped)
            default: name.append(byte)
            }
        }
        return nil
    }

    private static func byteBehindBackslash(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        guard let letter = rest.popFirst() else { return nil }
        if let known = letters.first(where: { $0.letter == letter }) { return known.byte }
        guard (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(letter) else { return nil }
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) })
        else { return nil }
        rest = rest.dropFirst(2)
        return digits.reduce(letter - UInt8(ascii: "0")) { $0 << 3 | ($1 - UInt8(ascii: "0")) }
    }
}
