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
        guard packet.namespace == configuration.namespace else { return }
        switch (packet, state) {
        case (.event(let event), .connected):
            if let id = event.acknowledgementID { acknowledgements.owe(id) }
            effects.append(.received(event))
        case (.event(let event), .joining):
            // python-socketio sends what its connect handler emits before the answer to CONNECT.
            guard held.count < configuration.maximumHeldEvents else {
                effects += end(.tooManyHeldEvents)
                return
            }
            if let id = event.acknowledgementID { acknowledgements.owe(id) }
            held.append(event)
        case (.connect(_, let payload), .joining):
            if let id = payload?["sid"]?.asString { effects += joined(id) }
        case (.connectError(_, let payload), .joining), (.connectError(_, let payload), .connected):
            let message = payload.asString ?? payload["message"]?.asString ?? payload.text
            effects += end(.refused(message: message, data: payload["data"]))
        case (.disconnect, .joining), (.disconnect, .connected):
            effects += end(.disconnectedByServer)
        case (.acknowledgement(_, let id, let arguments), .connected):
            guard let expected = acknowledgements.take(id) else { return }
            if expected.hasTimer { effects.append(.stopTimer(.acknowledgement(id))) }
            effects.append(.acknowledged(ticket: expected.ticket, arguments))
        default:
            // A second answer to CONNECT (the Python servers may give one), or something that came too early.
            break
        }
    }
}
