// What a program hears from the realtime feed: the connection's life, and the server's events as what they mean.

public import JSON
public import TaskMachine

/// News of the feed, in order.
public enum RealtimeEvent: Equatable, Sendable {
    /// We are in the site's namespace, now or again. `id` is the Socket.IO id.
    case connected(id: String)
    /// A connection ended. Nil: no further attempt until `retry()`.
    case disconnected(reason: String, retryInMilliseconds: Int?)
    /// An attempt failed. Nil: as above.
    case error(reason: String, retryInMilliseconds: Int?)
    /// Comes after a `connected` that follows a loss: for so long nothing was heard, and nothing of it will come.
    case missed(milliseconds: Int)
    /// `ai_progress`, read leniently. Decorates; decides nothing.
    case progress(AgentProgress)
    /// `msgprint` and `privacy_filter`: words for the user, without their HTML.
    case notice(String)
    /// `eval_js`: counted, and never run.
    case evalJS
    /// `new_comment`: who wrote it and what, without its HTML.
    case comment(String)
    /// Any other event, and those above whose payload says nothing.
    case other(name: String, arguments: [JSONValue])
    /// The status has changed.
    case statusChanged(LinkStatus)
}

/// How the feed stands, with what changes while nothing happens.
public struct RealtimeStatus: Equatable, Sendable {
    /// State, namespace, transport, socket id, last error, metrics.
    public var link: LinkStatus
    /// Tries since the feed was last online.
    public var attempts: Int
    /// Time until the next try, while one is waited for.
    public var nextRetryIn: Duration?
    /// Time since the server's last event; nil before the first.
    public var lastEventAge: Duration?
}

/// Rooms of a Frappe server that a client may ask to hear (realtime-protocol of Frappe 15, `frappe_handlers.js`). The
/// server answers none of these, and forgets them with the connection.
public enum RealtimeSubscription: Hashable, Sendable {
    /// Changes of all documents of a kind.
    case doctype(String)
    /// Changes of one document.
    case document(doctype: String, name: String)
    /// The progress of a background task.
    case task(id: String)

    var subscribe: (event: String, arguments: [JSONValue]) { (name + "_subscribe", arguments) }
    var unsubscribe: (event: String, arguments: [JSONValue]) { (name + "_unsubscribe", arguments) }

    private var name: String {
        switch self {
        case .doctype: "doctype"
        case .document: "doc"
        case .task: "task"
        }
    }

    private var arguments: [JSONValue] {
        switch self {
        case .doctype(let name): [.string(name)]
        case .document(let doctype, let name): [.string(doctype), .string(name)]
        case .task(let id): [.string(id)]
        }
    }
}
