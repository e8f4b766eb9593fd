// Models write JSON by hand, and slip in ways that leave no doubt about what was meant.

internal import JSON

enum BrokenJSON {
    /// Where the first object or array of a text ends, or nil when it does not. Line ends may stand in strings.
    static func end(ofValueIn text: Substring) -> Substring.Index? {
        var walk = JSONWalk()
        let bytes = text.utf8
        for index in bytes.indices where walk.take(bytes[index]) == .closed && walk.depth == 0 {
            return bytes.index(after: index)
        }
        return nil
    }

    /// The text with what was meant: no commas before a closing bracket, line ends in strings escaped, backslashes that
    /// escape nothing doubled, brackets closed. nil for a text that breaks off inside a string: the rest of that is lost.
    static func mended(_ text: String) -> String? {
        var result: [UInt8] = []
        var open: [UInt8] = []
        var isInString = false
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if isInString {
                switch byte {
                case UInt8(ascii: "\""):
                    isInString = false
                    result.append(byte)
                case UInt8(ascii: "\\"):
                    result.append(byte)
                    guard let next = bytes.first else { return nil }
                    if #""\/bfnrtu"#.utf8.contains(next) {
                        result.append(next)
                        bytes = bytes.dropFirst()
                    } else {
                        result.append(byte)
                    }
                case UInt8(ascii: "\n"): result += Array(#"\n"#.utf8)
                case UInt8(ascii: "\r"): result += Array(#"\r"#.utf8)
                case UInt8(ascii: "\t"): result += Array(#"\t"#.utf8)
                default: result.append(byte)
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
            case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { return nil }
                dropComma(&result)
            default: break
            }
            result.append(byte)
        }
        guard !isInString else { return nil }
        if !open.isEmpty { dropComma(&result) }
        result += open.reversed()
        return String(decoding: result, as: UTF8.self)
    }

    private static func dropComma(_ bytes: inout [UInt8]) {
        guard let last = bytes.lastIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
            bytes[last] == UInt8(ascii: ",")
        else { return }
        bytes.remove(at: last)
    }
}
