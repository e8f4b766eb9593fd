// Looks at a realtime server layer by layer, so that a person hears which one fails instead of "it does not connect".

public import JSON
import SocketIO
import SocketIOClient
public import Transport

/// What is looked at.
public struct ProbeTarget: Sendable {
    public var address: ServerAddress
    /// Path of Socket.IO, with both slashes.
    public var path = "/socket.io/"
    /// Sent with every request. Without an `Origin` the server's own address is sent as one.
    public var headers: [HTTPHeader]
    /// Payload of the CONNECT packets.
    public var auth: JSONValue?
    /// At least one.
    public var namespaces: [String]
    public var knowledge: SiteKnowledge
    /// For telling which way connections go.
    public var proxies = ProxySettings()

    public init(
        address: ServerAddress, headers: [HTTPHeader] = [], namespaces: [String], knowledge: SiteKnowledge
    ) {
        self.address = address
        self.headers = headers
        self.namespaces = namespaces
        self.knowledge = knowledge
    }

    /// What findings are told about.
    public func context(namespace: String? = nil) -> ServerContext {
        ServerContext(
            origin: address.origin, host: address.host, namespace: namespace ?? namespaces.first ?? "/",
            siteName: knowledge.siteName, isFrappe: knowledge.isFrappe, sentOrigin: headers.first("Origin"))
    }

    /// Whether there is a session, or a token, to show.
    public var hasSession: Bool {
        headers.first("Authorization") != nil
            || CookieJar(header: headers.all("Cookie").joined(separator: ";")).sid != nil
    }
}

/// Runs the checks from the bottom up, and stops where nothing above can work.
public struct ServerProbe: Sendable {
    static let timeoutSeconds = 10

    let target: ProbeTarget
    let http: any HTTPTransport
    let webSockets: any WebSocketTransport
    let clock: any Clock<Duration>

    public init(
        _ target: ProbeTarget, http: any HTTPTransport, webSockets: any WebSocketTransport,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.target = target
        self.http = http
        self.webSockets = webSockets
        self.clock = clock
    }

    /// What was found, in the order of the layers. A layer that was not looked at is not in it.
    public func run() async -> [LayerCheck] {
        let handshake: HTTPResponse
        do throws(TransportError) {
            handshake = try await http.send(pollingRequest)
        } catch {
            return Reach(target).checks(failing: error, in: target.context())
        }
        var checks = Reach(target).checks
        let reading = HandshakeReading(handshake)
        checks.append(reading.check(in: target.context()))
        guard checks.failure == nil else { return checks }
        checks.append(await upgrade(isOnlyWay: reading.wantsWebSocket))
        await sayGoodbye(reading.sessionID)
        guard checks.failure == nil else { return checks }
        return checks + (await join())
    }

    private var origin: String { target.address.origin }

    private var headers: [HTTPHeader] {
        target.headers.first("Origin") == nil ? target.headers + [HTTPHeader("Origin", origin)] : target.headers
    }

    private var pollingRequest: HTTPRequest {
        HTTPRequest(
            url: "\(origin)\(target.path)?EIO=4&transport=polling", headers: headers,
            timeoutSeconds: Self.timeoutSeconds, maximumBodyBytes: 1 << 20)
    }

    /// Ends the session that the handshake began, so that the server need not wait for it.
    private func sayGoodbye(_ session: EngineSessionID?) async {
        guard let session, session.text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "&") }) else {
            return
        }
        // What fails here ends by itself.
        _ = try? await http.send(
            HTTPRequest(
                method: "POST", url: "\(origin)\(target.path)?EIO=4&transport=polling&sid=\(session.text)",
                headers: headers + [HTTPHeader("Content-Type", "text/plain;charset=UTF-8")], body: Array("1".utf8),
                timeoutSeconds: Self.timeoutSeconds, maximumBodyBytes: 1 << 20))
    }

    // MARK: Websocket

    /// - Parameter isOnlyWay: without polling to fall back on, what is a remark else is a failure.
    private func upgrade(isOnlyWay: Bool) async -> LayerCheck {
        let connection: any WebSocketConnection
        do throws(TransportError) {
            connection = try await webSockets.connect(
                url: "ws\(origin.dropFirst(4))\(target.path)?EIO=4&transport=websocket", headers: headers,
                timeoutSeconds: Self.timeoutSeconds, maximumMessageBytes: 1 << 20)
        } catch {
            return check(.upgrade, isOnlyWay ? .noAnswer(error) : .upgradeFailed(error))
        }
        let first = await within(.seconds(Self.timeoutSeconds)) {
            for await batch in connection.messages { return batch.first }
            return nil
        }
        await connection.close()
        switch first {
        case .text(let text)? where (try? EnginePacket(.text(text)).isOpen) == true:
            return LayerCheck(.upgrade, .passed("opens, and the server greets"))
        case .closed(.failed(let error))?:
            return check(.upgrade, isOnlyWay ? .noAnswer(error) : .upgradeFailed(error))
        case .closed(.frame(let code, let reason))?:
            return check(
                .upgrade,
                isOnlyWay
                    ? .ended(.transport(.closeFrame(code: code, reason: reason)))
                    : .upgradeClosed(code: code, reason: reason))
        default: return check(.upgrade, isOnlyWay ? .ended(.openTimeout) : .upgradeSwallowed)
        }
    }

    private func check(_ layer: Layer, _ symptom: Symptom) -> LayerCheck {
        guard let finding = symptom.finding(in: target.context()) else {
            return LayerCheck(layer, .skipped("it was given up"))
        }
        return LayerCheck(finding.layer, .found(finding))
    }

    // MARK: Namespaces

    private func join() async -> [LayerCheck] {
        var configuration = SocketIOConfiguration(url: origin, namespace: target.namespaces.first ?? "/")
        configuration.session.namespaces = target.namespaces
        configuration.session.retry = .never
        configuration.session.rejoinsWhenPutOut = false
        configuration.path = target.path
        let credentials = SocketCredentials(headers: headers, auth: target.auth)
        configuration.credentials = { () async throws(TransportError) -> SocketCredentials in credentials }
        let client = SocketIOClient(configuration: configuration, transport: webSockets, http: http, clock: clock)
        await client.connect()
        var joining = Joining(target)
        await withTaskGroup(of: Void.self) { group in
            let clock = clock
            func end(after time: Duration) {
                group.addTask {
                    // Cancelled when all is said before.
                    guard (try? await clock.sleep(for: time)) != nil else { return }
                    await client.shutdown()
                }
            }
            end(after: Joining.longest)
            var isAnswered = false
            for await event in client.events {
                if joining.wantsSiteName(for: event) {
                    joining.learn(
                        siteName: await SiteKnowledge.siteName(target.address, headers: target.headers, http: http))
                }
                joining.hear(event)
                if joining.isOver { break }
                // Who lets in may put out again: some time for that.
                if joining.isAnswered, !isAnswered { end(after: Joining.afterwards) }
                isAnswered = joining.isAnswered
            }
            group.cancelAll()
        }
        await client.shutdown()
        return joining.checks
    }

    /// What `work` comes to, or nil when the time is up first.
    private func within<Value: Sendable>(
        _ time: Duration, _ work: @escaping @Sendable () async -> Value?
    ) async -> Value? {
        let clock = clock
        return await withTaskGroup(of: Value?.self) { group in
            group.addTask { await work() }
            group.addTask {
                // Cancelled when the work is done.
                try? await clock.sleep(for: time)
                return nil
            }
            let first = await group.next()
            group.cancelAll()
            return first ?? nil
        }
    }
}

extension EnginePacket {
    fileprivate var isOpen: Bool { if case .open = self { true } else { false } }
}
