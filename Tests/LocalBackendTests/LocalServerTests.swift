// The server over real sockets, byte for byte: signing in, chat, refusals, limits, broken requests.

import JSON
import Scenarios
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct LocalServerTests {
    /// The answer to a login with just these headers.
    private func status(_ server: ServerUnderTest, _ lines: [String]) throws -> Int {
        let client = try RawClient(port: server.port)
        let head = "POST /api/method/login HTTP/1.1\r\nContent-Length: 0\r\n"
        try client.send(head + lines.map { $0 + "\r\n" }.joined() + "\r\n")
        return try client.readAnswer().status
    }

    @Test func signsInAndOut() async throws {
        try await with { server in
            let answer = try server.exchange("POST", "/api/method/login", body: "usr=me%40local&pwd=p%26ss+word%25")
            #expect(answer.status == 200)
            #expect(answer.json == ["message": "Logged In", "home_page": "/app", "full_name": "me@local"])
            let cookies = answer.cookies
            #expect(cookies.hasSuffix("; system_user=yes; full_name=me%40local; user_id=me%40local; user_image="))
            #expect(answer.header("set-cookie")?.contains("HttpOnly; Path=/; SameSite=Lax") == true)
            let who = "/api/method/frappe.auth.get_logged_user"
            #expect(try server.exchange("GET", who, cookies: cookies).json == ["message": "me@local"])
            #expect(try server.exchange("POST", who, cookies: cookies).json == ["message": "me@local"])
            #expect(try server.exchange("GET", who).status == 403)
            #expect(try server.exchange("POST", "/api/method/logout", cookies: cookies).status == 200)
            let after = try server.exchange("GET", who, cookies: cookies)
            #expect(after.status == 403)
            #expect(after.json?["session_expired"] == 1)
        }
    }

    @Test func signsInWithJSON() async throws {
        try await with { server in
            let body = #"{"usr":"me@local","pwd":"p&ss word%"}"#
            let answer = try server.exchange(
                "POST", "/api/method/login", body: body, headers: ["Content-Type: application/json; charset=utf-8"])
            #expect(answer.json?["message"] == "Logged In")
        }
    }

    @Test func takesATokenForASignIn() async throws {
        try await with { server in
            let who = "/api/method/frappe.auth.get_logged_user"
            for right in ["token key:secret", "Token key:secret", "Basic a2V5OnNlY3JldA=="] {
                let answer = try server.exchange("GET", who, headers: ["Authorization: \(right)"])
                #expect(answer.json == ["message": "me@local"])
            }
            for wrong in ["token key:", "token key:secretx", "token", "Basic !", "Bearer key:secret", "Basic a2V5"] {
                #expect(try server.exchange("GET", who, headers: ["Authorization: \(wrong)"]).status == 403)
            }
        }
    }

    @Test func withoutATokenNoneIsTaken() async throws {
        let sessions = SessionTable(LocalSession(user: "u", password: "p"))
        for header in ["token :", "token ", "Basic Og==", "token nil"] {
            #expect(sessions.user(ofAuthorization: header) == nil)
        }
    }

    @Test func printsNoSecrets() {
        let session = LocalSession(user: "u", password: "hidden-1", token: ("hidden-2", "hidden-3"))
        var printed = ""
        dump(session, to: &printed)
        printed += "\(session) \(String(reflecting: session)) \(session.customMirror.children.map { "\($0)" })"
        #expect(printed.contains("u") && !printed.contains("hidden"))
    }

    @Test func aSecondShutdownDoesNothing() async throws {
        let server = try await ServerUnderTest.start()
        await server.server.shutdown()
        await server.server.shutdown()
        #expect(throws: POSIXFailure.self) { try RawClient(port: server.port) }
    }

    @Test(arguments: ["", "usr=me%40local&pwd=", "usr=me%40local&pwd=p%26ss+word%25x", "usr=&pwd=p%26ss+word%25"])
    func refusesWrongPasswords(_ body: String) async throws {
        try await with { server in
            let answer = try server.exchange("POST", "/api/method/login", body: body)
            #expect(answer.status == 401)
            #expect(answer.json == ["message": "Invalid login credentials", "exc_type": "AuthenticationError"])
            #expect(answer.cookies.isEmpty)
        }
    }

    @Test func chats() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let answer = try server.chat(
                #"{"messages":[{"role":"user","content":[{"type":"text","text":"rename a to b"}]}],"#
                    + #""conversation_id":null}"#,
                cookies: cookies)
            #expect(answer.status == 200)
            #expect(answer.json?["message"]?["conversation_id"] == "t-1")
            #expect(answer.json?["message"]?["tool_calls"]?[0]?["action"] == "search_files")
            #expect(answer.json?["message"]?["tool_calls"]?[0]?["whole_words"] == true)
        }
    }

    @Test(arguments: [
        ("{}", 200, "There are no messages."),
        (#"{"messages":[{"content":"x"}]}"#, 200, "A message has no role or no content."),
    ])
    func answersWrongChatsWithWords(_ body: String, _ status: Int, _ words: String) async throws {
        try await with { server in
            let answer = try server.chat(body, cookies: try server.signIn())
            #expect(answer.status == status)
            #expect(answer.json?["message"]?["success"] == false)
            #expect(answer.json?["message"]?["error"] == .string(words))
        }
    }

    @Test func refusesWhatIsNoJSON() async throws {
        try await with { server in
            let answer = try server.chat("<html>", cookies: try server.signIn())
            #expect(answer.status == 400)
            #expect(answer.json?["exc_type"] == "ValidationError")
        }
    }

    @Test(arguments: [
        ("GET", "/none", 404), ("GET", "/api/method/ai_assistant.api.chat_completion", 403),
        ("POST", "/api/method/no.such.method", 404), ("GET", "/api/method/", 404), ("POST", "/socket.io", 404),
        ("DELETE", "/api/method/logout", 405), ("OPTIONS", "/api/method/login", 405), ("GET", "/api/method/login", 403),
    ])
    func refusesOtherTargets(_ method: String, _ target: String, _ status: Int) async throws {
        try await with { server in
            let answer = try server.exchange(method, target, cookies: try server.signIn())
            #expect(answer.status == status)
            #expect(answer.json?["exc_type"] != nil)
        }
    }

    @Test func wantsTheSessionOfThisRun() async throws {
        try await with { server in
            let wrong = "sid=" + String(repeating: "0", count: 56)
            for cookies in [nil, wrong, "sid=", "sid=Guest", "other=1"] {
                let answer = try server.exchange(
                    "POST", "/api/method/ai_assistant.api.chat_completion", cookies: cookies, body: "{}")
                #expect(answer.status == 403)
                #expect(answer.json?["exc_type"] == "PermissionError")
            }
        }
    }

    @Test func refusesForeignHostsAndOrigins() async throws {
        try await with { server in
            let host = "Host: \(server.host)"
            let cases: [([String], Int)] = [
                ([host], 401),
                (["Host: LOCALHOST:\(server.port)"], 401),
                (["Host: evil.example:\(server.port)"], 403),
                (["Host: 127.0.0.1:1"], 403),
                (["Host: 127.0.0.1"], 403),
                (["Host: 127.0.0.1:\(server.port).evil"], 403),
                ([], 400),
                ([host, host], 400),
                ([host, "Origin: http://\(server.host)"], 401),
                ([host, "Origin: https://\(server.host)"], 403),
                ([host, "Origin: http://evil.example"], 403),
                ([host, "Origin: http://evil.example:\(server.port)"], 403),
                ([host, "Origin: null"], 403),
                ([host, "Origin: http://\(server.host)", "Origin: http://evil.example"], 403),
            ]
            for (lines, wanted) in cases {
                let status = try status(server, lines)
                #expect(status == wanted, "\(lines)")
            }
        }
    }

    @Test func takesBodiesUpToTheLimit() async throws {
        var limits = LocalServerLimits()
        limits.bodyBytes = 1 << 20
        try await with(limits: limits) { server in
            let cookies = try server.signIn()
            let head = #"{"messages":[{"role":"user","content":"help"#
            let filler = (1 << 20) - head.utf8.count - 4
            let exact = head + String(repeating: " ", count: filler) + #""}]}"#
            #expect(exact.utf8.count == 1 << 20)
            #expect(try server.chat(exact, cookies: cookies).json?["message"]?["success"] == true)
            #expect(try server.chat(exact + " ", cookies: cookies).status == 413)
            // Before somebody is signed in, little is read.
            let login = String(repeating: "x", count: (64 << 10) + 1)
            #expect(try server.exchange("POST", "/api/method/login", body: login).status == 413)
            // Nor does a chunked body get past the limit.
            let client = try RawClient(port: server.port)
            try client.send(
                "POST /api/method/login HTTP/1.1\r\nHost: \(server.host)\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<5 { try client.send("4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n") }
            #expect(try client.readAnswer().status == 413)
        }
    }

    @Test func keepsConnectionsAndAnswersPipelinedRequestsInOrder() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let who = server.request("GET", "/api/method/frappe.auth.get_logged_user", cookies: cookies)
            let lost = server.request("GET", "/lost", cookies: cookies)
            let client = try RawClient(port: server.port)
            try client.send(who + lost + who)
            #expect(try client.readAnswer().status == 200)
            #expect(try client.readAnswer().status == 404)
            #expect(try client.readAnswer().status == 200)
            try client.send("GET /lost HTTP/1.1\r\nHost: \(server.host)\r\nConnection: close\r\n\r\n")
            #expect(try client.readToEnd().hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test(arguments: [
        "hello\r\n\r\n", "GET / HTTP/1.1 x\r\n\r\n", "GET / HTTP/1.1\r\nBad Header: x\r\n\r\n",
        "\u{16}\u{03}\u{01}\u{02}",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET / HTTP/1.1\r\nLong: " + String(repeating: "x", count: 40_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\n" + (0..<200).map { "H\($0): x\r\n" }.joined() + "\r\n",
    ])
    func answersBrokenHTTPWith400AndCloses(_ bytes: String) async throws {
        try await with { server in
            let client = try RawClient(port: server.port)
            try client.send(bytes)
            #expect(try client.readToEnd().hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test func survivesRandomBytes() async throws {
        var chance = SeededGenerator.fresh()
        let pieces = [
            "GET ", "POST ", "/socket.io/?EIO=4&transport=websocket", "/api/method/login", " HTTP/1.1\r\n", "\r\n",
            "\r\n\r\n",
            "Host: 127.0.0.1\r\n", "Upgrade: websocket\r\nConnection: upgrade\r\n", "Content-Length: 5\r\n", "\u{0}",
            "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n", "0\r\n\r\n", "é",
        ]
        let inputs = (0..<fuzzRounds(default: 30)).map { _ in
            (0..<Int.random(in: 1...12, using: &chance)).map { _ in pieces.randomElement(using: &chance) ?? "" }
                .joined()
        }
        let seed = chance.seed
        try await with { server in
            for input in inputs {
                let client = try RawClient(port: server.port)
                try client.send(input)
            }
            #expect(try server.signIn().hasPrefix("sid="), "seed \(seed)")
        }
    }

    /// Parts of bodies are held in memory until the rest is there: all of them together have a bound, and room comes back.
    @Test func bodiesOnTheirWayAreBoundedTogether() async throws {
        var limits = LocalServerLimits()
        limits.heldBodyBytes = 40_000
        try await with(limits: limits) { server in
            func begin(_ count: Int) throws -> RawClient {
                let client = try RawClient(port: server.port)
                try client.send(
                    "POST /api/method/login HTTP/1.1\r\nHost: \(server.host)\r\nContent-Length: \(count + 1)\r\n\r\n"
                        + String(repeating: "x", count: count))
                return client
            }
            var held: RawClient? = try begin(30_000)
            let whole = String(repeating: "y", count: 20_000)
            _ = try wait(for: "a refusal") {
                try server.exchange("POST", "/api/method/login", body: whole).status == 429 ? true : nil
            }
            #expect(try server.signIn().hasPrefix("sid="))
            // Who leaves makes room; what was refused holds none.
            try held?.send("z")
            #expect(try held?.readAnswer().status == 401)
            held = nil
            _ = try wait(for: "room") {
                try server.exchange("POST", "/api/method/login", body: whole).status == 401 ? true : nil
            }
            for _ in 0..<5 { _ = try begin(30_000) }
            _ = try wait(for: "room again") {
                try server.exchange("POST", "/api/method/login", body: whole).status == 401 ? true : nil
            }
        }
    }

    @Test func endsSlowAndIdleConnections() async throws {
        var limits = LocalServerLimits()
        limits.requestMilliseconds = 100
        limits.idleMilliseconds = 100
        try await with(limits: limits) { server in
            let silent = try RawClient(port: server.port)
            #expect(try silent.readToEnd() == "")
            let slow = try RawClient(port: server.port)
            try slow.send("POST /api/method/login HTTP/1.1\r\nHost: \(server.host)\r\nContent-Length: 100\r\n\r\nusr")
            #expect(try slow.readToEnd() == "")
            let idle = try RawClient(port: server.port)
            try idle.send(server.request("GET", "/none"))
            #expect(try idle.readToEnd().hasPrefix("HTTP/1.1 404 "))
        }
    }

    @Test func refusesConnectionsBeyondTheLimit() async throws {
        var limits = LocalServerLimits()
        limits.connections = 3
        try await with(limits: limits) { server in
            let open = try (0..<3).map { _ in try RawClient(port: server.port) }
            for client in open {
                try client.send(server.request("GET", "/none"))
                #expect(try client.readAnswer().status == 404)
            }
            let late = try RawClient(port: server.port)
            #expect(try late.readToEnd() == "")
            try open[0].send("GET /none HTTP/1.1\r\nHost: \(server.host)\r\nConnection: close\r\n\r\n")
            _ = try open[0].readToEnd()
            _ = try wait(for: "a free place") { try? server.exchange("GET", "/none") }
        }
    }

    @Test func refusesTooManyChatsAtOnce() async throws {
        var limits = LocalServerLimits()
        limits.chatRequests = 1
        let scenario = try Scenario("{\"wait\": 600000}\n{\"reply\": {\"success\": true}}")
        try await with(ScriptedEngine(scenario), limits: limits) { server in
            let cookies = try server.signIn()
            let body = #"{"messages":[{"role":"user","content":"x"}]}"#
            let target = "/api/method/ai_assistant.api.chat_completion"
            var waiting: RawClient? = try RawClient(port: server.port)
            try waiting?.send(server.request("POST", target, cookies: cookies, body: body))
            _ = try wait(for: "a refusal") { try server.chat(body, cookies: cookies).status == 429 ? true : nil }
            // A client that goes away makes room.
            waiting = nil
            _ = try wait(for: "an answer") { try server.chat(body, cookies: cookies).status == 200 ? true : nil }
        }
    }

    @Test func saysThatAPortIsTaken() async throws {
        let server = try await ServerUnderTest.start()
        await #expect(throws: LocalServerError.portTaken(server.port)) {
            _ = try await LocalServer.start(
                session: LocalSession(user: "u", password: "p"), engine: HelperEngine(prefix: "t"), port: server.port)
        }
        await server.server.shutdown()
    }
}
