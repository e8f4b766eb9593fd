// The one table from symptoms to findings. It is shown by `listen`, by `doctor` and in docs/TROUBLESHOOTING.md.

import SocketIO
import Transport

extension Symptom {
    /// What it means; nil for an end that we asked for ourselves.
    public func finding(in context: ServerContext) -> Finding? {
        switch self {
        case .noAnswer(let error): error.finding(in: context)
        case .answered(let status, let server, let body):
            Self.status(status, server: server, body: body, in: context)
        case .notSocketIO(let server): Self.notSocketIO(server, in: context)
        case .oldProtocol: Self.oldProtocol(in: context)
        case .webSocketsOnly:
            Finding(
                .http, "\(context.origin) takes websockets only: it does not answer polling.",
                advice:
                    "That is enough where websockets come through. Where they don't, let the server take polling too.",
                weight: .remark)
        case .upgradeFailed(let error): Self.upgrade(error, in: context)
        case .upgradeClosed(let code, let reason):
            Finding(
                .upgrade, "The websocket to \(context.origin) opens, and \(Self.closed(code, reason)).",
                advice:
                    "The reason is the server's, or that of a proxy before it: look into their logs. \(Self.polling)",
                weight: .remark)
        case .upgradeSwallowed:
            Finding(
                .upgrade, "The websocket to \(context.origin) opens, and nothing comes through it.",
                advice: "Something on the way holds websockets back: look at proxies and virus scanners, and at "
                    + "proxy_buffering in nginx. Polling works meanwhile: --transport polling.",
                weight: .remark)
        case .ended(let closure): closure.finding(in: context)
        case .guest(let hadSession): Self.guest(hadSession, in: context)
        case .mainNamespace:
            Finding(
                .namespace, "The connection is in /, where a Frappe site of version 15 or later publishes nothing.",
                advice: "Join the site's own namespace: --namespace /\(context.siteName ?? context.host).",
                weight: .remark)
        case .endedAtOnce(let closure):
            closure.finding(in: context).map { finding in
                Finding(
                    .connection, "The server let us in and ended the connection at once. \(finding.happened)",
                    advice: "Look into the server's log for this moment; a second client with the same id, or an error "
                        + "in the server's connect handler, do this.")
            }
        }
    }

    // MARK: HTTP

    /// An HTTP answer that is no handshake.
    static func status(_ status: Int, server: String?, body: String, in context: ServerContext) -> Finding {
        let who = server.map { " (\($0))" } ?? ""
        let said = "\(context.origin) answered \(status)\(who)"
        if status == 400, body.contains("Unsupported protocol version") || body.contains("unsupported version") {
            return oldProtocol(in: context)
        }
        if body.contains("not an accepted origin") {
            return Finding(
                .origin, "The server does not take connections from \(context.sentOrigin).",
                advice: "Say the address that its users have in their browsers: --header 'Origin: https://…'.")
        }
        if status == 400, refusesTransport(body) {
            return Finding(
                .http, "\(context.origin) does not take the transport that we asked for.",
                advice: "Leave the choice to us, with --transport auto: it may take the other of websocket and polling."
            )
        }
        switch status {
        case 401, 403:
            return Finding(
                .session, "\(said) to the Socket.IO request: it wants to know who asks.",
                advice: "Give it a session that is still good: --cookie-file FILE, or --header 'Authorization: …'.")
        case 404:
            return Finding(
                .http, "\(said): there is no Socket.IO server at this path.",
                advice: "In nginx, pass location /socket.io to the realtime server. On a development bench the port of "
                    + "the realtime server is another than the site's, often 9000.")
        case 407:
            return Finding(
                .proxy, "\(said): a proxy on the way wants a user and a password.",
                advice: "Put them into http_proxy or https_proxy, as http://user:password@host:port.")
        case 301, 302, 303, 307, 308:
            return Finding(
                .http, "\(said): it sends us elsewhere.",
                advice: "Use the address that it leads to, often the same with https://.")
        case 429:
            return Finding(
                .http, "\(said): too many requests.", advice: "Wait a minute, or raise the server's limit.")
        case 502, 503, 504:
            return Finding(
                .http, "\(said): a web server is there, and the realtime server behind it is not.",
                advice: "On the server: supervisorctl status, start the node-socketio process, and look into "
                    + "logs/socketio.log.")
        default:
            return Finding(
                .http, "\(said) to the Socket.IO request.",
                advice: "Look into the server's log for this moment. Behind several servers, a load balancer has to "
                    + "send one client always to the same.")
        }
    }

    /// The words of Engine.IO (`lib/server.ts`) and of python-engineio (`async_server.py`) for a transport that is not
    /// enabled.
    static func refusesTransport(_ body: String) -> Bool {
        body.contains("Transport unknown") || body.contains("Invalid transport")
    }

    private static func notSocketIO(_ server: String?, in context: ServerContext) -> Finding {
        Finding(
            .http,
            "\(context.origin) answers\(server.map { " (\($0))" } ?? ""), but not as a Socket.IO server: it sent a page.",
            advice: "In nginx, pass location /socket.io to the realtime server, before the location that serves pages. "
                + "If Socket.IO lives at another path, say so with --path.")
    }

    static func oldProtocol(in context: ServerContext) -> Finding {
        Finding(
            .http, "\(context.origin) speaks Socket.IO 2, as Frappe 13 does. We speak versions 3 and 4.",
            advice: "Realtime needs Frappe 14 or later on the server.")
    }

    // MARK: Websocket

    private static let polling = "Polling works meanwhile, with more delay."

    /// A close frame, as a clause. Note: the reason is the server's text.
    static func closed(_ code: Int?, _ reason: String) -> String {
        "the server closed it (\(code.map { "code \($0)" } ?? "no code")\(reason.isEmpty ? "" : ", \(reason)"))"
    }

    /// Polling works; this is why the websocket does not.
    private static func upgrade(_ error: TransportError, in context: ServerContext) -> Finding {
        let headers =
            "In nginx, in location /socket.io: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
            + "proxy_set_header Connection \"upgrade\"; then reload it."
        guard case .upgradeRefused(let refusal) = error else {
            return Finding(
                .upgrade, "The websocket to \(context.origin) does not open: \(error.words).",
                advice: "A firewall, a proxy or a virus scanner on the way may cut websockets. \(polling)",
                weight: .remark)
        }
        if refusal.status == 400, refusesTransport(refusal.body) {
            return Finding(
                .upgrade, "\(context.origin) takes polling only, no websockets.",
                advice: "Let the server take websockets too. \(polling)", weight: .remark)
        }
        if refusal.looksLikeDroppedUpgrade || refusal.status == 426 {
            return Finding(
                .upgrade,
                "\(context.origin) answered \(refusal.status) to the websocket: the upgrade headers do not reach the "
                    + "realtime server. \(polling)",
                advice: headers, weight: .remark)
        }
        return Finding(
            .upgrade,
            "\(context.origin) answered \(refusal.status)\(refusal.server.map { " (\($0))" } ?? "") to the websocket. "
                + polling,
            advice: "The server, or a proxy before it, lets polling through and no websockets. \(headers)",
            weight: .remark)
    }

    // MARK: Session

    private static func guest(_ hadSession: Bool, in context: ServerContext) -> Finding {
        hadSession
            ? Finding(
                .session, "\(context.host) does not know this session any more: it takes us for a guest.",
                advice: "Sign in again and give the new sid. A guest is let in, and no event of a user ever comes.")
            : Finding(
                .session, "There is no session: \(context.host) takes us for a guest, who hears no user's events.",
                advice: "Give a session: --cookie-file FILE with the sid of a user who is signed in.", weight: .remark)
    }
}
