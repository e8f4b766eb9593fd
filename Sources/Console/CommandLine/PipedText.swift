// What comes through a pipe beside a prompt: text that goes along with the message, or a reason why it can't.

/// A text from standard input.
public struct PipedText: Equatable, Sendable {
    /// Why it does not go along.
    public enum Refusal: Error, Equatable, Sendable {
        case binary
        case tooLong(limit: Int)

        /// One sentence for the shell, and what to do.
        public var sentence: String {
            switch self {
            case .binary:
                "standard input is not text, so nothing was sent. A file of the project can be named in the message: @path."
            case .tooLong(let limit):
                "standard input has more than \(limit >> 10) KiB, so nothing was sent. Pipe a part of it (head, tail, grep), "
                    + "or name a file and its lines in the message: @path:10-40."
            }
        }
    }

    /// Bytes that a message takes along: what a model could still read at once.
    public static let limit = 512 << 10

    /// Line ends are `\n`; what is no UTF-8 is replaced by U+FFFD, visibly.
    public let text: String

    /// - Parameter bytes: all of the input, or at least one byte more than `limit` of it.
    /// - Returns: nil when there is nothing but blanks.
    public init?(_ bytes: [UInt8]) throws(Refusal) {
        // No encoding of text that a terminal's program would pipe has this byte, and nearly every binary file has.
        guard !bytes.prefix(Self.limit).contains(0) else { throw .binary }
        guard bytes.count <= Self.limit else { throw .tooLong(limit: Self.limit) }
        var lines = String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        guard !lines.isEmpty else { return nil }
        text = lines.joined(separator: "\n")
    }

    /// The text in a fence that it can't end, so that no word of it is taken for the user's: `@name` mentions nothing
    /// there.
    public var fenced: String {
        var (longest, run) = (2, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        return "\(fence)\n\(text)\n\(fence)"
    }
}
