// What one request of a client comes to with a model, without tools: the conversation as it is, one answer.

import JSON
import ModelWire

/// The machine between a client's request and the questions to a model.
struct EngineTurn: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        case began
        case piece(ModelPiece)
        case replied(ModelReply)
        case failed(ModelFailure)
    }

    enum Effect: Equatable, Sendable {
        case ask(ModelRequest)
        /// The question that runs is given up.
        case stop
        /// An `ai_progress` payload (contract §3.4).
        case publish(JSONValue)
        /// A piece of the answer, or of reasoning, for the client to see as it comes.
        case say(ModelPiece)
        /// The last one: what the reply's message says beside who answered where.
        case answer(JSONObject)
        /// The last one.
        case fail(ModelFailure)
    }

    private let request: EngineRequest
    private let model: String

    init(_ request: EngineRequest, model: String) {
        self.request = request
        self.model = model
    }

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .began:
            let messages = request.messages.compactMap { message -> ModelMessage? in
                guard let role = ModelMessage.Role(rawValue: message.role), role != .tool else { return nil }
                return ModelMessage(role, message.content, images: message.images)
            }
            return [
                .publish(["type": "thinking", "message": ""]),
                .ask(ModelRequest(model: model, messages: messages)),
            ]
        case .piece(let piece): return [.say(piece)]
        case .replied(let reply):
            var fields: JSONObject = ["response": .string(reply.text), "tool_calls": []]
            if !reply.reasoning.isEmpty { fields["reasoning"] = .string(reply.reasoning) }
            if let usage = reply.usage { fields["usage"] = usage.json }
            return [.answer(fields)]
        case .failed(let failure): return [.fail(failure)]
        }
    }
}

extension ModelUsage {
    /// `usage` of a reply (contract §2.1.1).
    var json: JSONValue {
        [
            "input_tokens": JSONValue(inputTokens), "output_tokens": JSONValue(outputTokens),
            "cache_read_input_tokens": JSONValue(cachedTokens),
        ]
    }
}
