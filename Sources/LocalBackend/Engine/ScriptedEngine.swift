// An engine that plays a scenario, good or bad: the server that tests of clients need, reached like any other.

import JSON

/// Plays the steps of a scenario, in order, whatever is asked: each request goes on where the one before stopped.
public actor ScriptedEngine: Engine {
    private let steps: [Scenario.Step]
    private var position = 0
    private var replies = 0

    public init(_ scenario: Scenario) { steps = scenario.steps }

    public func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        var restarts = 0
        while position < steps.count {
            let step = steps[position]
            position += 1
            switch step {
            case .publish(let event): await publish(event)
            case .wait(let milliseconds):
                do {
                    try await Task.sleep(for: .milliseconds(milliseconds))
                } catch {
                    // The client is gone; the next request goes on from here.
                    return .silence
                }
            case .restart:
                position = 0
                restarts += 1
                // A scenario without a reply would go round for ever.
                if restarts > 1 { return Self.over(request) }
            case .reply(.message(let message)): return .message(complete(message, for: request))
            case .reply(let reply): return reply
            }
        }
        return Self.over(request)
    }

    /// A reply says which conversation it belongs to; a scenario need not.
    private func complete(_ message: JSONValue, for request: EngineRequest) -> JSONValue {
        guard var object = message.asObject, object["conversation_id"] == nil else { return message }
        replies += 1
        object["conversation_id"] = .string(request.conversationID ?? "scenario-\(replies)")
        return .object(object)
    }

    private static func over(_ request: EngineRequest) -> EngineReply {
        .message([
            "success": false, "error": "The scenario is over.",
            "conversation_id": request.conversationID.map { .string($0) } ?? .null,
        ])
    }
}
