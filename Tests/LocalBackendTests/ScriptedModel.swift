// A model's server without sockets: answers from a list, and what it was asked.

import JSON
import Synchronization
import Transport

/// Answers each question with the next of its replies, as a stream of server-sent events.
final class ScriptedModel: StreamingHTTPTransport, Sendable {
    struct Reply: Sendable {
        var status = 200
        var body: String
        /// Bytes of a piece.
        var piece = 7

        /// A text, and calls with their arguments.
        static func says(_ text: String, calls: [(name: String, arguments: String)] = [], cached: Int = 0) -> Reply {
            var body = ""
            func chunk(_ delta: JSONValue, _ reason: JSONValue = .null) {
                let value: JSONValue = ["choices": [["index": 0, "delta": delta, "finish_reason": reason]]]
                body += "data: \(value.text)\n\n"
            }
            for word in text.split(separator: " ", omittingEmptySubsequences: false).map(String.init).joined(
                separator: " \u{0}"
            )
            .split(separator: "\u{0}") {
                chunk(["content": .string(String(word))])
            }
            for (index, call) in calls.enumerated() {
                chunk([
                    "tool_calls": [
                        [
                            "index": JSONValue(index), "id": .string("x\(index)"), "type": "function",
                            "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
                        ]
                    ]
                ])
            }
            chunk([:], calls.isEmpty ? "stop" : "tool_calls")
            let usage: JSONValue = [
                "prompt_tokens": 1000, "completion_tokens": 10,
                "prompt_tokens_details": ["cached_tokens": JSONValue(cached)],
            ]
            body += "data: \(JSONValue.object(["choices": [], "usage": usage]).text)\n\ndata: [DONE]\n\n"
            return Reply(body: body)
        }
    }

    private let state: Mutex<(replies: [Reply], questions: [JSONValue])>

    init(_ replies: [Reply]) { state = Mutex((replies, [])) }

    /// The bodies of what was asked.
    var questions: [JSONValue] { state.withLock { $0.questions } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        throw .unreachable("it has no list of models")
    }

    func stream(
        _ request: HTTPRequest, _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError) {
        let reply = state.withLock { state -> Reply? in
            state.questions.append((try? JSONValue.parse(request.body)) ?? .null)
            return state.replies.isEmpty ? nil : state.replies.removeFirst()
        }
        guard let reply else { throw .unreachable("nothing is left to say") }
        guard case .more = await take(.opening) else { return }
        guard case .more = await take(.head(status: reply.status, headers: [])) else { return }
        var rest = Array(reply.body.utf8)[...]
        while !rest.isEmpty {
            guard case .more = await take(.bytes(Array(rest.prefix(reply.piece)))) else { return }
            rest = rest.dropFirst(reply.piece)
        }
    }
}
