// One turn: from a user's message to its end. The life cycle and the progress it shows are two values, on purpose.

public import ChangeReview
import JSON

/// A turn's machine. HTTP decides its life cycle; realtime can only touch `progress`.
///
/// One value lives as long as its conversation and is started again for each turn, so that request and call ids never
/// come twice and what arrives for a dead request is known to be late.
public struct AgentTask: Equatable, Sendable {
    public enum Lifecycle: Equatable, Sendable {
        case idle
        /// What the message refers to is looked up.
        case preparing
        case requesting
        case awaitingApproval(ToolCall)
        /// The agent asked the user something.
        case awaitingAnswer(ToolCall, FollowUpQuestion)
        /// The turn came to a limit; the user decides whether it goes on.
        case awaitingDecision(TurnLimit)
        case executing(ToolCall)
        case waitingToRetry(attempt: Int)
        case rateLimited(seconds: Int)
        /// Cancel was asked for, and something that runs has not stopped yet.
        case cancelling
        case completed
        case failed(RequestFailure)
        case cancelled

        /// Nothing runs: a message would start a new turn.
        public var isOver: Bool {
            switch self {
            case .idle, .completed, .failed, .cancelled: true
            default: false
            }
        }
    }

    public enum Event: Equatable, Sendable {
        /// The history so far, the new user message last.
        case started(messages: [ChatMessage], conversationID: String?, mode: ChatMode = .agent)
        /// Answers `prepare`.
        case prepared(PreparedTurn, id: Int)
        case replied(ChatReply, request: Int)
        case requestFailed(RequestFailure, request: Int)
        case progressed(AgentProgress)
        case approvalAnswered(callID: String, ApprovalAnswer, permit: ToolPermit = ToolPermit())
        case questionAnswered(callID: String, String)
        case limitAnswered(goesOn: Bool)
        case toolFinished(ToolResult)
        /// Words of the user's that ride with the next results.
        case steered(String)
        /// From the next request on.
        case modeChosen(ChatMode)
        /// Answers `condense`; nil: nobody made a summary.
        case condensed(String?)
        case timerFired(TaskTimer)
        case cancelRequested
        /// The answer of a request that the network failed was found at the server.
        case found(answer: String)
        /// After a failure: send the same history again. During a wait: don't wait. While a request is on its way: give it
        /// up and make it again, which is for the user alone to ask for.
        case retryRequested
    }

    public enum Effect: Equatable, Sendable {
        /// Look up what the message refers to; answered by `prepared`.
        case prepare(Preparation)
        /// What was found for the message, where something was.
        case attach([AttachedLine])
        /// The history's last message, with what it takes along.
        case amend(ChatMessage)
        case send(ChatRequest)
        case cancelRequest(Int)
        /// Ask the user; answered by `approvalAnswered`.
        case askApproval(ToolCall)
        /// Answered by `questionAnswered`.
        case askQuestion(ToolCall, FollowUpQuestion)
        /// Answered by `limitAnswered`.
        case askDecision(TurnLimit)
        case execute(ToolCall, ToolPermit = ToolPermit())
        case cancelTool(callID: String)
        /// Have this summed up; answered by `condensed`.
        case condense(String)
        case startTimer(TaskTimer, milliseconds: Int)
        case stopTimer(TaskTimer)
        /// A message to add to the history (assistant text, tool results).
        case append(ChatMessage)
        /// Put down what a call came to.
        case record(ToolResult, of: ToolCall, ToolEnding)
        /// Words of the user's went along with results.
        case rode(String)
        case remark(Remark)
        /// Stage what a write tool proposed, before anything that follows in the same array.
        case propose([FileStep], by: ToolCall)
        /// The turn is over; the life cycle says how.
        case ended
    }

    /// What a wait is for, so that it can be shown: try `attempt` of `limit` follows after `milliseconds`.
    public struct Wait: Equatable, Sendable {
        public var attempt: Int
        public var limit: Int
        public var milliseconds: Int

        public init(attempt: Int, limit: Int, milliseconds: Int) {
            self.attempt = attempt
            self.limit = limit
            self.milliseconds = milliseconds
        }
    }

    public internal(set) var lifecycle: Lifecycle = .idle
    public internal(set) var progress: AgentProgress?
    /// Set while the life cycle is `waitingToRetry` or `rateLimited`.
    public internal(set) var wait: Wait?
    /// The request that is on its way, if any. Replies and failures of any other are late and are ignored.
    public internal(set) var requestInFlight: Int?
    /// How many requests this turn has made.
    public internal(set) var requestsInTurn = 0
    /// Words of the user's that wait for the next results, the first one first.
    public internal(set) var steers: [String] = []
    public internal(set) var mode = ChatMode.agent
    /// What the turn may do unasked.
    public let limits: TurnLimits

    var messages: [ChatMessage] = []
    /// Which of them requests carry.
    var sent = SentHistory()
    /// What was found for the turn; goes with each of its requests.
    var context: JSONObject = [:]
    /// The words that are still to be prepared, or are being prepared.
    var unprepared: String?
    /// The project's rules as the chat shows them.
    var shownRules: AttachedLine?
    /// The preparation that is waited for.
    var preparation: Int?
    var conversationID: String?
    var nextRequest = 1
    var nextPreparation = 1
    /// Calls of the latest reply that have no result yet, in order; the first is the one at hand.
    var pending: [ToolCall] = []
    var knownCallIDs: Set<String> = []
    var unreachableTries = 0
    var rateLimitedTries = 0
    /// Since the turn began, or the user let it go on.
    var requestsUnasked = 0
    var repetition = Repetition()
    /// The turn has done something that a model may have to go on from.
    var hasResults = false
    var hasNudged = false
    /// What is being summed up for a history that was too long.
    var condensing: Range<Int>?
    var condensations = 0
    /// `attempt_completion` came: the turn ends with the calls at hand.
    var isConcluded = false

    public init(limits: TurnLimits = TurnLimits()) { self.limits = limits }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .started(let messages, let conversationID, let mode): return start(messages, conversationID, mode)
        case .prepared(let prepared, let id): return take(prepared, id)
        case .replied(let reply, let request): return replied(reply, to: request)
        case .requestFailed(let failure, let request): return requestFailed(failure, request)
        case .progressed(let progress):
            noteProgress(progress)
            return []
        case .approvalAnswered(let callID, let answer, let permit): return approvalAnswered(callID, answer, permit)
        case .questionAnswered(let callID, let words): return questionAnswered(callID, words)
        case .limitAnswered(let goesOn): return limitAnswered(goesOn)
        case .toolFinished(let result): return toolFinished(result)
        case .steered(let words):
            if !lifecycle.isOver { steers.append(words) }
            return []
        case .modeChosen(let mode):
            self.mode = mode
            return []
        case .condensed(let summary): return condensed(summary)
        case .timerFired(.retry): return wait == nil ? [] : send()
        case .timerFired(.cancelDeadline): return lifecycle == .cancelling ? finishCancel() : []
        case .cancelRequested: return cancel()
        case .found(let answer): return found(answer)
        case .retryRequested: return retry()
        }
    }

    /// Realtime's only way in. After the end a turn takes no phase but its last words, which may come late: they
    /// travel on another connection than the reply.
    private mutating func noteProgress(_ progress: AgentProgress) {
        switch progress.kind {
        // These tell of something else than the phase.
        case .todo, .usage: return
        default: break
        }
        guard lifecycle.isOver else {
            self.progress = progress
            return
        }
        guard lifecycle != .idle, lifecycle != .cancelled else { return }
        if progress.kind == .complete || progress.kind == .error { self.progress = progress }
    }
}

public enum ApprovalAnswer: Equatable, Sendable {
    case once
    /// This command's prefix, for the rest of the session.
    case prefixForSession(String)
    /// This command's prefix, in this project from now on.
    case prefixForProject(String)
    /// No, and no to whatever begins like this, for the rest of the session.
    case deniedForSession(String)
    /// No, with the user's words for the agent (may be empty).
    case rejected(String)
}

public enum TaskTimer: Hashable, Sendable {
    case retry
    /// What runs did not stop within two seconds of a cancel.
    case cancelDeadline
}
