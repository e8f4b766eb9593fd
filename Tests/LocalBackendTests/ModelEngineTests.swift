// The engine against a stub of a model's server over real sockets: every recorded reply, every failure, every way to go.

import JSON
import ModelWire
import NIOTransport
import ServerDoubles
import Synchronization
import TestSupport
import Testing
import Transport

@testable import LocalBackend

@Suite(.serialized, .timeLimit(.minutes(2))) struct ModelEngineTests {
    /// Answers that it is the helper.
    private struct Marked: Engine {
        func reply(
            to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
        ) async -> EngineReply {
            .message(["success": true, "response": "the helper", "conversation_id": "h"])
        }
    }

    /// What an engine published.
    private final class Feed: Sendable {
        private let events = Mutex<[JSONValue]>([])

        func take(_ event: EngineEvent) {
            guard case .progress(let payload) = event else { return }
            events.withLock { $0.append(payload) }
        }

        func texts(_ type: String) -> [String] {
            events.withLock { $0.filter { $0["type"]?.asString == type } }
                .map { ($0["text"] ?? $0["message"])?.asString ?? "" }
        }
    }

    private struct NoMessage: Error {}

    private let transport = NIOHTTPTransport()

    private func target(_ server: StubModelServer, _ name: String = "m", key: String? = nil) throws -> ModelTarget {
        ModelTarget(try ModelAddress("http://127.0.0.1:\(server.port)"), name: name, key: key)
    }

    private func engine(_ target: ModelTarget?) -> ModelEngine {
        ModelEngine(target, helper: Marked(), transport: transport, prefix: "t", now: { 0 })
    }

    private func request(_ text: String = "Hello", conversation: String? = nil) -> EngineRequest {
        EngineRequest(
            user: "you", conversationID: conversation, messages: [.init(role: "user", content: text)], mode: "ask")
    }

    private func message(_ reply: EngineReply) throws -> JSONValue {
        guard case .message(let message) = reply else { throw NoMessage() }
        return message
    }

    /// The reader's own verdict on a fixture, without sockets.
    private func expected(_ fixture: ModelFixture) -> AnswerReading.Effect? {
        var reading = AnswerReading()
        var effects = reading.handle(.began(AnswerHead(status: fixture.status, headers: fixture.headers)))
        effects += reading.handle(.received(fixture.body)) + reading.handle(.ended)
        return effects.last
    }

    @Test(arguments: [1, 7, 1 << 20]) func everyRecordedReplyComesThrough(bytesAtATime: Int) async throws {
        for fixture in try ModelFixture.all(root: packageRoot(of: #filePath)) where !fixture.name.contains("loads-its")
        {
            let server = try StubModelServer { question in
                question.line.hasPrefix("GET")
                    ? .init(status: 404, []) : .init(fixture, bytesAtATime: bytesAtATime)
            }
            let feed = Feed()
            let target = try target(server)
            let message = try message(await engine(target).reply(to: request()) { feed.take($0) })
            switch expected(fixture) {
            case .replied(let reply)? where reply.text.isEmpty:
                // Calls alone, where no tools were offered: it is asked for words once more.
                #expect(message["response"]?.asString?.contains(" answered with nothing") == true, "\(fixture)")
                #expect(server.questions.count { $0.line.hasPrefix("POST") } == 2, "\(fixture)")
            case .replied(let reply)?:
                #expect(message["success"] == true, "\(fixture)")
                #expect(message["response"]?.asString == reply.text, "\(fixture)")
                #expect(message["reasoning"]?.asString ?? "" == reply.reasoning, "\(fixture)")
                #expect(message["usage"]?["output_tokens"]?.asInt == reply.usage?.outputTokens, "\(fixture)")
                #expect(
                    feed.texts("completion") == (reply.text + reply.reasoning == "" ? [] : [reply.text]), "\(fixture)")
            case .failed(let failure)?:
                #expect(message["success"] == false, "\(fixture)")
                #expect(message["error"]?.asString == ModelText.words(of: failure, target), "\(fixture)")
            default: Issue.record("\(fixture) has no end")
            }
            let question = server.questions.first { $0.line == "POST /v1/chat/completions" }
            let messages = question?.body["messages"]?.asArray ?? []
            #expect(messages.map { $0["role"]?.asString } == ["system", "user"], "\(fixture)")
            #expect(messages.last?["content"] == "Hello", "\(fixture)")
        }
        await transport.shutdown()
    }

    @Test func fastTokensAreFewEvents() async throws {
        let words = (0..<2_000).map { "word\($0) " }
        let server = try StubModelServer { _ in .words(words) }
        let feed = Feed()
        let start = monotonicSeconds()
        let message = try message(await engine(try target(server)).reply(to: request()) { feed.take($0) })
        let seconds = monotonicSeconds() - start
        #expect(message["response"]?.asString == words.joined())
        #expect(feed.texts("text").count <= Int(seconds * 1_000 / 33) + 3)
        #expect(feed.texts("completion") == [words.joined()])
        await transport.shutdown()
    }

    @Test func aCancelledTaskClosesTheUpstreamConnection() async throws {
        let server = try StubModelServer { _ in .words(["It", " is"], ending: .held) }
        let feed = Feed()
        let engine = engine(try target(server))
        let request = request()
        let work = Task { await engine.reply(to: request) { feed.take($0) } }
        try wait(for: "the first words") { feed.texts("text").last == "It is" ? true : nil }
        #expect(server.left == 0)
        work.cancel()
        #expect(await work.value == .silence)
        try wait(for: "the end upstream") { server.left == 1 ? true : nil }
        await transport.shutdown()
    }

    /// Answers in order, the last one for ever.
    private final class Answers: Sendable {
        private let rest: Mutex<[StubModelServer.Answer]>
        init(_ answers: [StubModelServer.Answer]) { rest = Mutex(answers) }
        func next() -> StubModelServer.Answer {
            rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    private func server(_ answers: StubModelServer.Answer...) throws -> StubModelServer {
        let answers = Answers(answers)
        return try StubModelServer { _ in answers.next() }
    }

    private func failing(_ status: Int, _ json: String) -> StubModelServer.Answer {
        .init(status: status, Array(json.utf8))
    }

    @Test func aServerThatLoadsIsAskedAgain() async throws {
        let loading = failing(503, #"{"error":{"code":503,"message":"Loading model"}}"#)
        let server = try server(loading, loading, .words(["Up"]))
        let feed = Feed()
        let message = try message(await engine(try target(server)).reply(to: request()) { feed.take($0) })
        #expect(message["response"] == "Up")
        #expect(feed.texts("thinking").contains { $0.hasPrefix("Waiting for m, 1 s so far. A model that") })
        await transport.shutdown()
    }

    @Test func aServerThatRefusesAnOptionIsAskedWithoutItFromThenOn() async throws {
        let server = try server(
            failing(400, #"{"error":{"message":"Unknown parameter: 'stream_options'."}}"#), .words(["Yes"]))
        let engine = engine(try target(server))
        for _ in 0..<2 {
            #expect(try message(await engine.reply(to: request()) { _ in })["response"] == "Yes")
        }
        #expect(server.questions.map { $0.body["stream_options"] != nil } == [true, false, false])
        await transport.shutdown()
    }

    @Test func aSilentServerIsGivenUpAndHungUpOn() async throws {
        let server = try server(.words(["It"], ending: .held))
        var target = try target(server)
        target.silenceSeconds = 1
        let message = try message(await engine(target).reply(to: request()) { _ in })
        #expect(
            message["error"] == "m said nothing for 1 s. The setting modelSilence is how long is waited.")
        try wait(for: "the end upstream") { server.left == 1 ? true : nil }
        await transport.shutdown()
    }

    @Test func aServerThatNeverHangsUpIsLeft() async throws {
        let body = """
            data: {"choices":[{"delta":{"content":"Yes"}}]}

            data: {"choices":[{"delta":{"content":", it is"},"finish_reason":"stop"}]}


            """
        let server = try server(.init(Array(body.utf8), ending: .held))
        let message = try message(await engine(try target(server)).reply(to: request()) { _ in })
        #expect(message["response"] == "Yes, it is")
        try wait(for: "the end upstream") { server.left == 1 ? true : nil }
        await transport.shutdown()
    }

    @Test func aStreamThatBreaksIsNoAnswer() async throws {
        let server = try server(.words(["It", " is"], ending: .cut))
        let feed = Feed()
        let message = try message(await engine(try target(server)).reply(to: request()) { feed.take($0) })
        #expect(message["success"] == false && message["failure"] == "model")
        #expect(message["error"]?.asString?.hasPrefix("127.0.0.1:\(server.port) failed: ") == true)
        #expect(feed.texts("completion") == [])
        await transport.shutdown()
    }

    @Test func anUnknownNameComesWithTheNearest() async throws {
        let server = try StubModelServer { question in
            question.line == "GET /v1/models"
                ? .init(Array(#"{"data":[{"id":"phi4"},{"id":"qwen3:8b"},{"id":"qwen3:4b"}]}"#.utf8))
                : .init(status: 404, Array(#"{"error":{"message":"model \"qwen3\" not found"}}"#.utf8))
        }
        let message = try message(await engine(try target(server, "qwen3")).reply(to: request()) { _ in })
        #expect(
            message["error"]?.asString
                == "127.0.0.1:\(server.port) has no model qwen3: model \"qwen3\" not found. It has qwen3:8b, qwen3:4b, "
                + "phi4. /model switches.")
        await transport.shutdown()
    }

    @Test func waitsAndOverflowsAreToldInTheClientsForm() async throws {
        let server = try server(
            .init(status: 429, headers: [("Retry-After", "7")], Array(#"{"error":{"message":"Slow down"}}"#.utf8)),
            failing(400, #"{"error":{"type":"exceed_context_size_error","message":"too long","n_ctx":4096}}"#))
        let engine = engine(try target(server))
        let limited = try message(await engine.reply(to: request()) { _ in })
        #expect(limited["failure"] == "rate_limit" && limited["retry_after"] == 7)
        let overflow = try message(await engine.reply(to: request()) { _ in })
        #expect(overflow["failure"] == "context")
        #expect(overflow["error"] == "It is more than the context length of 4096 tokens of m: too long.")
        await transport.shutdown()
    }

    @Test func aKeyGoesToItsServerAndNowhereElse() async throws {
        let server = try server(.words(["Yes"]), failing(401, #"{"error":{"message":"bad sk-secret"}}"#))
        let target = try target(server, key: "sk-secret")
        let engine = engine(target)
        _ = await engine.reply(to: request()) { _ in }
        #expect(server.questions.first?.headers["authorization"] == "Bearer sk-secret")
        #expect(!"\(target)".contains("secret") && !String(reflecting: target).contains("secret"))
        #expect(!String(reflecting: ModelExchange(transport: transport, target: target, now: { 0 })).contains("secret"))
        // A server that says a key back is not listened to.
        let refused = try message(await engine.reply(to: request()) { _ in })
        #expect(refused["error"]?.asString?.contains("sk-secret") == false)
        await transport.shutdown()
    }

    @Test func aSwitchHoldsFromTheNextMessageOn() async throws {
        let first = try server(.words(["first"]))
        let second = try server(.words(["second"]))
        let engine = engine(try target(first))
        func answer(_ request: EngineRequest) async throws -> String? {
            try message(await engine.reply(to: request) { _ in })["response"]?.asString
        }
        #expect(try await answer(request(conversation: "c")) == "first")
        await engine.use(try target(second))
        // The turn goes on: what comes are results.
        var goesOn = request(conversation: "c")
        goesOn.messages.append(.init(role: "user", content: "[tool_result 1 read_file success]\ntext"))
        #expect(try await answer(goesOn) == "first")
        #expect(try await answer(request("Next", conversation: "c")) == "second")
        await engine.use(nil)
        #expect(try await answer(request("Next", conversation: "c")) == "the helper")
        await transport.shutdown()
    }

    @Test func picturesAreSentOn() async throws {
        let server = try server(.words(["A bird"]))
        var asked = request("What is this?")
        asked.messages[0].images = ["data:image/png;base64,AAAA"]
        _ = await engine(try target(server)).reply(to: asked) { _ in }
        #expect(
            server.questions.first?.body["messages"]?[1]?["content"]
                == [
                    ["type": "text", "text": "What is this?"],
                    ["type": "image_url", "image_url": ["url": "data:image/png;base64,AAAA"]],
                ])
        await transport.shutdown()
    }
}
