// The model engine and its reader beside peers that others wrote: LiteLLM's proxy, and OpenAI's own client.

import Glibc
import JSON
import ModelWire
import NIOTransport
import ServerDoubles
import TestSupport
import Testing
import Transport

@testable import LocalBackend

/// The Python with both, which `Scripts/make-python-venv models` makes.
private enum ModelPython {
    static let folder = "\(packageRoot(of: #filePath))/.build/python-models"
    static let scripts = "\(packageRoot(of: #filePath))/Tests/ConformanceTests/Python"
    static let isThere = access("\(folder)/bin/litellm", X_OK) == 0
    static let absence = "no .build/python-models (750 MB): Scripts/make-python-venv models makes it"
}

@Suite(.serialized, .enabled(if: ModelPython.isThere, "\(ModelPython.absence)"), .timeLimit(.minutes(5)))
struct ModelPeerTests {
    // MARK: LiteLLM

    /// LiteLLM's proxy on a port of its own, with its mock responses.
    private final class Proxy: Sendable {
        static let key = "sk-only-for-tests-of-oropendola-4f9b1c"
        let port: Int
        private let child: ChildProcess
        private let folder: TemporaryFolder

        init() throws {
            // A port that was free a moment ago: the proxy takes none by itself.
            port = try StubModelServer { _ in .words([]) }.port
            folder = try TemporaryFolder()
            child = try ChildProcess(
                [
                    "\(ModelPython.folder)/bin/litellm", "--config", "\(ModelPython.scripts)/litellm.yaml", "--host",
                    "127.0.0.1", "--port", "\(port)",
                ],
                redirects: [
                    (0, "/dev/null", O_RDONLY), (1, "\(folder.path)/output", O_WRONLY | O_CREAT),
                    (2, "\(folder.path)/errors", O_WRONLY | O_CREAT),
                ])
        }

        deinit {
            child.send(SIGKILL)
            _ = try? child.wait()
        }
    }

    private func reply(_ name: String, _ proxy: Proxy, _ transport: NIOHTTPTransport) async throws -> JSONValue {
        struct Nobody: Engine {
            func reply(
                to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
            ) async -> EngineReply { .silence }
        }
        let engine = ModelEngine(
            ModelTarget(try ModelAddress("http://127.0.0.1:\(proxy.port)"), name: name, key: Proxy.key),
            helper: Nobody(),
            transport: transport, prefix: "t", now: { 0 })
        let answer = await engine.reply(
            to: EngineRequest(
                user: "you", conversationID: nil, messages: [.init(role: "user", content: "What is a hunk?")],
                mode: "ask"), publish: { _ in })
        guard case .message(let message) = answer else { return .null }
        return message
    }

    @Test func theProxysAnswersAndFailuresAreRead() async throws {
        let proxy = try Proxy()
        let transport = NIOHTTPTransport()
        let address = try ModelAddress("http://127.0.0.1:\(proxy.port)")
        // It takes half a minute to come up.
        var models: [ListedModel] = []
        let deadline = monotonicSeconds() + 180
        while models.isEmpty, monotonicSeconds() < deadline {
            models = (try? await ModelLookup(transport).models(at: address, key: Proxy.key, timeoutSeconds: 2)) ?? []
            if models.isEmpty { try await Task.sleep(for: .milliseconds(200)) }
        }
        #expect(models.map(\.id) == ["mock-words", "mock-rate", "mock-context", "mock-broken"])
        #expect(models.first?.contextTokens ?? 0 > 100_000)

        let words = try await reply("mock-words", proxy, transport)
        #expect(words["response"] == "A hunk is a run of changed lines. ✓ 完")
        #expect(words["usage"]?["output_tokens"]?.asInt ?? 0 > 0)
        #expect(try await reply("mock-rate", proxy, transport)["failure"] == "rate_limit")
        #expect(try await reply("mock-context", proxy, transport)["failure"] == "context")
        let broken = try await reply("mock-broken", proxy, transport)
        #expect(broken["error"]?.asString?.hasPrefix("127.0.0.1:\(proxy.port) failed (500): ") == true, "\(broken)")
        let unknown = try await reply("mock-word", proxy, transport)
        #expect(unknown["error"]?.asString?.contains("has no model mock-word: ") == true, "\(unknown)")
        #expect(unknown["error"]?.asString?.contains("It has mock-words, ") == true, "\(unknown)")
        await transport.shutdown()
    }

    // MARK: OpenAI's client

    private struct OracleLine {
        var value: JSONValue
        init(_ text: Substring) throws { value = try JSONValue.parse(String(text)) }
    }

    /// Runs the client to its end.
    private func oracle(_ wanted: JSONValue) throws -> [JSONValue] {
        let folder = try TemporaryFolder()
        try folder.write("wanted", wanted.text)
        let child = try ChildProcess(
            ["\(ModelPython.folder)/bin/python", "\(ModelPython.scripts)/openai_client.py", "\(folder.path)/wanted"],
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, "\(folder.path)/output", O_WRONLY | O_CREAT),
                (2, "\(folder.path)/errors", O_WRONLY | O_CREAT),
            ])
        _ = try child.wait()
        return try String(decoding: folder.read("output"), as: UTF8.self).split(separator: "\n")
            .map { try OracleLine($0).value }
    }

    private func isStream(_ fixture: ModelFixture) -> Bool {
        fixture.headers.contains { $0.value.hasPrefix("text/event-stream") }
    }

    private func events(_ body: [UInt8]) throws -> [JSONValue] {
        var reader = EventStreamReader()
        return try (reader.take(body) + reader.finish()).compactMap { element in
            guard case .event(let type, let data) = element else { return nil }
            return [.string(type), .string(String(decoding: data, as: UTF8.self))]
        }
    }

    /// Every recorded stream, with LF, CRLF and CR, whole and in pieces: the events that OpenAI's decoder finds. It leaves
    /// out an event without its empty line, and one whose type comes with no data; we take the first.
    @Test func eventsAreThoseOfOpenAIsDecoder() throws {
        let folder = try TemporaryFolder()
        var bodies: [String: [UInt8]] = [:]
        for fixture in try ModelFixture.all(root: packageRoot(of: #filePath)) where isStream(fixture) {
            for (name, end) in [("lf", [10]), ("crlf", [13, 10])] as [(String, [UInt8])] {
                let body = fixture.body.flatMap { $0 == 10 ? end : [$0] }
                try folder.write("\(fixture.name).\(name)", body)
                bodies["\(folder.path)/\(fixture.name).\(name)"] = body
            }
        }
        let lines = try oracle([
            "bodies": .array(bodies.keys.sorted().map { .string($0) }), "sizes": [1, 7, 100_000], "names": [],
            "url": "http://127.0.0.1:1/v1",
        ])
        #expect(lines.count == bodies.count * 3)
        for line in lines {
            let path = line["path"]?.asString ?? ""
            let ours = try events(bodies[path] ?? [])
            let theirs = line["events"]?.asArray ?? []
            #expect(Array(ours.prefix(theirs.count)) == theirs, "\(path) in pieces of \(line["size"] ?? 0)")
            #expect(ours.count - theirs.count <= 1, "\(path)")
        }
    }

    /// Where OpenAI's client reads an answer to its end, so do we, with the same words, calls and counts.
    @Test func answersAreThoseOfOpenAIsClient() throws {
        let fixtures = try ModelFixture.all(root: packageRoot(of: #filePath)).filter {
            isStream($0) && $0.status == 200
        }
        let byName = Dictionary(uniqueKeysWithValues: fixtures.map { ($0.name, $0) })
        let server = try StubModelServer { question in
            byName[question.body["model"]?.asString ?? ""].map { .init($0, bytesAtATime: 11) } ?? .init(status: 404, [])
        }
        let lines = try oracle([
            "bodies": [], "sizes": [], "names": .array(fixtures.map { .string($0.name) }),
            "url": "http://127.0.0.1:\(server.port)/v1",
        ])
        #expect(lines.count == fixtures.count)
        var compared = 0
        for line in lines {
            let fixture = try #require(byName[line["name"]?.asString ?? ""])
            var reading = AnswerReading()
            let effects =
                reading.handle(.began(AnswerHead(status: 200))) + reading.handle(.received(fixture.body))
                + reading.handle(.ended)
            guard case .replied(let reply)? = effects.last else {
                // It knows no bare line, and takes the end of a stream for that of the answer.
                #expect(line["error"]?.asString != nil || fixture.name.contains("bare-line"), "\(fixture)")
                continue
            }
            guard line["error"] == .null else { continue }
            // Without an index it has one call, and of a name in parts the first: where it does not know these, we do.
            let theirs = line["calls"]?.asArray ?? []
            if theirs.count == reply.calls.count, !fixture.name.contains("old-form") {
                #expect(theirs.map { $0[0] } == reply.calls.map { .string($0.name) }, "\(fixture)")
                #expect(theirs.map { $0[1] } == reply.calls.map { .string($0.arguments) }, "\(fixture)")
            } else {
                #expect(theirs.count < reply.calls.count, "\(fixture)")
            }
            if let usage = line["usage"]?.asArray, let own = reply.usage {
                #expect(usage == [JSONValue(own.inputTokens), JSONValue(own.outputTokens)], "\(fixture)")
            }
            // A thought between tags is text to it, and a part of a list none.
            guard reply.reasoning.isEmpty else { continue }
            compared += 1
            #expect(line["text"]?.asString == reply.text, "\(fixture)")
        }
        #expect(compared >= 7)
    }
}
