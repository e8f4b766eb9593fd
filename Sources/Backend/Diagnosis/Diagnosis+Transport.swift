// The lower half of the table: from names to TLS, for requests and for a client's connection alike.

import SocketIO
import Transport

/// The lower layers as findings, whoever met them.
private enum Lower {
    static func name(_ host: String) -> Finding {
        Finding(
            .name, "The name \(host) has no address.",
            advice: "Check its spelling, then the network and its name server: getent hosts \(host).")
    }

    static func unreachable(_ words: String, in context: ServerContext) -> Finding {
        Finding(
            .tcp, "No connection to \(context.origin): \(words).",
            advice: "Check host and port, and that the server runs. On a development bench, start it with bench start.")
    }

    static func tooSlow(_ words: String) -> Finding {
        Finding(
            .tcp, "No connection in time: \(words).",
            advice: "A firewall that drops what it does not let through looks like this; so does a server that is down."
        )
    }

    static func tls(_ words: String) -> Finding {
        Finding(
            .tls, "TLS failed. \(words).",
            advice: "Renew or complete the server's certificate, use the name that it is made for, or trust its issuer "
                + "here with --ca-file FILE.")
    }

    static func proxy(_ words: String) -> Finding {
        Finding(
            .proxy, "The proxy does not let us through. \(words).",
            advice: "Check http_proxy and https_proxy. A server that is reached without it belongs into no_proxy.")
    }

    static func broken(_ words: String) -> Finding {
        Finding(
            .connection, "The connection broke: \(words).",
            advice: "A server that restarts, nginx that reloads and a proxy that closes idle connections look like "
                + "this. If it comes back in the same rhythm, raise proxy_read_timeout above the server's ping interval."
        )
    }

    static func silent(_ context: ServerContext) -> Finding {
        Finding(
            .connection, "\(context.origin) took the connection and did not answer in time.",
            advice: "The server hangs or is overloaded: look at its load and its log.")
    }

    static func garbled(_ words: String) -> Finding {
        Finding(
            .http, "What answers breaks the rules of HTTP or of websockets: \(words).",
            advice: "Check scheme and port: something else may listen there, or it wants https.")
    }

    static func tooLarge(_ limit: Int) -> Finding {
        Finding(
            .connection, "The server sent a message of more than \(limit) bytes.",
            advice: "Let the server publish less at once, or a link to it.")
    }

    static func unusable(_ words: String) -> Finding {
        Finding(
            .name, "It can't work as it is set: \(words).", advice: "Check the URL: https://host or https://host:port.")
    }
}

extension TransportError {
    func finding(in context: ServerContext) -> Finding? {
        switch self {
        case .nameNotFound(let host): Lower.name(host)
        case .unreachable(let words): Lower.unreachable(words, in: context)
        case .connectTimedOut: Lower.tooSlow(words)
        case .tls(let failure): Lower.tls(failure.words)
        case .proxy(let failure): Lower.proxy(failure.words)
        case .interrupted(let words): Lower.broken(words)
        case .timedOut: Lower.silent(context)
        case .tooLarge(let limit): Lower.tooLarge(limit)
        case .invalidURL(let words), .unsupported(let words): Lower.unusable(words)
        case .upgradeRefused(let refusal):
            Symptom.status(refusal.status, server: refusal.server, body: refusal.body, in: context)
        case .protocolViolation(let words): Lower.garbled(words)
        case .cancelled, .closed: nil
        }
    }
}

extension SocketTransportEnd {
    func finding(in context: ServerContext) -> Finding? {
        switch self {
        case .nameNotFound: Lower.name(context.host)
        case .unreachable(let words): Lower.unreachable(words, in: context)
        case .connectTimedOut(let words): Lower.tooSlow(words)
        case .tls(let words, _): Lower.tls(words)
        case .proxy(let words, _): Lower.proxy(words)
        case .timedOut: Lower.silent(context)
        case .refused(let status, let body): Symptom.status(status, server: nil, body: body, in: context)
        case .closeFrame(1009, _):
            Finding(
                .connection, "A message of ours was larger than the server takes (close code 1009).",
                advice: "Send less at once, or raise the server's maxHttpBufferSize.")
        case .closeFrame(let code, let reason):
            Lower.broken(Symptom.closed(code, reason))
        case .interrupted(let words): Lower.broken(words)
        case .protocolViolation(let words): Lower.garbled(words)
        case .tooLarge(let limit): Lower.tooLarge(limit)
        case .unusable(let words): Lower.unusable(words)
        }
    }
}
