// A message of several lines on its way, with an end to what is kept of it.

struct PlainBlock: Equatable, Sendable {
    /// Bytes.
    static let longest = 1 << 20

    private var lines: [String] = []
    private var bytes = 0

    /// nil: it was too long, and nothing of it is kept; half a message would be another one.
    var text: String? { bytes > Self.longest ? nil : lines.joined(separator: "\n") }

    /// - Returns: whether it still holds all; false once, with the line that is too much.
    mutating func append(_ line: String) -> Bool {
        guard bytes <= Self.longest else { return true }
        bytes += line.utf8.count + 1
        guard bytes > Self.longest else {
            lines.append(line)
            return true
        }
        lines = []
        return false
    }
}
