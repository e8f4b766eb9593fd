// Reads JSON from bytes in one pass. Realtime events come by the thousand, so nothing is copied but what is kept.

/// A cursor over a text that is alive for the time of `parse`.
struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var offset = 0
    private var depth = 0
    private let maximumDepth: Int

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(.tooLong(limit: limits.maximumBytes), at: limits.maximumBytes)
        }
        var parser = JSONParser(bytes: bytes, maximumDepth: limits.maximumDepth)
        parser.skipSpace()
        let value = try parser.value()
        parser.skipSpace()
        guard parser.offset == bytes.count else { throw JSONError(.trailingBytes, at: parser.offset) }
        return value
    }

    private init(bytes: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        switch bytes[offset] {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case let byte: throw JSONError(.unexpectedByte(byte), at: offset)
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try open()
        var members: [(key: String, value: JSONValue)] = []
        if try !closes(with: UInt8(ascii: "}")) {
            members.reserveCapacity(4)
            repeat {
                skipSpace()
                guard try peek() == UInt8(ascii: "\"") else { throw unexpected }
                let key = try string()
                skipSpace()
                guard try peek() == UInt8(ascii: ":") else { throw unexpected }
                offset += 1
                skipSpace()
                members.append((key, try value()))
            } while try continues(until: UInt8(ascii: "}"))
        }
        depth -= 1
        return .object(JSONObject(parsed: members))
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try open()
        var elements: [JSONValue] = []
        if try !closes(with: UInt8(ascii: "]")) {
            repeat {
                skipSpace()
                elements.append(try value())
            } while try continues(until: UInt8(ascii: "]"))
        }
        depth -= 1
        return .array(elements)
    }

    /// Steps over the opening bracket.
    private mutating func open() throws(JSONError) {
        guard depth < maximumDepth else { throw JSONError(.tooDeep(limit: maximumDepth), at: offset) }
        depth += 1
        offset += 1
        skipSpace()
    }

    /// Steps over the closing bracket of an empty array or object.
    private mutating func closes(with bracket: UInt8) throws(JSONError) -> Bool {
        guard try peek() == bracket else { return false }
        offset += 1
        return true
    }

    /// Steps over a comma (true) or the closing bracket (false).
    private mutating func continues(until bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == bracket else { throw unexpected }
        offset += 1
        return byte != bracket
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[index] else { throw unexpected }
            offset += 1
        }
        return value
    }

    func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw JSONError(.unexpectedEnd, at: offset) }
        return bytes[offset]
    }

    private var unexpected: JSONError { JSONError(.unexpectedByte(bytes[offset]), at: offset) }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
