// A character whose bytes come one by one, over any number of reads.

/// The bytes of one UTF-8 character so far (RFC 3629 §4: the ranges of the second byte keep out overlong forms,
/// surrogates and what is above U+10FFFF).
struct UTF8Reading: Equatable, Sendable {
    enum Step {
        case more
        case scalar(Unicode.Scalar)
        /// The byte does not go on the character; it has to be read again as the start of something.
        case invalid
    }

    private var value: UInt32
    private var missing: Int
    private var allowed: ClosedRange<UInt8>

    /// `nil` when no character begins with this byte.
    init?(lead: UInt8) {
        allowed = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF:
            (value, missing) = (UInt32(lead & 0x1F), 1)
        case 0xE0...0xEF:
            (value, missing) = (UInt32(lead & 0x0F), 2)
            if lead == 0xE0 { allowed = 0xA0...0xBF }
            if lead == 0xED { allowed = 0x80...0x9F }
        case 0xF0...0xF4:
            (value, missing) = (UInt32(lead & 0x07), 3)
            if lead == 0xF0 { allowed = 0x90...0xBF }
            if lead == 0xF4 { allowed = 0x80...0x8F }
        default: return nil
        }
    }

    mutating func take(_ byte: UInt8) -> Step {
        guard allowed.contains(byte) else { return .invalid }
        allowed = 0x80...0xBF
        value = value << 6 | UInt32(byte & 0x3F)
        missing -= 1
        if missing > 0 { return .more }
        return Unicode.Scalar(value).map(Step.scalar) ?? .invalid
    }
}
