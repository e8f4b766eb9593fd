// Drives one client's request: the turn's machine on one side, the model's server on the other, the client's feed.

import JSON
import ModelAgent
import ModelWire
import Transport

/// The work on one request, from its beginning to its reply. It ends with the task that runs it.
struct ModelRun {
    let exchange: ModelExchange
    let publish: @Sendable (EngineEvent) async -> Void
    /// Nothing is shown of a request beside the chat.
    let isShown: Bool
    private var turn: EngineTurn
    private var gathering: PieceGathering
    private(set) var options: ChatCompletionOptions
    private var hasStreamed = false
    /// The question that the turn wants asked next.
    private var question: ModelRequest?
    private var isStopped = false

    /// How a request ends.
    enum End: Equatable, Sendable {
        case answered(JSONObject)
        case failed(ModelFailure)
    }

    private var end: End?

    init(
        _ turn: EngineTurn, _ exchange: ModelExchange, _ options: ChatCompletionOptions, taskID: String, isShown: Bool,
        publish: @escaping @Sendable (EngineEvent) async -> Void
    ) {
        self.turn = turn
        self.exchange = exchange
        self.options = options
        self.isShown = isShown
        self.publish = publish
        gathering = PieceGathering(taskID: taskID)
    }

    /// What is to be kept of the conversation.
    var memory: ConversationMemory? { turn.memory }

    /// Runs to the end.
    mutating func run() async -> End {
        _ = await perform(turn.handle(.began))
        while end == nil, let next = question {
            question = nil
            isStopped = false
            switch await ask(next) {
            case .replied(let reply): _ = await perform(turn.handle(.replied(reply)))
            case .failed(let failure): _ = await perform(turn.handle(.failed(failure)))
            case .stopped: break
            }
        }
        _ = await tell(gathering.handle(.interrupted))
        guard let end else { return .failed(.unreadable("the turn ended without an answer")) }
        if case .answered(let fields) = end, hasStreamed {
            await say([
                "type": "completion", "text": fields["response"] ?? "", "reasoning": fields["reasoning"] ?? "",
                "partial": false, "task_id": .string(gathering.taskID),
            ])
        }
        return end
    }

    /// Asks, once more in other words where the server refused how it was asked, and again while it loads its model.
    private mutating func ask(_ request: ModelRequest) async -> ModelExchange.Outcome {
        var waited = 0
        while true {
            let outcome = await exchange.ask(request, options) { news in await self.take(news) }
            guard case .failed(let failure) = outcome else { return outcome }
            if let changed = options.changed(after: failure) {
                options = changed
            } else if failure.isLoading, waited < exchange.target.silenceSeconds {
                waited += 1
                if waited % ModelExchange.noticeSeconds == 1 { await tellOfLoading(seconds: waited) }
                do { try await Task.sleep(for: .seconds(1)) } catch { return .failed(.cancelled) }
            } else {
                return outcome
            }
        }
    }

    private mutating func take(_ news: ModelExchange.News) async -> HTTPStreamDemand {
        switch news {
        case .waiting(let seconds):
            await tellOfLoading(seconds: seconds)
            return .more()
        case .timerFired: return .more(timerMilliseconds: await tell(gathering.handle(.timerFired)))
        case .piece(let piece):
            let timer = await perform(turn.handle(.piece(piece)))
            return isStopped || end != nil ? .enough : .more(timerMilliseconds: timer)
        }
    }

    /// The timer that is wanted.
    private mutating func perform(_ effects: [EngineTurn.Effect]) async -> Int? {
        var timer: Int?
        for effect in effects {
            switch effect {
            case .ask(let request): question = request
            case .stop: isStopped = true
            case .say(let piece):
                timer = await tell(gathering.handle(.said(piece))) ?? timer
            case .publish(let payload):
                _ = await tell(gathering.handle(.interrupted))
                await say(payload)
            case .notice(let words):
                if isShown { await publish(.other(name: "msgprint", NoticeHTML.payload(words))) }
            case .answer(let fields): end = .answered(fields)
            case .fail(let failure): end = .failed(failure)
            }
        }
        return timer
    }

    private mutating func tell(_ effects: [PieceGathering.Effect]) async -> Int? {
        var timer: Int?
        for effect in effects {
            switch effect {
            case .publish(let payload):
                hasStreamed = true
                await say(payload)
            case .startTimer(let milliseconds): timer = milliseconds
            }
        }
        return timer
    }

    private func tellOfLoading(seconds: Int) async {
        await say([
            "type": "thinking", "message": .string(ModelText.loading(exchange.target, seconds: seconds)),
        ])
    }

    private func say(_ payload: JSONValue) async {
        if isShown { await publish(.progress(payload)) }
    }
}
