// How much of one answer is kept: a server that runs away with megabytes must freeze neither the screen nor the history.

/// Cuts what is longer than anybody reads, and says so where it ends.
enum AnswerLimit {
    /// Of UTF-8: some 200,000 words.
    static let maximumBytes = 1 << 20
    /// The cut goes back to the end of a line where one is so near.
    private static let lineBytes = 4_096

    /// The text as it is, or its beginning and a remark, for the model as for people.
    static func cut(_ text: String) -> String {
        guard text.utf8.count > maximumBytes else { return text }
        let bytes = text.utf8
        let limit = bytes.index(bytes.startIndex, offsetBy: maximumBytes)
        // A character is not torn apart.
        var end = limit.samePosition(in: text.unicodeScalars) ?? limit
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil { end = bytes.index(before: end) }
        let near = bytes.index(end, offsetBy: -lineBytes)
        if let lineEnd = bytes[near..<end].lastIndex(of: UInt8(ascii: "\n")) { end = lineEnd }
        return text[..<end] + "\n\n[cut at \(size(maximumBytes)) of \(size(bytes.count))]"
    }

    /// `1 MB`, `7.6 MB`.
    private static func size(_ bytes: Int) -> String {
        let tenths = (bytes * 10 + (1 << 19)) >> 20
        return tenths % 10 == 0 ? "\(tenths / 10) MB" : "\(tenths / 10).\(tenths % 10) MB"
    }
}
