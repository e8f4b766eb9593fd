// Reads the texts of one source, such as a connection, one after the other: names that come again are not made again.

/// A reader of JSON texts that are alike. It gives what `JSONValue.parse` gives, and remembers short names between
/// texts (at most 64, of 15 bytes) to be faster at it. What it remembers never shows: all readers with the same
/// limits are equal.
package struct JSONReader: Sendable {
    /// What the reader accepts at most.
    package let limits: JSONLimits
    private var names = NameTable()

    /// From this many bytes on a single text is worth a table of its own.
    private static let bytesWorthTable = 1_024

    /// A reader that has read nothing.
    package init(limits: JSONLimits = .standard) {
        self.limits = limits
    }

    /// Reads one text as `JSONValue.parse` does. `bytes` need live no longer than the call; offsets in errors count
    /// from their start.
    package mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSONValue {
        var parser = try JSONParser(bytes, limits: limits)
        parser.names = takeNames()
        defer { names = parser.names.take() ?? NameTable() }
        return try parser.document()
    }

    /// Reads one text as `parse` does; of an array the first element and the others, nil when the text is no array or
    /// has no element. So the arguments of an event come apart from its name without being copied.
    package mutating func parseFirstAndRest(
        _ bytes: UnsafeBufferPointer<UInt8>
    ) throws(JSONError) -> (first: JSONValue, rest: [JSONValue])? {
        var parser = try JSONParser(bytes, limits: limits)
        parser.names = takeNames()
        defer { names = parser.names.take() ?? NameTable() }
        return try parser.firstAndRest()
    }

    /// Moves the table out, so that it is never shared and never copied.
    private mutating func takeNames() -> NameTable {
        var taken = NameTable()
        swap(&taken, &names)
        return taken
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits) throws(JSONError) -> JSONValue {
        var parser = try JSONParser(bytes, limits: limits)
        if bytes.count >= bytesWorthTable { parser.names = NameTable() }
        return try parser.document()
    }
}

extension JSONReader: Equatable {
    package static func == (left: JSONReader, right: JSONReader) -> Bool { left.limits == right.limits }
}
