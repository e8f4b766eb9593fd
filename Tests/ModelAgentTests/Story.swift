// A story of an agent as a text that people read: what the user says, what a model answers, what a client is then asked
// to do. Sections that begin with `->` are what comes of it; the others are given.
import JSON
import ModelAgent
import ModelWire
import TestSupport

struct Story {
    struct Section: Equatable {
        var title: String
        var body: String
    }

    var given: [Section]

    init(_ text: String) throws {
        given = []
        var isOutcome = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("== ") || line.hasPrefix("-> ") {
                isOutcome = line.hasPrefix("-> ")
                if !isOutcome { given.append(Section(title: String(line.dropFirst(3)), body: "")) }
            } else if !isOutcome, !given.isEmpty {
                given[given.count - 1].body += line + "\n"
            }
        }
        for index in given.indices {
            while given[index].body.hasSuffix("\n") { given[index].body.removeLast() }
        }
    }

    /// The whole story, with what comes of it; `cuts` says how a model's text comes in pieces.
    func played(_ cuts: @escaping (String) -> [String]) throws -> String {
        var stage = Stage(cuts)
        var index = 0
        while index < given.count {
            let section = given[index]
            index += 1
            stage.text += "== \(section.title)\n" + (section.body.isEmpty ? "" : section.body + "\n")
            let words = section.title.split(separator: " ").map(String.init)
            guard words.first == "model" else {
                try stage.take(words, section.body)
                continue
            }
            var reply = ModelReply()
            reply.text = section.body
            reply.ending = words.contains("length") ? .length : .stop
            while index < given.count, ["call", "thinks", "counts"].contains(where: given[index].title.hasPrefix) {
                let part = given[index]
                index += 1
                stage.text += "== \(part.title)\n\(part.body)\n"
                let words = part.title.split(separator: " ").map(String.init)
                switch words[0] {
                case "call":
                    reply.calls.append(
                        ModelCall(id: "", name: words.dropFirst().joined(separator: " "), arguments: part.body))
                case "thinks": reply.reasoning = part.body
                default:
                    reply.usage = ModelUsage(inputTokens: Int(words[1]) ?? 0, outputTokens: Int(words[2]) ?? 0)
                }
            }
            stage.replied(reply)
        }
        return stage.text
    }
}

/// The client's side and the model's, while a story is played.
private struct Stage {
    var text = ""
    private let cuts: (String) -> [String]
    private var facts = AgentFacts(history: [], allowsTools: true, model: "story", conversation: "story")
    private var turn: AgentTurn?
    private var request: ModelRequest?
    /// Calls that wait for their results.
    private var waiting: [(id: String, action: String)] = []

    init(_ cuts: @escaping (String) -> [String]) { self.cuts = cuts }

    mutating func take(_ words: [String], _ body: String) throws {
        switch words.first {
        case "from": break
        case "profile":
            let row = try ProfileRow("* " + body)
            facts.profile.tools = row.tools ?? facts.profile.tools
            facts.profile.edit = row.edit ?? facts.profile.edit
            facts.profile.context = row.context ?? facts.profile.context
        case "ask": facts.allowsTools = false
        case "context": facts.context = try JSONValue.parse(body).asObject ?? JSONObject()
        case "limits": facts.limits.steps = Int(words[1]) ?? facts.limits.steps
        case "server": facts.memory = ConversationMemory()
        case "user":
            facts.history.append(ModelMessage(.user, body))
            begin()
        case "result":
            guard !waiting.isEmpty else { throw StoryProblem("a result, and no call waits for one") }
            let call = waiting.removeFirst()
            facts.history.append(
                ModelMessage(.user, "[tool_result \(call.id) \(call.action) \(words[1])]\n" + body))
            if waiting.isEmpty { begin() }
        case "failure": play(.failed(try Self.failure(words.dropFirst().joined(separator: " "))))
        case "prompt": try show()
        default: throw StoryProblem("what is `\(words.joined(separator: " "))`?")
        }
    }

    private static func failure(_ name: String) throws -> ModelFailure {
        let words = name.split(separator: " ").map(String.init)
        switch words.first {
        case "overflow": return .contextOverflow(limit: words.count > 1 ? Int(words[1]) : nil, "too long")
        case "tools": return .toolsUnsupported("does not support tools")
        case "key": return .keyRefused("no such key")
        default: throw StoryProblem("what failure is `\(name)`?")
        }
    }

    private mutating func begin() {
        var turn = AgentTurn(facts)
        let effects = turn.handle(.began)
        self.turn = turn
        tell("", effects)
    }

    mutating func replied(_ reply: ModelReply) {
        var shown = ""
        for piece in cuts(reply.text) {
            guard var turn else { return }
            let effects = turn.handle(.piece(.text(piece)))
            self.turn = turn
            for case .publish(.text(let text)) in effects { shown += text }
            if effects.contains(.stop) {
                tell(shown, effects)
                return
            }
        }
        guard var turn else { return }
        let effects = turn.handle(.replied(reply))
        self.turn = turn
        for case .publish(.text(let text)) in effects { shown += text }
        tell(shown, effects)
    }

    private mutating func play(_ event: AgentTurn.Event) {
        guard var turn else { return }
        let effects = turn.handle(event)
        self.turn = turn
        tell("", effects)
    }

    private mutating func tell(_ shown: String, _ effects: [AgentTurn.Effect]) {
        var shown = shown
        while shown.hasSuffix("\n") { shown.removeLast() }
        if !shown.isEmpty { text += "-> shown\n\(shown)\n" }
        for effect in effects {
            switch effect {
            case .publish(.text), .publish(.thinking), .publish(.reasoning), .publish(.preparing): continue
            case .publish(.working(let step, let total, let deed)):
                text += "-> working \(step) of \(total): \(deed.verb.rawValue) \(deed.object)\n"
            case .publish(.stepComplete(let step, let total, let deed, let succeeded)):
                let outcome = succeeded ? "done" : "failed"
                text += "-> \(outcome) \(step) of \(total): \(deed.verb.rawValue) \(deed.object)\n"
            case .publish(.notMade(let step, let total, let deed)):
                text += "-> not made \(step) of \(total): \(deed?.verb.rawValue ?? "a call")\n"
            case .publish(.note(.corrected)): text += "-> note corrected\n"
            case .publish(.note(let note)): text += "-> note \(note)\n"
            case .stop: text += "-> the request is closed\n"
            case .ask(let request): ask(request)
            case .answer(let answer): take(answer)
            case .fail(let failure, _, _): text += "-> failure \(failure)\n"
            }
        }
    }

    /// What is new for the model since it was asked last, where it is no news from the client.
    private mutating func ask(_ request: ModelRequest) {
        for message in request.messages.suffix(1) where message.text.contains("[Nothing was changed") {
            text += "-> the model is told, as \(message.role.rawValue)\n\(message.text)\n"
        }
        if self.request != nil, let last = request.messages.last,
            !facts.history.contains(where: { $0.text == last.text }),
            waiting.isEmpty
        {
            let new = request.messages.reversed().prefix { $0.role == .tool || $0.role == .user }.reversed()
            let isAside = !new.contains { message in
                facts.history.contains { $0.text.contains(message.text) || message.text.contains($0.text) }
            }
            for message in new where isAside {
                self.text += "-> the model is told, as \(message.role.rawValue)\n\(message.text)\n"
            }
        }
        self.request = request
    }

    private mutating func take(_ answer: AgentAnswer) {
        if let turn { facts.memory = turn.memory }
        request = nil
        for call in answer.calls {
            let id = call["id"]?.asString ?? ""
            let action = call["action"]?.asString ?? ""
            waiting.append((id, action))
            text += "-> the client is to \(action)\n"
            for (key, value) in call.pairs where key != "id" && key != "action" {
                let lines = (value.asString ?? value.text).split(separator: "\n", omittingEmptySubsequences: false)
                text += lines.count == 1 ? "\(key): \(lines[0])\n" : "\(key):\n" + lines.map { "  | \($0)\n" }.joined()
            }
        }
        var said = answer.text
        if said.isEmpty { said = waiting.map { "[tool_call \($0.id) \($0.action)]" }.joined(separator: "\n") }
        facts.history.append(ModelMessage(.assistant, said))
        if answer.calls.isEmpty { text += answer.text.isEmpty ? "-> no answer\n" : "-> answer\n\(answer.text)\n" }
        if !answer.reasoning.isEmpty { text += "-> reasoning\n\(answer.reasoning)\n" }
        for todo in answer.todos { text += "-> todo \(todo.isDone ? "[x]" : "[ ]") \(todo.text)\n" }
        switch answer.stop {
        case nil: break
        case .malformed(let mistake, let said)?: text += "-> stop: \(mistake.words)\n\(said)\n"
        case let stop?: text += "-> stop: \(stop)\n"
        }
    }

    private mutating func show() throws {
        guard let request else { throw StoryProblem("no request to show") }
        for message in request.messages {
            text += "-> \(message.role.rawValue)\n\(message.text)\n"
            for call in message.calls { text += "-> called \(call.name)\n\(call.arguments)\n" }
        }
        for tool in request.tools { text += "-> tool \(tool.name)\n\(tool.description)\n\(tool.parameters.text)\n" }
    }
}

struct StoryProblem: Error {
    var words: String
    init(_ words: String) { self.words = words }
}
