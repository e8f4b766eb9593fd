// Reads Socket.IO packets from Engine.IO messages, and keeps a binary packet until its last attachment is there.
import JSON

/// The reader of one connection. After an error the connection cannot be read on: close it.
public struct SocketDecoder: Equatable, Sendable {
    /// More attachments than this in one packet are refused, as by socket.io-parser since 4.2.6.
    public static let maximumAttachments = 10

    private var pending: Pending?
    /// The namespace of the last packet as it was written: it rarely changes, so its text is made once.
    private var lastNamespace = "/"

    private struct Pending: Equatable {
        var packet: SocketPacket
        var missing: Int
        var attachments: [[UInt8]] = []
    }

    public init() {}

    /// Reads one Engine.IO message. Nil while attachments are missing.
    public mutating func decode(_ text: ArraySlice<UInt8>) throws(PacketError) -> SocketPacket? {
        guard pending == nil else { throw .missingAttachment }
        var reader = Reader(bytes: text)
        let type = try reader.next()
        var attachmentCount = 0
        if type == UInt8(ascii: "5") || type == UInt8(ascii: "6") {
            guard let count = reader.number(), try reader.next() == UInt8(ascii: "-") else { throw .invalidArguments }
            guard count <= Self.maximumAttachments else { throw .tooManyAttachments(limit: Self.maximumAttachments) }
            attachmentCount = count
        }
        let namespace = try namespace(&reader)
        let id = reader.number()
        let packet = try packet(type, namespace, id, try reader.payload(), attachmentCount: attachmentCount)
        guard attachmentCount > 0 else { return packet }
        pending = Pending(packet: packet, missing: attachmentCount)
        return nil
    }

    /// Reads one binary message: an attachment of the packet before. Nil while more are missing.
    public mutating func decode(attachment: [UInt8]) throws(PacketError) -> SocketPacket? {
        guard var waiting = pending else { throw .unexpectedAttachment }
        pending = nil
        waiting.attachments.append(attachment)
        waiting.missing -= 1
        guard waiting.missing == 0 else {
            pending = waiting
            return nil
        }
        return waiting.packet.completed(with: waiting.attachments)
    }

    private mutating func namespace(_ reader: inout Reader) throws(PacketError) -> String {
        guard let bytes = reader.namespace() else { return "/" }
        if bytes.elementsEqual(lastNamespace.utf8) { return lastNamespace }
        guard let namespace = String(validating: bytes, as: UTF8.self) else { throw .invalidNamespace }
        lastNamespace = namespace
        return namespace
    }

    private func packet(
        _ type: UInt8, _ namespace: String, _ id: Int?, _ payload: JSONValue?, attachmentCount: Int
    ) throws(PacketError) -> SocketPacket {
        switch type {
        case UInt8(ascii: "0"): return .connect(namespace: namespace, payload: payload)
        case UInt8(ascii: "1"): return .disconnect(namespace: namespace, payload: payload)
        case UInt8(ascii: "4"): return .connectError(namespace: namespace, payload: payload ?? .null)
        case UInt8(ascii: "2"), UInt8(ascii: "5"):
            guard case .array(let list)? = payload, let first = list.first else { throw .invalidArguments }
            let name: String
            switch first {
            case .string(let text): name = text
            case .integer, .double: name = first.text
            default: throw .invalidArguments
            }
            guard !SocketPacket.reservedNames.contains(name) else { throw .reservedEventName(name) }
            let values = Array(list.dropFirst())
            guard type == UInt8(ascii: "2") || SocketArguments.isComplete(values, attachmentCount: attachmentCount)
            else { throw .missingAttachment }
            return .event(
                SocketEvent(
                    namespace: namespace, name: name, arguments: SocketArguments(values), acknowledgementID: id))
        case UInt8(ascii: "3"), UInt8(ascii: "6"):
            guard case .array(let values)? = payload, let id else { throw .invalidArguments }
            guard type == UInt8(ascii: "3") || SocketArguments.isComplete(values, attachmentCount: attachmentCount)
            else { throw .missingAttachment }
            return .acknowledgement(namespace: namespace, id: id, SocketArguments(values))
        default: throw .unknownType(type)
        }
    }
}

extension SocketPacket {
    fileprivate func completed(with attachments: [[UInt8]]) -> SocketPacket {
        switch self {
        case .event(var event):
            event.arguments = SocketArguments(values: event.arguments.values, attachments: attachments)
            return .event(event)
        case .acknowledgement(let namespace, let id, let arguments):
            let complete = SocketArguments(values: arguments.values, attachments: attachments)
            return .acknowledgement(namespace: namespace, id: id, complete)
        case .connect, .disconnect, .connectError:
            return self
        }
    }
}

/// A cursor over one packet.
private struct Reader {
    var bytes: ArraySlice<UInt8>

    mutating func next() throws(PacketError) -> UInt8 {
        guard let byte = bytes.popFirst() else { throw .emptyPacket }
        return byte
    }

    /// Decimal digits, if any stand here. A number that is too large is none, and the JSON after it fails.
    mutating func number() -> Int? {
        let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty, digits.count < 16 else { return nil }
        bytes = bytes[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// The namespace without its comma, if one stands here. A packet without payload may lack the comma.
    mutating func namespace() -> ArraySlice<UInt8>? {
        guard bytes.first == UInt8(ascii: "/") else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.endIndex
        let namespace = bytes[..<end]
        bytes = bytes[end...].dropFirst()
        return namespace
    }

    func payload() throws(PacketError) -> JSONValue? {
        guard !bytes.isEmpty else { return nil }
        do throws(JSONError) { return try JSONValue.parse(bytes) } catch { throw .invalidJSON(error) }
    }
}
