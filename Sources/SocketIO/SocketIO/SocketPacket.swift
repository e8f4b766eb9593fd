// The packets of Socket.IO protocol 5 and how they are written: `<type>[<attachments>-][<namespace>,][<id>][<JSON>]`.
package import JSON

/// One Socket.IO packet. The binary types 5 and 6 are events and acknowledgements that have attachments.
package enum SocketPacket: Equatable, Sendable {
    /// `0`: the client asks to join (payload: its credentials), the server agrees (payload: `sid`).
    case connect(namespace: String, payload: JSONValue?)
    /// `1`: either side leaves. The payload is not in the protocol; python-socketio sends one.
    case disconnect(namespace: String, payload: JSONValue?)
    /// `2` and `5`.
    case event(SocketEvent)
    /// `3` and `6`.
    case acknowledgement(namespace: String, id: Int, SocketArguments)
    /// `4`: an object with `message`, or a bare string.
    case connectError(namespace: String, payload: JSONValue)

    /// The namespace that the packet is for; `/` when the wire names none.
    package var namespace: String {
        switch self {
        case .connect(let namespace, _), .disconnect(let namespace, _), .acknowledgement(let namespace, _, _),
            .connectError(let namespace, _):
            namespace
        case .event(let event): event.namespace
        }
    }

    /// The Engine.IO frames that carry this packet: the text, then its attachments in order.
    package var frames: [EngineFrame] {
        switch self {
        case .connect(let namespace, let payload):
            return [.text(Self.written("0", namespace: namespace, id: nil, payload))]
        case .disconnect(let namespace, let payload):
            return [.text(Self.written("1", namespace: namespace, id: nil, payload))]
        case .connectError(let namespace, let payload):
            return [.text(Self.written("4", namespace: namespace, id: nil, payload))]
        case .event(let event):
            let attachments = event.arguments.attachments
            let type = attachments.isEmpty ? "2" : "5\(attachments.count)-"
            let list = JSONValue.array([.string(event.name)] + event.arguments.values)
            let text = Self.written(type, namespace: event.namespace, id: event.acknowledgementID, list)
            return [.text(text)] + attachments.map(EngineFrame.binary)
        case .acknowledgement(let namespace, let id, let arguments):
            let type = arguments.attachments.isEmpty ? "3" : "6\(arguments.attachments.count)-"
            let text = Self.written(type, namespace: namespace, id: id, .array(arguments.values))
            return [.text(text)] + arguments.attachments.map(EngineFrame.binary)
        }
    }

    private static func written(_ type: String, namespace: String, id: Int?, _ payload: JSONValue?) -> [UInt8] {
        var text = [UInt8(ascii: "4")]
        text.append(contentsOf: type.utf8)
        if namespace != "/" {
            text.append(contentsOf: namespace.utf8)
            text.append(UInt8(ascii: ","))
        }
        if let id { text.append(contentsOf: String(id).utf8) }
        payload?.serialize(into: &text)
        return text
    }

    /// Names that the library reports itself and that may not come from the wire (socket.io-parser).
    static let reservedNames: Set<String> = [
        "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener",
    ]

    /// Most names need no hashing: no reserved one begins as they do.
    static func isReserved(_ name: String) -> Bool {
        switch name.utf8.first {
        case UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "n"), UInt8(ascii: "r"): reservedNames.contains(name)
        default: false
        }
    }
}
