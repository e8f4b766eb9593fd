// The realtime feed over real sockets: Frappe's checks, events, polling and the way to a websocket, broken frames.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct RealtimeTests {
    @Test func progressArrivesWhileTheRequestRuns() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let feed = try server.joinFeed(cookies: cookies)
            _ = try server.chat(#"{"messages":[{"role":"user","content":"find x"}]}"#, cookies: cookies)
            #expect(
                try feed.readText()
                    == #"42/oropendola.local,["ai_progress",{"type":"thinking","message":"Searching for `x`"}]"#)
            try feed.sendText(#"42/oropendola.local,["ping"]"#)
            #expect(try feed.readText() == #"42/oropendola.local,["pong"]"#)
            try feed.sendText(#"42/oropendola.local,["task_subscribe","t"]"#)
            try feed.sendText(#"42/oropendola.local,["ping"]"#)
            #expect(try feed.readText() == #"42/oropendola.local,["pong"]"#)
        }
    }

    @Test func answersTheHandshakeAsSocketIODoes() async throws {
        try await with { server in
            let client = try server.openSocket(cookies: nil)
            let open = try client.readText()
            #expect(open.hasPrefix("0{\"sid\":\""))
            #expect(open.hasSuffix(#"","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#))
        }
    }

    @Test func checksAsFrappeDoes() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let own = "http://\(server.host)"
            let cases: [(String?, String?, String, String)] = [
                (cookies, own, "other.local", "44/other.local,{\"message\":\"Invalid namespace\"}"),
                (cookies, nil, "oropendola.local", "44/oropendola.local,{\"message\":\"Invalid origin\"}"),
                (
                    cookies, "http://localhost:\(server.port)", "oropendola.local",
                    "44/oropendola.local,{\"message\":\"Invalid origin\"}"
                ),
                (nil, own, "oropendola.local", "44/oropendola.local,{\"message\":\"No cookie transmitted.\"}"),
                (
                    "a=b", own, "oropendola.local",
                    "44/oropendola.local,{\"message\":\"No authentication method used. "
                        + "Use cookie or authorization header.\"}"
                ),
            ]
            for (cookies, origin, namespace, answer) in cases {
                let client = try server.openSocket(cookies: cookies, origin: origin)
                _ = try client.readText()
                try client.sendText("40/\(namespace),")
                #expect(try client.readText() == answer)
            }
        }
    }

    @Test func guestsHearNothing() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let guest = try server.joinFeed(cookies: "sid=expired")
            let main = try server.openSocket(cookies: cookies)
            _ = try main.readText()
            try main.sendText("40")
            #expect(try main.readText().hasPrefix("40{\"sid\":\""))
            let feed = try server.joinFeed(cookies: cookies)
            _ = try server.chat(#"{"messages":[{"role":"user","content":"find x"}]}"#, cookies: cookies)
            #expect(try feed.readText().contains("ai_progress"))
            // Had an event been sent to them, it would come before the pong. In `/` nothing is heard either.
            try guest.sendText(#"42/oropendola.local,["ping"]"#)
            #expect(try guest.readText() == #"42/oropendola.local,["pong"]"#)
            try main.sendText(#"42["ping"]"#)
            try main.sendText("40/oropendola.local,")
            #expect(try main.readText() == #"44/oropendola.local,{"message":"Invalid origin"}"#)
        }
    }

    @Test func refusesForeignPages() async throws {
        try await with { server in
            for target in ["EIO=4&transport=polling", "EIO=4&transport=websocket"] {
                let answer = try server.exchange(
                    "GET", "/socket.io/?\(target)",
                    headers: [
                        "Origin: http://evil.example", "Connection: Upgrade", "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    ])
                #expect(answer.status == 403)
            }
        }
    }

    @Test(arguments: [
        ("GET", "EIO=4&transport=carrier", "", 0), ("GET", "EIO=4&transport=polling&sid=gone", "", 1),
        ("POST", "EIO=4&transport=polling&sid=gone", "", 1), ("POST", "EIO=4&transport=polling", "", 2),
        ("GET", "EIO=4&transport=websocket", "", 3), ("GET", "EIO=3&transport=polling", "", 5),
        ("GET", "EIO=4&transport=websocket&sid=gone", "Upgrade: websocket\r\nConnection: Upgrade", 1),
        ("GET", "EIO=4&transport=websocket", "Upgrade: websocket\r\nConnection: Upgrade", 3),
    ])
    func answersWrongRequestsAsEngineIODoes(_ method: String, _ query: String, _ header: String, _ code: Int)
        async throws
    {
        try await with { server in
            let answer = try server.exchange(
                method, "/socket.io/?\(query)", headers: header.isEmpty ? [] : [header])
            #expect(answer.status == 400)
            #expect(answer.json?["code"]?.asInt == code)
        }
    }

    @Test func pollsAndMovesToAWebSocket() async throws {
        try await with { server in
            let cookies = try server.signIn()
            let origin = ["Origin: http://\(server.host)"]
            let poll = "/socket.io/?EIO=4&transport=polling"
            let open = try server.exchange("GET", poll, cookies: cookies, headers: origin)
            #expect(open.status == 200)
            #expect(open.text.contains("\"upgrades\":[\"websocket\"]"))
            let sid = open.text.split(separator: "\"")[3]
            let session = "\(poll)&sid=\(sid)"
            #expect(try server.exchange("POST", session, cookies: cookies, body: "40/oropendola.local,").text == "ok")
            #expect(
                try server.exchange("GET", session, cookies: cookies).text.hasPrefix("40/oropendola.local,{\"sid\":"))
            let body = "42/oropendola.local,[\"ping\"]\u{1e}42/oropendola.local,[\"ping\"]"
            #expect(try server.exchange("POST", session, cookies: cookies, body: body).text == "ok")
            let pongs = try server.exchange("GET", session, cookies: cookies).text
            #expect(pongs == "42/oropendola.local,[\"pong\"]\u{1e}42/oropendola.local,[\"pong\"]")

            // The connection that polled may become the websocket: it was kept.
            let waiting = try RawClient(port: server.port)
            try waiting.send(server.request("GET", session, cookies: cookies))
            let socket = try server.openSocket(cookies: cookies, query: "EIO=4&transport=websocket&sid=\(sid)")
            try socket.sendText("2probe")
            #expect(try socket.readText() == "3probe")
            #expect(try waiting.readAnswer().text == "6")
            try socket.sendText("5")
            try socket.sendText(#"42/oropendola.local,["ping"]"#)
            #expect(try socket.readText() == #"42/oropendola.local,["pong"]"#)
            #expect(try server.exchange("GET", session, cookies: cookies).json?["code"] == 3)
        }
    }

    @Test func anyRequestOfAConnectionMayUpgrade() async throws {
        try await with { server in
            let client = try RawClient(port: server.port)
            try client.send(server.request("GET", "/none"))
            #expect(try client.readAnswer().status == 404)
            try client.send(
                server.request(
                    "GET", "/socket.io/?EIO=4&transport=websocket",
                    headers: [
                        "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    ]))
            #expect(try client.readAnswer().status == 101)
            #expect(try client.readText().hasPrefix("0{"))
        }
    }

    @Test func framesAreHeldToRFC6455() async throws {
        try await with { server in
            let large = [UInt8](repeating: 52, count: 600_000)
            let cases: [(head: UInt8, content: [UInt8], isMasked: Bool, close: [UInt8])] = [
                (0x81, [50], false, [3, 234]), (0xC1, [50], true, [3, 234]), (0x80, [50], true, [3, 234]),
                (0x81, large + large, true, [3, 241]), (0x88, [3, 232], true, []),
                (0x81, Array("garbage".utf8), true, []), (0x81, Array("42[\"before connect\"]".utf8), true, []),
            ]
            for wrong in cases {
                let client = try server.openSocket(cookies: nil)
                _ = try client.readText()
                try client.sendFrame(wrong.head, wrong.content, isMasked: wrong.isMasked)
                let frame = try client.readFrame()
                #expect(frame.head == 0x88 && frame.content == wrong.close, "\(wrong.head)")
            }
            let client = try server.openSocket(cookies: nil)
            _ = try client.readText()
            try client.sendFrame(0x01, large)
            try client.sendFrame(0x80, large)
            #expect(try client.readFrame().content == [3, 241])
        }
    }

    @Test func putsFragmentsTogetherAndAnswersPings() async throws {
        try await with { server in
            let feed = try server.joinFeed(cookies: try server.signIn())
            try feed.sendFrame(0x01, Array("42/oropendola".utf8))
            try feed.sendFrame(0x89, [1, 2, 3])
            try feed.sendFrame(0x80, Array(".local,[\"ping\"]".utf8))
            let pong = try feed.readFrame()
            #expect(pong.head == 0x8A && pong.content == [1, 2, 3])
            #expect(try feed.readText() == #"42/oropendola.local,["pong"]"#)
        }
    }

    @Test func boundsTheNumberOfSessions() async throws {
        var limits = LocalServerLimits()
        limits.realtimeSessions = 2
        try await with(limits: limits) { server in
            let poll = "/socket.io/?EIO=4&transport=polling"
            let first = try server.exchange("GET", poll)
            #expect(first.status == 200)
            #expect(try server.exchange("GET", poll).status == 200)
            #expect(try server.exchange("GET", poll).status == 403)
            let sid = first.text.split(separator: "\"")[3]
            #expect(try server.exchange("POST", "\(poll)&sid=\(sid)", body: "1").text == "ok")
            #expect(try server.exchange("GET", poll).status == 200)
        }
    }
}
