// Several packets in one HTTP body: joined with 0x1e, binary as `b` and base64 (Engine.IO 4, "Payload encoding").

/// The payload codec: bodies of polling requests and replies.
public enum PollingPayload {
    /// Packets that every peer takes in one body: python-engineio throws away a longer POST without a word, and its
    /// client ends the connection over a longer answer to a GET.
    public static let maximumPackets = 16

    private static let separator: UInt8 = 0x1E

    /// The body that carries these packets.
    public static func encode(_ packets: [EnginePacket]) -> [UInt8] { encode(packets.map(\.frame)) }

    /// The body that carries these frames.
    public static func encode(_ frames: [EngineFrame]) -> [UInt8] {
        var body: [UInt8] = []
        for (index, frame) in frames.enumerated() {
            if index > 0 { body.append(separator) }
            switch frame {
            case .text(let bytes):
                body.append(contentsOf: bytes)
            case .binary(let bytes):
                body.append(UInt8(ascii: "b"))
                Base64.encode(bytes, into: &body)
            }
        }
        return body
    }

    /// The packets of a body. One bad packet makes the whole body bad.
    public static func decode(_ body: [UInt8]) throws(PacketError) -> [EnginePacket] {
        var packets: [EnginePacket] = []
        for part in body.split(separator: separator, omittingEmptySubsequences: false) {
            if part.first == UInt8(ascii: "b") {
                guard let bytes = Base64.decode(part.dropFirst()) else { throw .invalidBase64 }
                packets.append(.binary(bytes))
            } else {
                packets.append(try EnginePacket(text: part))
            }
        }
        return packets
    }

    /// How many of these frames go into one POST body that every server takes: at most `maximumPackets` packets and
    /// `maximumBytes` bytes. A single larger frame goes alone.
    public static func packetCount(ofBody frames: ArraySlice<EngineFrame>, maximumBytes: Int?) -> Int {
        var bytes = 0
        var count = 0
        for frame in frames.prefix(maximumPackets) {
            // The separator counts.
            bytes += encodedSize(of: frame) + (count == 0 ? 0 : 1)
            guard count == 0 || bytes <= maximumBytes ?? .max else { break }
            count += 1
        }
        return count
    }

    static func encodedSize(of frame: EngineFrame) -> Int {
        switch frame {
        case .text(let bytes): bytes.count
        case .binary(let bytes): 1 + (bytes.count + 2) / 3 * 4
        }
    }
}
