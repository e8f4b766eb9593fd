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
        for byte in name.utf8 {
            let isOther = byte < 0x20 || byte == 0x7F || (byte >= 0x80 && escapingNonASCII)
            result += isOther || NameEscape.hasLetter(byte) ? NameEscape.escaped(byte) : [byte]
        }
        result.append(UInt8(ascii: "\""))
        return String(decoding: result, as: UTF8.self)
    }
}
