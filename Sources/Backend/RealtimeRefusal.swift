// What a CONNECT_ERROR of Frappe's realtime server means, and what the closure of a connection is in words.

import SocketIO

/// A refusal, told apart by what can be done about it. The texts are those of Frappe 14 to 16 and of its Python server
/// (realtime/middlewares/authenticate.js).
public enum RealtimeRefusal: Equatable, Sendable {
    /// The namespace is not `/` and the site's name.
    case invalidNamespace
    /// The host of `Origin` is not that of `Host`.
    case invalidOrigin
    /// There is no `Cookie` header.
    case noCookie
    /// There is neither a session id among the cookies nor an `Authorization` this server takes.
    case noSession
    /// The site does not know the session or token; its words.
    case unauthorized(String)
    case other(String)

    public init(message: String) {
        self =
            switch message {
            // python-socketio's own words for a namespace that it does not have.
            case "Invalid namespace", "Unable to connect": .invalidNamespace
            case "Invalid origin": .invalidOrigin
            case "No cookie transmitted.": .noCookie
            case "No sid transmitted.": .noSession
            case let words where words.hasPrefix("Unauthorized"): .unauthorized(words)
            case let words where words.hasPrefix("No authentication method used."): .noSession
            case let words where words.hasPrefix("Missing cookie and authorization header."): .noCookie
            default: .other(message)
            }
    }
}

extension SocketClosure {
    /// Why there is no feed, short.
    var reason: String {
        switch self {
        case .refused(let message, _): message
        case .requested: "disconnected"
        case .disconnectedByServer, .closedByServer: "the server ended the connection"
        case .pingTimeout, .openTimeout, .joinTimeout: "no answer from the server"
        case .unsupportedVersion: "the server speaks an older protocol (Frappe 13 or older)"
        case .parseError: "the server sent something that is no packet"
        case .tooManyHeldEvents: "the server sent too much before it let us in"
        case .transport(let end): end.reason
        }
    }
}

extension SocketTransportEnd {
    fileprivate var reason: String {
        switch self {
        case .nameNotFound(let words), .unreachable(let words), .connectTimedOut(let words), .interrupted(let words),
            .protocolViolation(let words), .unusable(let words), .tls(let words, _), .proxy(let words, _):
            words
        case .timedOut: "no answer from the server"
        case .refused(let status, _): "the server answered \(status)"
        case .closeFrame(let code, let reason):
            reason.isEmpty ? "closed by the server (\(code.map(String.init) ?? "no code"))" : reason
        case .tooLarge(let limit): "a message of more than \(limit) bytes"
        }
    }
}
