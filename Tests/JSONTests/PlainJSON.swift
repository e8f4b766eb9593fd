// A second reader of JSON, as slow and as plain as RFC 8259 reads: what the fast one is measured against.
import JSON

/// Reads byte by byte, with nothing clever in it. It shares no code with the reader under test but the values and the
/// errors that both make.
struct PlainJSON {
    private let bytes: [UInt8]
    private let maximumDepth: Int
    private var offset = 0

    static func parse(_ bytes: [UInt8], maximumDepth: Int = 512) throws(JSONError) -> JSONValue {
        var reader = PlainJSON(bytes: bytes, maximumDepth: maximumDepth)
        reader.skipSpace()
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        if reader.byte != nil { throw JSONError(.trailingBytes, at: reader.offset) }
        return value
    }

    private init(bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private var character: Character? { byte.map { Character(Unicode.Scalar($0)) } }

    private var unexpected: JSONError {
        JSONError(byte.map { .unexpectedByte($0) } ?? .unexpectedEnd, at: offset)
    }

    private mutating func skipSpace() {
        while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private mutating func take(_ text: String) throws(JSONError) {
        for wanted in text.utf8 {
            guard byte == wanted else { throw unexpected }
            offset += 1
        }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        if character == "{" || character == "[", depth == maximumDepth {
            throw JSONError(.tooDeep(limit: maximumDepth), at: offset)
        }
        switch character {
        case "{": return .object(try object(depth: depth + 1))
        case "[": return .array(try array(depth: depth + 1))
        case "\"": return .string(try string())
        case "t":
            try take("true")
            return true
        case "f":
            try take("false")
            return false
        case "n":
            try take("null")
            return nil
        case let other? where other == "-" || ("0"..."9").contains(other): return try number()
        default: throw unexpected
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONObject {
        var object = JSONObject()
        try take("{")
        skipSpace()
        if character != "}" {
            while true {
                skipSpace()
                guard character == "\"" else { throw unexpected }
                let key = try string()
                skipSpace()
                try take(":")
                skipSpace()
                object[key] = try value(depth: depth)
                skipSpace()
                guard character == "," else { break }
                offset += 1
            }
        }
        try take("}")
        return object
    }

    private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try take("[")
        skipSpace()
        if character != "]" {
            while true {
                skipSpace()
                elements.append(try value(depth: depth))
                skipSpace()
                guard character == "," else { break }
                offset += 1
            }
        }
        try take("]")
        return elements
    }

    private mutating func string() throws(JSONError) -> String {
        try take("\"")
        let start = offset
        var units: [UInt8] = []
        while let byte, character != "\"" {
            if byte < 0x20 { throw JSONError(.controlCharacter(byte), at: offset) }
            if character == "\\" {
                units += String(try escape()).utf8
            } else {
                units.append(byte)
                offset += 1
            }
        }
        try take("\"")
        guard let text = String(validating: units, as: UTF8.self) else { throw JSONError(.invalidUTF8, at: start) }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        let start = offset
        offset += 1
        guard let letter = character else { throw unexpected }
        offset += 1
        if letter == "u" {
            let first = try unit()
            if let scalar = Unicode.Scalar(first) { return scalar }
            let mark = offset
            if first < 0xDC00, bytes[offset...].starts(with: Array("\\u".utf8)) {
                offset += 2
                let second = try unit()
                if second >= 0xDC00, second < 0xE000 {
                    return Unicode.Scalar(0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00)) ?? "\u{FFFD}"
                }
                offset = mark
            }
            return "\u{FFFD}"
        }
        let meanings: [Character: Unicode.Scalar] = [
            "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
        ]
        guard let meaning = meanings[letter] else { throw JSONError(.invalidEscape, at: start) }
        return meaning
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        var text = ""
        while text.count < 4 {
            guard let character else { throw unexpected }
            guard character.isASCII, character.isHexDigit else { throw JSONError(.invalidEscape, at: offset) }
            text.append(character)
            offset += 1
        }
        return UInt32(text, radix: 16) ?? 0
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = offset
        if character == "-" { offset += 1 }
        if character == "0" { offset += 1 } else { try digits(from: start) }
        var isWhole = true
        if character == "." {
            isWhole = false
            offset += 1
            try digits(from: start)
        }
        if character == "e" || character == "E" {
            isWhole = false
            offset += 1
            if character == "+" || character == "-" { offset += 1 }
            try digits(from: start)
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if isWhole, text != "-0", let number = Int64(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        return .double(number)
    }

    private mutating func digits(from start: Int) throws(JSONError) {
        guard let byte else { throw unexpected }
        guard (0x30...0x39).contains(byte) else { throw JSONError(.invalidNumber, at: start) }
        while let byte = self.byte, (0x30...0x39).contains(byte) { offset += 1 }
    }
}
