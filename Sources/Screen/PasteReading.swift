// A bracketed paste, byte by byte: as long as it is, each byte is looked at once.

/// Collects a paste up to `ESC [ 201 ~`.
struct PasteReading: Equatable, Sendable {
    private static let end: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    private let limit: Int
    private var bytes: [UInt8] = []
    private var lost = 0
    /// How much of `end` is read. An `ESC` is only at its start, so a byte that does not fit can only start it anew.
    private var matched = 0
    private var isAfterReturn = false

    init(limit: Int) {
        self.limit = max(0, limit)
    }

    /// The paste, when the byte ends it. Line ends are `\n` in it, and what is not UTF-8 is U+FFFD.
    mutating func take(_ byte: UInt8) -> (text: String, lostBytes: Int)? {
        if byte == Self.end[matched] {
            matched += 1
            if matched == Self.end.count { return finish() }
            return nil
        }
        if matched > 0 {
            for held in Self.end[..<matched] { keep(held) }
            matched = 0
            if byte == Self.end[0] {
                matched = 1
                return nil
            }
        }
        keep(byte)
        return nil
    }

    private mutating func keep(_ byte: UInt8) {
        let wasAfterReturn = isAfterReturn
        isAfterReturn = byte == 0x0D
        if byte == 0x0A && wasAfterReturn { return }
        if bytes.count < limit && lost == 0 {
            bytes.append(byte == 0x0D ? 0x0A : byte)
        } else {
            lost += 1
        }
    }

    private mutating func finish() -> (text: String, lostBytes: Int) {
        if lost > 0 { dropCutCharacter() }
        let result = (String(decoding: bytes, as: UTF8.self), lost)
        self = PasteReading(limit: limit)
        return result
    }

    /// The cut may have gone through a character.
    private mutating func dropCutCharacter() {
        var tail = bytes.count
        while tail > 0, bytes.count - tail < 3, bytes[tail - 1] & 0xC0 == 0x80 { tail -= 1 }
        guard tail > 0, var reading = UTF8Reading(lead: bytes[tail - 1]) else { return }
        for byte in bytes[tail...] {
            guard case .more = reading.take(byte) else { return }
        }
        lost += bytes.count - (tail - 1)
        bytes.removeSubrange((tail - 1)...)
    }
}
