// Limits of a served site, its figures, and its way down.

import Glibc
import JSON
import Synchronization
import TestSupport
import Testing

@testable import LocalBackend

/// Answers when it is told to.
private final class HeldEngine: Engine {
    private let open = Mutex(false)
    private let asked = Mutex(0)

    var count: Int { asked.withLock { $0 } }

    func release() { open.withLock { $0 = true } }

    func reply(to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void) async -> EngineReply {
        asked.withLock { $0 += 1 }
        while !open.withLock({ $0 }) {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { break }
        }
        return .message(["success": true, "conversation_id": "c", "response": "late"])
    }
}

/// Keeps the disk's thread until it is told to go on.
private final class HeldDisk: Sendable {
    private let isOpen = Atomic(false)

    func hold(_ core: ServerCore) {
        _ = core.desk?.onDisk(for: "nobody", core.loop) { _ in
            while !self.isOpen.load(ordering: .acquiring) { usleep(1_000) }
        }
    }

    func release() { isOpen.store(true, ordering: .releasing) }
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct SiteLimitTests {
    private static let who = "frappe.auth.get_logged_user"

    private static func narrow(_ site: inout ServedSite) {
        site.users.requestsPerMinute = 5
        site.users.chatRequests = 1
        site.users.realtimeSessions = 2
    }

    @Test func aMinutesRequestsAreCountedForEachUser() async throws {
        try await withSite(changing: Self.narrow) { site in
            let (ada, bob) = (try site.cookies(of: "ada@x"), try site.cookies(of: "bob@x"))
            for _ in 0..<5 { #expect(try site.call(Self.who, ada).status == 200) }
            let refused = try site.call(Self.who, ada)
            #expect(refused.status == 429)
            #expect(refused.json?["exc_type"] == "TooManyRequestsError")
            #expect(refused.header("retry-after") == "12")
            #expect(try site.call(Self.who, bob).status == 200)
        }
    }

    @Test func oneTurnAtATimeWhereOneIsAllowed() async throws {
        let engine = HeldEngine()
        try await withSite(engine: engine, changing: Self.narrow) { site in
            let (ada, bob) = (try site.cookies(of: "ada@x"), try site.cookies(of: "bob@x"))
            let body = #"{"messages":[{"role":"user","content":"q"}]}"#
            func ask(_ cookies: String) throws -> RawClient { try Self.ask(site, cookies, body: body) }
            let first = try ask(ada)
            try wait(for: "the first turn") { engine.count == 1 ? true : nil }
            let refused = try ask(ada).readAnswer()
            #expect(refused.status == 429 && refused.header("retry-after") == "2")
            let other = try ask(bob)
            try wait(for: "the other's turn") { engine.count == 2 ? true : nil }
            engine.release()
            #expect(try first.readAnswer().json?["message"]?["response"] == "late")
            #expect(try other.readAnswer().status == 200)
        }
    }

    /// A disk that hangs is as slow as this.
    @Test func whatWaitsForTheDiskIsBounded() async throws {
        let disk = HeldDisk()
        try await withSite { site in
            let (ada, bob) = (try site.cookies(of: "ada@x"), try site.cookies(of: "bob@x"))
            try blocking { await site.server.onLoop { core in disk.hold(core) } }
            let path = "/api/method/ai_assistant.api.chat.list_conversations"
            func ask(_ cookies: String) throws -> RawClient {
                let client = try RawClient(port: site.server.port)
                try client.send("GET \(path) HTTP/1.1\r\nHost: \(site.client.host)\r\nCookie: \(cookies)\r\n\r\n")
                return client
            }
            let waiting = try (0..<DiskQueue.mostOfUser).map { _ in try ask(ada) }
            // They are taken in order, but on connections of their own.
            let refused = try wait(for: "a refusal") { () -> RawClient.Answer? in
                let client = try ask(ada)
                return client.hasInput(withinMilliseconds: 200) ? try client.readAnswer() : nil
            }
            #expect(refused.status == 429 && refused.header("retry-after") == "2")
            #expect(refused.json?["message"] == "Too many of your requests wait for the disk.")
            // A turn is not begun whose question can't be kept.
            let turn = try site.chat("hello", ada)
            #expect(turn.status == 429 && turn.json?["message"] == "Too many of your requests wait for the disk.")
            let other = try ask(bob)
            disk.release()
            #expect(try other.readAnswer().status == 200)
            #expect(try waiting.map { try $0.readAnswer().status }.allSatisfy { $0 == 200 })
            #expect(try site.chat("hello", ada).status == 200)
        }
    }

    @Test func theDisksQueueIsEverybodys() {
        var queue = DiskQueue()
        for number in 0..<DiskQueue.mostOfAll { #expect(queue.take(of: "\(number / DiskQueue.mostOfUser)") == nil) }
        #expect(queue.take(of: "0") == .user)
        #expect(queue.take(of: "x") == .all)
        #expect(queue.take(of: "x", mustBe: true) == nil)
        queue.done(of: "x")
        queue.done(of: "0")
        #expect(queue.take(of: "x") == nil)
        #expect(queue.take(of: "0") == .all)
    }

    private static func count(in folder: String) throws -> Int {
        try run(["sh", "-c", "ls /proc/\(getpid())/\(folder) | wc -l"]).text.split(separator: "\n").first
            .flatMap { Int($0) } ?? 0
    }

    @Test func startsThatFailLeaveNothingBehind() async throws {
        let other = try await ServedSiteUnderTest.start()
        let folder = try TemporaryFolder()
        var site = ServedSite(dataFolder: "\(folder.path)/data")
        site.port = other.server.port
        let before = (threads: try Self.count(in: "task"), descriptors: try Self.count(in: "fd"))
        for _ in 0..<50 {
            await #expect(throws: ServeError.server(.portTaken(other.server.port))) {
                try await LocalServer.serve(site, engine: ParrotEngine())
            }
        }
        // Other tests run meanwhile: fifty starts would leave two hundred threads.
        #expect(try Self.count(in: "task") < before.threads + 40)
        #expect(try Self.count(in: "fd") < before.descriptors + 40)
        _ = await other.server.stop(withinMilliseconds: 0)
    }

    @Test func anEventIsEncodedOnceForAllWhoGetIt() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let feeds = try (0..<8).map { _ in try site.feed(cookies) }
            let before = try blocking { await site.server.onLoop { ($0.hub.eventsEncoded, $0.hub.eventsSent) } }
            _ = try site.chat("hello", cookies)
            for feed in feeds { #expect(try feed.readText().contains("hello")) }
            let after = try blocking { await site.server.onLoop { ($0.hub.eventsEncoded, $0.hub.eventsSent) } }
            #expect(after.0 - before.0 == 1)
            #expect(after.1 - before.1 == 8)
        }
    }

    /// Large events for somebody who does not read: his bytes are bounded, he is cut, and nobody else waits.
    @Test func aReaderWhoDoesNotReadHoldsNobodyUp() async throws {
        try await withSite { site in
            let (ada, bob) = (try site.cookies(of: "ada@x"), try site.cookies(of: "bob@x"))
            let (slow, quick, bobs) = (try site.feed(ada), try site.feed(ada), try site.feed(bob))
            let large = String(repeating: "x", count: 400_000)
            var rounds = 0
            while try blocking({ await site.server.onLoop { $0.hub.slowReaders } }) == 0 {
                rounds += 1
                guard rounds < 100 else { throw RawClient.Failure(what: "nobody is cut") }
                _ = try site.chat(large, ada)
                #expect(try quick.readText().contains("ai_progress"))
                _ = try site.chat("hello", bob)
                #expect(try bobs.readText().contains("hello"))
            }
            // What the one had not read is all that is lost.
            #expect(try site.chat("still here", ada).status == 200)
            #expect(try quick.readText().contains("still here"))
            let figures = try site.client.exchange("GET", "/metrics").text
            #expect(figures.contains("oropendola_refusals_total{limit=\"slow_reader\"} 1\n"))
            withExtendedLifetime(slow) {}
        }
    }

    @Test func aUsersRealtimeSessionsAreCounted() async throws {
        try await withSite(changing: Self.narrow) { site in
            let cookies = try site.cookies(of: "ada@x")
            let feeds = [try site.feed(cookies), try site.feed(cookies)]
            #expect(throws: RawClient.Failure.self) { try site.feed(cookies) }
            let polling = try site.client.exchange("GET", "/socket.io/?EIO=4&transport=polling", cookies: cookies)
            #expect(polling.status == 403)
            _ = try site.feed(try site.cookies(of: "bob@x"))
            // A place is free again when one goes.
            try feeds[0].sendFrame(0x88, [])
            try wait(for: "a free place") { try? site.feed(cookies) }
        }
    }

    @Test func aBodyHasItsLimit() async throws {
        var limits = ServedSite.limits
        limits.bodyBytes = 1_000
        try await withSite(limits: limits) { site in
            let cookies = try site.cookies(of: "ada@x")
            let answer = try site.chat(String(repeating: "x", count: 2_000), cookies)
            #expect(answer.status == 413)
            // A guest's is not read at all.
            let client = try RawClient(port: site.server.port)
            try client.send(
                "POST /api/method/ai_assistant.api.chat_completion HTTP/1.1\r\nHost: \(site.client.host)\r\n"
                    + "Content-Length: 16000000\r\n\r\n")
            #expect(try client.readAnswer().status == 403)
        }
    }

    @Test func aRequestThatDripsIsCut() async throws {
        var limits = ServedSite.limits
        limits.requestMilliseconds = 200
        try await withSite(limits: limits) { site in
            let client = try RawClient(port: site.server.port)
            try client.send(
                "POST /api/method/login HTTP/1.1\r\nHost: \(site.client.host)\r\nContent-Length: 100\r\n\r\nus")
            #expect(throws: RawClient.Failure.self) { try client.readAnswer() }
            let figures = try site.client.exchange("GET", "/metrics").text
            #expect(figures.contains("oropendola_refusals_total{limit=\"slow_request\"} 1\n"))
        }
    }

    private static func withToken(_ site: inout ServedSite) { site.metricsToken = "figures" }
    private static func behindProxy(_ site: inout ServedSite) { site.trustsProxy = true }

    @Test func figuresAreForThisMachineOrForTheToken() async throws {
        try await withSite(changing: Self.behindProxy) { site in
            let figures = try site.client.exchange("GET", "/metrics")
            #expect(figures.status == 200)
            for header in ["X-Forwarded-For: 10.1.2.3", "X-Forwarded-For: 127.0.0.1, 10.1.2.3"] {
                #expect(try site.client.exchange("GET", "/metrics", headers: [header]).status == 403)
            }
        }
        try await withSite(changing: Self.withToken) { site in
            let right = try site.client.exchange("GET", "/metrics", headers: ["Authorization: Bearer figures"])
            #expect(right.status == 200)
            #expect(right.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
            for headers in [[], ["Authorization: Bearer figure"], ["Authorization: Basic figures"]] {
                #expect(try site.client.exchange("GET", "/metrics", headers: headers).status == 403)
            }
        }
        // Who is not behind a proxy that is believed, and comes through one, is not this machine.
        try await withSite { site in
            let refused = try site.client.exchange("GET", "/metrics", headers: ["X-Forwarded-For: 127.0.0.1"])
            #expect(refused.status == 403)
        }
    }

    @Test func figuresCountWhatHappened() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            _ = try site.login("bob@x", "wrong")
            let feed = try site.feed(cookies)
            _ = try site.chat("one", cookies)
            _ = try feed.readText()
            _ = try site.call("no.such.method", cookies)
            let text = try site.client.exchange("GET", "/metrics").text
            for line in [
                "oropendola_realtime_sessions 1", "oropendola_sessions 1", "oropendola_accounts 2",
                "oropendola_http_requests_total{route=\"ai_assistant.api.chat_completion\",status=\"200\"} 1",
                "oropendola_http_requests_total{route=\"login\",status=\"401\"} 1",
                "oropendola_http_requests_total{route=\"other\",status=\"404\"} 1",
                "oropendola_sign_ins_total{result=\"right\"} 1", "oropendola_sign_ins_total{result=\"wrong\"} 1",
                "oropendola_realtime_events_total 1", "oropendola_turn_seconds_count 1",
                "oropendola_turn_seconds_bucket{le=\"+Inf\"} 1",
            ] {
                #expect(text.contains("\n\(line)\n"), "\(line) is not in\n\(text)")
            }
            #expect(!text.contains("ada@x"), "figures name nobody")
        }
    }

    private static func ask(_ site: ServedSiteUnderTest, _ cookies: String, body: String) throws -> RawClient {
        let client = try RawClient(port: site.server.port)
        try client.send(
            site.client.request("POST", "/api/method/ai_assistant.api.chat_completion", cookies: cookies, body: body))
        return client
    }

    /// Turns that end in time are answered, those that don't are told what became of them, and nothing new begins.
    @Test func goesDownInOrder() async throws {
        let engine = HeldEngine()
        let site = try await ServedSiteUnderTest.start(engine: engine)
        try await onThread {
            let cookies = try site.cookies(of: "ada@x")
            let feed = try site.feed(cookies)
            let turn = try Self.ask(site, cookies, body: #"{"messages":[{"role":"user","content":"q"}]}"#)
            try wait(for: "the turn") { engine.count == 1 ? true : nil }
            let kept = try RawClient(port: site.server.port)
            try kept.send(site.client.request("GET", "/api/method/version"))
            _ = try kept.readAnswer()
            let stop = Stop(site.server, within: 20_000)
            // Who waits is told, and a connection from before may ask for nothing more.
            #expect(try feed.readText().contains("The server is being restarted"))
            try kept.send(site.client.request("GET", "/api/method/version", cookies: cookies))
            let refused = try kept.readAnswer()
            #expect(refused.status == 503 && refused.header("retry-after") == "5")
            engine.release()
            #expect(try turn.readAnswer().json?["message"]?["response"] == "late")
            #expect(try stop.wait() == 0)
        }
    }

    @Test func aTurnThatDoesNotEndIsToldSo() async throws {
        let engine = HeldEngine()
        let site = try await ServedSiteUnderTest.start(engine: engine)
        try await onThread {
            let turn = try Self.ask(
                site, try site.cookies(of: "ada@x"),
                body: #"{"conversation_id":"c-1","messages":[{"role":"user","content":"q"}]}"#)
            try wait(for: "the turn") { engine.count == 1 ? true : nil }
            let stop = Stop(site.server, within: 50)
            let answer = try turn.readAnswer()
            #expect(answer.status == 503)
            #expect(answer.text.contains("restarted before the answer was there"))
            #expect(try stop.wait() == 1)
        }
        // The question is kept, without an answer.
        let next = try await ServedSiteUnderTest.start(in: site.folder)
        try await onThread {
            let history = try next.call(
                "ai_assistant.api.chat.get_conversation_history", try next.cookies(of: "ada@x"),
                query: "conversation_id=c-1")
            #expect(history.json?["message"]?["messages"]?.asArray?.map { $0["content"] } == ["q"])
        }
        _ = await next.server.stop()
    }
}

/// A stop that is under way.
private final class Stop: Sendable {
    private let left = Mutex<Int?>(nil)

    init(_ server: LocalServer, within milliseconds: Int) {
        Task {
            let count = await server.stop(withinMilliseconds: milliseconds)
            left.withLock { $0 = count }
        }
    }

    /// Turns that were not finished.
    func wait() throws -> Int { try TestSupport.wait(for: "the end of the server") { left.withLock { $0 } } }
}
