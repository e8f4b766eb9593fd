// One JSON value (RFC 8259) as plain data, with readers that answer nil instead of guessing.

/// A JSON value. A number written without fraction and exponent that fits in 64 bits is an `integer`, any other a
/// `double`; the two never compare equal, so that text survives a round trip.
public enum JSONValue: Equatable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent, within 64 bits.
    case integer(Int64)
    /// Any other number.
    case double(Double)
    /// A text, its escapes resolved.
    case string(String)
    /// The elements in order.
    case array([JSONValue])
    /// The members in order.
    case object(JSONObject)
}

extension JSONValue {
    /// The text of a string; nil for every other kind.
    public var asString: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number: an integer, or a double such as `5.0` that is one exactly; nil for every other kind.
    public var asInt: Int? {
        switch self {
        case .integer(let number): Int(exactly: number)
        case .double(let number): Self.whole(number)
        default: nil
        }
    }

    /// As `Int(exactly:)`, which needs the C mathematics library, and pure targets link none.
    private static func whole(_ number: Double) -> Int? {
        guard number >= -0x1p63, number < 0x1p63 else { return nil }
        let whole = Int(number)
        return Double(whole) == number ? whole : nil
    }

    /// Any number as a double (integers beyond 2^53 are rounded); nil for every other kind.
    public var asDouble: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    /// A boolean; nil for every other kind, numbers included.
    public var asBool: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The elements of an array; nil for every other kind.
    public var asArray: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object; nil for every other kind.
    public var asObject: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// True for `null` alone.
    public var isNull: Bool { self == .null }

    /// The member of an object; nil when this is no object or has no such key.
    public subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The element of an array; nil when this is no array or the index is out of it.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }
}

extension JSONValue {
    /// Reads one JSON text, strictly by RFC 8259: UTF-8 without a byte order mark, nothing after the value.
    /// Escaped surrogate pairs are joined; a lone surrogate becomes U+FFFD. Of duplicate keys the last one wins.
    public static func parse(
        _ bytes: [UInt8], limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try JSONReader.parse(buffer, limits: limits)
        }
    }

    /// As `parse` of the text's UTF-8 bytes. Offsets in errors count bytes.
    public static func parse(
        _ text: String, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        try parse(Array(text.utf8), limits: limits)
    }

    /// As `parse` of a part of an array, without copying it. Offsets in errors count from the start of the slice.
    public static func parse(
        _ bytes: ArraySlice<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try JSONReader.parse(buffer, limits: limits)
        }
    }

    /// The compact JSON text in UTF-8: no spaces, members in their order, non-ASCII characters as they are.
    /// A double that JSON cannot express (infinite, not a number) is written as `null`.
    public func serialized() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// Appends the compact JSON text to `bytes`.
    public func serialize(into bytes: inout [UInt8]) {
        var writer = JSONWriter(bytes: bytes)
        bytes = []
        writer.write(self)
        bytes = writer.bytes
    }

    /// The compact JSON text for where people may look at it: the same value, with controls and what turns the direction of
    /// a text as `\uXXXX`, so that it commands no terminal and reads as what it is.
    public var visibleText: String {
        var writer = JSONWriter(escapesInvisible: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// The compact JSON text.
    public var text: String { String(decoding: serialized(), as: UTF8.self) }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }

    /// An integer value.
    public init(_ number: Int) { self = .integer(Int64(number)) }
    /// A string value.
    public init(_ text: String) { self = .string(text) }
    /// A boolean value.
    public init(_ flag: Bool) { self = .bool(flag) }
}

extension JSONValue: CustomStringConvertible {
    public var description: String { text }
}
