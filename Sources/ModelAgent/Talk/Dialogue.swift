// A client's text history as a conversation with a model: calls and results where they are remembered, text elsewhere.

import JSON
import ModelWire

/// The entries of a conversation, oldest first.
struct Dialogue: Equatable, Sendable {
    struct Entry: Equatable, Sendable {
        enum Kind: Equatable, Sendable {
            /// The user's own words.
            case words
            /// What the program says in the user's name.
            case program
            /// An answer without calls.
            case said
            /// An answer with these calls.
            case step([String])
            case result(String)
        }

        var kind: Kind
        var message: ModelMessage
    }

    /// A result of the running turn.
    struct TurnResult: Equatable, Sendable {
        var id: String
        var done: AgentDone
        /// It came since the model was last asked.
        var isFresh: Bool
    }

    var entries: [Entry] = []
    /// The results since the user's latest words.
    private(set) var results: [TurnResult] = []
    /// The answers with calls since then.
    private(set) var rounds = 0
    /// The user's latest words, and how many came before.
    private(set) var turn: UInt64?

    private let memory: ConversationMemory
    private let writesCalls: Bool

    /// - Parameter writesCalls: whether the model is to see calls as text, whichever way they were made.
    init(_ history: [ModelMessage], _ memory: ConversationMemory, writesCalls: Bool) {
        self.memory = memory
        self.writesCalls = writesCalls
        var index = 0
        var words = 0
        while index < history.count {
            let message = history[index]
            index += 1
            switch message.role {
            case .system: continue
            case .assistant:
                let following = history[index...].prefix { ResultHeader($0) != nil }
                index += following.count
                take(message, Array(following))
            case .user, .tool:
                if let header = ResultHeader(message) {
                    take([header])
                    continue
                }
                if message.text.hasPrefix("[program] ") || message.text.hasPrefix("[summary of ") {
                    entries.append(Entry(kind: .program, message: message))
                    continue
                }
                words += 1
                entries.append(Entry(kind: .words, message: ModelMessage(.user, message.text, images: message.images)))
                results = []
                rounds = 0
                turn = fingerprint([message.text, String(words)])
            }
        }
    }

    /// An answer and the results behind it.
    private mutating func take(_ message: ModelMessage, _ following: [ModelMessage]) {
        let headers = following.compactMap(ResultHeader.init)
        for index in results.indices { results[index].isFresh = false }
        guard !headers.isEmpty else {
            entries.append(Entry(kind: .said, message: ModelMessage(.assistant, message.text)))
            return
        }
        rounds += 1
        guard let step = headers.compactMap({ memory.step(of: $0.id) }).first else {
            // Nothing is remembered: the texts say it all.
            entries.append(Entry(kind: .step(headers.map(\.id)), message: ModelMessage(.assistant, message.text)))
            take(headers)
            return
        }
        let ids = step.calls.map(\.id)
        if writesCalls {
            entries.append(Entry(kind: .step(ids), message: ModelMessage(.assistant, Self.written(step))))
        } else {
            entries.append(
                Entry(kind: .step(ids), message: ModelMessage(.assistant, step.text, calls: step.calls)))
        }
        for id in ids {
            // A call without its result is refused by most servers.
            let header = headers.first { $0.id == id } ?? ResultHeader(missing: id)
            append(header, isWritten: writesCalls)
        }
        for header in headers where !ids.contains(header.id) { append(header, isWritten: true) }
    }

    private static func written(_ step: ConversationMemory.Step) -> String {
        if let text = step.written { return text }
        let calls = step.calls.map { call -> String in
            var members: JSONObject = ["tool": .string(call.name)]
            let arguments = (try? JSONValue.parse(call.arguments))?.asObject ?? JSONObject()
            for (key, value) in arguments.pairs { members[key] = value }
            return "```tool_call\n\(JSONValue.object(members).text)\n```"
        }
        return ([step.text].filter { !$0.isEmpty } + calls).joined(separator: "\n")
    }

    private mutating func take(_ headers: [ResultHeader]) {
        for header in headers {
            entries.append(Entry(kind: .result(header.id), message: ModelMessage(.user, header.whole)))
            note(header)
        }
    }

    private mutating func append(_ header: ResultHeader, isWritten: Bool) {
        let message =
            isWritten
            ? ModelMessage(.user, "Result of \(memory.call(header.id)?.name ?? header.action):\n" + header.text)
            : ModelMessage(.tool, header.text.isEmpty ? "(nothing)" : header.text, answeredCall: header.id)
        entries.append(Entry(kind: .result(header.id), message: message))
        note(header)
    }

    private mutating func note(_ header: ResultHeader) {
        guard !header.isMissing else { return }
        let verb = AgentTool.all.first { $0.action == header.action }?.verb ?? .run
        let deed = memory.call(header.id)?.deed ?? AgentDeed(verb, "")
        results.append(
            TurnResult(id: header.id, done: AgentDone(deed, succeeded: header.succeeded), isFresh: true))
    }

    /// Puts a hint behind a result.
    mutating func add(_ hint: String, to id: String) {
        guard let index = entries.lastIndex(where: { $0.kind == .result(id) }) else { return }
        entries[index].message.text += "\n" + hint
    }
}

/// The first line of a tool result in a client's history (docs/PROTOCOL.md), and what follows it.
struct ResultHeader: Equatable, Sendable {
    var id: String
    var action: String
    var succeeded: Bool
    var text: String
    var whole: String
    var isMissing = false

    /// nil: the message is no tool result.
    init?(_ message: ModelMessage) {
        guard message.role == .user, message.text.hasPrefix("[tool_result ") else { return nil }
        let bytes = message.text.utf8
        let end = bytes.firstIndex(of: 10) ?? bytes.endIndex
        let head = Substring(bytes[..<end])
        guard head.hasSuffix("]") else { return nil }
        let words = head.dropFirst().dropLast().split(separator: " ")
        guard words.count == 4, words[3] == "success" || words[3] == "error" else { return nil }
        id = String(words[1])
        action = String(words[2])
        succeeded = words[3] == "success"
        text = end < bytes.endIndex ? String(Substring(bytes[bytes.index(after: end)...])) : ""
        whole = message.text
    }

    init(missing id: String) {
        self.id = id
        action = ""
        succeeded = false
        text = "[This result is left out.]"
        whole = text
        isMissing = true
    }
}
