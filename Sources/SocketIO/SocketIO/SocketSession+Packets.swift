// What the server sends: answers to CONNECT, events, acknowledgements.
import JSON

extension SocketSession {
    mutating func receive(_ packet: EnginePacket, _ effects: inout [Effect]) {
        do throws(PacketError) {
            let decoded: SocketPacket?
            switch packet {
            case .message(let text): decoded = try decoder.decode(text)
            case .binary(let bytes): decoded = try decoder.decode(attachment: bytes)
            default: decoded = nil
            }
            if let decoded { receive(decoded, &effects) }
        } catch {
            effects += end(.parseError(error))
        }
    }

    private mutating func receive(_ packet: SocketPacket, _ effects: inout [Effect]) {
        // Socket.IO 2 sends `40` unasked and without an id.
        if case .connect(_, let payload) = packet, payload?["sid"]?.asString == nil {
            effects += end(.unsupportedVersion)
            return
        }
        guard let index = index(of: packet.namespace) else { return }
        switch (packet, memberships[index].phase) {
        case (.event(let event), .joined):
            note(event, index)
            effects.append(.received(event))
        case (.event(let event), .joining):
            // python-socketio sends what its connect handler emits before the answer to CONNECT, and socket.io the
            // events that a recovered session missed.
            guard memberships[index].held.count < configuration.maximumHeldEvents else {
                effects += end(.tooManyHeldEvents)
                return
            }
            memberships[index].held.append(event)
        case (.connect(_, let payload), .joining):
            guard let id = payload?["sid"]?.asString else { return }
            effects += joined(index, id, privateID: payload?["pid"]?.asString)
        case (.connectError(_, let payload), .joining), (.connectError(_, let payload), .joined):
            let message = payload.asString ?? payload["message"]?.asString ?? payload.text
            effects += refused(index, .refused(message: message, data: payload["data"]))
        case (.disconnect, .joining), (.disconnect, .joined):
            effects += putOut(index)
        case (.connect, .leaving): effects += left(index, isIn: true)
        case (.connectError, .leaving), (.disconnect, .leaving): effects += left(index, isIn: false)
        case (.acknowledgement(_, let id, let arguments), .joined):
            guard let expected = memberships[index].acknowledgements.take(id) else { return }
            if expected.hasTimer {
                effects.append(.stopTimer(.acknowledgement(namespace: packet.namespace, id)))
            }
            effects.append(.acknowledged(ticket: expected.ticket, arguments))
        default:
            // A second answer to CONNECT (the Python servers may give one), or something that came too early.
            break
        }
    }

    /// What an event leaves behind: an answer that is owed, and how far we have heard.
    mutating func note(_ event: SocketEvent, _ index: Int) {
        if let id = event.acknowledgementID { memberships[index].acknowledgements.owe(id) }
        // The server appends its offset to the arguments; the application sees it too, as in the JavaScript client.
        // Events that want an answer have none (socket.io-adapter, `broadcast`).
        guard memberships[index].recovery != nil, event.acknowledgementID == nil,
            case .string(let offset)? = event.arguments.values.last
        else { return }
        memberships[index].recovery?.offset = offset
    }
}
