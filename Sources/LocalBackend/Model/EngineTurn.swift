// What one request of a client comes to with a model: the agent's machine, in the client's terms.

import JSON
import ModelAgent
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
        /// A word for the user beside the answer: `msgprint`.
        case notice(String)
        /// A piece of the answer, or of reasoning, for the client to see as it comes.
        case say(ModelPiece)
        /// The last one: what the reply's message says beside who answered where.
        case answer(JSONObject)
        /// The last one.
        case fail(ModelFailure)
    }

    private enum Kind: Equatable, Sendable {
        case agent(AgentTurn)
        /// Beside any conversation: the question as it is, without tools and without a word of ours.
        case plain([ModelMessage])
    }

    private var kind: Kind
    private let model: String

    /// A turn of a conversation.
    init(_ facts: AgentFacts) {
        model = facts.model
        kind = .agent(AgentTurn(facts))
    }

    /// A question beside any conversation.
    init(beside request: EngineRequest, model: String) {
        self.model = model
        kind = .plain(request.modelMessages)
    }

    /// What is to be kept of the conversation; nil for a question beside it.
    var memory: ConversationMemory? { if case .agent(let turn) = kind { turn.memory } else { nil } }

    mutating func handle(_ event: Event) -> [Effect] {
        switch kind {
        case .plain(let messages): return plain(event, messages)
        case .agent(var turn):
            let effects =
                switch event {
                case .began: turn.handle(.began)
                case .piece(let piece): turn.handle(.piece(piece))
                case .replied(let reply): turn.handle(.replied(reply))
                case .failed(let failure): turn.handle(.failed(failure))
                }
            kind = .agent(turn)
            return effects.flatMap(told)
        }
    }

    private func plain(_ event: Event, _ messages: [ModelMessage]) -> [Effect] {
        switch event {
        case .began: [.ask(ModelRequest(model: model, messages: messages))]
        case .piece: []
        case .replied(let reply):
            [
                .answer([
                    "response": .string(reply.text), "usage": reply.usage?.json ?? .null,
                    "cost": reply.usage?.cost.map { .double($0) } ?? .null,
                ])
            ]
        case .failed(let failure): [.fail(failure)]
        }
    }

    // MARK: In the client's terms

    private func told(_ effect: AgentTurn.Effect) -> [Effect] {
        switch effect {
        case .ask(let request): [.ask(request)]
        case .stop: [.stop]
        case .publish(let news): told(news)
        case .answer(let answer): [.answer(fields(of: answer))]
        case .fail(let failure, _, _): [.fail(failure)]
        }
    }

    private func told(_ news: AgentNews) -> [Effect] {
        switch news {
        case .thinking: return [.publish(["type": "thinking", "message": ""])]
        case .preparing(let step, let deed):
            return [.publish(HelperProgress.working(step: step, total: step, AgentText.preparing(deed)).payload)]
        case .working(let step, let total, let deed):
            return [.publish(HelperProgress.working(step: step, total: total, AgentText.underWay(deed)).payload)]
        case .stepComplete(let step, let total, let deed, let succeeded):
            let words = AgentText.over(deed, succeeded: succeeded)
            let outcome = succeeded ? StepOutcome.done : .failed
            return [.publish(HelperProgress.stepComplete(step: step, total: total, words, outcome).payload)]
        case .notMade(let step, let total, let deed):
            let words = AgentText.notMade(deed)
            return [.publish(HelperProgress.stepComplete(step: step, total: total, words, .failed).payload)]
        case .text(let text): return [.say(.text(text))]
        case .reasoning(let text): return [.say(.reasoning(text))]
        case .note(let note): return [.notice(AgentText.words(of: note, model))]
        }
    }

    private func fields(of answer: AgentAnswer) -> JSONObject {
        var text = answer.text
        if let stop = answer.stop {
            text += (text.isEmpty ? "" : "\n\n") + AgentText.words(of: stop, done: answer.done, model)
        }
        var fields: JSONObject = ["response": .string(text), "tool_calls": .array(answer.calls.map { .object($0) })]
        if !answer.reasoning.isEmpty { fields["reasoning"] = .string(answer.reasoning) }
        if let usage = answer.usage { fields["usage"] = usage.json }
        if let cost = answer.usage?.cost { fields["cost"] = .double(cost) }
        if !answer.todos.isEmpty {
            fields["todos"] = .array(
                answer.todos.enumerated().map { index, todo in
                    [
                        "id": .string("todo-\(index + 1)"), "text": .string(todo.text), "order": JSONValue(index + 1),
                        "completed": .bool(todo.isDone),
                    ]
                })
        }
        return fields
    }
}

extension EngineRequest {
    /// The history as a model is told it. Who else a message is of is taken for the user.
    var modelMessages: [ModelMessage] {
        messages.map { message in
            let role: ModelMessage.Role =
                switch message.role {
                case "system": .system
                case "assistant": .assistant
                default: .user
                }
            return ModelMessage(role, message.content, images: message.images)
        }
    }

}

extension ModelUsage {
    /// `usage` of a reply (contract §2.1.1), where what was cached stands beside the rest.
    var json: JSONValue {
        [
            "input_tokens": JSONValue(max(0, inputTokens - cachedTokens)), "output_tokens": JSONValue(outputTokens),
            "cache_read_input_tokens": JSONValue(cachedTokens),
        ]
    }
}
