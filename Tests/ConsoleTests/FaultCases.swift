// Every case of the table of findings, with a server for it to be about.

import Backend
import SocketIO
import Transport

/// One symptom, by the name under which docs/TROUBLESHOOTING.md shows what is printed for it.
struct FaultCase: Sendable {
    let name: String
    let layer: Layer
    let symptom: Symptom
    var weight = Finding.Weight.failure
    var context = ServerContext(
        origin: "https://erp.example.com", host: "erp.example.com", namespace: "/erp.example.com", isFrappe: true)

    static let all: [FaultCase] = lower + upper

    private static let lower: [FaultCase] = [
        FaultCase(name: "name", layer: .name, symptom: .noAnswer(.nameNotFound("erp.example.com"))),
        FaultCase(
            name: "unreachable", layer: .tcp,
            symptom: .noAnswer(.unreachable("erp.example.com:443: Connection refused"))),
        FaultCase(
            name: "slow", layer: .tcp, symptom: .noAnswer(.connectTimedOut(host: "erp.example.com", seconds: 10))),
        FaultCase(
            name: "proxy", layer: .proxy,
            symptom: .noAnswer(.proxy(ProxyFailure(proxy: "proxy.example.com:3128", cause: .credentialsWanted)))),
        FaultCase(
            name: "expired", layer: .tls,
            symptom: .noAnswer(
                .tls(TLSFailure(host: "erp.example.com", cause: .expired(name: "erp.example.com", at: 1_767_225_600))))),
        FaultCase(
            name: "issuer", layer: .tls,
            symptom: .noAnswer(
                .tls(TLSFailure(host: "erp.example.com", cause: .unknownIssuer(issuer: "Example Corp CA"))))),
        FaultCase(name: "silent", layer: .connection, symptom: .noAnswer(.timedOut(seconds: 10))),
        FaultCase(
            name: "broken", layer: .connection,
            symptom: .noAnswer(.interrupted("erp.example.com closed the connection"))),
        FaultCase(name: "large", layer: .connection, symptom: .noAnswer(.tooLarge(limit: 16_777_216))),
        FaultCase(name: "garbled", layer: .http, symptom: .noAnswer(.protocolViolation("invalid status line"))),
        FaultCase(name: "unusable", layer: .name, symptom: .noAnswer(.invalidURL("not an http or https URL"))),
        FaultCase(name: "down", layer: .http, symptom: .answered(status: 502, server: "nginx/1.22.1", body: "<html>")),
        FaultCase(name: "not-found", layer: .http, symptom: .answered(status: 404, server: "nginx/1.22.1", body: "")),
        FaultCase(name: "elsewhere", layer: .http, symptom: .answered(status: 301, server: "nginx/1.22.1", body: "")),
        FaultCase(name: "too-many", layer: .http, symptom: .answered(status: 429, server: nil, body: "")),
        FaultCase(name: "odd-status", layer: .http, symptom: .answered(status: 500, server: nil, body: "")),
        FaultCase(name: "proxy-407", layer: .proxy, symptom: .answered(status: 407, server: "squid", body: "")),
        FaultCase(name: "forbidden", layer: .session, symptom: .answered(status: 403, server: nil, body: "")),
        FaultCase(
            name: "cors", layer: .origin,
            symptom: .answered(status: 400, server: nil, body: "\"https://a.b is not an accepted origin.\"")),
        FaultCase(
            name: "transport", layer: .http,
            symptom: .ended(.transport(.refused(status: 400, body: #"{"code":0,"message":"Transport unknown"}"#)))),
        FaultCase(name: "websockets-only", layer: .http, symptom: .webSocketsOnly, weight: .remark),
        FaultCase(name: "page", layer: .http, symptom: .notSocketIO(server: "nginx/1.22.1")),
        FaultCase(name: "old", layer: .http, symptom: .oldProtocol),
        FaultCase(
            name: "upgrade-headers", layer: .upgrade, symptom: .upgradeFailed(.upgradeRefused(status: 400, body: "")),
            weight: .remark),
        FaultCase(
            name: "upgrade-refused", layer: .upgrade,
            symptom: .upgradeFailed(.upgradeRefused(UpgradeRefusal(status: 403, body: "", server: "cloudfront"))),
            weight: .remark),
        FaultCase(
            name: "upgrade-cut", layer: .upgrade,
            symptom: .upgradeFailed(.interrupted("erp.example.com closed the connection")), weight: .remark),
        FaultCase(
            name: "polling-only", layer: .upgrade,
            symptom: .upgradeFailed(.upgradeRefused(status: 400, body: "Transport unknown")), weight: .remark),
        FaultCase(
            name: "upgrade-closed", layer: .upgrade, symptom: .upgradeClosed(code: 1_008, reason: "policy"),
            weight: .remark),
        FaultCase(name: "upgrade-swallowed", layer: .upgrade, symptom: .upgradeSwallowed, weight: .remark),
    ]

    private static let upper: [FaultCase] = [
        FaultCase(name: "no-cookie", layer: .session, symptom: refused("No cookie transmitted.")),
        FaultCase(
            name: "no-sid", layer: .session,
            symptom: refused("No authentication method used. Use cookie or authorization header.")),
        FaultCase(name: "dead-session", layer: .session, symptom: .guest(hadSession: true)),
        FaultCase(name: "no-session", layer: .session, symptom: .guest(hadSession: false), weight: .remark),
        FaultCase(name: "unauthorized", layer: .session, symptom: refused("Unauthorized: Error: Unauthorized")),
        FaultCase(
            name: "other-name", layer: .namespace, symptom: refused("Invalid namespace"),
            context: ServerContext(
                origin: "https://erp.example.com", host: "erp.example.com", namespace: "/erp.example.com",
                siteName: "site1.local", isFrappe: true)),
        FaultCase(name: "namespace", layer: .namespace, symptom: refused("Invalid namespace")),
        FaultCase(
            name: "main", layer: .namespace, symptom: .mainNamespace, weight: .remark,
            context: ServerContext(
                origin: "https://erp.example.com", host: "erp.example.com", siteName: "site1.local", isFrappe: true)),
        FaultCase(name: "own-words", layer: .namespace, symptom: refused("not you")),
        FaultCase(name: "join-timeout", layer: .namespace, symptom: .ended(.joinTimeout)),
        FaultCase(name: "origin", layer: .origin, symptom: refused("Invalid origin")),
        FaultCase(name: "greeting", layer: .http, symptom: .ended(.openTimeout)),
        FaultCase(name: "at-once", layer: .connection, symptom: .endedAtOnce(.closedByServer)),
        FaultCase(name: "put-out", layer: .connection, symptom: .ended(.disconnectedByServer)),
        FaultCase(name: "stopped", layer: .connection, symptom: .ended(.closedByServer)),
        FaultCase(name: "heartbeat", layer: .connection, symptom: .ended(.pingTimeout)),
        FaultCase(
            name: "too-large-for-it", layer: .connection,
            symptom: .ended(.transport(.closeFrame(code: 1_009, reason: "")))),
        FaultCase(
            name: "close-frame", layer: .connection,
            symptom: .ended(.transport(.closeFrame(code: 1_012, reason: "restart")))),
        FaultCase(name: "no-packet", layer: .connection, symptom: .ended(.parseError(.invalidHandshake))),
        FaultCase(name: "too-eager", layer: .connection, symptom: .ended(.tooManyHeldEvents)),
    ]

    private static func refused(_ message: String) -> Symptom { .ended(.refused(message: message, data: nil)) }
}
