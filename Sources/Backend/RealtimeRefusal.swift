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
    /// The path of Socket.IO is not served (RFC 9110 §15.5.5, .6, .11). Polling is the last to be tried, so both ways
    /// have come to nothing.
    var meansAbsence: Bool {
        guard case .transport(.refused(let status, _)) = self else { return false }
        return status == 404 || status == 405 || status == 410
    }

    /// Why there is no feed, short.
    var reason: String {
        switch self {
        case .refused(let message, _): message
        // A session is what one signs in to, for who reads this.
        case .disconnectedByServer, .closedByServer: "the server ended the connection"
        // The time that ran out is of no use to who reads the status line.
        case .pingTimeout, .openTimeout, .joinTimeout, .transport(.timedOut): "no answer from the server"
        case .unsupportedVersion: "\(words) (Frappe 13 or older)"
        default: words
        }
    }
}
