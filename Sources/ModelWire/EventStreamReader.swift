// Server-sent events from bytes that were cut anywhere: the framing under a streamed answer.

/// Reads an event stream (WHATWG HTML §9.2.6) as it comes. Lines end with CR, LF or both; a byte order mark in front,
/// comments, `id` and `retry` are left out.
///
/// Beside the standard it tells lines that are no field, since servers put a bare JSON error in the middle of a
/// stream, and gives an event that the end left without its empty line, which several servers never send.
public struct EventStreamReader: Equatable, Sendable {
    /// What a stream is made of.
    public enum Element: Equatable, Sendable {
        /// `type` is `message` where the stream names none; of several `data` lines LF stands between them.
        case event(type: String, data: [UInt8])
        /// A line that is neither a comment nor a field of the standard's.
        case stray([UInt8])
    }

    /// A line or an event beyond its limit; the reader is of no use after it.
    public struct TooLong: Error, Equatable, Sendable {
        /// In bytes.
        public var limit: Int
    }

    /// Bytes of one event's data, and of one line.
    public let maximumBytes: Int

    private var line: [UInt8] = []
    private var data: [UInt8]?
    private var type = ""
    /// The line before ended with CR: an LF right behind it is a part of that end.
    private var endedWithCR = false
    private var isFirstLine = true

    /// A reader at the start of a stream. It never holds more than twice `maximumBytes`, 8 MiB unless said otherwise.
    public init(maximumBytes: Int = 8 << 20) { self.maximumBytes = maximumBytes }

    /// Takes what came; the elements that it completes, in order.
    public mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [Element] {
        var elements: [Element] = []
        for byte in bytes {
            let followsCR = endedWithCR
            endedWithCR = byte == 0x0D
            switch byte {
            case 0x0A where followsCR: break
            case 0x0A, 0x0D: try endLine(&elements)
            default:
                guard line.count < maximumBytes else { throw TooLong(limit: maximumBytes) }
                line.append(byte)
            }
        }
        return elements
    }

    /// The stream is over: what its last, unended line and event held.
    public mutating func finish() throws(TooLong) -> [Element] {
        var elements: [Element] = []
        if !line.isEmpty { try endLine(&elements) }
        dispatch(&elements)
        return elements
    }

    private mutating func endLine(_ elements: inout [Element]) throws(TooLong) {
        defer { line.removeAll(keepingCapacity: line.count < 64 << 10) }
        if isFirstLine {
            isFirstLine = false
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else { return dispatch(&elements) }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch String(decoding: line[..<min(colon, 6)], as: UTF8.self) {
        case "": break
        case "data":
            guard (data?.count ?? 0) + value.count < maximumBytes else { throw TooLong(limit: maximumBytes) }
            if data == nil { data = Array(value) } else { data? += [0x0A] + value }
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id", "retry": break
        default: elements.append(.stray(line))
        }
    }

    private mutating func dispatch(_ elements: inout [Element]) {
        if let data { elements.append(.event(type: type.isEmpty ? "message" : type, data: data)) }
        data = nil
        type = ""
    }
}
