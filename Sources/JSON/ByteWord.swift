// Eight bytes at a time: most of a text is the inside of strings, and there a word answers for eight of its bytes.

/// Eight bytes of a text, the first in the lowest place.
struct ByteWord {
    let bits: UInt64

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// The caller vouches for eight bytes at `start`.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>) {
        bits = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    }

    /// The top bit of each byte below 0x20, each quote and each backslash.
    ///
    /// Note: only the lowest mark is sure. A borrow out of a marked byte may mark one above it.
    /// (H. S. Warren, "Hacker's Delight", §6-1: a zero byte in a word.)
    @inline(__always)
    private var borrows: UInt64 {
        let quotes = (bits ^ 0x2222_2222_2222_2222) &- Self.ones
        let backslashes = (bits ^ 0x5C5C_5C5C_5C5C_5C5C) &- Self.ones
        let controls = bits &- 0x2020_2020_2020_2020
        return quotes | backslashes | controls
    }

    /// Marks where the plain part of a string ends: a quote, a backslash or a control character. 0 when nowhere.
    @inline(__always)
    var ends: UInt64 { borrows & ~bits & Self.highs }

    /// As `ends`; what is not ASCII ends it too.
    @inline(__always)
    var endsOfASCII: UInt64 { (borrows | bits) & Self.highs }

    /// True when no byte of the word has its top bit set.
    @inline(__always)
    static func isASCII(_ seen: UInt64) -> Bool { seen & highs == 0 }

    /// The bits of the first `count` bytes (below 8), the others 0.
    @inline(__always)
    func first(_ count: Int) -> UInt64 { bits & ~(UInt64.max &<< UInt64(truncatingIfNeeded: count &* 8)) }

    /// The index of the byte that the lowest of `marks` stands for.
    @inline(__always)
    static func index(of marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }
}
