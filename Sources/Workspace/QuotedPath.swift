// Paths in tool texts: raw when plain, else quoted as git quotes them, so that a newline or an escape in a name is
// one visible thing on one line.

/// The path as a tool prints it: `src/a.swift`, or `"a\nb"`.
func printed(_ path: String) -> String { printed(Array(path.utf8)) }

/// The same for a name that may not be UTF-8: its bytes are octal then (`"caf\351"`).
func printed(_ bytes: [UInt8]) -> String {
    let text = String(validating: bytes, as: UTF8.self)
    if let text, !text.isEmpty, text.unicodeScalars.allSatisfy(isPlain) { return text }
    var quoted = "\""
    if let text {
        for scalar in text.unicodeScalars {
            if isPlain(scalar) {
                quoted.unicodeScalars.append(scalar)
            } else {
                for byte in String(scalar).utf8 { quoted += escape(byte) }
            }
        }
    } else {
        for byte in bytes {
            quoted +=
                byte >= 0x20 && byte < 0x7f && isPlain(Unicode.Scalar(byte))
                ? String(Unicode.Scalar(byte)) : escape(byte)
        }
    }
    return quoted + "\""
}

/// The path that an agent meant: what `printed` quoted is unquoted, all else is taken as it stands.
/// `nil` when the quoted bytes are not UTF-8.
func unquoted(_ text: String) -> String? {
    // Note: bytes, since a combining mark makes one character with the quote before it.
    let quote = UInt8(ascii: "\"")
    guard text.utf8.count >= 2, text.utf8.first == quote, text.utf8.last == quote else { return text }
    var bytes: [UInt8] = []
    var rest = text.utf8.dropFirst().dropLast()[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\") else {
            // A bare quote inside: it was never quoted by us.
            if byte == UInt8(ascii: "\"") { return text }
            bytes.append(byte)
            continue
        }
        guard let letter = rest.popFirst() else { return text }
        if let plain = escapes.first(where: { $0.letter == letter }) {
            bytes.append(plain.byte)
        } else if (UInt8(ascii: "0")...UInt8(ascii: "3")).contains(letter), rest.count >= 2 {
            let digits = [letter, rest.removeFirst(), rest.removeFirst()]
            guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) else { return text }
            bytes.append(value)
        } else {
            return text
        }
    }
    return String(validating: bytes, as: UTF8.self)
}

private let escapes: [(letter: UInt8, byte: UInt8)] = [
    (UInt8(ascii: "a"), 7), (UInt8(ascii: "b"), 8), (UInt8(ascii: "t"), 9), (UInt8(ascii: "n"), 10),
    (UInt8(ascii: "v"), 11), (UInt8(ascii: "f"), 12), (UInt8(ascii: "r"), 13), (UInt8(ascii: "\""), 0x22),
    (UInt8(ascii: "\\"), 0x5c),
]

private func escape(_ byte: UInt8) -> String {
    if let known = escapes.first(where: { $0.byte == byte }) { return "\\" + String(Unicode.Scalar(known.letter)) }
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
}

/// No control, no format character (bidi overrides, zero widths), no line separator, and nothing that quoting uses.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: scalar != "\"" && scalar != "\\"
    }
}
