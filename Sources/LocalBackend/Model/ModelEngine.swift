// The engine that asks a model, and the helper where none is chosen.

import JSON
import ModelAgent
import ModelWire
public import Transport

/// Answers with the model that is chosen, over the OpenAI-compatible protocol. Text and reasoning stream as realtime
/// events (contract §3.4); the reply has all of it. A task that is cancelled closes the connection to the model's server.
///
/// What is chosen holds from the next message of a user's on: a turn that runs goes on with whom it began.
public actor ModelEngine: Engine {
    private let transport: any StreamingHTTPTransport
    private let prefix: String
    private let helper: any Engine
    private let now: @Sendable () -> Int
    private var target: ModelTarget?
    private var conversationsMade = 0
    /// Who began the running turn of a conversation; nil for the helper. The latest last.
    private var turns: [(conversation: String, target: ModelTarget?)] = []
    /// What is remembered of each conversation's calls.
    private var memories = MemoryShelf()
    private let agent: AgentRules
    /// How a server wants to be asked, where it refused the usual way.
    private var options: [String: ChatCompletionOptions] = [:]

    private static let mostTurns = 64

    /// - Parameters:
    ///   - target: the model; nil for the helper alone.
    ///   - helper: answers where no model is chosen.
    ///   - prefix: opens the ids of new conversations; different for each run.
    ///   - agent: what a user set for the agent.
    ///   - now: seconds since 1970, for waits that servers give as dates.
    public init(
        _ target: ModelTarget?, helper: any Engine, transport: any StreamingHTTPTransport, prefix: String,
        agent: AgentRules = AgentRules(), now: @escaping @Sendable () -> Int
    ) {
        self.agent = agent
        self.target = target
        self.helper = helper
        self.transport = transport
        self.prefix = prefix
        self.now = now
    }

    /// Chooses who answers from the next message on; nil for the helper.
    public func use(_ target: ModelTarget?) { self.target = target }

    public func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        let conversation = request.conversationID ?? newConversation()
        guard let chosen = chosen(for: request, conversation) else {
            var named = request
            if !request.isBesideChat { named.conversationID = conversation }
            return await helper.reply(to: named, publish: publish)
        }
        return await withoutActuallyEscaping(publish) { publish in
            await reply(to: request, conversation, with: chosen, publish: publish)
        }
    }

    private func turn(for request: EngineRequest, _ conversation: String, _ target: ModelTarget) -> EngineTurn {
        guard !request.isBesideChat else { return EngineTurn(beside: request, model: target.name) }
        var facts = AgentFacts(
            history: request.modelMessages, allowsTools: request.mode != "ask", context: request.context,
            model: target.name, profile: agent.profile(of: target.name), contextTokens: target.contextTokens,
            memory: memories.memory(of: memoryName(request, conversation)), conversation: conversation)
        facts.writesAtOnce = request.mode == "auto"
        facts.limits.steps = agent.steps
        return EngineTurn(facts)
    }

    /// Ids of conversations come from clients: what one user's server remembers is not another's.
    private func memoryName(_ request: EngineRequest, _ conversation: String) -> String {
        "\(request.user) \(conversation)"
    }

    private func newConversation() -> String {
        conversationsMade += 1
        return "\(prefix)-m\(conversationsMade)"
    }

    private func chosen(for request: EngineRequest, _ conversation: String) -> ModelTarget? {
        guard !request.isBesideChat else { return target }
        let goesOn = request.messages.last.map { ToolAnswer($0) != nil || $0.content.hasPrefix("[program] ") } ?? false
        let isSteered = (request.context["steered"]?.asInt ?? 0) > 0
        let name = memoryName(request, conversation)
        if goesOn || isSteered, let turn = turns.last(where: { $0.conversation == name }) { return turn.target }
        turns.removeAll { $0.conversation == name }
        turns.append((name, target))
        if turns.count > Self.mostTurns { turns.removeFirst() }
        return target
    }

    private func reply(
        to request: EngineRequest, _ conversation: String, with target: ModelTarget,
        publish: @escaping @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        let server = target.description
        var run = ModelRun(
            turn(for: request, conversation, target),
            ModelExchange(transport: transport, target: target, now: now), options[server] ?? ChatCompletionOptions(),
            taskID: conversation, isShown: !request.isBesideChat, publish: publish)
        let end = await run.run()
        options[server] = run.options
        if let memory = run.memory { memories.keep(memory, of: memoryName(request, conversation)) }
        switch end {
        case .failed(.cancelled): return .silence
        case .failed(let failure): return .message(await failed(failure, target, conversation))
        case .answered(let fields):
            var reply: JSONObject = [
                "success": true, "role": "assistant", "conversation_id": .string(conversation),
                "message_count": JSONValue(request.messages.count + 1), "model": .string(target.name),
                "provider": .string(target.address.host), "mode": .string(request.mode),
            ]
            for (key, value) in fields.pairs { reply[key] = value }
            return .message(.object(reply))
        }
    }

    /// `failure` tells a client which kind it is: `rate_limit` (with `retry_after`, in seconds), `context` or `model`.
    private func failed(_ failure: ModelFailure, _ target: ModelTarget, _ conversation: String) async -> JSONValue {
        var listed: [String] = []
        if case .modelNotFound = failure,
            let models = try? await ModelLookup(transport).models(at: target.address, key: target.key)
        {
            listed = ModelLookup.names(models, nearestTo: target.name)
        }
        var reply: JSONObject = [
            "success": false, "error": .string(ModelText.words(of: failure, target, listed: listed)),
            "conversation_id": .string(conversation), "model": .string(target.name), "failure": "model",
        ]
        switch failure {
        case .rateLimited(let seconds, _):
            reply["failure"] = "rate_limit"
            if let seconds { reply["retry_after"] = JSONValue(seconds) }
        case .contextOverflow: reply["failure"] = "context"
        default: break
        }
        return .object(reply)
    }
}
