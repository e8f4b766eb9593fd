// Where a link leads, in the one form that may go to a terminal. A model's or a server's words never get there as they
// are: an address that could end the sequence around it would be orders to the terminal.

/// The address of a link: printable ASCII, of a kind that opens nothing on this machine by itself.
///
/// - `http`, `https` and `mailto` alone; anything else (`javascript:`, `file:`, a path) makes no address.
/// - Scalars beyond ASCII are percent-encoded as UTF-8 (RFC 3987 §3.1). An address with a control, a blank or one of
///   `"<>\^`{|}`, which no URI holds (RFC 3986 §2), is refused: what it was meant to be is a guess.
/// - At most 2,083 bytes, the most that VTE takes.
public struct LinkAddress: Hashable, Sendable {
    public let text: String

    private static let schemes = ["http://", "https://", "mailto:"]
    private static let longest = 2_083

    public init?(_ written: String) {
        guard written.utf8.count <= Self.longest else { return nil }
        var bytes: [UInt8] = []
        for byte in written.utf8 {
            switch byte {
            case 0x80...: bytes += [UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 15)]
            case ...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
                UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "{")...UInt8(ascii: "}"):
                return nil
            default: bytes.append(byte)
            }
        }
        guard bytes.count <= Self.longest else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
        let head = text.prefix(8).lowercased()
        guard let scheme = Self.schemes.first(where: { head.hasPrefix($0) }), bytes.count > scheme.utf8.count
        else { return nil }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

    /// A number for cells and for the terminal, never 0: FNV-1a, so that it is the same in every frame.
    public var number: UInt32 {
        let hash = text.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return max(1, hash)
    }
}
