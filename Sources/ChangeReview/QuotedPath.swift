// File names in text formats: a name may hold anything but NUL, and a line of text may not.

extension RelativePath {
    /// The name as it is when it is plain, else in double quotes with C escapes, as git prints names.
    /// Quoted are names with control bytes, `"` or `\`; with `escapingNonASCII` (git's `core.quotePath`) also others.
    public func quoted(prefix: String = "", escapingNonASCII: Bool = false) -> String {
        let name = prefix + text
        let isPlain = name.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
                && (byte < 0x80 || !escapingNonASCII)
        }
        if isPlain { return name }
        var result: [UInt8] = [UInt8(ascii: "\"")]
        for byte in name.utf8 { Self.append(byte, to: &result, escapingNonASCII) }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }

    private static func append(_ byte: UInt8, to result: inout [UInt8], _ escapingNonASCII: Bool) {
        let letters: [UInt8: Character] = [
            0x07: "a", 0x08: "b", 0x09: "t", 0x0A: "n", 0x0B: "v", 0x0C: "f", 0x0D: "r", 0x22: "\"", 0x5C: "\\",
        ]
        if let letter = letters[byte]?.asciiValue {
            result += [UInt8(ascii: "\\"), letter]
        } else if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && escapingNonASCII) {
            let digits = [byte >> 6, (byte >> 3) & 7, byte & 7].map { UInt8(ascii: "0") + $0 }
            result += [UInt8(ascii: "\\")] + digits
        } else {
            result.append(byte)
        }
    }
}
