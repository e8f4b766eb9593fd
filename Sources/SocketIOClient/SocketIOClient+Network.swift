// The session's connections: one websocket with one reader and one writer, or one poll and one POST.
import SocketIO
import Transport

extension SocketIOClient {
    /// How long a close may take before what is still under way is given up.
    private static let closeTimeout = Duration.seconds(2)
    /// A poll ends when the server wants, or when the heartbeat is missed.
    private static let pollSeconds = 86_400
    /// Events that are handed to the reader before he is looked after.
    private static let batchSize = 256

    func perform(_ effect: SocketTransportEffect, connection: Int) {
        switch effect {
        case .prepare:
            metrics.connectAttempts += 1
            hasJoined = false
            connections[connection] = SocketRun()
            let task = start(connection) { await self.prepare(connection) }
            connections[connection]?.waitTask = task
        case .openWebSocket(let sessionID): openWebSocket(connection, sessionID)
        case .send(let frames): connections[connection]?.link?.send(frames)
        case .closeWebSocket: closeWebSocket(connection)
        case .poll(let sessionID):
            let task = start(connection) { await self.poll(connection, sessionID) }
            connections[connection]?.waitTask = task
        case .post(let body, let sessionID): post(body, sessionID, connection)
        case .close: close(connection)
        }
    }

    /// Starts work of a connection. When nothing of a connection runs any more, it is forgotten: what ends orders its
    /// successor before that.
    @discardableResult
    private func start(_ connection: Int, _ work: @escaping @Sendable () async -> Void) -> Int {
        lastTask += 1
        let number = lastTask
        connections[connection]?.tasks[number] = Task {
            await work()
            self.finished(number, connection)
        }
        return number
    }

    private func finished(_ task: Int, _ connection: Int) {
        connections[connection]?.tasks[task] = nil
        if connections[connection]?.tasks.isEmpty == true { connections[connection] = nil }
    }

    private func hear(_ event: SocketTransportEvent, _ connection: Int) {
        perform(session.handle(.transport(event, connection: connection)))
    }

    private func prepare(_ connection: Int) async {
        do throws(TransportError) {
            let credentials = try await configuration.credentials()
            guard !Task.isCancelled else { return }
            var headers = credentials.headers
            if headers.first("Origin") == nil { headers.append(HTTPHeader("Origin", configuration.origin)) }
            connections[connection]?.headers = headers
            hear(.prepared(SocketAuthentication(credentials.auth, payloads: credentials.authByNamespace)), connection)
        } catch {
            hear(.closed(SocketTransportEnd(error)), connection)
        }
    }

    /// Ends a connection: what is to be sent is sent, within a limit.
    private func close(_ connection: Int) {
        guard let run = connections[connection] else { return }
        connections[connection]?.link = nil
        run.link?.finish()
        let (drains, waits) = run.work
        guard !drains.isEmpty else {
            for task in waits { task.cancel() }
            return
        }
        let deadline = time.elapsed() + Self.closeTimeout
        let watch = Task {
            do {
                try await self.time.sleep(deadline)
            } catch {
                return  // It closed in time.
            }
            for task in drains { task.cancel() }
            await run.socket?.close()
        }
        start(connection) {
            for task in drains { await task.value }
            watch.cancel()
            for task in waits { task.cancel() }
        }
    }
}

// MARK: Websocket

extension SocketIOClient {
    private func openWebSocket(_ connection: Int, _ sessionID: EngineSessionID?) {
        let link = SocketLink()
        connections[connection]?.link = link
        let task = start(connection) { await self.runWebSocket(connection, link, sessionID) }
        connections[connection]?.socketTask = task
    }

    /// The polling session goes on without it.
    private func closeWebSocket(_ connection: Int) {
        guard let run = connections[connection], let task = run.socketTask.flatMap({ run.tasks[$0] }) else { return }
        connections[connection]?.link = nil
        connections[connection]?.socket = nil
        connections[connection]?.socketTask = nil
        run.link?.finish()
        if run.socket == nil { task.cancel() }
    }

    /// The life of one websocket.
    private func runWebSocket(_ connection: Int, _ link: SocketLink, _ sessionID: EngineSessionID?) async {
        do throws(TransportError) {
            let socket = try await transport.connect(
                url: configuration.webSocketURL(sessionID), headers: connections[connection]?.headers ?? [],
                timeoutSeconds: configuration.session.openTimeoutMilliseconds / 1_000 + 1,
                maximumMessageBytes: configuration.maximumMessageBytes)
            guard !Task.isCancelled, connections[connection]?.link != nil else {
                await socket.close()
                return
            }
            connections[connection]?.socket = socket
            async let writing: Void = write(link, to: socket, connection)
            hear(.opened, connection)
            for await batch in socket.messages { await hear(batch, connection) }
            link.finish()
            await writing
        } catch {
            hear(.closed(SocketTransportEnd(error)), connection)
        }
    }

    /// The only writer of a websocket: in order, one batch after the other, and the close after all of them.
    private func write(_ link: SocketLink, to socket: any WebSocketConnection, _ connection: Int) async {
        do throws(TransportError) {
            for await frames in link.batches {
                try await socket.send(frames.map { WebSocketMessage($0) })
                hear(.sent, connection)
            }
        } catch {
            // The reader hears of the end of the connection.
        }
        await socket.close()
    }

    /// Messages up to the end of the connection, which is the last of all.
    private func hear(_ batch: [WebSocketEvent], _ connection: Int) async {
        var frames: [EngineFrame] = []
        frames.reserveCapacity(min(batch.count, Self.batchSize))
        for event in batch {
            switch event {
            case .text(let bytes): frames.append(.text(bytes))
            case .binary(let bytes): frames.append(.binary(bytes))
            case .closed(let close):
                if !frames.isEmpty { hear(.received(frames), connection) }
                return hear(.closed(SocketTransportEnd(close)), connection)
            }
            guard frames.count == Self.batchSize else { continue }
            hear(.received(frames), connection)
            frames.removeAll(keepingCapacity: true)
            await waitForReader()
        }
        guard !frames.isEmpty else { return }
        hear(.received(frames), connection)
        await waitForReader()
    }

    /// A reader who does not keep up holds the server back, but once and not for ever: a heartbeat may wait behind his
    /// events, and one who has stopped must not cost the connection.
    private func waitForReader() async {
        guard configuration.maximumReaderDelay > .zero, queue.isWorthWaiting(for: Self.batchSize) else { return }
        let deadline = time.elapsed() + configuration.maximumReaderDelay
        let (queue, time) = (queue, time)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await queue.taken() }
            group.addTask {
                do {
                    try await time.sleep(deadline)
                    queue.giveUpReader()
                } catch {
                    // The reader came first.
                }
            }
            await group.next()
            group.cancelAll()
        }
    }
}

// MARK: Polling

extension SocketIOClient {
    private func poll(_ connection: Int, _ sessionID: EngineSessionID?) async {
        // A server that is not polled holds back what it has.
        await waitForReader()
        var request = HTTPRequest(
            url: configuration.pollingURL(sessionID), headers: connections[connection]?.headers ?? [],
            timeoutSeconds: Self.pollSeconds, maximumBodyBytes: configuration.maximumMessageBytes)
        request.headers.append(HTTPHeader("Accept", "*/*"))
        do throws(TransportError) {
            let response = try await send(request)
            connections[connection]?.take(setCookies: response.headers("Set-Cookie"))
            hear(.polled(status: response.status, body: response.body), connection)
        } catch {
            hear(.pollFailed(SocketTransportEnd(error)), connection)
        }
    }

    private func post(_ body: [UInt8], _ sessionID: EngineSessionID, _ connection: Int) {
        let previous = connections[connection]?.postTask.flatMap { connections[connection]?.tasks[$0] }
        let task = start(connection) {
            await previous?.value
            await self.send(body, to: self.configuration.pollingURL(sessionID), connection)
        }
        connections[connection]?.postTask = task
    }

    private func send(_ body: [UInt8], to url: String, _ connection: Int) async {
        var request = HTTPRequest(
            method: "POST", url: url, headers: connections[connection]?.headers ?? [], body: body,
            timeoutSeconds: Self.pollSeconds, maximumBodyBytes: 64 << 10)
        request.headers.append(HTTPHeader("Content-Type", "text/plain;charset=UTF-8"))
        do throws(TransportError) {
            let response = try await send(request)
            hear(.posted(status: response.status, body: response.body), connection)
        } catch {
            hear(.postFailed(SocketTransportEnd(error)), connection)
        }
    }

    private func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        guard let http else { throw .unsupported("polling is not available here") }
        return try await http.send(request)
    }
}
