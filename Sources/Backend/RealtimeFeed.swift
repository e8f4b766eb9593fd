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
        case connected
        /// The connection is gone. nil: there is no further try, since it would fail in the same way.
        case disconnected(reason: String, retryInMilliseconds: Int?)
        /// A try came to nothing. nil: as above.
        case attemptFailed(reason: String, retryInMilliseconds: Int?)
        case received(name: String, arguments: [JSONValue])
        /// The program put the feed down.
        case stopped
    }

    enum Effect: Equatable, Sendable {
        case post(AgentEvent)
    }

    /// So many tries are shown one by one; later, slower ones go on behind `offline`.
    static let shownRetries = 5

    private(set) var status: LinkStatus
    private var hasBeenOnline = false
    /// Tries since the feed was last online.
    private var retries = 0

    init(server: String) { status = LinkStatus(state: .connecting, server: server) }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .connectRequested:
            guard status.state != .online, status.state != .connecting else { return [] }
            retries = 0
            status.state = .connecting
        case .attempted(let total):
            guard total != status.metrics.connectAttempts else { return [] }
            status.metrics.connectAttempts = total
        case .connected:
            status.metrics.connectSuccesses += 1
            if hasBeenOnline { status.metrics.reconnects += 1 }
            hasBeenOnline = true
            retries = 0
            status.state = .online
        case .disconnected(let reason, let milliseconds):
            status.metrics.disconnects += 1
            lost(reason, retryIn: milliseconds)
        case .attemptFailed(let reason, let milliseconds):
            lost(reason, retryIn: milliseconds)
        case .stopped:
            status.state = .offline(reason: "disconnected")
        case .received(let name, let arguments):
            status.metrics.eventsReceived += 1
            return news(name, arguments.first ?? .null).map { [.post($0)] + changed() } ?? changed()
        }
        return changed()
    }

    private mutating func lost(_ reason: String, retryIn milliseconds: Int?) {
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

    private func changed() -> [Effect] { [.post(.linkChanged(status))] }

    /// What an event tells the program. `eval_js` is among those that are counted and no more: it is never run.
    private func news(_ name: String, _ payload: JSONValue) -> AgentEvent? {
        switch name {
        case "ai_progress": AgentProgress(reading: payload).map { .progressed($0) }
        case "msgprint", "privacy_filter": Self.notice(payload).map { .noticed($0) }
        default: nil
        }
    }

    /// More of a notice than this is not for a line in the chat.
    private static let longestNotice = 5_000

    /// A notice is HTML text, an object with a `message` and maybe a `title`, or such an object as JSON text.
    private static func notice(_ payload: JSONValue) -> String? {
        if let text = payload.asString {
            if let inner = try? JSONValue.parse(text), inner.asObject != nil { return notice(inner) }
            return shown(text)
        }
        let lines = payload["message"]?.asArray?.compactMap(\.asString) ?? [payload["message"]?.asString ?? ""]
        let title = payload["title"]?.asString ?? ""
        // "Message" is Frappe's own title for what has none.
        return shown(((title.isEmpty || title == "Message" ? [] : [title]) + lines).joined(separator: "<br>"))
    }

    private static func shown(_ html: String) -> String? {
        let text = PlainText.withoutHTML(String(html.prefix(longestNotice)))
        return text.isEmpty ? nil : text
    }
}
