// Why a text is not JSON and where, in a form that a log line or a notice can be made of.

/// What a reader accepts at most.
public struct JSONLimits: Equatable, Sendable {
    /// Bytes of the whole text.
    public var maximumBytes: Int
    /// Arrays and objects inside each other.
    public var maximumDepth: Int

    /// Limits of a reader; the defaults are those of `standard`.
    public init(maximumBytes: Int = 64 << 20, maximumDepth: Int = 512) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
    }

    /// 64 MiB and 512 levels.
    public static let standard = JSONLimits()
}

/// A text that is not JSON by RFC 8259, or is beyond the limits.
public struct JSONError: Error, Equatable, Sendable {
    /// What is wrong, by the section of RFC 8259 that is broken, or the limit that is passed.
    public enum Reason: Equatable, Sendable {
        /// The text ends inside a value, or is empty.
        case unexpectedEnd
        /// A byte that cannot stand here.
        case unexpectedByte(UInt8)
        /// A byte below 0x20 inside a string.
        case controlCharacter(UInt8)
        /// A backslash with something that is no escape.
        case invalidEscape
        /// A string that is not UTF-8.
        case invalidUTF8
        /// A number that is not written as JSON wants it.
        case invalidNumber
        /// A number too large for a double.
        case numberOutOfRange
        /// Something other than white space after the value.
        case trailingBytes
        /// More levels than the limit.
        case tooDeep(limit: Int)
        /// More bytes than the limit.
        case tooLong(limit: Int)
    }

    /// What is wrong.
    public var reason: Reason
    /// Where, in bytes from the start of the text.
    public var offset: Int

    /// An error at this byte.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(words) at byte \(offset)" }

    private var words: String {
        switch reason {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte(let byte): "unexpected \(Self.shown(byte))"
        case .controlCharacter(let byte): "control character \(Self.shown(byte)) in a string"
        case .invalidEscape: "invalid escape"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidNumber: "invalid number"
        case .numberOutOfRange: "number out of range"
        case .trailingBytes: "something after the value"
        case .tooDeep(let limit): "more than \(limit) levels"
        case .tooLong(let limit): "more than \(limit) bytes"
        }
    }

    private static func shown(_ byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7f { return "'\(Character(UnicodeScalar(byte)))'" }
        let digits = String(byte, radix: 16)
        return "0x" + (digits.count < 2 ? "0" : "") + digits
    }
}
