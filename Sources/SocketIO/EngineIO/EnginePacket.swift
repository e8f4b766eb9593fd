// The packets of Engine.IO protocol 4, and how one of them is written on a websocket.
public import JSON

/// One Engine.IO packet. On a websocket each packet is one message; binary messages carry no type byte.
package enum EnginePacket: Equatable, Sendable {
    /// `0`: the server's first packet.
    case open(EngineHandshake)
    /// `1`: the sender is leaving.
    case close
    /// `2`: heartbeat from the server; with `probe` from a client that tries a websocket.
    case ping(probe: Bool)
    /// `3`: the answer to `2`.
    case pong(probe: Bool)
    /// `4`: one Socket.IO packet as text.
    case message(ArraySlice<UInt8>)
    /// An attachment of a Socket.IO packet.
    case binary([UInt8])
    /// `5`: the client moves to the websocket that it probed.
    case upgrade
    /// `6`: nothing; releases a pending poll.
    case noop

    /// A message with this text.
    package static func message(_ text: String) -> EnginePacket { .message(Array(text.utf8)[...]) }

    /// Reads what came as one message.
    package init(_ frame: EngineFrame) throws(PacketError) {
        switch frame {
        case .binary(let bytes): self = .binary(bytes)
        case .text(let bytes): try self.init(text: bytes[...])
        }
    }

    /// Reads the text form: the type digit and its content.
    init(text: ArraySlice<UInt8>) throws(PacketError) {
        guard let type = text.first else { throw .emptyPacket }
        let content = text.dropFirst()
        switch type {
        case UInt8(ascii: "4"): self = .message(content)
        case UInt8(ascii: "0"): self = .open(try EngineHandshake(content))
        case UInt8(ascii: "1"): self = .close
        case UInt8(ascii: "2"): self = .ping(probe: content.elementsEqual("probe".utf8))
        case UInt8(ascii: "3"): self = .pong(probe: content.elementsEqual("probe".utf8))
        case UInt8(ascii: "5"): self = .upgrade
        case UInt8(ascii: "6"): self = .noop
        default: throw .unknownType(type)
        }
    }

    /// The packet as one message.
    package var frame: EngineFrame {
        switch self {
        case .open(let handshake): .text([UInt8(ascii: "0")] + handshake.json.serialized())
        case .close: .text("1")
        case .ping(let probe): .text(probe ? "2probe" : "2")
        case .pong(let probe): .text(probe ? "3probe" : "3")
        case .message(let text): .text([UInt8(ascii: "4")] + text)
        case .binary(let bytes): .binary(bytes)
        case .upgrade: .text("5")
        case .noop: .text("6")
        }
    }
}

/// A packet that breaks the protocol.
public enum PacketError: Error, Equatable, Sendable {
    /// A message without even a type digit.
    case emptyPacket
    /// A type digit that the protocol does not have.
    case unknownType(UInt8)
    /// The open packet lacks something or is no object.
    case invalidHandshake
    /// A payload that is not JSON.
    case invalidJSON(JSONError)
    /// Binary data of a polling payload that is not base64 (RFC 4648 §4).
    case invalidBase64
    /// The namespace is not UTF-8.
    case invalidNamespace
    /// An event without a name, an acknowledgement without an id or a list.
    case invalidArguments
    /// An event name that only the library itself may report, such as `connect`.
    case reservedEventName(String)
    /// More attachments than are read.
    case tooManyAttachments(limit: Int)
    /// Binary data that no packet announced.
    case unexpectedAttachment
    /// Text while binary data is awaited, or a placeholder without data.
    case missingAttachment
}
