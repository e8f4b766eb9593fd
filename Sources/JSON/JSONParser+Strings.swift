// Strings: most have no escape and become a String straight from the bytes; the rest is rebuilt.

extension JSONParser {
    /// A member's name, or an event's. Two names whose marks have no bit in common are different names. All bits are
    /// set when nothing is known: names beyond ASCII may be equal with different bytes, as equality of strings is
    /// Unicode's canonical equivalence.
    typealias Name = (text: String, mark: UInt64)

    /// Reads a string that is likely to come again; `offset` stands at its opening quote.
    @inline(__always)
    mutating func name() throws(JSONError) -> Name {
        let start = offset &+ 1
        guard count &- start >= 16 else { return (try string(), .max) }
        let word = ByteWord(base + start)
        let ends = word.endsOfASCII
        if ends != 0 { return try name(word.first(ByteWord.index(of: ends)), 0, ByteWord.index(of: ends)) }
        let more = ByteWord(base + start + 8)
        let laterEnds = more.endsOfASCII
        guard laterEnds != 0 else { return (try string(), .max) }
        let length = ByteWord.index(of: laterEnds)
        return try name(word.bits, more.first(length), length &+ 8)
    }

    /// Reads a name whose first `length` bytes are plain ASCII.
    @inline(__always)
    private mutating func name(_ low: UInt64, _ high: UInt64, _ length: Int) throws(JSONError) -> Name {
        let start = offset &+ 1
        guard base[start &+ length] == UInt8(ascii: "\"") else { return (try string(), .max) }
        offset = start &+ length &+ 1
        let number = NameTable.number(low, high)
        let bytes = UnsafeBufferPointer(start: base + start, count: length)
        let text = names?.text(low, high, number: number, bytes) ?? String(ascii: bytes)
        return (text, 1 &<< UInt64(truncatingIfNeeded: number))
    }

    /// Reads a string; `offset` stands at its opening quote.
    mutating func string() throws(JSONError) -> String {
        let start = offset &+ 1
        var seen: UInt64 = 0
        let end = endOfPlain(from: start, &seen)
        offset = end
        guard end < count else { throw JSONError(.unexpectedEnd, at: end) }
        switch base[end] {
        case UInt8(ascii: "\""):
            offset = end &+ 1
            let plain = UnsafeBufferPointer(start: base + start, count: end &- start)
            if ByteWord.isASCII(seen) { return String(ascii: plain) }
            return try Self.text(plain, at: start)
        case UInt8(ascii: "\\"): return try escapedString(from: start)
        case let byte: throw JSONError(.controlCharacter(byte), at: end)
        }
    }

    /// Where a quote, a backslash, a control character or the end of the text stands; `seen` gets the bits of all
    /// bytes before it.
    @inline(__always)
    private func endOfPlain(from start: Int, _ seen: inout UInt64) -> Int {
        var position = start
        while count &- position >= 8 {
            let word = ByteWord(base + position)
            let ends = word.ends
            if ends != 0 {
                let length = ByteWord.index(of: ends)
                seen |= word.first(length)
                return position &+ length
            }
            seen |= word.bits
            position &+= 8
        }
        while position < count {
            let byte = base[position]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
            seen |= UInt64(byte)
            position &+= 1
        }
        return position
    }

    /// Goes on at the first backslash of a string that began at `start`.
    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var built: [UInt8] = []
        built.reserveCapacity(max(64, (offset &- start) &* 2))
        built.append(contentsOf: UnsafeBufferPointer(start: base + start, count: offset &- start))
        while offset < count {
            switch base[offset] {
            case UInt8(ascii: "\""):
                offset &+= 1
                return try built.withUnsafeBufferPointer { (buffer) throws(JSONError) in
                    try Self.text(buffer, at: start)
                }
            case UInt8(ascii: "\\"):
                try escape(into: &built)
            case let byte where byte < 0x20:
                throw JSONError(.controlCharacter(byte), at: offset)
            default:
                var seen: UInt64 = 0
                let end = endOfPlain(from: offset, &seen)
                built.append(contentsOf: UnsafeBufferPointer(start: base + offset, count: end &- offset))
                offset = end
            }
        }
        throw JSONError(.unexpectedEnd, at: offset)
    }

    private mutating func escape(into built: inout [UInt8]) throws(JSONError) {
        let start = offset
        offset &+= 1
        let letter = try peek()
        offset &+= 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): built.append(letter)
        case UInt8(ascii: "b"): built.append(0x08)
        case UInt8(ascii: "f"): built.append(0x0C)
        case UInt8(ascii: "n"): built.append(0x0A)
        case UInt8(ascii: "r"): built.append(0x0D)
        case UInt8(ascii: "t"): built.append(0x09)
        case UInt8(ascii: "u"): Self.append(try escapedScalar(), to: &built)
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    /// As `append(contentsOf: scalar.utf8)`, which takes many times as long.
    private static func append(_ scalar: Unicode.Scalar, to built: inout [UInt8]) {
        let code = scalar.value
        func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: code >> shift) & 0x3F }
        switch code {
        case ..<0x80:
            built.append(UInt8(truncatingIfNeeded: code))
        case ..<0x800:
            built.append(0xC0 | UInt8(truncatingIfNeeded: code >> 6))
            built.append(continuation(0))
        case ..<0x1_0000:
            built.append(0xE0 | UInt8(truncatingIfNeeded: code >> 12))
            built.append(continuation(6))
            built.append(continuation(0))
        default:
            built.append(0xF0 | UInt8(truncatingIfNeeded: code >> 18))
            built.append(continuation(12))
            built.append(continuation(6))
            built.append(continuation(0))
        }
    }

    /// Reads the digits of `\u`, and the second half of a surrogate pair with them. A half alone is U+FFFD.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        let replacement: Unicode.Scalar = "\u{FFFD}"
        guard first < 0xDC00, offset &+ 1 < count,
            base[offset] == UInt8(ascii: "\\"), base[offset &+ 1] == UInt8(ascii: "u")
        else { return replacement }
        let mark = offset
        offset &+= 2
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
            offset &+= 1
        }
        return number
    }

    private static func text(_ buffer: UnsafeBufferPointer<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: buffer, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: start) }
        return text
    }
}
