// The upper half of the table: how a session ends, and the words with which Frappe refuses one.

import SocketIO

extension SocketClosure {
    func finding(in context: ServerContext) -> Finding? {
        switch self {
        case .requested: nil
        case .transport(let end): end.finding(in: context)
        case .refused(let message, _): Self.refusal(message, in: context)
        case .unsupportedVersion: Symptom.oldProtocol(in: context)
        case .disconnectedByServer:
            Finding(
                .connection, "The server put us out of \(context.namespace).",
                advice: "It does that when a session ends or somebody signs out. Sign in again if it stays so.")
        case .closedByServer:
            Finding(
                .connection, "The server ended the connection.",
                advice: "It does that when it stops: look whether its process restarts.")
        case .pingTimeout:
            Finding(
                .connection, "The server's heartbeat stayed away: the connection is dead though nobody closed it.",
                advice: "A laptop that slept, a network that changed and a router that forgets idle connections look "
                    + "like this. Else look at the server's load.")
        case .openTimeout:
            Finding(
                .http, "\(context.origin) took the connection, and its Socket.IO server did not greet in time.",
                advice:
                    "The realtime server hangs, or a proxy holds its answers back: look into logs/socketio.log, and "
                    + "at proxy_buffering in nginx.")
        case .joinTimeout:
            Finding(
                .namespace, "The server did not answer in time whether we may join \(context.namespace).",
                advice:
                    "Frappe asks its web workers before it answers: look whether they are busy or down (bench doctor, "
                    + "supervisorctl status), and that the realtime server reaches the site.")
        case .parseError:
            Finding(
                .connection, "The server sent something that is no Socket.IO packet.",
                advice: "Check that the address is that of the realtime server itself, and which version it has.")
        case .tooManyHeldEvents:
            Finding(
                .connection, "The server sent too many events before it let us in.",
                advice: "Let its connect handler send less.")
        }
    }

    /// A CONNECT_ERROR.
    private static func refusal(_ message: String, in context: ServerContext) -> Finding {
        switch RealtimeRefusal(message: message) {
        case .invalidNamespace: return wrongNamespace(in: context)
        case .invalidOrigin:
            return Finding(
                .origin, "The server says Invalid origin: the Origin that we sent is not of the host that it serves.",
                advice:
                    "Use the address that users have in their browsers, or say it with --header 'Origin: https://…'. "
                    + "Straight to a development bench, Origin is the site's own address with its web port.")
        case .noCookie, .noSession: return missingSession(message)
        case .unauthorized(let message):
            return Finding(
                .session, "The server does not take the session or token: \(withoutSid(message)).",
                advice:
                    "Sign in again, or make a new API key. If it is right, the realtime server may not reach the site "
                    + "at the address in Origin: look into logs/socketio.log.")
        case .other(let message):
            return Finding(
                .namespace, "The server refused \(context.namespace): \(withoutSid(message)).",
                advice: "The words are the server's: look there for who may join. It may want --auth or --cookie-file.")
        }
    }

    private static func missingSession(_ message: String) -> Finding {
        Finding(
            .session, "The server wants a session and got none: \(message)",
            advice: "Give one: --cookie-file FILE with the sid of a user who is signed in, or --header 'Authorization: "
                + "token KEY:SECRET' with any cookie beside it, on which older versions insist.")
    }

    private static func wrongNamespace(in context: ServerContext) -> Finding {
        let own = context.siteName.map { "/\($0)" }
        let happened = "The server has no namespace \(context.namespace)"
        if let own, own != context.namespace {
            return Finding(
                .namespace, "\(happened): the site's name is \(own.dropFirst()), the host's is \(context.host).",
                advice: "Join the site's: --namespace \(own).")
        }
        return Finding(
            .namespace, "\(happened); the host's name is \(context.host).",
            advice: "The namespace of a Frappe site is / and its name, the folder under sites/, which need not be the "
                + "host's: --namespace /NAME. With several domains on one site, nginx sends the mapped name. For a plain "
                + "server it is often /.")
    }

    /// Frappe 13 to 15 ask their site with the sid in a URL, which an error may repeat.
    private static func withoutSid(_ message: String) -> String {
        guard let mark = message.firstRange(of: "sid=") else { return String(message.prefix(200)) }
        let rest = message[mark.upperBound...].drop { !" &;\"')".contains($0) }
        return String((message[..<mark.upperBound] + "(hidden)" + rest).prefix(200))
    }
}
