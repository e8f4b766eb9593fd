// One turn: from a user's message to its end. The life cycle and the progress it shows are two values, on purpose.

public import ChangeReview

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
        case started(messages: [ChatMessage], conversationID: String?)
        case replied(ChatReply, request: Int)
        case requestFailed(RequestFailure, request: Int)
        case progressed(AgentProgress)
        case approvalAnswered(callID: String, ApprovalAnswer)
        case toolFinished(ToolResult)
        case timerFired(TaskTimer)
        case cancelRequested
        /// The answer of a request that the network failed was found at the server.
        case found(answer: String)
        /// After a failure: send the same history again. During a wait: don't wait.
        case retryRequested
    }

    public enum Effect: Equatable, Sendable {
        case send(ChatRequest)
        case cancelRequest(Int)
        /// Ask the user; answered by `approvalAnswered`.
        case askApproval(ToolCall)
        case execute(ToolCall)
        case cancelTool(callID: String)
        case startTimer(TaskTimer, milliseconds: Int)
        case stopTimer(TaskTimer)
        /// A message to add to the history (assistant text, tool results).
        case append(ChatMessage)
        /// Put down what a call came to.
        case record(ToolResult, of: ToolCall, ToolEnding)
        /// Stage what a write tool proposed, before anything that follows in the same array.
        case propose([FileStep], by: String)
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

    var messages: [ChatMessage] = []
    var conversationID: String?
    var nextRequest = 1
    /// Calls of the latest reply that have no result yet, in order; the first is the one at hand.
    var pending: [ToolCall] = []
    var knownCallIDs: Set<String> = []
    var unreachableTries = 0
    var rateLimitedTries = 0

    public init() {}

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .started(let messages, let conversationID): return start(messages, conversationID)
        case .replied(let reply, let request): return replied(reply, to: request)
        case .requestFailed(let failure, let request): return requestFailed(failure, request)
        case .progressed(let progress):
            noteProgress(progress)
            return []
        case .approvalAnswered(let callID, let answer): return approvalAnswered(callID, answer)
        case .toolFinished(let result): return toolFinished(result)
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
