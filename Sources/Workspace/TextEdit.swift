// Edits on bytes, so that encodings, line ends and a missing final newline of the rest survive untouched.

/// How a text file ends its lines.
enum LineEnd: Equatable {
    case lineFeed, carriageReturn

    /// A file is CRLF when every line of it is; else it is left as it stands.
    init(of bytes: [UInt8]) {
        var feeds = 0
        var pairs = 0
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == feed {
                feeds += 1
                if previous == carriage { pairs += 1 }
            }
            previous = byte
        }
        self = feeds > 0 && feeds == pairs ? .carriageReturn : .lineFeed
    }

    /// Text of a model, which has bare line feeds, in the file's own line ends.
    func fitted(_ bytes: [UInt8]) -> [UInt8] {
        guard self == .carriageReturn else { return bytes }
        var fitted: [UInt8] = []
        fitted.reserveCapacity(bytes.count + bytes.count / 32)
        var previous: UInt8 = 0
        for byte in bytes {
            if byte == feed, previous != carriage { fitted.append(carriage) }
            fitted.append(byte)
            previous = byte
        }
        return fitted
    }
}

private let feed = UInt8(ascii: "\n")
private let carriage = UInt8(ascii: "\r")
let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// New contents for an old file: its line ends and its byte order mark are kept, which models don't see.
func refitted(_ content: [UInt8], to old: [UInt8]) -> [UInt8] {
    let fitted = LineEnd(of: old).fitted(content)
    return old.starts(with: byteOrderMark) && !fitted.starts(with: byteOrderMark) ? byteOrderMark + fitted : fitted
}

/// Where `needle` begins in `bytes`, without overlaps, at most `limit` places.
func places(of needle: [UInt8], in bytes: [UInt8], limit: Int = .max) -> [Int] {
    guard let first = needle.first, needle.count <= bytes.count else { return [] }
    var found: [Int] = []
    bytes.withUnsafeBufferPointer { bytes in
        needle.withUnsafeBufferPointer { needle in
            var start = 0
            let last = bytes.count - needle.count
            while start <= last, found.count < limit {
                if bytes[start] == first, matches(needle, bytes, at: start) {
                    found.append(start)
                    start += needle.count
                } else {
                    start += 1
                }
            }
        }
    }
    return found
}

private func matches(_ needle: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    for index in 1..<max(1, needle.count) where needle[index] != bytes[start + index] { return false }
    return true
}

/// Replaces the one place where `old` stands, as it is written or but for blanks; `startLine` says which of several.
func replacing(
    _ old: String, with new: String, startLine: Int? = nil, in bytes: [UInt8]
) throws(ToolFailure) -> SearchReplaceDiff.Outcome {
    guard !old.isEmpty else { throw ToolFailure("old_string is empty") }
    // As written first; then in the file's own line ends.
    for end in [LineEnd.lineFeed, LineEnd(of: bytes)] {
        let needle = end.fitted(Array(old.utf8))
        let found = places(of: needle, in: bytes, limit: 100)
        if found.isEmpty { continue }
        let said = startLine.map { line in found.filter { lineNumber(of: $0, in: bytes) == line } } ?? []
        guard let place = said.count == 1 ? said[0] : found.count == 1 ? found[0] : nil else {
            let lines = found.prefix(5).map { String(lineNumber(of: $0, in: bytes)) }.joined(separator: ", ")
            let more = found.count > 5 ? ", …" : ""
            throw ToolFailure(
                "old_string is not unique: \(found.count == 100 ? "100 or more" : "\(found.count)") matches "
                    + "(lines \(lines)\(more)); add lines around it, or a start_line")
        }
        var result = Array(bytes[..<place])
        result += LineEnd(of: bytes).fitted(Array(new.utf8))
        result += bytes[(place + needle.count)...]
        return SearchReplaceDiff.Outcome(bytes: result, notes: [])
    }
    return try SearchReplaceDiff(replacing: old, with: new, startLine: startLine, name: "old_string")
        .applied(to: bytes)
}

/// Counted from 1.
func lineNumber(of place: Int, in bytes: [UInt8]) -> Int {
    1 + bytes[..<place].count { $0 == feed }
}

/// Puts lines before a line (counted from 1), or at the end for 0.
func inserting(_ content: String, before line: Int, in bytes: [UInt8]) throws(ToolFailure) -> [UInt8] {
    let end = LineEnd(of: bytes)
    var inserted = end.fitted(Array(content.utf8))
    guard !inserted.isEmpty else { throw ToolFailure("content is empty") }
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == feed { starts.append(index + 1) }
    if starts.last == bytes.count { starts.removeLast() }
    guard line >= 0, line <= starts.count + 1 else {
        throw ToolFailure("line \(line) is not there: the file has \(starts.count) lines")
    }
    if line == 0 || line == starts.count + 1 {
        var result = bytes
        // A last line without its end gets one: the new lines are lines of their own.
        if let last = bytes.last, last != feed { result += end.fitted([feed]) }
        result += inserted
        if result.last != feed { result += end.fitted([feed]) }
        return result
    }
    if inserted.last != feed { inserted += end.fitted([feed]) }
    var start = starts[line - 1]
    // Before the first line still means after the mark.
    if start == 0, bytes.starts(with: byteOrderMark) { start = byteOrderMark.count }
    return Array(bytes[..<start]) + inserted + bytes[start...]
}
