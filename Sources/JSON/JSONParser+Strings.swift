// Strings: most have no escape and become a String straight from the bytes; the rest is rebuilt.

extension JSONParser {
    /// Reads a string; `offset` stands at its opening quote.
    mutating func string() throws(JSONError) -> String {
        offset += 1
        let start = offset
        var seen: UInt8 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                let plain = UnsafeBufferPointer(rebasing: bytes[start..<offset])
                offset += 1
                return try text(plain, isASCII: seen < 0x80, at: start)
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            if byte < 0x20 { throw JSONError(.controlCharacter(byte), at: offset) }
            seen |= byte
            offset += 1
        }
        throw JSONError(.unexpectedEnd, at: offset)
    }

    /// Goes on at the first backslash of a string that began at `start`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var built = Array(bytes[start..<offset])
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return try built.withUnsafeBufferPointer { (buffer) throws(JSONError) in
                    try text(buffer, isASCII: false, at: start)
                }
            case UInt8(ascii: "\\"):
                try escape(into: &built)
            case ..<0x20:
                throw JSONError(.controlCharacter(byte), at: offset)
            default:
                built.append(byte)
                offset += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: offset)
    }

    private mutating func escape(into built: inout [UInt8]) throws(JSONError) {
        let start = offset
        offset += 1
        let letter = try peek()
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): built.append(letter)
        case UInt8(ascii: "b"): built.append(0x08)
        case UInt8(ascii: "f"): built.append(0x0C)
        case UInt8(ascii: "n"): built.append(0x0A)
        case UInt8(ascii: "r"): built.append(0x0D)
        case UInt8(ascii: "t"): built.append(0x09)
        case UInt8(ascii: "u"): built.append(contentsOf: try escapedScalar().utf8)
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    /// Reads the digits of `\u`, and the second half of a surrogate pair with them. A half alone is U+FFFD.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard first < 0xDC00, offset + 1 < bytes.count,
            bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = offset
        offset += 2
        let second = try hexDigits()
        guard (0xDC00...0xDFFF).contains(second) else {
            // It is a character of its own, read again.
            offset = mark
            return replacement
        }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? replacement
    }

    private mutating func hexDigits() throws(JSONError) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw JSONError(.invalidEscape, at: offset)
            }
            number = number << 4 | UInt32(digit)
            offset += 1
        }
        return number
    }

    private func text(
        _ buffer: UnsafeBufferPointer<UInt8>, isASCII: Bool, at start: Int
    ) throws(JSONError) -> String {
        if isASCII { return String(decoding: buffer, as: UTF8.self) }
        guard let text = String(validating: buffer, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: start) }
        return text
    }
}
