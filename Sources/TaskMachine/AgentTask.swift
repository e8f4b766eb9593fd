// One turn: from a user's message to its end. The life cycle and the progress it shows are two values, on purpose.

/// A turn's machine. HTTP decides its life cycle; realtime can only touch `progress`.
public struct AgentTask: Equatable, Sendable {
    public enum Lifecycle: Equatable, Sendable {
        case idle
        case requesting
        case awaitingApproval(ToolCall)
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
        /// The turn is over; the life cycle says how.
        case ended
    }

    public private(set) var lifecycle: Lifecycle = .idle
    public private(set) var progress: AgentProgress?

    public init() {}
}

public enum ApprovalAnswer: Equatable, Sendable {
    case once
    /// This command's prefix, for the rest of the session.
    case prefixForSession(String)
    /// No, with the user's words for the agent (may be empty).
    case rejected(String)
}

public enum TaskTimer: Hashable, Sendable {
    case retry
    /// What runs did not stop within two seconds of a cancel.
    case cancelDeadline
}
