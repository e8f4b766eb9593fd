// The engine without a model: plays each turn's machine over the history, as a server without a memory would.

import JSON

/// Does what `docs/HELPER.md` lists, through the protocol's own tool calls. It never pretends to be a model.
///
/// A reply is a function of the history alone, so a request that is sent twice gets the same answer. What was worked
/// out for a conversation's running turn is kept, so that a long turn is not played from its start at each step.
public actor HelperEngine: Engine {
    /// The name that replies carry as their model.
    public static let modelName = "built-in helper"
    private static let conversationLimit = 64
    /// Nobody says more while one turn runs; each of them is a turn of its own.
    private static let ridingLimit = 1000

    private let prefix: String
    private var conversationsMade = 0
    private var kept: [Kept] = []

    /// A turn as far as it was played.
    private struct Kept {
        var conversation: String
        var start: Int
        /// How many messages are played, and what they were.
        var played: Int
        var fingerprint: Int
        var turn: HelperTurn
        /// What was said while it ran.
        var queue: [String]
        var calls: Int
        /// What was asked and done since the turn began, before what runs now.
        var said: [PastTurn]
    }

    /// - Parameter prefix: opens the ids of new conversations; different for each run.
    public init(prefix: String) { self.prefix = prefix }

    public func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        guard !request.isBesideChat else {
            // Whatever the rules made of it would be taken for the user's own words.
            return .message(["success": false, "error": "Wording a message better needs a language model."])
        }
        let conversation = request.conversationID ?? newConversation()
        guard let start = Self.start(of: request) else {
            return .message([
                "success": false, "error": "There is no user message.", "conversation_id": .string(conversation),
            ])
        }
        let step = play(request, conversation, from: start)
        for case .publish(let progress) in step.effects { await publish(.progress(progress.payload)) }
        return .message(.object(Self.message(step, request, conversation, turn: start)))
    }

    /// Results and what the program itself says have the user's role, too.
    private static func isUsers(_ message: EngineRequest.Message) -> Bool {
        message.role == "user" && ToolAnswer(message) == nil && !message.content.hasPrefix("[program] ")
    }

    /// The message that the running turn began with. Words that rode with results since are no such message: what they
    /// ask for comes when the turn is through. The client tells how many did, in `context.steered`: nothing else tells
    /// them from a message behind a turn that was cancelled.
    private static func start(of request: EngineRequest) -> Int? {
        let users = request.messages.indices.filter { isUsers(request.messages[$0]) }
        let riding = min(max(0, request.context["steered"]?.asInt ?? 0), max(0, users.count - 1), ridingLimit)
        return users.dropLast(riding).last
    }

    /// Without what the message refers to, which a model would read.
    private static func words(of message: EngineRequest.Message) -> String {
        guard let attached = message.content.firstRange(of: "\n\n[attached]\n") else { return message.content }
        return String(message.content[..<attached.lowerBound])
    }

    private func newConversation() -> String {
        conversationsMade += 1
        return "\(prefix)-\(conversationsMade)"
    }

    /// The latest step of a turn: its effects, and how many calls were made before it.
    private struct Step {
        var effects: [HelperTurn.Effect]
        var callsBefore: Int
    }

    private func play(_ request: EngineRequest, _ conversation: String, from start: Int) -> Step {
        let messages = request.messages
        var turn = HelperTurn()
        var played = start + 1
        var calls = 0
        var effects: [HelperTurn.Effect] = []
        var queue: [String] = []
        var context = HelperTurn.AskedContext(
            forbidsTools: request.mode == "ask", writesAtOnce: request.mode == "auto",
            staged: StagedFile.list(request.context["staged"]))
        var earlier: [PastTurn]?
        func asked(_ text: String) -> HelperTurn.AskedContext {
            guard RequestReader.asksForPast(text) else { return context }
            let turns = earlier ?? PastTurn.all(of: messages[..<start], words: Self.words, isUsers: Self.isUsers)
            earlier = turns
            var known = context
            known.past = turns + context.past
            return known
        }
        if let known = take(conversation, start, messages) {
            turn = known.turn
            played = known.played
            calls = known.calls
            queue = known.queue
            context.past = known.said
        } else {
            let text = Self.words(of: messages[start])
            effects = turn.handle(.asked(text, asked(text)))
            // What was staged when it was asked for is in no message.
            if turn.callsInFlight > 0 {
                keep(
                    Kept(
                        conversation: conversation, start: start, played: played,
                        fingerprint: Self.fingerprint(messages[start..<played]), turn: turn, queue: [], calls: 0,
                        said: []))
            }
        }
        var callsBefore = calls
        while turn.callsInFlight > 0 {
            let before = (turn: turn, queue: queue, played: played, calls: calls, said: context.past)
            var answers: [ToolAnswer] = []
            while played < messages.count, answers.count < turn.callsInFlight {
                if let answer = ToolAnswer(messages[played]) { answers.append(answer) }
                played += 1
            }
            guard !answers.isEmpty else { break }
            callsBefore = calls + turn.callsInFlight
            calls = callsBefore
            effects = turn.handle(.answered(answers))
            while played < messages.count, messages[played].role == "user", ToolAnswer(messages[played]) == nil {
                if Self.isUsers(messages[played]) { queue.append(Self.words(of: messages[played])) }
                played += 1
            }
            while turn.callsInFlight == 0, !queue.isEmpty {
                context.past.append(turn.past)
                turn = HelperTurn()
                let text = queue.removeFirst()
                effects += turn.handle(.asked(text, asked(text)))
            }
            if played >= messages.count {
                // What is kept stands before the latest answers: the same request again gets the same reply.
                keep(
                    Kept(
                        conversation: conversation, start: start, played: before.played,
                        fingerprint: Self.fingerprint(messages[start..<before.played]), turn: before.turn,
                        queue: before.queue, calls: before.calls, said: before.said))
                break
            }
        }
        return Step(effects: effects, callsBefore: callsBefore)
    }

    private func take(
        _ conversation: String, _ start: Int, _ messages: [EngineRequest.Message]
    ) -> Kept? {
        guard let index = kept.firstIndex(where: { $0.conversation == conversation }) else { return nil }
        let known = kept[index]
        guard known.start == start, known.played < messages.count,
            known.fingerprint == Self.fingerprint(messages[start..<known.played]),
            messages[known.played...].contains(where: { ToolAnswer($0) != nil })
        else { return nil }
        return known
    }

    /// The latest last; the oldest goes when there are too many.
    private func keep(_ state: Kept) {
        kept.removeAll { $0.conversation == state.conversation }
        kept.append(state)
        if kept.count > Self.conversationLimit { kept.removeFirst() }
    }

    private static func fingerprint(_ messages: ArraySlice<EngineRequest.Message>) -> Int {
        var hasher = Hasher()
        for message in messages { hasher.combine(message) }
        return hasher.finalize()
    }

    private static func message(
        _ step: Step, _ request: EngineRequest, _ conversation: String, turn: Int
    ) -> JSONObject {
        var reply: JSONObject = [
            "success": true, "role": "assistant", "response": "", "conversation_id": .string(conversation),
            "message_count": JSONValue(request.messages.count + 1), "model": .string(modelName),
            "provider": "local", "mode": .string(request.mode),
        ]
        var toolCalls: [JSONValue] = []
        var answers: [String] = []
        for effect in step.effects {
            switch effect {
            case .publish: break
            case .call(let calls):
                for call in calls {
                    let number = step.callsBefore + toolCalls.count + 1
                    toolCalls.append(call.json(id: "\(conversation)-\(turn)-\(number)"))
                }
            case .finish(let text, let files):
                // One for each request that was answered.
                answers.append(text)
                if !files.isEmpty { reply["file_changes"] = files.json }
            }
        }
        reply["response"] = .string(answers.joined(separator: "\n\n"))
        reply["tool_calls"] = .array(toolCalls)
        return reply
    }
}
