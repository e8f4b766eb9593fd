// Sets of bytes, as tables write them: `A-Za-z_`.

struct ByteSet: Equatable, Sendable {
    private var words: SIMD4<UInt64> = .zero

    init() {}

    /// Bytes and ranges of bytes; `%s` stands for blanks.
    init(_ text: ArraySlice<UInt8>) {
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.first == UInt8(ascii: "s") {
                rest.removeFirst()
                insert(0x20)
                insert(0x09)
            } else if rest.count >= 2, rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last > byte {
                for byte in byte...last { insert(byte) }
                rest = rest.dropFirst(2)
            } else {
                insert(byte)
            }
        }
    }

    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1 }
}

@inline(__always) func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

/// Of a word in any language. Bytes of characters beyond ASCII all count as letters.
@inline(__always) func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == 0x5F || byte >= 0x80
}

@inline(__always) func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
