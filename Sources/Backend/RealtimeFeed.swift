// The realtime feed as facts in, news for the program out: status, the five metrics, and what each event means.

import JSON
import TaskMachine

/// The feed's machine. It decides nothing about requests: that is HTTP's.
struct RealtimeFeed: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        /// The program wants the feed now.
        case connectRequested
        /// So many tries have begun since the start.
        case attempted(total: Int)
        /// We are in the namespace. `away`: milliseconds since the feed was lost; nil when it was not, or the server
        /// sent what was missed.
        case connected(id: String, namespace: String, transport: String?, away: Int?)
        /// The connection is gone. nil: there is no further try, since it would fail in the same way.
        case disconnected(reason: String, retryInMilliseconds: Int?)
        /// A try came to nothing. nil: as above.
        case attemptFailed(reason: String, retryInMilliseconds: Int?)
        case received(name: String, arguments: [JSONValue])
        /// The server was asked after we joined: the session is nobody's, so nothing will come.
        case foundGuest
        /// The packets travel another way now.
        case moved(transport: String)
        /// The program put the feed down.
        case stopped
    }

    enum Effect: Equatable, Sendable {
        case tell(RealtimeEvent)
    }

    /// So many tries are shown one by one; later, slower ones go on behind `offline`.
    static let shownRetries = 5

    private(set) var status: LinkStatus
    private var hasBeenOnline = false
    /// Tries since the feed was last online.
    private(set) var retries = 0

    init(server: String, namespace: String = "") {
        status = LinkStatus(state: .connecting, server: server)
        status.namespace = namespace
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .connectRequested:
            guard status.state != .online, status.state != .connecting else { return [] }
            retries = 0
            status.state = .connecting
        case .attempted(let total):
            guard total != status.metrics.connectAttempts else { return [] }
            status.metrics.connectAttempts = total
        case .connected(let id, let namespace, let transport, let away):
            connected(id, namespace, transport)
            let missed = away.map { [Effect.tell(.missed(milliseconds: $0))] } ?? []
            return [.tell(.connected(id: id))] + changed() + missed
        case .disconnected(let reason, let milliseconds):
            status.metrics.disconnects += 1
            lost(reason, retryIn: milliseconds)
            return [.tell(.disconnected(reason: reason, retryInMilliseconds: milliseconds))] + changed()
        case .attemptFailed(let reason, let milliseconds):
            lost(reason, retryIn: milliseconds)
            return [.tell(.error(reason: reason, retryInMilliseconds: milliseconds))] + changed()
        case .foundGuest:
            guard status.state == .online, !status.isGuest else { return [] }
            status.isGuest = true
        case .moved(let transport):
            guard status.state == .online, status.transport != transport else { return [] }
            status.transport = transport
        case .stopped:
            // What was given up for good stays so, with its reason.
            if case .realtimeOff = status.state { return [] }
            gone()
            status.state = .offline(reason: "disconnected")
        case .received(let name, let arguments):
            status.metrics.eventsReceived += 1
            return [.tell(Self.news(name, arguments))] + changed()
        }
        return changed()
    }

    private mutating func connected(_ id: String, _ namespace: String, _ transport: String?) {
        status.metrics.connectSuccesses += 1
        if hasBeenOnline { status.metrics.reconnects += 1 }
        hasBeenOnline = true
        retries = 0
        status.state = .online
        status.socketID = id
        status.namespace = namespace
        status.transport = transport
        status.lastError = nil
        status.isGuest = false
    }

    private mutating func lost(_ reason: String, retryIn milliseconds: Int?) {
        gone()
        status.lastError = reason
        guard let milliseconds else {
            status.state = .realtimeOff(reason: reason)
            return
        }
        retries += 1
        status.state =
            retries > Self.shownRetries
            ? .offline(reason: reason)
            : .reconnecting(attempt: retries, limit: Self.shownRetries, milliseconds: milliseconds)
    }

    private mutating func gone() {
        status.socketID = nil
        status.transport = nil
        status.isGuest = false
    }

    private func changed() -> [Effect] { [.tell(.statusChanged(status))] }

    /// What an event means. `eval_js` is counted and no more: it is never run.
    private static func news(_ name: String, _ arguments: [JSONValue]) -> RealtimeEvent {
        let payload = arguments.first ?? .null
        let meaning: RealtimeEvent? =
            switch name {
            case "ai_progress": AgentProgress(reading: payload).map { .progress($0) }
            case "msgprint", "privacy_filter": NoticeText.notice(payload).map { .notice($0) }
            case "new_comment": NoticeText.comment(payload).map { .comment($0) }
            case "eval_js": .evalJS
            default: nil
            }
        return meaning ?? .other(name: name, arguments: arguments)
    }
}
