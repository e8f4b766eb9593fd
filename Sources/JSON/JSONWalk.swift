// Where the values of a JSON text end, found byte by byte: for text that comes in pieces, or has other text behind it.

/// Follows brackets and strings without reading what they hold. It never fails: what is no JSON ends somewhere else, or
/// nowhere, and the parser says why.
public struct JSONWalk: Equatable, Sendable {
    /// What a byte did.
    public enum Step: Equatable, Sendable {
        /// No value ended with it.
        case went
        /// A string is over, at the present depth.
        case endedText
        /// A bracket was closed; the present depth is that behind it. One that was never opened leaves it at 0.
        case closed
    }

    private enum Place: Equatable, Sendable { case outside, inText, behindBackslash }

    /// Brackets that are open.
    public private(set) var depth = 0
    private var place = Place.outside

    /// Before the first byte.
    public init() {}

    /// Takes the next byte, which may be one of a longer character.
    public mutating func take(_ byte: UInt8) -> Step {
        switch (place, byte) {
        case (.behindBackslash, _): place = .inText
        case (.inText, UInt8(ascii: "\\")): place = .behindBackslash
        case (.inText, UInt8(ascii: "\"")):
            place = .outside
            return .endedText
        case (.inText, _): break
        case (.outside, UInt8(ascii: "\"")): place = .inText
        case (.outside, UInt8(ascii: "{")), (.outside, UInt8(ascii: "[")): depth += 1
        case (.outside, UInt8(ascii: "}")), (.outside, UInt8(ascii: "]")):
            depth = max(0, depth - 1)
            return .closed
        case (.outside, _): break
        }
        return .went
    }
}
