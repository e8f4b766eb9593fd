// The words of a patch, found in bytes: names in it may be in any encoding.

/// A line of a patch, compared with what the format writes.
struct PatchText {
    var bytes: ArraySlice<UInt8>

    func starts(with text: StaticString) -> Bool {
        bytes.count >= text.utf8CodeUnitCount
            && text.withUTF8Buffer { bytes.prefix($0.count).elementsEqual($0) }
    }

    func hasSuffix(_ text: StaticString) -> Bool { text.withUTF8Buffer { bytes.suffix($0.count).elementsEqual($0) } }

    /// What follows, if the line begins so.
    func rest(after text: StaticString) -> ArraySlice<UInt8>? {
        starts(with: text) ? bytes.dropFirst(text.utf8CodeUnitCount) : nil
    }

    /// The word that follows, if the line begins so.
    func word(after text: StaticString) -> String? {
        rest(after: text).map { String(decoding: $0.prefix { $0 != 0x20 }, as: UTF8.self) }
    }

    /// A whole id: 40 hexadecimal digits, or 64 of SHA-256.
    static func isBlobID(_ text: String) -> Bool {
        (text.utf8.count == 40 || text.utf8.count == 64) && text.utf8.allSatisfy(isHexDigit)
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    /// A number in decimal digits at the beginning, and what follows it. None above a thousand million.
    static func number(_ text: inout ArraySlice<UInt8>) -> Int? {
        let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        text = text.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
