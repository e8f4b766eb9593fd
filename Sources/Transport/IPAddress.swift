// Literal addresses, compared as the bytes that they mean: one address has many spellings.
import Glibc

/// An IPv4 or IPv6 address.
package struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes, in network order.
    package let bytes: [UInt8]

    /// Reads a literal without brackets, port or zone; nil for all else, names included.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        var bytes = [UInt8](repeating: 0, count: text.contains(":") ? 16 : 4)
        // `inet_pton` would read only up to a zero byte.
        guard !text.utf8.contains(0), inet_pton(bytes.count == 16 ? AF_INET6 : AF_INET, text, &bytes) == 1 else {
            return nil
        }
        self.bytes = bytes
    }

    /// Whether the first `length` bits are those of `other`, an address of the same kind.
    func sharesPrefix(_ other: IPAddress, length: Int) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            (bytes[bit / 8] ^ other.bytes[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }
}
