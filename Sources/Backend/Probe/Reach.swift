// How far a request came: one failed exchange tells about all the layers below the one that failed.

import SocketIO
import Transport

/// The layers between us and a server's first answer.
struct Reach {
    private let target: ProbeTarget
    private let route: ProxyRoute

    init(_ target: ProbeTarget) {
        self.target = target
        let address = target.address
        let host = address.host.hasPrefix("[") ? String(address.host.dropFirst().dropLast()) : address.host
        route = target.proxies.route(
            isSecure: address.isSecure, host: host, port: address.port ?? (address.isSecure ? 443 : 80))
    }

    /// All of them work.
    var checks: [LayerCheck] {
        let port = target.address.port ?? (target.address.isSecure ? 443 : 80)
        var checks: [LayerCheck] = []
        if case .through(let proxy) = route {
            // It is the proxy that looks the name up and connects.
            checks.append(LayerCheck(.proxy, .passed("lets us through, \(proxy.authority)")))
        } else {
            checks.append(LayerCheck(.name, .passed(target.address.host)))
            checks.append(LayerCheck(.tcp, .passed("port \(port) takes connections")))
        }
        if target.address.isSecure { checks.append(LayerCheck(.tls, .passed("the certificate is good"))) }
        return checks
    }

    /// Those below the failed one work.
    func checks(failing error: TransportError, in context: ServerContext) -> [LayerCheck] {
        guard let finding = Symptom.noAnswer(error).finding(in: context) else { return [] }
        return checks.filter { $0.layer < finding.layer } + [LayerCheck(finding.layer, .found(finding))]
    }
}

/// What the answer to the polling handshake is.
struct HandshakeReading {
    private enum Kind {
        case open(EngineHandshake)
        case symptom(Symptom)
    }

    private let kind: Kind
    private let server: String?

    init(_ response: HTTPResponse) {
        let server = response.header("Server").map { String($0.prefix(60)) }
        self.server = server
        guard response.status == 200 else {
            let body = String(decoding: response.body.prefix(1_024), as: UTF8.self)
            kind =
                response.status == 400 && Symptom.refusesTransport(body)
                ? .symptom(.webSocketsOnly) : .symptom(.answered(status: response.status, server: server, body: body))
            return
        }
        // Packets stand between 0x1E; a length before the first is Socket.IO 2 (Engine.IO protocol 3).
        let first = response.body.prefix { $0 != 0x1E }
        if case .open(let handshake)? = try? EnginePacket(.text(Array(first))) {
            kind = .open(handshake)
        } else if let colon = first.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            first[..<colon].allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        {
            kind = .symptom(.oldProtocol)
        } else {
            kind = .symptom(.notSocketIO(server: server))
        }
    }

    /// The session that the server began for us.
    var sessionID: EngineSessionID? {
        if case .open(let handshake) = kind { EngineSessionID(handshake.sessionID) } else { nil }
    }

    /// What is no fault as long as the websocket opens.
    var wantsWebSocket: Bool { if case .symptom(.webSocketsOnly) = kind { true } else { false } }

    func check(in context: ServerContext) -> LayerCheck {
        switch kind {
        case .open: return LayerCheck(.http, .passed("Socket.IO answers" + (server.map { ", \($0)" } ?? "")))
        case .symptom(let symptom):
            guard let finding = symptom.finding(in: context) else { return LayerCheck(.http, .skipped("given up")) }
            return LayerCheck(finding.layer, .found(finding))
        }
    }
}
