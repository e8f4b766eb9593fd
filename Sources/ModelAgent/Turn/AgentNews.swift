// What an agent tells while it works, and how it comes to an end, as values; who shows them finds the words.

public import JSON
public import ModelWire

/// What a tool is for.
public enum AgentVerb: String, Equatable, Sendable, CaseIterable {
    case read, list, search, outline, edit, create, delete, move, run, plan, ask, finish, insert

    /// It proposes a change of a file.
    public var isWrite: Bool {
        switch self {
        case .edit, .create, .delete, .move, .insert: true
        default: false
        }
    }
}

/// One thing done, or to be done, with what it is about: a path, a pattern, a command. Empty where that is not known.
public struct AgentDeed: Equatable, Hashable, Sendable {
    public var verb: AgentVerb
    public var object: String

    public init(_ verb: AgentVerb, _ object: String) {
        self.verb = verb
        self.object = object
    }
}

/// News of a turn that runs (contract §3.4).
public enum AgentNews: Equatable, Sendable {
    case thinking
    /// A call has begun to come, which will be `step` of this turn. nil where it is not known yet what it does.
    case preparing(step: Int, AgentDeed?)
    /// What was told as being prepared is no call in the end: it was wrong, or the answer was cut.
    case notMade(step: Int, total: Int, AgentDeed?)
    /// Calls `step` of `total` of this turn so far.
    case working(step: Int, total: Int, AgentDeed)
    case stepComplete(step: Int, total: Int, AgentDeed, succeeded: Bool)
    /// A piece of the answer, without what is a call.
    case text(String)
    case reasoning(String)
    case note(AgentNote)
}

/// What a user is told beside the answer.
public enum AgentNote: Equatable, Sendable {
    /// So many earlier results and steps were shortened or left out to fit a context of so many tokens.
    case shortened(count: Int, context: Int)
    /// The model's server takes no tools: the model is asked to write its calls as text from here on.
    case writesCalls
    /// A call could not be read, and the model was asked for it again.
    case corrected(CallMistake)
    /// The answer met the limit of tokens.
    case cut
    /// The server did not say that the answer is whole.
    case endUnsaid
    /// The server read so many tokens of what are some `sent`, and kept quiet about the rest.
    case promptCut(read: Int, sent: Int)
    /// Calls in ask mode, which were not made.
    case callsIgnored(Int)
}

/// Why a turn ends before the model says that it is done.
public enum AgentStop: Equatable, Sendable {
    /// Two answers could not be read as calls; the second one is what the model said.
    case malformed(CallMistake, said: String)
    case repeatedCall(AgentDeed, times: Int)
    /// An edit of this file did not fit so many times.
    case failedEdits(path: String, times: Int)
    /// The answer repeats itself.
    case repeatedText
    case steps(Int)
    /// Nothing came but reasoning, or nothing at all: twice, or up to the limit of tokens.
    case emptyAnswer(atLimit: Bool)
    /// Even with everything left out that may be, the request is longer than the context.
    case contextTooSmall(tokens: Int, context: Int)
}

/// An answer to the client's request.
public struct AgentAnswer: Equatable, Sendable {
    /// The model's words, without calls. May be empty where there are calls or a stop.
    public var text = ""
    /// Flat calls of contract §2.3, each with an `id` and an `action`.
    public var calls: [JSONObject] = []
    public var reasoning = ""
    /// Of all that the model was asked for this answer, summed.
    public var usage: ModelUsage?
    public var model: String?
    public var notes: [AgentNote] = []
    /// The list of a plan with boxes, as the model wrote it; empty: it wrote none.
    public var todos: [AgentTodo] = []
    public var stop: AgentStop?
    /// What this turn did so far and what came of it; for a stop's words.
    public var done: [AgentDone] = []

    public init() {}
}

/// A line of a check list.
public struct AgentTodo: Equatable, Sendable {
    public var text: String
    public var isDone: Bool

    public init(_ text: String, isDone: Bool) {
        self.text = text
        self.isDone = isDone
    }
}

/// A deed that was done.
public struct AgentDone: Equatable, Sendable {
    public var deed: AgentDeed
    public var succeeded: Bool

    public init(_ deed: AgentDeed, succeeded: Bool) {
        self.deed = deed
        self.succeeded = succeeded
    }
}
