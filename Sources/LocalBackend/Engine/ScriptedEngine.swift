// An engine that plays a scenario, good or bad: the server that tests of clients need, reached like any other.

import JSON
public import Scenarios

/// Plays a scenario: what stands in order as it is asked, and blocks by what is asked.
public actor ScriptedEngine: Engine {
    private var play: ScenarioPlay
    private let waits: Bool

    /// - Parameter waits: false: everything comes at once, for tests that want what is played and not its pace.
    public init(_ scenario: Scenario, waits: Bool = true) {
        play = ScenarioPlay(scenario)
        self.waits = waits
    }

    public func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        var turn = play.begin(ScenarioRequest(request))
        while true {
            switch play.next(&turn) {
            case .progress(let payload): await publish(.progress(payload))
            case .event(let name, let data): await publish(.other(name: name, data))
            case .realtimeCut: await publish(.realtimeCut)
            case .sessionsEnded: await publish(.sessionsEnded)
            case .wait(let milliseconds):
                // The client is gone; the next request goes on from here.
                guard await pause(milliseconds) else { return .silence }
            case .stream(let words):
                guard await stream(words, publish) else { return .silence }
            case .restart, .answerStreamed: continue
            case .reply(let message): return .message(message)
            case .raw(let status, let type, let body): return .raw(status: status, contentType: type, body: body)
            case .played(let answer): return .played(answer)
            case .connectionClosed: return .connectionClosed
            case .silence: return .silence
            }
        }
    }

    /// False when the client went away meanwhile.
    private func stream(_ words: StreamedWords, _ publish: @Sendable (EngineEvent) async -> Void) async -> Bool {
        let clock = ContinuousClock()
        let start = clock.now
        for piece in words.pieces {
            let elapsed = Int(start.duration(to: clock.now) / .milliseconds(1))
            guard await pause(piece.milliseconds - elapsed) else { return false }
            await publish(
                .progress([
                    "type": words.isReasoning ? "reasoning" : "text", "text": .string(piece.text), "partial": true,
                ]))
        }
        return true
    }

    private func pause(_ milliseconds: Int) async -> Bool {
        guard waits, milliseconds > 0 else { return !Task.isCancelled }
        do {
            try await Task.sleep(for: .milliseconds(milliseconds))
            return true
        } catch {
            return false
        }
    }
}

extension ScenarioRequest {
    init(_ request: EngineRequest) {
        self.init(
            conversation: request.conversationID,
            messages: request.messages.map { Message(role: $0.role, content: $0.content) }, mode: request.mode,
            steered: request.context["steered"]?.asInt ?? 0, isBesideChat: request.isBesideChat)
    }
}
