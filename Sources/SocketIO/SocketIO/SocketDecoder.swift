// Reads Socket.IO packets from Engine.IO messages, and keeps a binary packet until its last attachment is there.
import JSON

/// The reader of one connection. After an error the connection cannot be read on: close it.
package struct SocketDecoder: Equatable, Sendable {
    /// More attachments than this in one packet are refused, as by socket.io-parser since 4.2.6.
    package static let maximumAttachments = 10

    private var pending: Pending?
    private var json = JSONReader()
    /// The namespace of the last packet, and its bytes with the comma: it rarely changes, so its text is made once.
    private var lastNamespace = "/"
    private var lastNamespaceBytes: [UInt8] = []

    private struct Pending: Equatable {
        var packet: SocketPacket
        var missing: Int
        var attachments: [[UInt8]] = []
    }

    /// A decoder between two packets.
    package init() {}

    /// Reads one Engine.IO message. Nil while attachments are missing.
    package mutating func decode(_ text: ArraySlice<UInt8>) throws(PacketError) -> SocketPacket? {
        guard pending == nil else { throw .missingAttachment }
        return try text.withUnsafeBufferPointer { (bytes) throws(PacketError) in try decode(bytes) }
    }

    private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>) throws(PacketError) -> SocketPacket? {
        var reader = Reader(bytes: bytes)
        let type = try reader.next()
        var attachmentCount = 0
        if type == UInt8(ascii: "5") || type == UInt8(ascii: "6") {
            guard let count = reader.number(), try reader.next() == UInt8(ascii: "-") else { throw .invalidArguments }
            guard count <= Self.maximumAttachments else { throw .tooManyAttachments(limit: Self.maximumAttachments) }
            attachmentCount = count
        }
        let namespace = try namespace(&reader)
        let id = reader.number()
        if type == UInt8(ascii: "2") { return .event(try event(namespace, id, reader.payload)) }
        let packet = try packet(type, namespace, id, reader.payload, attachmentCount: attachmentCount)
        guard attachmentCount > 0 else { return packet }
        pending = Pending(packet: packet, missing: attachmentCount)
        return nil
    }

    /// Reads one binary message: an attachment of the packet before. Nil while more are missing.
    package mutating func decode(attachment: [UInt8]) throws(PacketError) -> SocketPacket? {
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
        guard reader.isAtNamespace else { return "/" }
        if reader.skip(lastNamespaceBytes) { return lastNamespace }
        let bytes = reader.namespace()
        guard let namespace = String(validating: bytes, as: UTF8.self) else { throw .invalidNamespace }
        lastNamespace = namespace
        lastNamespaceBytes = bytes + [UInt8(ascii: ",")]
        return namespace
    }

    private mutating func event(
        _ namespace: String, _ id: Int?, _ payload: UnsafeBufferPointer<UInt8>
    ) throws(PacketError) -> SocketEvent {
        guard !payload.isEmpty, let (first, values) = try list(payload) else { throw .invalidArguments }
        let name: String
        switch first {
        case .string(let text): name = text
        case .integer, .double: name = first.text
        default: throw .invalidArguments
        }
        guard !SocketPacket.isReserved(name) else { throw .reservedEventName(name) }
        return SocketEvent(
            namespace: namespace, name: name, arguments: SocketArguments(values), acknowledgementID: id)
    }

    private mutating func list(
        _ payload: UnsafeBufferPointer<UInt8>
    ) throws(PacketError) -> (first: JSONValue, rest: [JSONValue])? {
        do throws(JSONError) { return try json.parseFirstAndRest(payload) } catch { throw .invalidJSON(error) }
    }

    private mutating func packet(
        _ type: UInt8, _ namespace: String, _ id: Int?, _ bytes: UnsafeBufferPointer<UInt8>, attachmentCount: Int
    ) throws(PacketError) -> SocketPacket {
        if type == UInt8(ascii: "5") {
            let event = try event(namespace, id, bytes)
            guard event.arguments.isComplete(attachmentCount: attachmentCount) else { throw .missingAttachment }
            return .event(event)
        }
        let payload = try payload(bytes)
        switch type {
        case UInt8(ascii: "0"): return .connect(namespace: namespace, payload: payload)
        case UInt8(ascii: "1"): return .disconnect(namespace: namespace, payload: payload)
        case UInt8(ascii: "4"): return .connectError(namespace: namespace, payload: payload ?? .null)
        case UInt8(ascii: "3"), UInt8(ascii: "6"):
            guard case .array(let values)? = payload, let id else { throw .invalidArguments }
            let arguments = SocketArguments(values)
            guard type == UInt8(ascii: "3") || arguments.isComplete(attachmentCount: attachmentCount)
            else { throw .missingAttachment }
            return .acknowledgement(namespace: namespace, id: id, arguments)
        default: throw .unknownType(type)
        }
    }

    private mutating func payload(_ bytes: UnsafeBufferPointer<UInt8>) throws(PacketError) -> JSONValue? {
        guard !bytes.isEmpty else { return nil }
        do throws(JSONError) { return try json.parse(bytes) } catch { throw .invalidJSON(error) }
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

/// A cursor over one packet, whose bytes are alive as long as the cursor.
private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var offset = 0

    init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func next() throws(PacketError) -> UInt8 {
        guard offset < bytes.count else { throw .emptyPacket }
        defer { offset &+= 1 }
        return bytes[offset]
    }

    /// Decimal digits, if any stand here. A number that is too large is none, and the JSON after it fails.
    mutating func number() -> Int? {
        var position = offset
        var number = 0
        while position < bytes.count {
            let digit = bytes[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            number = number &* 10 &+ Int(digit)
            position &+= 1
        }
        guard position > offset, position &- offset < 16 else { return nil }
        offset = position
        return number
    }

    var isAtNamespace: Bool { offset < bytes.count && bytes[offset] == UInt8(ascii: "/") }

    /// Steps over these bytes, if there are any and they stand here.
    mutating func skip(_ expected: [UInt8]) -> Bool {
        guard !expected.isEmpty, expected.count <= bytes.count &- offset else { return false }
        for index in expected.indices where bytes[offset &+ index] != expected[index] { return false }
        offset &+= expected.count
        return true
    }

    /// The namespace that stands here, without its comma. A packet without payload may lack the comma.
    mutating func namespace() -> UnsafeBufferPointer<UInt8> {
        let start = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ",") { offset &+= 1 }
        defer { offset = min(offset &+ 1, bytes.count) }
        return UnsafeBufferPointer(rebasing: bytes[start..<offset])
    }

    /// All that is left.
    var payload: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: bytes[offset...]) }
}
