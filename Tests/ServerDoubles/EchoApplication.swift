// A plain Socket.IO server for tests: whatever a client wants to try, there is a namespace or an event for it.

import JSON
public import LocalBackend
import SocketIO

/// Namespaces: `/`, `/a` and `/b` are open to all; `/guarded` wants the payload `{"key":"right"}`; `/words` refuses with
/// a bare string. A payload `{"early":true}` gets the event `early` before the answer to CONNECT.
///
/// Events: `echo` is acknowledged with its own arguments, or sent back; `join`, `leave` and `shout` take a room; `ask`
/// makes the server ask `question` with the same arguments and report `answered` or `unanswered`; `put_out` and `hang_up`
/// end the namespace or the session.
public struct EchoApplication: RealtimeApplication {
    private let answerMilliseconds: Int
    private var nextTicket = 0
    /// Who is to be told what was answered.
    private var askers: [Int: RealtimeMember] = [:]

    /// - Parameter answerMilliseconds: how long `ask` waits for its answer.
    public init(answerMilliseconds: Int = 5_000) { self.answerMilliseconds = answerMilliseconds }

    public mutating func handle(_ event: RealtimeEvent) -> [RealtimeEffect] {
        switch event {
        case .connectRequested(let member, let payload, _): return admit(member, payload)
        case .recovered(let member): return [.emit("welcome_back", [], to: .member(member))]
        case .received(let member, let event): return heard(event, from: member)
        case .acknowledged(_, let ticket, let arguments):
            return askers.removeValue(forKey: ticket).map { [.emit("answered", arguments, to: .member($0))] } ?? []
        case .unanswered(_, let ticket):
            return askers.removeValue(forKey: ticket).map { [.emit("unanswered", [], to: .member($0))] } ?? []
        case .left(let member):
            askers = askers.filter { $0.value != member }
            return []
        }
    }

    private func admit(_ member: RealtimeMember, _ payload: JSONValue?) -> [RealtimeEffect] {
        switch member.namespace {
        case "/", "/a", "/b":
            let early: [RealtimeEffect] =
                payload?["early"] == true ? [.emit("early", [.string(member.namespace)], to: .member(member))] : []
            return early + [.accept(member)]
        case "/guarded" where payload?["key"] == "right": return [.accept(member)]
        case "/guarded": return [.refuse(member, message: "not you", data: ["code": 7])]
        case "/words": return [.turnAway(member, payload: "Unable to connect")]
        default: return [.refuse(member, message: "Invalid namespace")]
        }
    }

    private mutating func heard(_ event: SocketEvent, from member: RealtimeMember) -> [RealtimeEffect] {
        let room = event.arguments.values.first?.asString ?? ""
        switch event.name {
        case "echo":
            guard let id = event.acknowledgementID else {
                return [.emit("echo", event.arguments, to: .member(member))]
            }
            return [.acknowledge(member, id: id, event.arguments)]
        case "ask":
            nextTicket += 1
            askers[nextTicket] = member
            return [
                .ask("question", event.arguments, of: member, ticket: nextTicket, milliseconds: answerMilliseconds)
            ]
        case "join": return [.join(member, room: room)]
        case "leave": return [.leave(member, room: room)]
        case "shout":
            return [
                .emit("shouted", event.arguments, to: .room(RealtimeRoom(namespace: member.namespace, name: room)))
            ]
        case "put_out": return [.disconnect(member)]
        case "hang_up": return [.close(member)]
        default: return []
        }
    }
}
