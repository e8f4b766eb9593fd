// Short names come again and again in the texts of one connection: a table keeps them as text that is ready to copy.

/// Names of at most 15 ASCII bytes, found by their bytes. A slot holds the name that was met last: the table never
/// grows, and what it holds never shows.
struct NameTable: Sendable {
    private struct Slot {
        /// The bytes, the first in the lowest place, 0 behind the last. No name has a 0 in it.
        var low: UInt64 = 0
        var high: UInt64 = 0
        var text = ""
    }

    private static let slotBits = 6

    /// Empty until the first name: many a text has none.
    private var slots: [Slot] = []

    /// A number of 64 for the name of these bytes; equal names have equal numbers.
    @inline(__always)
    static func number(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low ^ (high &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: mixed &>> UInt64(64 - slotBits))
    }

    /// The name that `bytes` spell; `low`, `high` and `number` are of the same bytes.
    @inline(__always)
    mutating func text(
        _ low: UInt64, _ high: UInt64, number: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String {
        if number < slots.count, slots[number].low == low, slots[number].high == high { return slots[number].text }
        return keep(low, high, number: number, bytes)
    }

    @inline(never)
    private mutating func keep(
        _ low: UInt64, _ high: UInt64, number: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> String {
        if slots.isEmpty { slots = Array(repeating: Slot(), count: 1 << Self.slotBits) }
        let text = String(ascii: bytes)
        slots[number] = Slot(low: low, high: high, text: text)
        return text
    }
}

extension String {
    /// The text of bytes that are known to be ASCII: they are copied and not looked at again.
    @inline(__always)
    init(ascii bytes: UnsafeBufferPointer<UInt8>) {
        self.init(copying: UTF8Span(unchecked: Span(_unsafeElements: bytes), isKnownASCII: true))
    }
}
