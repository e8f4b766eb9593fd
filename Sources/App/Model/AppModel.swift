// The whole application as one value. `update` routes news to the machines and panes, `frame` draws them.

internal import ChangeReview
public import Screen
internal import Settings
public import TaskMachine

/// Where keys go.
enum Focus: Equatable, Sendable { case composer, request, queue, changes, chat }

public struct AppModel: Program, Sendable {
    /// What the terminal gets to read after the end: how much is kept.
    public internal(set) var farewell: String?
    public internal(set) var conversation = Conversation()

    var report: StartReport
    /// The full report came: the folder's log and journal were read.
    var isStarted = false
    /// Messages that wait for it.
    var held: [String] = []
    var signs: Signs {
        didSet { reviewing.signs = signs }
    }
    var settings = ChosenSettings()
    /// How it looks, and by which name it was found: what is looked at in a list counts.
    var theme = Theme.terminal
    var themeName = ""
    /// Chosen with `/theme`, until the end.
    var themeOfSession: String?
    /// What is wrong with them, in words, as it was said last.
    var settingsComplaints: [String] = []
    var keys = KeyMap.standard {
        didSet { reviewing.keys = keys }
    }
    var size = Size(columns: 80, rows: 24)
    var arrangement = Arrangement()
    var keyHints = KeyHints()
    /// The terminal has the user's eyes, unless it said otherwise (focus reports).
    var isLookedAt = true
    var focus = Focus.composer
    var composer: Composer
    var chat = ChatPane()
    /// The search of the conversation.
    var search: ChatSearch?
    /// What is about to be copied out of the chat.
    var copying: Copying?
    var greeting: Greeting?
    /// The staged changes and their panel.
    var reviewing: Reviewing
    /// The panel closed by itself a moment ago.
    var isPanelFresh = false
    var dock: RequestDock?
    /// The row of the queue with the cursor.
    var queueRow = 0
    var picker: Picker?
    var palette: Palette?
    var help: HelpOverlay?
    var clock = TurnClock()
    /// The tick's timer runs.
    var isTicking = false
    var stepTimes = StepTimes()
    /// Times are drawn, too; lines that are read aloud have words alone.
    var hasBars = true
    var timeline = TurnTimeline()
    /// What the status line shows, as the settings want it.
    var statusFields = ChosenFields(ChosenSettings())
    /// When the feed's state was told.
    var linkKnown = 0
    /// The branch that was checked out when somebody looked last; nil: none is known.
    var branch: String?
    /// The timer of the next minute runs.
    var isMinuteAwaited = false
    var reasoningTimes = ReasoningTimes()
    /// A passing word in the status line.
    var flash: Flash?
    /// Ctrl-C was pressed with nothing to clear or cancel.
    var isQuitting = false
    /// The user is done; git is waited for.
    var isLeaving = false
    /// What became of the commit that was waited for; nothing is shown any more.
    var partingWords: String?
    /// The user has seen that the latest turn failed.
    var isFailureDismissed = false
    var isWaitingForWriter = false
    /// The chat's key was pressed that takes the latest answer back.
    var isRepeating = false
    /// What the composer's text is for, and the text that was laid aside for it.
    var draftPurpose = DraftPurpose.message
    var laidAside = ""
    /// A command that could not be done and stays written, to be put right or cleared.
    var refusedCommand: String?
    /// The menu above the composer, the place where it was closed, and how far it has followed the draft.
    var menu: Menu?
    var closedMenu: CompletionToken.Place?
    var menuRevision = 0
    var historySearch: HistorySearch?
    /// The number of the latest question about files, and what it is told of the user's mind.
    var fileQuery = 0
    var recentFiles: [String] = []
    var knownConversations: [ConversationSummary]?
    /// The user's own command that runs, and what the one before printed.
    var ownCommand: OwnCommand?
    var ownOutput: OwnOutput?
    var ownCommands = 0
    var draftRevision = 0
    var isDraftTimerRunning = false
    /// What the draft on disk says, as far as it was ordered.
    var keptDraft = ""
    /// The words that the server was asked to put better.
    var improving: String?
    var autoWrites = AutoWrites()
    /// Bytes in the staging log, about.
    var recordedBytes = 0
    var isReadingEarlier = false
    var isSigningIn = false
    /// What was said of the account unasked, not to be said again.
    var accountNotice: String?
    /// Commands that go on behind the conversation.
    var background: [BackgroundCommand] = []
    /// Which models there are; nil as long as nobody looked.
    var models: Models?
    /// Minutes without an answer that were remarked on.
    var minutesRemarked = 0

    /// `report` is what is known before the first paint; `AppMessage.started` brings the rest.
    public init(_ report: StartReport) {
        self.report = report
        signs = Signs(report, report.settings)
        reviewing = Reviewing(signs: signs)
        composer = Composer(history: report.history)
        arrangement.shares = report.shares
        reviewing.listShare = report.shares.list
        take(report.settings)
    }

    public func message(for input: InputEvent) -> AppMessage { .input(input) }

    public mutating func update(_ message: AppMessage) -> [AppEffect] {
        follow(after: message) { $0.take(message) }
    }

    /// Does something, and what has to follow whatever was done.
    mutating func follow(
        after message: AppMessage? = nil, _ doing: (inout AppModel) -> [AppEffect]
    ) -> [AppEffect] {
        let lastStep = lastStep
        if let message { timeline.pass(at: message.time) }
        let effects = beforeCommands(doing(&self)) + followMenu() + followDraft() + shortenLog()
        keepStepsInSight(from: lastStep)
        settle()
        followTheme()
        let isKey = if case .input(.key) = message { true } else { false }
        return effects + (message.map { lookAtBranch(after: $0) } ?? []) + followMinute()
            + followKeyHints(afterKey: isKey) + (isLeaving && !reviewing.waitsForGit ? quit() : [])
    }

    private mutating func take(_ message: AppMessage) -> [AppEffect] {
        switch message {
        case .input(let event): return input(event)
        case .started(let report): return started(report)
        case .agent(let event, let time): return agent(event, at: time)
        case .toolFinished(let result, let time):
            clock.heard(at: time)
            if let effects = ownCommandEnded(result) { return effects }
            timeline.finished(result)
            autoWrites.call = result.callID
            defer { autoWrites.call = nil }
            return tell(.toolFinished(result))
        case .prepared(let prepared, let id): return goOn(with: prepared, id: id)
        case .filesFound(let answer):
            found(answer)
            return []
        case .toolOutput(let callID, let text) where ownCommand?.id == callID:
            ownCommand?.heard(text)
            return []
        case .toolOutput(let callID, let text):
            clock.heard()
            return tell(.toolOutput(callID: callID, text))
        case .branchFound(let name):
            branch = name
            return []
        case .leftRunning(let commands):
            background = commands
            return []
        case .applied(let entry): return applied(entry)
        case .applyFailed(let refusal): return applyFailed(refusal)
        case .undone(let entry, let skipped, let plan, let by):
            return review(.undone(journalEntry: entry, skipped: skipped, plan: plan, by: by))
        case .undoPreviewed(let preview): return review(.undoPreviewed(preview))
        case .journalTrimmed(let writes): return review(.journalTrimmed(writes: writes))
        case .undoFailed(let reason): return review(.undoFailed(reason: reason))
        case .undoLost(let reason): return review(.undoLost(reason: reason))
        case .changedOnDisk(let path, let finding): return review(.changedOnDisk(path, finding))
        case .highlighted(let change): return review(.highlighted(change))
        case .waitingForWriter(let waits):
            isWaitingForWriter = waits
            return []
        case .earlierSearched(let finds): return heardEarlier(finds)
        case .conversationsListed, .conversationOpened, .conversationTroubled, .exported, .earlierEntries:
            return conversations(message)
        case .signedIn(let user): return signedIn(user)
        case .settingsChanged(let settings): return changed(settings)
        case .models(let news): return heard(news)
        case .timerFired(let timer, let time): return timerFired(timer, at: time)
        case .commitNews(let news):
            if isLeaving, case .refused(let refusal) = news {
                partingWords = Words.text(of: refusal, isLeaving: true)
            }
            return review(.commitNews(news))
        case .editorReturned(let text) where reviewing.committing == .editing: return review(.textEdited(text))
        case .editorReturned(let text):
            guard let text else { return say("The editor gave nothing back. Your text is kept.") }
            composer.replace(with: text)
            return []
        case .fileEdited(let path, let state): return review(.fileEdited(path, state))
        case .copied(let name, let place): return say(Words.text(ofCopied: name, to: place))
        case .reviewExported(let path): return review(.exported(path: path))
        case .reviewExportFailed(let path, let reason): return review(.exportFailed(path: path, reason: reason))
        // Said at every start as long as it is so.
        case .troubled(.conversationNotWhole(let count, let isNewer)):
            let trouble = Trouble.conversationNotWhole(unreadable: count, isOfNewerProgram: isNewer)
            return tell(.announced(Words.text(of: trouble)))
        case .troubled(.recordingStopped(let reason)):
            report.recording = nil
            return tell(.noted(Words.text(of: .recordingStopped(reason: reason))))
        case .troubled(let trouble): return tell(.noted(Words.text(of: trouble)))
        case .resumed: return [.redraw]
        // Of a review without a chat.
        case .review: return []
        }
    }

    /// Keeps what the parts point at in step with what is there.
    private mutating func settle() {
        settleQueue()
        settlePicker()
        dock?.lay(width: size.columns)
        settleChat()
        if focus == .request, dock == nil { focus = .composer }
    }
}
