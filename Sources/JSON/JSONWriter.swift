// Writes JSON as compact UTF-8, with only the escapes that RFC 8259 demands, unless people are to see it.

struct JSONWriter {
    var bytes: [UInt8] = []
    /// Scalars that a terminal acts on, or that show a text in another order than it has, are escaped too.
    var escapesInvisible = false

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: write(literal: "null")
        case .bool(let flag): write(literal: flag ? "true" : "false")
        case .integer(let number): write(number)
        case .double(let number): write(number)
        case .string(let text): write(text)
        case .array(let elements): write(elements)
        case .object(let object): write(object)
        }
    }

    private mutating func write(_ elements: [JSONValue]) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(element)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ object: JSONObject) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for (key, value) in object.pairs {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            write(key)
            bytes.append(UInt8(ascii: ":"))
            write(value)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        if escapesInvisible {
            writeVisibly(text)
            bytes.append(UInt8(ascii: "\""))
            return
        }
        text.withUTF8 { utf8 in
            var start = 0
            for (index, byte) in utf8.enumerated() {
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                writeEscape(of: byte)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func writeVisibly(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case ..<0x20, 0x22, 0x5C: writeEscape(of: UInt8(truncatingIfNeeded: scalar.value))
            // C1 controls and DEL; line ends that are none of JSON's; marks, embeddings and isolates (UAX #9 §2).
            case 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                write(literal: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
    }

    private mutating func writeEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case ..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            write(literal: "u00")
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        default: bytes.append(byte)
        }
    }

    private mutating func write(_ number: Int64) {
        write(literal: String(number))
    }

    private mutating func write(_ number: Double) {
        // The shortest text that reads back as the same number; it always has a point or an exponent.
        write(literal: number.isFinite ? String(describing: number) : "null")
    }

    private mutating func write(literal: String) {
        bytes.append(contentsOf: literal.utf8)
    }
}
