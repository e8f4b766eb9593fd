// Bytes in the form that git's binary patches want, without a compressor: stored as they are.

/// A zlib stream (RFC 1950) of stored blocks (RFC 1951 §3.2.4). Any inflate reads it; it is a little longer than the
/// content.
enum StoredDeflate {
    static func bytes(of content: [UInt8]) -> [UInt8] {
        // 32 KiB window, no dictionary, fastest: 0x7801 is a multiple of 31.
        var result: [UInt8] = [0x78, 0x01]
        result.reserveCapacity(content.count + content.count / 65535 * 5 + 16)
        var place = 0
        repeat {
            let end = min(content.count, place + 65535)
            let count = end - place
            let header = [count & 0xFF, count >> 8, ~count & 0xFF, ~count >> 8 & 0xFF]
            result.append(end == content.count ? 1 : 0)
            result += header.map { UInt8($0) }
            result += content[place..<end]
            place = end
        } while place < content.count
        let sum = adler32(content)
        for shift: UInt32 in [24, 16, 8, 0] { result.append(UInt8(sum >> shift & 0xFF)) }
        return result
    }

    private static func adler32(_ content: [UInt8]) -> UInt32 {
        content.withUnsafeBufferPointer { bytes in
            var (a, b): (UInt32, UInt32) = (1, 0)
            var place = 0
            while place < bytes.count {
                // The longest run whose sums fit in 32 bits.
                let end = min(bytes.count, place + 5552)
                while place < end {
                    a += UInt32(bytes[place])
                    b += a
                    place += 1
                }
                a %= 65521
                b %= 65521
            }
            return b << 16 | a
        }
    }
}

extension Base85 {
    /// Lines of up to 52 bytes: a letter for how many, then five digits for each four, the last filled up with zeros.
    static func append(_ content: [UInt8], to text: inout [UInt8]) {
        var place = 0
        while place < content.count {
            let count = min(52, content.count - place)
            text.append(UInt8(count <= 26 ? Int(UInt8(ascii: "A")) + count - 1 : Int(UInt8(ascii: "a")) + count - 27))
            for start in stride(from: place, to: place + count, by: 4) {
                var value: UInt32 = 0
                for offset in 0..<4 {
                    value = value << 8 | (start + offset < place + count ? UInt32(content[start + offset]) : 0)
                }
                var group: [UInt8] = [0, 0, 0, 0, 0]
                for digit in stride(from: 4, through: 0, by: -1) {
                    group[digit] = digits[Int(value % 85)]
                    value /= 85
                }
                text += group
            }
            text.append(0x0A)
            place += count
        }
    }
}
