// The arguments of one call as they come, often a few bytes at a time, and whether they are one JSON value by now.

import JSON

/// Every byte is looked at once when it comes, and once more when the value may be whole: not with every piece again.
struct GatheredArguments: Equatable, Sendable {
    private enum Shape: Equatable, Sendable {
        /// White space so far.
        case blank
        /// An object that is not closed.
        case open
        case closed
        /// No object, or more than one.
        case other
    }

    private(set) var text = ""
    /// One JSON object has come, whole, and nothing behind it.
    private(set) var isWhole = false
    private var shape = Shape.blank
    private var walk = JSONWalk()
    /// Bytes that were parsed: what a test counts.
    private(set) var bytesParsed = 0

    init(_ text: String = "") { append(text) }

    var isEmpty: Bool { text.isEmpty }

    mutating func append(_ piece: String) {
        guard !piece.isEmpty else { return }
        text += piece
        for byte in piece.utf8 { take(byte) }
        guard shape == .closed else {
            isWhole = false
            return
        }
        isWhole = (try? JSONValue.parse(text)) != nil
        bytesParsed += text.utf8.count
    }

    private mutating func take(_ byte: UInt8) {
        switch shape {
        case .blank:
            if byte == UInt8(ascii: "{") {
                shape = .open
                _ = walk.take(byte)
            } else if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) {
                shape = .other
            }
        case .open:
            if walk.take(byte) == .closed, walk.depth == 0 { shape = byte == UInt8(ascii: "}") ? .closed : .other }
        case .closed, .other: shape = .other
        }
    }
}
