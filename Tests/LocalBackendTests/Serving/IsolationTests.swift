// Ten users with two clients each on one site: what belongs to one never reaches another, in whatever order they ask.

import JSON
import SocketIO
import TestSupport
import Testing

@testable import LocalBackend

/// Publishes some events and yields between them, so that turns of many users interleave; each event says whose it is.
private struct InterleavingEngine: Engine {
    func reply(to request: LocalBackend.EngineRequest, publish: @Sendable (EngineEvent) async -> Void) async
        -> EngineReply
    {
        let said = request.messages.last?.content ?? ""
        for step in 1...5 {
            await publish(
                .progress([
                    "type": "working", "owner": .string(request.user), "turn": .string(said), "step": JSONValue(step),
                ]))
            await Task.yield()
        }
        return .message([
            "success": true, "conversation_id": "shared-id", "response": .string("\(request.user): \(said)"),
            "todos": [["id": "1", "text": .string("of \(request.user)")]],
        ])
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct IsolationTests {
    private static let users = (0..<10).map { "user\($0)@x" }

    /// The events of a feed until so many have come, in the order of their coming.
    private static func events(_ feed: RawClient, _ count: Int) throws -> [JSONValue] {
        var events: [JSONValue] = []
        while events.count < count {
            let text = try feed.readText()
            if text == "2" {
                try feed.sendText("3")
                continue
            }
            guard let start = text.firstIndex(of: "["), let event = try? JSONValue.parse(String(text[start...])) else {
                throw RawClient.Failure(what: text)
            }
            events.append(event)
        }
        return events
    }

    /// All use one conversation id and one todo id, as two clients that make up their own might.
    @Test func roomsNeverLeak() async throws {
        let turns = 4
        let site = try await ServedSiteUnderTest.start(users: Self.users, engine: InterleavingEngine())
        let seed = SeededGenerator.fresh().seed
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, user) in Self.users.enumerated() {
                group.addTask {
                    try await onThread { try Self.play(user, number, turns, seed, site) }
                }
            }
            try await group.waitForAll()
        }
        try await onThread {
            for user in Self.users { try Self.lookAtWhatIsKept(of: user, turns, site) }
        }
        _ = await site.server.stop()
    }

    private static func play(
        _ user: String, _ number: Int, _ turns: Int, _ seed: UInt64, _ site: ServedSiteUnderTest
    ) throws {
        var random = SeededGenerator(seed: seed &+ UInt64(number))
        let cookies = try site.cookies(of: user)
        // One in each namespace, one by a sign-in of its own.
        let feeds = [
            try site.feed(cookies), try site.feed(try site.cookies(of: user), namespace: "/", origin: false),
        ]
        // What a user may try in order to hear others.
        for room in ["user:user1@x", "all", "website"] {
            try feeds[0].sendText("42/oropendola.local,[\"task_subscribe\",\"\(room)\"]")
            try feeds[0].sendText("42/oropendola.local,[\"doctype_subscribe\",\"\(room)\"]")
            try feeds[0].sendText("42/oropendola.local,[\"doc_open\",\"User\",\"\(room)\"]")
        }
        for turn in 0..<turns {
            // So that users meet at different places of their turns.
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                _ = try site.call("frappe.auth.get_logged_user", cookies)
            }
            let answer = try site.chat("turn \(turn)", cookies, conversation: "shared-id")
            #expect(answer.json?["message"]?["response"] == .string("\(user): turn \(turn)"), "seed \(seed)")
        }
        let expected = (0..<turns).flatMap { turn in
            (1...5).map { step -> JSONValue in
                [
                    "ai_progress",
                    [
                        "type": "working", "owner": .string(user), "turn": .string("turn \(turn)"),
                        "step": JSONValue(step),
                    ],
                ]
            }
        }
        for feed in feeds { #expect(try events(feed, expected.count) == expected, "seed \(seed)") }
        for feed in feeds { #expect(!feed.hasInput(withinMilliseconds: 50)) }
    }

    private static func lookAtWhatIsKept(of user: String, _ turns: Int, _ site: ServedSiteUnderTest) throws {
        let cookies = try site.cookies(of: user)
        let history = try site.call(
            "ai_assistant.api.chat.get_conversation_history", cookies, query: "conversation_id=shared-id")
        let texts = history.json?["message"]?["messages"]?.asArray?.compactMap { $0["content"]?.asString } ?? []
        #expect(texts == (0..<turns).flatMap { ["turn \($0)", "\(user): turn \($0)"] })
        let todos = "ai_assistant.api.todos.toggle_todo_doctype"
        let turned = try site.call(todos, cookies, body: "todo_id=1").json?["message"]?["todos"]
        // Each turns his own, and only once.
        #expect(turned == [["id": "1", "text": .string("of \(user)"), "completed": true]])
    }

    /// A reader that takes nothing is cut, and costs the others neither events nor time.
    @Test func aSlowReaderHoldsNobodyUp() async throws {
        var limits = ServedSite.limits
        limits.realtime.maximumBufferedBytes = 512 << 10
        let site = try await ServedSiteUnderTest.start(limits: limits)
        try await onThread {
            let cookies = try site.cookies(of: "ada@x")
            let slow = try site.feed(cookies)
            let quick = try site.feed(cookies)
            let bobs = try site.feed(try site.cookies(of: "bob@x"))
            let long = String(repeating: "x", count: 200_000)
            var heard = 0
            // Until the sockets' own buffers are full, and ours.
            try wait(for: "the cut of the slow reader") { () throws -> Bool? in
                // A slow disk is a reason to be told to wait.
                guard try site.chat("\(heard) \(long)", cookies).status == 200 else { return nil }
                let event = try Self.events(quick, 1)[0]
                #expect(event[1]?["message"]?.asString?.hasPrefix("\(heard) ") == true)
                heard += 1
                let figures = try site.client.exchange("GET", "/metrics").text
                return figures.contains("oropendola_refusals_total{limit=\"slow_reader\"} 1\n") ? true : nil
            }
            _ = try site.chat("bob", try site.cookies(of: "bob@x"))
            #expect(try Self.events(bobs, 1)[0][1]?["message"] == "bob")
            // The slow one finds the end behind what it had not read.
            #expect(throws: (any Error).self) { while true { _ = try slow.readFrame() } }
        }
        _ = await site.server.stop()
    }
}
