// Which Frappe the server behaves like: names of namespaces and rooms, and the server software underneath.

public import SocketIO

/// A version of Frappe's realtime server.
public enum FrappeFlavour: CaseIterable, Sendable {
    /// 14: one namespace `/` for all sites, cookies alone.
    case v14
    /// 15: a namespace per site; a cookie, or a token next to any cookie.
    case v15
    /// 16: the same, and a token wins over a cookie.
    case v16
    /// The Python server of 2026 (`frappe/realtime/server.py`): python-socketio underneath, a token without cookies.
    case python

    /// The habits of the Socket.IO server. Frappe's `TolerantManager` answers a second CONNECT like the first.
    public var dialect: SocketServerDialect { self == .python ? .python(answersAgain: true) : .javaScript }

    /// What `version` answers: the version whose behaviour was recorded.
    public var version: String {
        switch self {
        case .v14: "14.80.0"
        case .v15: "15.53.0"
        case .v16, .python: "16.0.0"
        }
    }

    /// The namespace that a site's events are published in.
    public func namespace(site: String) -> String { self == .v14 ? "/" : "/" + site }

    /// The room of a site's audience.
    public func room(_ audience: FrappeAudience, site: String) -> RealtimeRoom {
        RealtimeRoom(namespace: namespace(site: site), name: roomName(audience, site: site))
    }

    /// Frappe 14 has the rooms of all sites in one namespace.
    func roomName(_ audience: FrappeAudience, site: String) -> String {
        (self == .v14 ? site + ":" : "") + audience.name
    }
}

/// Whom a site's event is for (`frappe.publish_realtime`, Frappe 15 `frappe/realtime.py`).
public enum FrappeAudience: Equatable, Sendable {
    case user(String)
    /// System users.
    case all
    /// Everybody who is connected, guests too.
    case website
    case doctype(String)
    case document(doctype: String, name: String)
    case task(String)
    /// Those who have a document open.
    case viewers(doctype: String, name: String)

    var name: String {
        switch self {
        case .user(let user): "user:\(user)"
        case .all: "all"
        case .website: "website"
        case .doctype(let doctype): "doctype:\(doctype)"
        case .document(let doctype, let name): "doc:\(doctype)/\(name)"
        case .task(let id): "task_progress:\(id)"
        case .viewers(let doctype, let name): "open_doc:\(doctype)/\(name)"
        }
    }
}
