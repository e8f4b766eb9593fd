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
        /// What the user thinks of the answer that this entry shows.
        case feedbackGiven(entry: Int, isLiked: Bool)
        /// Have these words put better; answered by `improved`.
        case improve(String)
        /// The user marked an item of the check list as done, or as not done.
        case todoToggled(String)
        /// The user emptied the check list.
        case todosCleared
        case timerFired(TaskTimer)
        case cancelRequested
        case retryRequested
        /// All that these calls proposed was written, as auto mode does.
        case changesWritten(callIDs: Set<String>)
        /// The user gives up what failed.
        case failureDismissed
        /// Forget history, id, queue and what is shown; a turn that runs is cancelled.
        case newRequested
        /// Send the first of the queue now, when no turn runs.
        case queueReleased
        /// The whole path of the project, as requests carry it.
        case workspaceKnown(path: String)
        /// A word of the program's own.
        case noted(String)
        /// One that is true of this run alone: shown, and not kept.
        case announced(String)
        /// What a slash command prints.
        case reported(String)
        /// What came of a command that the user ran (`ToolLine.isOwn`).
        case ownCommandEnded(ToolLine)
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
        case propose([FileStep], by: ToolCall)
        /// The words put better, or nil when that did not come about.
        case improved(String?)
        /// A turn is over, as the life cycle says (never a non-final one).
        case turnEnded(AgentTask.Lifecycle)
    }

    public internal(set) var task: AgentTask
    public internal(set) var entries: [Entry] = []
    /// Messages that wait for their turn, the first one next.
    public internal(set) var queue: [String] = []
    public internal(set) var link = LinkStatus(state: .connecting)
    public internal(set) var conversationID: String?
    public internal(set) var history: [ChatMessage] = []
    /// What the replies told, and what the feed told of the turn that runs.
    public var usage: Usage { usageCount.total }
    public var mode: ChatMode { task.mode }
    /// What the user calls it, or the beginning of the first message.
    public internal(set) var title = ""
    /// All standing answers, the session's and the project's.
    public internal(set) var rules: [ApprovalRule] = []
    /// What the server says of the account; nil before it said.
    public internal(set) var account: Account?
    /// The check list, from whoever told of it last.
    public var todos: [Todo] { todoList.items }
    /// Words that wait for the next tool results.
    public var steers: [String] { task.steers }
    /// What the latest reply said of the model that gave it.
    public internal(set) var badge: AgentBadge?
    /// What the next request would carry of the history, in tokens, as far as bytes tell.
    public internal(set) var contextUsed = 0
    /// What the model takes, in tokens.
    public var contextWindow: Int { task.limits.contextTokens }
    /// A turn ended over HTTP and, though the feed was online, not one progress event came.
    public internal(set) var isFeedSilent = false
    /// Entries above the first are in the file and were not read.
    public internal(set) var isPartial = false

    var nextEntry = 1
    var nextQuestion = 1
    /// What a side question is for, by its number.
    var questions: [Int: Question] = [:]
    /// Where the running turn's things stand in `entries`.
    var progressIndex: Int?
    var toolIndices: [String: Int] = [:]
    /// The answer of the request that is on its way, or of the latest one.
    var answerIndex: Int?
    var gapIndex: Int?
    /// The id of the first entry that belongs to the turn.
    var turnStart = 1
    var progressEventsInTurn = 0
    /// The text of the answer that is being streamed, as it came.
    var stream = StreamedText()
    /// The reply told what the model thought: late pieces of it say nothing new.
    var isReasoningTold = false
    var usageCount = UsageCount()
    var feedAbsence = FeedAbsence.none
    var todoList = TodoList()
    /// What our own tools did in this turn.
    var happened = HappenedHere()
    /// What the server is told as the workspace's path; empty as long as nobody said.
    var workspacePath = ""
    /// The number of the first message of `history`.
    var firstMessage = 0
    /// Of the user's entries: the number of the message that each became.
    var messageNumbers: [Int: Int] = [:]
    var ledger = RecordLedger()

    public init(limits: TurnLimits = TurnLimits()) {
        task = AgentTask(limits: limits)
    }

    /// What is to be kept follows what is to be done.
    public mutating func handle(_ event: Event) -> [Effect] {
        let effects = take(event)
        let records = takeRecords()
        return records.isEmpty ? effects : effects + [.keep(records)]
    }

    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .submitted(let text): return submit(text)
        case .agent(let event): return agent(event)
        case .prepared(let prepared, let id): return pass(.prepared(prepared, id: id))
        case .toolFinished(let result): return pass(.toolFinished(result))
        case .earlierRead(let earlier, let isPartial): showEarlier(earlier, isPartial: isPartial)
        case .toolOutput(let callID, let text): showOutput(text, of: callID)
        case .approvalAnswered(let callID, let answer, let place): return approvalAnswered(callID, answer, place)
        case .questionAnswered(let callID, let words): return pass(.questionAnswered(callID: callID, words))
        case .limitAnswered(let goesOn): return pass(.limitAnswered(goesOn: goesOn))
        case .steered(let text): return steer(text)
        case .queueEdited(let index, let text): editQueue(index, text)
        case .queueRemoved(let index): removeFromQueue(index)
        case .queueMoved(let from, let to): moveInQueue(from, to)
        case .modeChosen(let mode): return pass(.modeChosen(mode))
        case .planAccepted: return acceptPlan()
        case .rewound(let entry, let text): return rewind(to: entry, text)
        case .turnRepeated: return repeatTurn()
        case .restored(let state): return restore(state)
        case .rulesKnown(let known): learn(known)
        case .ruleAdded(let rule): return add(rule)
        case .ruleRevoked(let rule): return revoke(rule)
        case .renamed(let title): self.title = Self.title(from: title)
        case .feedbackGiven(let entry, let isLiked): return feedback(entry, isLiked)
        case .improve(let text): return ask(.betterPrompt(text), for: .prompt)
        case .todoToggled(let id): return toggleTodo(id)
        case .todosCleared: return clearTodos()
        case .timerFired(let timer): return pass(.timerFired(timer))
        case .cancelRequested: return pass(.cancelRequested)
        case .retryRequested:
            if task.lifecycle == .requesting { breakOffAnswer() }
            return pass(.retryRequested)
        case .changesWritten(let callIDs): noteWritten(callIDs)
        case .failureDismissed: giveUp()
        case .newRequested: return startOver()
        case .queueReleased: return sendQueued()
        case .workspaceKnown(let path):
            workspacePath = path
            happened = HappenedHere(in: path)
        case .noted(let text): note(text)
        case .announced(let text): note(text, isPassing: true)
        case .reported(let text): add(.report(text))
        case .ownCommandEnded(let line): showOwn(line)
        }
        return []
    }

    private mutating func agent(_ event: AgentEvent) -> [Effect] {
        switch event {
        case .replied(let reply, let request): return replied(reply, request)
        case .requestFailed(let failure, let request):
            if request == task.requestInFlight { breakOffAnswer() }
            return pass(.requestFailed(failure, request: request))
        case .progressed(let progress): progressed(progress)
        case .linkChanged(let status): linkChanged(status)
        case .noticed(let text): note(text)
        case .feedMissed(let gap): return feedMissed(gap)
        case .answered(let text, let question): return answered(text, question)
        case .accountKnown(let account): self.account = account
        }
        return []
    }
}
