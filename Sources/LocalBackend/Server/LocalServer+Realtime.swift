// What the program that runs the server may say to its clients.

public import JSON
import NIOCore
public import SocketIO

/// Why a question has no answer.
public enum RealtimeAskError: Error, Equatable, Sendable {
    /// The time was up, or the client was not there, or it left.
    case unanswered
}

/// None of these may be called after `shutdown`.
extension LocalServer {
    /// Sends an event of the site, as `frappe.publish_realtime` does: one argument, no answer. Nothing is kept for those
    /// who are not there.
    public func publish(_ event: String, _ message: JSONValue, to audience: FrappeAudience) async {
        await onLoop { core in
            let room = core.flavour.room(audience, site: core.siteName)
            core.hub.emit(event, [message], to: .room(room))
        }
    }

    /// Sends an event to members of a namespace.
    public func emit(_ event: String, _ arguments: SocketArguments = [], to audience: RealtimeAudience) async {
        await onLoop { core in core.hub.emit(event, arguments, to: audience) }
    }

    /// Sends an event to one member and waits for its acknowledgement.
    ///
    /// - Parameter milliseconds: how long; an acknowledgement that comes later is ignored.
    public func ask(
        _ event: String, _ arguments: SocketArguments = [], of member: RealtimeMember, milliseconds: Int = 20_000
    ) async throws(RealtimeAskError) -> SocketArguments {
        let core = core
        let answer: SocketArguments? = await withCheckedContinuation { continuation in
            loop.execute {
                core.value.hub.ask(
                    event, arguments, of: member, milliseconds, for: .caller { continuation.resume(returning: $0) })
            }
        }
        guard let answer else { throw .unanswered }
        return answer
    }

    /// Who is in a namespace now, in no order.
    public func members(of namespace: String) async -> [RealtimeMember] {
        await onLoop { core in core.hub.members(of: namespace) }
    }

    /// Puts a member out of its namespace; its other namespaces and the connection stay.
    public func disconnect(_ member: RealtimeMember) async {
        await onLoop { core in core.hub.disconnect(member) }
    }
}
