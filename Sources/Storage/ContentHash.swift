// The name of a content: SHA-256 (FIPS 180-4), since two files that somebody made to share a weaker name would be kept
// as one.

/// The SHA-256 of some bytes.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
    /// Length of `bytes`.
    public static let size = 32
    public let bytes: [UInt8]

    public init(of content: [UInt8]) {
        bytes = content.withUnsafeBufferPointer { SHA256.digest($0) }
    }

    /// `nil` when there are not 32 bytes.
    public init?(bytes: [UInt8]) {
        guard bytes.count == ContentHash.size else { return nil }
        self.bytes = bytes
    }

    /// Sixty-four digits, as `sha256sum` prints them.
    public var description: String {
        var text = ""
        for byte in bytes { text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return text
    }
}

private enum SHA256 {
    static func digest(_ content: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var state = initial
        let whole = content.count / 64 * 64
        var rest = Array(content[whole...])
        rest.append(0x80)
        while rest.count % 64 != 56 { rest.append(0) }
        let bits = UInt64(content.count) &* 8
        for shift in stride(from: 56, through: 0, by: -8) {
            rest.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
            guard let words = words.baseAddress else { return }
            constants.withUnsafeBufferPointer { table in
                guard let table = table.baseAddress else { return }
                if let start = content.baseAddress {
                    var place = 0
                    while place < whole {
                        mix(start + place, words, table, &state)
                        place += 64
                    }
                }
                rest.withUnsafeBufferPointer { buffer in
                    guard let start = buffer.baseAddress else { return }
                    for place in stride(from: 0, to: buffer.count, by: 64) { mix(start + place, words, table, &state) }
                }
            }
        }
        var digest: [UInt8] = []
        digest.reserveCapacity(32)
        for word in [state.0, state.1, state.2, state.3, state.4, state.5, state.6, state.7] {
            for shift: UInt32 in [24, 16, 8, 0] { digest.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return digest
    }

    private typealias State = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    /// One block of 64 bytes; §6.2.2.
    private static func mix(
        _ block: UnsafePointer<UInt8>, _ words: UnsafeMutablePointer<UInt32>, _ table: UnsafePointer<UInt32>,
        _ state: inout State
    ) {
        var index = 0
        while index < 16 {
            let byte = block + index * 4
            words[index] = UInt32(byte[0]) << 24 | UInt32(byte[1]) << 16 | UInt32(byte[2]) << 8 | UInt32(byte[3])
            index += 1
        }
        while index < 64 {
            let early = words[index - 15]
            let late = words[index - 2]
            let first = (early >> 7 | early << 25) ^ (early >> 18 | early << 14) ^ early >> 3
            let second = (late >> 17 | late << 15) ^ (late >> 19 | late << 13) ^ late >> 10
            words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
            index += 1
        }
        var (a, b, c, d, e, f, g, h) = state
        index = 0
        while index < 64 {
            let sum = (e >> 6 | e << 26) ^ (e >> 11 | e << 21) ^ (e >> 25 | e << 7)
            let one = h &+ sum &+ ((e & f) ^ (~e & g)) &+ table[index] &+ words[index]
            let two = ((a >> 2 | a << 30) ^ (a >> 13 | a << 19) ^ (a >> 22 | a << 10)) &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
            index += 1
        }
        state = (
            state.0 &+ a, state.1 &+ b, state.2 &+ c, state.3 &+ d, state.4 &+ e, state.5 &+ f, state.6 &+ g,
            state.7 &+ h
        )
    }

    private static let initial: State = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
        0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
        0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
        0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
        0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
        0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
        0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
        0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
