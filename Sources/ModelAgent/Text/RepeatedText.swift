// A model that has lost its way says the same again and again, until its context is full. It is found while it streams.

/// Looks at a text as it grows. It looks after each 256 bytes, wherever pieces end, so that the same text always has the
/// same outcome.
struct RepeatedText: Equatable, Sendable {
    private static let stride = 256
    /// A text of one sign may be a rule or a table of zeros.
    private static let leastBytes = 1200
    private static let longestPeriod = 400
    private static let leastTimes = 8

    private var tail: [UInt8] = []
    private var count = 0

    /// - Returns: the bytes of the text at whose end it repeats itself; nil: it does not.
    mutating func take(_ text: String) -> Int? {
        for byte in text.utf8 {
            tail.append(byte)
            count += 1
            guard count % Self.stride == 0 else { continue }
            let most = Self.longestPeriod * (Self.leastTimes + 1)
            if tail.count > 2 * most { tail.removeFirst(tail.count - most) }
            if Self.period(of: tail[...]) != nil { return count }
        }
        return nil
    }

    /// How long what repeats is; nil: nothing does.
    private static func period(of bytes: ArraySlice<UInt8>) -> Int? {
        for period in 1...longestPeriod where bytes.count > period {
            let wanted = max(leastBytes, period * leastTimes) * (period < 8 ? 2 : 1)
            var index = bytes.endIndex - 1
            let stop = max(bytes.startIndex + period, bytes.endIndex - wanted)
            while index >= stop, bytes[index] == bytes[index - period] { index -= 1 }
            let run = bytes.endIndex - 1 - index
            if run >= wanted { return period }
            // Its multiples are periods, too.
            if run >= leastBytes { return nil }
        }
        return nil
    }

    /// A text up to the second time of what it repeats up to the byte `end`, where `take` found it.
    static func cut(_ text: String, at end: Int) -> String {
        let bytes = Array(text.utf8.prefix(end))
        guard let period = period(of: bytes[...]) else { return text }
        var start = bytes.count - 1
        while start >= period, bytes[start] == bytes[start - period] { start -= 1 }
        var kept = bytes[..<min(bytes.count, start + 1 + period)]
        while let last = kept.last, last & 0xC0 == 0x80 { kept.removeLast() }
        if let last = kept.last, last >= 0xC0 { kept.removeLast() }
        return String(decoding: kept, as: UTF8.self)
    }
}
