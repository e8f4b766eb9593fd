// Our client against python-socketio's server, over real sockets.
import Glibc
import JSON
import NIOTransport
import SocketIO
import SocketIOClient
import TestSupport
import Testing
import Transport

private let namespace = "/site1.local"

@Suite(.serialized, .enabled(if: Python.isThere, .init(rawValue: Python.absence)), .timeLimit(.minutes(1)))
struct ClientToPythonTests {
    /// A client of a server, with the reader of its news.
    private struct Bench: ~Copyable {
        let client: SocketIOClient
        private let transport = NIOWebSocketTransport()
        private let http = NIOHTTPTransport()
        private var events: SocketIOEvents.Iterator

        init(
            _ server: PythonServer, _ transports: SocketTransports, namespace: String = namespace,
            auth: JSONValue? = nil
        ) {
            var configuration = SocketIOConfiguration(url: server.url, namespace: namespace) {
                SocketCredentials(headers: [HTTPHeader("Cookie", "sid=x%20y")], auth: auth)
            }
            configuration.session.retry.firstDelayMilliseconds = 50
            configuration.session.retry.maximumDelayMilliseconds = 100
            configuration.session.retry.fastAttempts = 1_000
            configuration.session.transports = transports
            client = SocketIOClient(configuration: configuration, transport: transport, http: http)
            events = client.events.makeAsyncIterator()
        }

        mutating func event() async throws -> SocketIOEvent {
            try #require(await events.next(isolation: #isolation))
        }

        /// The arguments of the next event that the server sends, which has to have this name.
        mutating func heard(_ name: String) async throws -> SocketEvent {
            let news = try await event()
            guard case .received(let event) = news, event.name == name else {
                throw Unexpected(news: "\(news) instead of \(name)")
            }
            return event
        }

        /// Waits for the connection, over failed attempts, and takes the event that every connection starts with.
        mutating func joined() async throws {
            while true {
                switch try await event() {
                case .connected:
                    _ = try await heard("early")
                    return
                case .attemptFailed(_, .some), .disconnected(_, .some): continue
                case let news: throw Unexpected(news: "\(news)")
                }
            }
        }

        mutating func closure() async throws -> SocketClosure {
            switch try await event() {
            case .disconnected(let closure, _), .attemptFailed(let closure, nil): closure
            case let news: throw Unexpected(news: "\(news)")
            }
        }

        /// Sends values that have to come back as an event and as the acknowledgement.
        mutating func echoes(_ arguments: SocketArguments) async throws {
            let answer = try await client.emitWithAck("echo", arguments)
            #expect(answer == arguments)
            let echoed = try await heard("echoed")
            #expect(echoed.arguments == arguments)
        }

        func end() async {
            await client.shutdown()
            await transport.shutdown()
            await http.shutdown()
        }
    }

    private struct Unexpected: Error { let news: String }

    /// A client that has joined, and what a test does with it.
    private func joined(
        _ transports: SocketTransports, _ body: (inout Bench, PythonServer) async throws -> Void
    ) async throws {
        let server = try PythonServer()
        defer { server.end() }
        var bench = Bench(server, transports)
        await bench.client.connect()
        do {
            try await bench.joined()
            try await body(&bench, server)
        } catch {
            await bench.end()
            throw error
        }
        await bench.end()
    }

    /// The server's connect handler emits before the library answers CONNECT; our program hears it after.
    @Test(arguments: SocketTransports.allCases) func anEventBeforeTheAnswerIsHeardAfterIt(
        _ transports: SocketTransports
    ) async throws {
        let server = try PythonServer()
        defer { server.end() }
        var bench = Bench(server, transports, auth: ["token": "tök🔍", "list": [1, nil, 2.5]])
        await bench.client.connect()
        guard case .connected(_, let id, _) = try await bench.event() else { return #expect(Bool(false)) }
        #expect(!id.isEmpty)
        let early = try await bench.heard("early")
        #expect(
            early.arguments == [
                [
                    "auth": ["token": "tök🔍", "list": [1, nil, 2.5]], "cookie": "sid=x%20y",
                    "origin": .string(server.url),
                ]
            ])
        #expect(early.namespace == namespace)
        await bench.end()
    }

    @Test(arguments: SocketTransports.allCases) func textsComeBackAsTheyWere(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            let arguments: SocketArguments = [
                "hé 🔍 \u{10FFFF}\u{10000} \u{FFFD}\u{2028}\u{FEFF}", "\u{0}\u{1}\u{1F}\u{7F}\"\\/\r\n\t", "",
                ["deep": [[[["👩‍👩‍👧": nil]]]], "true": true, "1,[": "2-/x,3[4]"], -9_007_199_254_740_993, 0.1, 1e300, [],
                [:],
            ]
            try await bench.echoes(arguments)
        }
    }

    /// python-socketio escapes what is not ASCII: 1 MB of text comes back as 3 MB. Of the body of a POST this server
    /// reads only what the first piece of it brings.
    @Test(arguments: SocketTransports.allCases) func aMegabyteComesBack(_ transports: SocketTransports) async throws {
        try await joined(transports) { bench, _ in
            let size = transports == .pollingOnly ? 48_000 : 1_000_000
            // The upgrade comes when it comes; before it this would be a POST.
            for _ in 0..<1_000 where transports != .pollingOnly {
                if await bench.client.status.transport == .webSocket { break }
                try await bench.echoes(["not yet"])
            }
            let text = String(repeating: "ü🔍", count: size / 6)
            try await bench.echoes([.string(text)])
        }
    }

    /// More than the server takes ends the connection, and is refused before it is sent when the server said so.
    @Test(arguments: SocketTransports.allCases) func tooMuchIsRefusedBeforeItIsSent(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            let text = JSONValue.string(String(repeating: "x", count: 4_000_000))
            await #expect(throws: SocketEmitError.tooLarge(limit: 4_000_000)) {
                try await bench.client.emit("echo", [text])
            }
            try await bench.echoes(["still here"])
        }
    }

    @Test(arguments: SocketTransports.allCases) func eventsComeInOrder(_ transports: SocketTransports) async throws {
        try await joined(transports) { bench, _ in
            try await bench.client.emit("shout", [2_000])
            for number in 0..<2_000 {
                #expect(try await bench.heard("number").arguments == [JSONValue(number)])
            }
        }
    }

    @Test(arguments: SocketTransports.allCases) func acknowledgementsGoBothWays(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            try await bench.client.emit("ask", ["who?"])
            let question = try await bench.heard("question")
            #expect(question.arguments == ["who?"])
            await bench.client.acknowledge(question, ["mé", 2])
            // A second answer is not sent.
            await bench.client.acknowledge(question, ["again"])
            #expect(try await bench.heard("answered").arguments == [["answer": ["mé", 2]]])

            try await bench.client.emit("ask", ["nothing?"])
            await bench.client.acknowledge(try await bench.heard("question"))
            #expect(try await bench.heard("answered").arguments == [["answer": nil]])

            await #expect(throws: SocketEmitError.timedOut) {
                try await bench.client.emitWithAck("ignore", timeout: .milliseconds(100))
            }
            try await bench.echoes([])
        }
    }

    @Test(arguments: SocketTransports.allCases) func binaryDataStaysWhereItWas(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            let first = (0...255).map { UInt8($0) } + [0x1E, 0x34]
            var arguments = SocketArguments()
            let a = arguments.attach(first)
            let b = arguments.attach([])
            arguments.values = [["a": a, "b": b, "c": "text"]]
            #expect(
                try await bench.client.emitWithAck("lengths", arguments) == [
                    [["a", "bytes", 258], ["b", "bytes", 0], ["c", "str", 4]]
                ])
            let answer = try await bench.client.emitWithAck("echo", arguments)
            let echoed = try await bench.heard("echoed").arguments
            for back in [answer, echoed] {
                let object = try #require(back.values.first)
                #expect(back.attachment(for: try #require(object["a"])) == first)
                #expect(back.attachment(for: try #require(object["b"])) == [])
                #expect(object["c"] == "text")
            }
        }
    }

    /// DISCONNECT (`41`): the connection is gone for the program, and a new one can be made.
    @Test(arguments: SocketTransports.allCases) func aDisconnectOfTheServerIsToldAndHeals(
        _ transports: SocketTransports
    ) async throws {
        try await joined(transports) { bench, _ in
            try await bench.client.emit("leave")
            #expect(try await bench.closure() == .disconnectedByServer)
            await bench.client.connect()
            try await bench.joined()
            try await bench.echoes([1])
        }
    }

    /// Packet `1` over a websocket: this server then waits for us to close.
    @Test(arguments: SocketTransports.allCases) func aCloseOfTheSessionIsToldAndHeals(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            try await bench.client.emit("close")
            #expect(try await bench.closure() == .closedByServer)
            await bench.client.connect()
            try await bench.joined()
        }
    }

    @Test(arguments: SocketTransports.allCases) func refusalsAreToldInTheServersWords(_ transports: SocketTransports)
        async throws
    {
        let server = try PythonServer()
        defer { server.end() }
        for (namespace, expected) in [
            (namespace, SocketClosure.refused(message: "not you", data: ["code": 7])),
            ("/nowhere", .refused(message: "Unable to connect", data: nil)),
        ] {
            var bench = Bench(server, transports, namespace: namespace, auth: ["refuse": "object"])
            await bench.client.connect()
            #expect(try await bench.event() == .attemptFailed(expected, retryInMilliseconds: nil))
            await bench.end()
        }
    }

    /// What is emitted while the server is away reaches the next one.
    @Test(arguments: SocketTransports.allCases) func aRestartOfTheServerHeals(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, server in
            server.end()
            guard case .transport = try await bench.closure() else { return #expect(Bool(false)) }
            try await bench.client.emit("echo", ["kept"])
            let next = try PythonServer(port: server.port)
            defer { next.end() }
            try await bench.joined()
            #expect(try await bench.heard("echoed").arguments == ["kept"])
            let metrics = await bench.client.status.metrics
            #expect(metrics.connectSuccesses == 2)
            #expect(metrics.reconnects == 1)
        }
    }

    /// A server that stands still sends no heartbeat: we notice after its own times, 1 s and 1 s.
    @Test(arguments: SocketTransports.allCases) func aFrozenServerIsNoticed(_ transports: SocketTransports) async throws
    {
        try await joined(transports) { bench, server in
            server.send(SIGSTOP)
            let start = ContinuousClock.now
            #expect(try await bench.closure() == .pingTimeout)
            let waited = ContinuousClock.now - start
            #expect(waited > .milliseconds(900))
            #expect(waited < .seconds(6))
            server.send(SIGCONT)
            try await bench.joined()
        }
    }

    /// Longer than both times of the heartbeat together: our pongs are what this server wants.
    @Test(arguments: SocketTransports.allCases) func heartbeatsKeepTheConnection(_ transports: SocketTransports)
        async throws
    {
        try await joined(transports) { bench, _ in
            await #expect(throws: SocketEmitError.timedOut) {
                try await bench.client.emitWithAck("ignore", timeout: .milliseconds(2_300))
            }
            try await bench.echoes([])
            #expect(await bench.client.status.metrics.disconnects == 0)
        }
    }
}
