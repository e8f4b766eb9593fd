// What a server remembers of a conversation, since a client's history is text: which calls a model made, and what was
// found out about the model. Without it all goes on, by the text alone.

import ModelWire

/// The memory of one conversation. Bounded: the oldest steps are forgotten first.
public struct ConversationMemory: Equatable, Sendable {
    /// One answer that made calls.
    struct Step: Equatable, Sendable {
        /// What the model said beside its calls.
        var text: String
        /// All that it said, where its calls stood in it.
        var written: String?
        /// Under the ids that the client knows.
        var calls: [ModelCall]
        var made: [AgentCall]

        var bytes: Int {
            calls.reduce(text.utf8.count + (written?.utf8.count ?? 0)) {
                $0 + $1.name.utf8.count + 2 * $1.arguments.utf8.count
            }
        }
    }

    static let mostSteps = 200
    static let mostBytes = 1 << 20
    static let mostMarks = 1000

    var steps: [Step] = []
    /// Whom what follows was found out about.
    private var model = ""
    /// The model's server takes no tools.
    var writesCalls = false
    /// The context that the server named when it was too long.
    var contextTokens: Int?
    /// How many tokens the server counts for a hundred that are estimated.
    var scale = TokenEstimate.unknownScale
    /// Results that are shown short, and steps that are left out, by the ids of their calls: once so, always so, for
    /// the sake of servers that keep what they have read.
    var shortened: [String] = []
    var leftOut: [String] = []
    /// The user's message in whose turn the model was told that it repeats itself.
    var toldIn: UInt64?
    /// The user was told that attachments or the latest results are sent short.
    var hasToldOfCuts = false
    /// The user was told that the server cuts what it is sent.
    var hasToldOfPromptCut = false

    public init() {}

    /// What was found out about another model does not hold for this one.
    mutating func meets(_ model: String) {
        guard self.model != model else { return }
        var new = ConversationMemory()
        new.steps = steps
        new.toldIn = toldIn
        new.model = model
        self = new
    }

    mutating func remember(_ step: Step) {
        // A request that is sent twice gets the same ids.
        let ids = Set(step.calls.map(\.id))
        steps.removeAll { !ids.isDisjoint(with: $0.calls.map(\.id)) }
        steps.append(step)
        var bytes = steps.reduce(0) { $0 + $1.bytes }
        while steps.count > 1, steps.count > Self.mostSteps || bytes > Self.mostBytes {
            bytes -= steps.removeFirst().bytes
        }
    }

    mutating func mark(shortened new: [String], leftOut others: [String]) {
        shortened = Array((shortened + new).suffix(Self.mostMarks))
        leftOut = Array((leftOut + others).suffix(Self.mostMarks))
    }

    func step(of id: String) -> Step? {
        steps.last { step in step.calls.contains { $0.id == id } }
    }

    func call(_ id: String) -> AgentCall? {
        guard let step = step(of: id), let index = step.calls.firstIndex(where: { $0.id == id }) else { return nil }
        return index < step.made.count ? step.made[index] : nil
    }
}

/// The memories of a server's conversations, those used last.
public struct MemoryShelf: Equatable, Sendable {
    private let limit: Int
    private var kept: [(conversation: String, memory: ConversationMemory)] = []

    /// - Parameter limit: how many conversations are remembered.
    public init(limit: Int = 64) { self.limit = max(1, limit) }

    /// A new one for a conversation that is not known.
    public func memory(of conversation: String) -> ConversationMemory {
        kept.first { $0.conversation == conversation }?.memory ?? ConversationMemory()
    }

    public mutating func keep(_ memory: ConversationMemory, of conversation: String) {
        kept.removeAll { $0.conversation == conversation }
        kept.append((conversation, memory))
        if kept.count > limit { kept.removeFirst() }
    }

    public static func == (a: MemoryShelf, b: MemoryShelf) -> Bool {
        a.limit == b.limit
            && a.kept.elementsEqual(b.kept) { $0.conversation == $1.conversation && $0.memory == $1.memory }
    }
}
