// All messages under one server id: the history, the turn that runs, what waits behind it, and what the chat shows.

public import ChangeReview

/// A conversation's machine, over `AgentTask`.
///
/// A message that comes while a turn runs is queued, never dropped. The queue goes on when a turn completes. After a
/// failure or a cancel it is kept and nothing is sent by itself: the user sends (`submitted`), tries again
/// (`retryRequested`), or lets the queue go on (`queueReleased`).
public struct Conversation: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        /// The user's words, sent or queued.
        case submitted(String)
        case agent(AgentEvent)
        /// Answers `prepare`.
        case prepared(PreparedTurn, id: Int)
        case toolFinished(ToolResult)
        /// A command that runs printed this.
        case toolOutput(callID: String, String)
        case approvalAnswered(callID: String, ApprovalAnswer, place: CommandPlace = .disk)
        /// The user's answer to `ask_followup_question`.
        case questionAnswered(callID: String, String)
        /// The user's answer at a limit.
        case limitAnswered(goesOn: Bool)
        /// Words for the turn that runs: they ride with the next tool results; when no results come any more they are
        /// the next message.
        case steered(String)
        case queueEdited(index: Int, String)
        case queueRemoved(index: Int)
        case queueMoved(from: Int, to: Int)
        case modeChosen(ChatMode)
        /// Ask mode's plan is good: switch to agent mode and have it carried out.
        case planAccepted
        /// Take back the user's message that this entry shows, with all that followed, and send this in its place.
        /// Files stay as they are.
        case rewound(entry: Int, String)
        /// The latest turn once more, from its message on.
        case turnRepeated
        /// Take the place of what is there: a conversation that was kept.
        case restored(ConversationState)
        /// What stands above the first entry of a conversation that was restored in part, read later.
        case earlierRead([Entry], isPartial: Bool)
        /// The rules that are kept with the project.
        case rulesKnown([ApprovalRule])
        case ruleAdded(ApprovalRule)
        case ruleRevoked(ApprovalRule)
        case renamed(String)
        case timerFired(TaskTimer)
        case cancelRequested
        case retryRequested
        /// Forget history, id, queue and what is shown; a turn that runs is cancelled.
        case newRequested
        /// Send the first of the queue now, when no turn runs.
        case queueReleased
        /// A word of the program's own.
        case noted(String)
        /// What a slash command prints.
        case reported(String)
    }

    public enum Effect: Equatable, Sendable {
        case agent(AgentCommand)
        /// Answered by `prepared`.
        case prepare(Preparation)
        case execute(ToolCall, ToolPermit)
        case cancelTool(callID: String)
        /// Show this to the user; `pendingRequest` has it as long as it waits.
        case ask(PendingRequest)
        /// Append to the conversation's file, and sync.
        case keep([ConversationRecord])
        /// Keep the project's rules, all of them.
        case keepRules([ApprovalRule])
        case startTimer(TaskTimer, milliseconds: Int)
        case stopTimer(TaskTimer)
        /// Stage what a tool proposed, before what follows in the same array is done.
        case propose([FileStep], by: String)
        /// A turn is over, as the life cycle says (never a non-final one).
        case turnEnded(AgentTask.Lifecycle)
    }

    public internal(set) var task = AgentTask()
    public internal(set) var entries: [Entry] = []
    /// Messages that wait for their turn, the first one next.
    public internal(set) var queue: [String] = []
    public internal(set) var link = LinkStatus(state: .connecting)
    public internal(set) var conversationID: String?
    public internal(set) var history: [ChatMessage] = []
    /// What the replies told, and what the feed told of the turn that runs.
    public var usage: Usage { usageCount.total }
    public internal(set) var mode = ChatMode.agent
    /// What the user calls it, or the beginning of the first message.
    public internal(set) var title = ""
    /// All standing answers, the session's and the project's.
    public internal(set) var rules: [ApprovalRule] = []
    /// What the server says of the account; nil before it said.
    public internal(set) var account: Account?
    /// Command prefixes that the user allowed for this session; `/new` keeps them.
    public internal(set) var allowedPrefixes: [CommandPrefix] = []
    /// A turn ended over HTTP and, though the feed was online, not one progress event came.
    public internal(set) var isFeedSilent = false

    /// Entries above the first are in the file and were not read.
    public internal(set) var isPartial = false

    var nextEntry = 1
    /// Where the running turn's things stand in `entries`.
    var progressIndex: Int?
    var toolIndices: [String: Int] = [:]
    /// The answer of the request that is on its way, or of the latest one.
    var answerIndex: Int?
    var gapIndex: Int?
    var progressEventsInTurn = 0
    /// The text of the answer that is being streamed, as it came.
    var stream = StreamedText()
    var usageCount = UsageCount()
    var feedAbsence = FeedAbsence.none

    public init() {}

    public mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .submitted(let text): return submit(text)
        case .agent(let event): return agent(event)
        case .toolFinished(let result): return pass(.toolFinished(result))
        case .approvalAnswered(let callID, let answer, _): return approvalAnswered(callID, answer)
        case .prepared, .toolOutput, .questionAnswered, .limitAnswered, .steered, .queueEdited, .queueRemoved,
            .queueMoved,
            .modeChosen, .planAccepted, .rewound, .turnRepeated, .restored, .rulesKnown, .ruleAdded, .ruleRevoked,
            .renamed:
            return []
        case .earlierRead(let earlier, let isPartial):
            showEarlier(earlier, isPartial: isPartial)
            return []
        case .timerFired(let timer): return pass(.timerFired(timer))
        case .cancelRequested: return pass(.cancelRequested)
        case .retryRequested: return pass(.retryRequested)
        case .newRequested: return startOver()
        case .queueReleased: return sendQueued()
        case .noted(let text):
            note(text)
            return []
        case .reported(let text):
            add(.report(text))
            return []
        }
    }

    private mutating func submit(_ text: String) -> [Effect] {
        guard task.lifecycle.isOver else {
            queue.append(text)
            return []
        }
        return start(text)
    }

    mutating func start(_ text: String) -> [Effect] {
        add(.user(text))
        forgetPlaces()
        progressEventsInTurn = 0
        usageCount.startTurn()
        noteTurnForFeed()
        history.append(ChatMessage(role: .user, content: text))
        return pass(.started(messages: history, conversationID: conversationID))
    }

    mutating func sendQueued() -> [Effect] {
        guard task.lifecycle.isOver, !queue.isEmpty else { return [] }
        return start(queue.removeFirst())
    }

    private mutating func agent(_ event: AgentEvent) -> [Effect] {
        switch event {
        case .replied(let reply, let request): return replied(reply, request)
        case .requestFailed(let failure, let request):
            if request == task.requestInFlight { breakOffAnswer() }
            return pass(.requestFailed(failure, request: request))
        case .progressed(let progress):
            progressed(progress)
            return []
        case .linkChanged(let status):
            linkChanged(status)
            return []
        case .noticed(let text):
            note(text)
            return []
        case .feedMissed(let gap): return feedMissed(gap)
        case .answered, .accountKnown: return []
        }
    }

    private mutating func approvalAnswered(_ callID: String, _ answer: ApprovalAnswer) -> [Effect] {
        if case .awaitingApproval(let call) = task.lifecycle, call.id == callID,
            case .prefixForSession(let text) = answer, let prefix = CommandPrefix(text),
            !allowedPrefixes.contains(prefix)
        {
            allowedPrefixes.append(prefix)
        }
        return pass(.approvalAnswered(callID: callID, answer))
    }

    /// What was cancelled may still stop later; it finds nobody, since ids never come twice.
    private mutating func startOver() -> [Effect] {
        var effects = pass(.cancelRequested)
        if task.lifecycle == .cancelling {
            effects += [.stopTimer(.cancelDeadline)] + pass(.timerFired(.cancelDeadline))
        }
        history = []
        conversationID = nil
        queue = []
        entries = []
        usageCount = UsageCount()
        forgetPlaces()
        task.forget()
        return effects
    }

    private mutating func forgetPlaces() {
        progressIndex = nil
        answerIndex = nil
        gapIndex = nil
        toolIndices = [:]
    }
}
