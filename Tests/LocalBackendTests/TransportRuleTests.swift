// What a client may not do on its transports, and what it gets for it: as engine.io and python-engineio were seen to do.

import JSON
import ServerDoubles
import SocketIO
import TestSupport
import Testing

@testable import LocalBackend

@Suite(.timeLimit(.minutes(1))) struct TransportRuleTests {
    private static func limits(_ change: (inout SocketServerConfiguration) -> Void) -> LocalServerLimits {
        var limits = LocalServerLimits()
        change(&limits.realtime)
        return limits
    }

    private static let python = limits { $0.dialect = .python(answersAgain: false) }

    /// A request whose body is not whole yet.
    private static func begin(_ server: ServerUnderTest, _ line: PollingLine, length: Int, _ start: String) throws
        -> RawClient
    {
        let client = try RawClient(port: server.port)
        try client.send(
            "POST /socket.io/?EIO=4&transport=polling&sid=\(line.sessionID) HTTP/1.1\r\nHost: \(server.host)\r\n"
                + "Content-Length: \(length)\r\nExpect: 100-continue\r\n\r\n")
        // So the server has seen the head.
        #expect(try client.readAnswer().status == 100)
        try client.send(start)
        return client
    }

    @Test func twoPostsAtOnceEndTheSession() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let slow = try Self.begin(server, line, length: 10, "42[")
            let second = try line.post(#"42["echo"]"#)
            #expect(second.status == 400 && second.json?["code"] == 3)
            try slow.send(#""echo""#)
            try slow.send("]")
            let first = try slow.readAnswer()
            #expect(first.status == 400 && first.json?["code"] == 1)
            #expect(try line.poll().json?["code"] == 1)
        }
    }

    @Test func aSlowPostIsTakenAndADroppedOneEndsTheSession() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let slow = try Self.begin(server, line, length: 12, "42[\"echo\",")
            try slow.send("7]")
            #expect(try slow.readAnswer().text == "ok")
            #expect(try line.hear() == #"42["echo",7]"#)
            do { _ = try Self.begin(server, line, length: 10, "42[") }
            try wait(for: "end of the session") { try line.post("3").json?["code"] == 1 ? true : nil }
        }
    }

    @Test func twoPollsAtOnceEndTheSession() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let first = try line.startPoll()
            // It is there when an event that was sent after it comes over it; then the next one waits.
            try line.say(#"42["echo"]"#)
            #expect(try first.readAnswer().text == #"42["echo"]"#)
            let waiting = try line.startPoll()
            let other = try line.startPoll()
            // The one that came later is refused; which one that was only the server knows.
            let answers = try [waiting.readAnswer(), other.readAnswer()].sorted { $0.status < $1.status }
            #expect(answers.map(\.status) == [200, 400])
            #expect(answers[0].text == "1" && answers[1].json?["code"] == 3)
            #expect(try line.poll().json?["code"] == 1)
        }
    }

    @Test func aDroppedPollEndsTheSession() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            do { _ = try line.startPoll() }
            try wait(for: "end of the session") { try line.post("3").json?["code"] == 1 ? true : nil }
        }
    }

    @Test func aSecondWebSocketIsClosed() async throws {
        try await with(application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let query = "EIO=4&transport=websocket&sid=\(line.sessionID)"
            let socket = try server.openSocket(cookies: nil, query: query)
            try socket.say("2probe")
            #expect(try socket.hear() == "3probe")
            let early = try server.openSocket(cookies: nil, query: query)
            #expect(try early.readFrame() == (0x88, []))
            try socket.say("5")
            try socket.say(#"42["echo"]"#)
            #expect(try socket.hear() == #"42["echo"]"#)
            let late = try server.openSocket(cookies: nil, query: query)
            #expect(try late.readFrame() == (0x88, []))
            #expect(try line.poll().json?["code"] == 3)
            #expect(try line.post("3").json?["code"] == 3)
            try socket.say(#"42["echo",2]"#)
            #expect(try socket.hear() == #"42["echo",2]"#)
        }
    }

    @Test func aHalfDoneMoveIsGivenUp() async throws {
        try await with(limits: Self.limits { $0.upgradeTimeoutMilliseconds = 20 }, application: EchoApplication()) {
            server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            let socket = try server.openSocket(
                cookies: nil, query: "EIO=4&transport=websocket&sid=\(line.sessionID)")
            #expect(try socket.readFrame() == (0x88, []))
            try line.say(#"42["echo"]"#)
            #expect(try line.hear() == #"42["echo"]"#)
        }
    }

    @Test func aSilentClientIsSentAway() async throws {
        let limits = Self.limits {
            $0.pingIntervalMilliseconds = 20
            // Long enough for our answer on a busy machine.
            $0.pingTimeoutMilliseconds = 1_000
        }
        try await with(limits: limits, application: EchoApplication()) { server in
            let socket = try server.openSocket(cookies: nil)
            #expect(try socket.hear().contains(#""pingInterval":20,"pingTimeout":1000"#))
            #expect(try socket.hear() == "2")
            try socket.say("3")
            #expect(try socket.hear() == "2")
            #expect(try socket.readFrame() == (0x88, []))
        }
    }

    @Test func pythonHasItsOwnManners() async throws {
        try await with(limits: Self.python, application: EchoApplication()) { server in
            let line = try PollingLine(server, cookies: nil, headers: [])
            try line.join()
            #expect(try line.post(#"42["echo","é🔍"]"#).text == "OK")
            #expect(try line.hear() == #"42["echo","\u00e9\ud83d\udd0d"]"#)
            try line.say("40")
            #expect(try line.hear() == #"44"Unable to connect""#)
            let many = Array(repeating: #"42["echo"]"#, count: 17).joined(separator: "\u{1e}")
            #expect(try line.post(many).text == "OK")
            try line.say(#"42["echo",1]"#)
            #expect(try line.hear() == #"42["echo",1]"#)

            let socket = try server.openSocket(
                cookies: nil, query: "EIO=4&transport=websocket&sid=\(line.sessionID)")
            try socket.say("2probe")
            #expect(try socket.hear() == "3probe")
            try socket.say("5")
            #expect(try socket.hear() == "6")
            let late = try line.poll()
            #expect(late.status == 400 && late.text == #""Unexpected HTTP request""#)
            #expect(late.header("content-type") == "text/plain")
            try socket.say(#"42["hang_up"]"#)
            // It says so, and waits for the client to close.
            #expect(try socket.hear() == "1")
            try socket.sendFrame(0x88, [])
            #expect(try socket.readFrame() == (0x88, []))
        }
    }

    @Test(arguments: [
        ("GET", "EIO=4&transport=carrier", #""Invalid transport""#),
        ("GET", "EIO=4&transport=polling&sid=gone", #""Invalid session gone""#),
        ("POST", "EIO=4&transport=polling&sid=gone", #""Invalid session gone""#),
        ("POST", "EIO=4&transport=polling", #""Invalid session None""#),
        (
            "GET", "EIO=3&transport=polling",
            #""The client is using an unsupported version of the Socket.IO or Engine.IO protocols""#
        ),
    ])
    func pythonRefusesWithAString(_ method: String, _ query: String, _ body: String) async throws {
        try await with(flavour: .python) { server in
            let answer = try server.exchange(method, "/socket.io/?\(query)")
            #expect(answer.status == 400 && answer.text == body)
            #expect(answer.header("content-type") == "text/plain")
        }
    }

    @Test func frappesPythonServerAnswersTwice() async throws {
        try await with(flavour: .python) { server in
            let feed = try server.openSocket(cookies: try server.signIn(), origin: "http://\(server.host)")
            #expect(try feed.hear().contains(#""pingTimeout":20000,"pingInterval":25000"#))
            let sid = try feed.join("/oropendola.local")
            #expect(try feed.join("/oropendola.local") == sid)
        }
    }
}
