// Git's name for a file's content, which says whether two files are the same without showing them.

/// The SHA-1 (FIPS 180-4) of `blob SIZE`, a zero byte and the content, as `git hash-object` gives it.
///
/// Note: it names content. It is no protection against content made to have the same name.
public struct BlobID: Hashable, Sendable {
    private let words: [UInt32]

    /// Cost: O(bytes).
    public init(of content: [UInt8]) {
        var hash = SHA1()
        let head = Array("blob \(content.count)\0".utf8)
        // The head and the first bytes of the content share a block.
        let first = head + content.prefix(64 - head.count)
        let used = first.count - head.count
        content.withUnsafeBytes { bytes in
            if first.count < 64 {
                hash.finish(first, count: head.count + content.count)
                return
            }
            first.withUnsafeBytes { hash.add($0, at: 0) }
            var place = used
            while content.count - place >= 64 {
                hash.add(bytes, at: place)
                place += 64
            }
            hash.finish(Array(bytes[place...]), count: head.count + content.count)
        }
        words = [hash.a, hash.b, hash.c, hash.d, hash.e]
    }

    /// Forty hexadecimal digits.
    public var text: String {
        words.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.utf8.count) + digits
        }.joined()
    }

    /// Seven digits, as git shows it by default.
    public var short: String { String(text.prefix(7)) }

    /// Whether `digits`, at least four, begin this id, as in the index line of a patch.
    public func isAbbreviated(as digits: String) -> Bool { digits.utf8.count >= 4 && text.hasPrefix(digits) }
}

private struct SHA1 {
    var a: UInt32 = 0x6745_2301
    var b: UInt32 = 0xEFCD_AB89
    var c: UInt32 = 0x98BA_DCFE
    var d: UInt32 = 0x1032_5476
    var e: UInt32 = 0xC3D2_E1F0
    private var schedule = [UInt32](repeating: 0, count: 80)

    /// Takes the 64 bytes at a place in.
    mutating func add(_ bytes: UnsafeRawBufferPointer, at place: Int) {
        schedule.withUnsafeMutableBufferPointer { w in
            for index in 0..<16 {
                w[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 4 * index, as: UInt32.self))
            }
            for index in 16..<80 {
                let word = w[index - 3] ^ w[index - 8] ^ w[index - 14] ^ w[index - 16]
                w[index] = word << 1 | word >> 31
            }
            var (p, q, r, s, t) = (a, b, c, d, e)
            for index in 0..<80 {
                let mixed: UInt32
                switch index {
                case 0..<20: mixed = (q & r | ~q & s) &+ 0x5A82_7999
                case 20..<40: mixed = (q ^ r ^ s) &+ 0x6ED9_EBA1
                case 40..<60: mixed = (q & r | q & s | r & s) &+ 0x8F1B_BCDC
                default: mixed = (q ^ r ^ s) &+ 0xCA62_C1D6
                }
                let next = (p << 5 | p >> 27) &+ mixed &+ t &+ w[index]
                (t, s, r, q, p) = (s, r, q << 30 | q >> 2, p, next)
            }
            (a, b, c, d, e) = (a &+ p, b &+ q, c &+ r, d &+ s, e &+ t)
        }
    }

    /// The last bytes, fewer than 64, a one bit, zeros, and the length in bits of all.
    mutating func finish(_ rest: [UInt8], count: Int) {
        var tail = rest + [0x80]
        while tail.count % 64 != 56 { tail.append(0) }
        let bits = UInt64(count) * 8
        for shift in stride(from: 56, through: 0, by: -8) { tail.append(UInt8(bits >> UInt64(shift) & 0xFF)) }
        tail.withUnsafeBytes { bytes in
            for place in stride(from: 0, to: bytes.count, by: 64) { add(bytes, at: place) }
        }
    }
}
