// Reads JSON from bytes in one pass. Realtime events come by the thousand, so nothing is copied but what is kept.

/// A cursor over a text that is alive as long as the cursor.
struct JSONParser {
    let base: UnsafePointer<UInt8>
    let count: Int
    var offset = 0
    private var depth = 0
    private let maximumDepth: Int
    /// Nil when the text is too short to make a table worth its price.
    var names: NameTable?

    /// Stands at the first byte that is no white space. Throws when the text is too long, or empty.
    init(
        _ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits
    ) throws(JSONError) {
        guard bytes.count <= limits.maximumBytes else {
            throw JSONError(.tooLong(limit: limits.maximumBytes), at: limits.maximumBytes)
        }
        guard let base = bytes.baseAddress, bytes.count > 0 else { throw JSONError(.unexpectedEnd, at: 0) }
        self.base = base
        count = bytes.count
        maximumDepth = limits.maximumDepth
        skipSpace()
    }

    /// The one value of the text.
    mutating func document() throws(JSONError) -> JSONValue {
        let value = try value()
        try finish()
        return value
    }

    /// As `document`, of an array with its first element apart; nil when the text is no array, or has no element.
    /// A first element that is a string is taken for a name.
    mutating func firstAndRest() throws(JSONError) -> (first: JSONValue, rest: [JSONValue])? {
        guard try peek() == UInt8(ascii: "[") else {
            _ = try document()
            return nil
        }
        try open()
        if try closes(with: UInt8(ascii: "]")) {
            try finish()
            return nil
        }
        let first: JSONValue = try peek() == UInt8(ascii: "\"") ? .string(try name().text) : try value()
        var rest: [JSONValue] = []
        while try continues(until: UInt8(ascii: "]")) {
            skipSpace()
            rest.append(try value())
        }
        try finish()
        return (first, rest)
    }

    private mutating func finish() throws(JSONError) {
        skipSpace()
        guard offset == count else { throw JSONError(.trailingBytes, at: offset) }
    }

    private mutating func value() throws(JSONError) -> JSONValue {
        switch try peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try open()
        var object = JSONObject()
        if try !closes(with: UInt8(ascii: "}")) {
            object.reserveFew()
            var marks: UInt64 = 0
            repeat {
                skipSpace()
                guard try peek() == UInt8(ascii: "\"") else { throw unexpected }
                let (name, mark) = try name()
                skipSpace()
                guard try peek() == UInt8(ascii: ":") else { throw unexpected }
                offset &+= 1
                skipSpace()
                object.add(name, try value(), isNew: marks & mark == 0)
                marks |= mark
            } while try continues(until: UInt8(ascii: "}"))
        }
        depth &-= 1
        return .object(object)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try open()
        var elements: [JSONValue] = []
        if try !closes(with: UInt8(ascii: "]")) {
            elements.reserveCapacity(4)
            repeat {
                skipSpace()
                elements.append(try value())
            } while try continues(until: UInt8(ascii: "]"))
        }
        depth &-= 1
        return .array(elements)
    }

    /// Steps over the opening bracket.
    @inline(__always)
    private mutating func open() throws(JSONError) {
        guard depth < maximumDepth else { throw JSONError(.tooDeep(limit: maximumDepth), at: offset) }
        depth &+= 1
        offset &+= 1
        skipSpace()
    }

    /// Steps over the closing bracket of an empty array or object.
    @inline(__always)
    private mutating func closes(with bracket: UInt8) throws(JSONError) -> Bool {
        guard try peek() == bracket else { return false }
        offset &+= 1
        return true
    }

    /// Steps over a comma (true) or the closing bracket (false).
    @inline(__always)
    private mutating func continues(until bracket: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == bracket else { throw unexpected }
        offset &+= 1
        return byte != bracket
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for index in 0..<text.utf8CodeUnitCount {
            guard try peek() == text.utf8Start[index] else { throw unexpected }
            offset &+= 1
        }
        return value
    }

    @inline(__always)
    func peek() throws(JSONError) -> UInt8 {
        guard offset < count else { throw JSONError(.unexpectedEnd, at: offset) }
        return base[offset]
    }

    /// `offset` stands at a byte.
    private var unexpected: JSONError { JSONError(.unexpectedByte(base[offset]), at: offset) }

    @inline(__always)
    private mutating func skipSpace() {
        while offset < count, base[offset] <= 0x20 {
            switch base[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset &+= 1
            default: return
            }
        }
    }
}
