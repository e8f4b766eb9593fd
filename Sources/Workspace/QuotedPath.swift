// Paths in tool texts: raw when plain, else quoted as git quotes them, so that a newline or an escape in a name is
// one visible thing on one line.
import ChangeReview

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
    guard let (bytes, rest) = NameEscape.unquoted(Array(text.utf8)[...]), rest.isEmpty else { return text }
    return String(validating: bytes, as: UTF8.self)
}

private func escape(_ byte: UInt8) -> String { String(decoding: NameEscape.escaped(byte), as: UTF8.self) }

/// No control, no format character (bidi overrides, zero widths), no line separator, and nothing that quoting uses.
private func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: scalar != "\"" && scalar != "\\"
    }
}
