// `oropendola review` as one value: the panel over the whole screen, a status line, and nothing of a chat.

public import ChangeReview
public import Screen
internal import Settings

public struct ReviewModel: Program, Sendable {
    public let start: ReviewStart
    var reviewing: Reviewing
    var keys = KeyMap.standard {
        didSet { reviewing.keys = keys }
    }
    var signs: Signs {
        didSet { reviewing.signs = signs }
    }
    var settings = ChosenSettings()
    var settingsComplaints: [String] = []
    var theme = Theme.terminal
    var palette: Palette?
    var size = Size(columns: 80, rows: 24)
    var grip = RuleGrip()
    var keyHints = KeyHints()
    /// Wheel and buttons are the program's, not the terminal's.
    var takesMouse = true
    var help: HelpOverlay?
    var flash: Flash?
    /// Ctrl-C was pressed a moment ago.
    var isQuitting = false
    var isWaitingForWriter = false
    /// Marks are on their way to the disk.
    var isKeeping = false
    /// The user is done; a write is waited for.
    var isLeaving = false
    /// Ended by Ctrl-C.
    public internal(set) var isCancelled = false
    /// Changes as they were when they were settled, for the report.
    var settled: [Change] = []
    /// Where this review was written to, as its reader named it.
    private var exported: Set<String> = []
    /// Files of which index or contents are behind what was committed, and why, for the shell.
    private(set) var leftBehind: Set<RelativePath> = []
    private(set) var lagWords: [String] = []
    /// Files that `M` left out, and that were in no commit since.
    private(set) var uncommitted: [RelativePath: CommitReport.LeftOut] = [:]
    /// What has come back of an earlier run.
    public private(set) var returned = KeptMarks.Return()
    /// What happened, oldest first, for whoever reads it after the end.
    public private(set) var notes: [String] = []
    /// Writes that did not happen, for the shell, when nothing was shown.
    public var failures: [String] {
        refusedWrites + (reviewing.refusedCommit.map { [Words.text(of: $0, isLeaving: true)] } ?? [])
    }
    private var refusedWrites: [String] = []
    /// Files that were said to be left out of a write, or could not be written.
    var isConflicted: Bool { reviewing.changes.changes.contains { $0.conflict != nil } }

    static let keepMilliseconds = 500
    static let mostNotes = 50

    public init(_ start: ReviewStart) {
        self.start = start
        signs = Signs(unicode: start.unicode, hasColour: start.hasColour, isRemote: start.isRemote, start.settings)
        reviewing = Reviewing(signs: signs)
        reviewing.hasAgent = false
        reviewing.listShare = start.shares.list
        reviewing.target = start.target
        reviewing.keepsComments = start.subject != .watch
        reviewing.commitRoute =
            switch start.target {
            case .workingTree, .index: .afterWriting
            case .commit: .byWriting
            case .patch: .nowhere
            }
        begin()
        take(start.settings)
        if flash == nil, let first = settingsComplaints.first { flash = Flash(text: first) }
    }

    public var changes: ChangeSet { reviewing.changes }

    public func message(for input: InputEvent) -> AppMessage { .input(input) }

    private mutating func begin() {
        var inPlace: [RelativePath] = []
        var events: [RecordedEvent] = []
        let author = Author(.patch, id: ReviewWords.title(of: start.subject))
        for file in start.contents.files {
            events.append(.proposed(file.step, by: author))
            switch file.standing {
            case .inPlace: inPlace.append(file.step.path)
            case .forApplying: break
            case .conflict(let finding): events.append(.changedOnDisk(file.step.path, finding))
            }
        }
        // At once: what is shown is found out once, however many files there are.
        quietly(.replayed(events))
        quietly(.foundInPlace(inPlace))
        let (again, outcome) = start.kept.returned(to: reviewing.changes.changes)
        if !again.isEmpty { quietly(.replayed(again)) }
        let isAnother = start.isKeptOfAnother && outcome.lines + outcome.comments + outcome.cuts + outcome.choices == 0
        returned = isAnother ? KeptMarks.Return() : outcome
        reviewing.takeUpInPlace()
        quietly(.journalListed(start.written))
        notes += start.troubles.map { Words.text(of: $0) }
        if let words = notes.last ?? ReviewWords.first(about: start, returned) { flash = Flash(text: words) }
    }

    private mutating func quietly(_ event: ChangeSet.Event) { _ = reviewing.reviewQuietly(event) }

    public mutating func update(_ message: AppMessage) -> [AppEffect] {
        let effects = take(message)
        let isKey = if case .input(.key) = message { true } else { false }
        return effects + followKeyHints(afterKey: isKey)
    }

    private mutating func take(_ message: AppMessage) -> [AppEffect] {
        reviewing.place = panelRect(in: size)
        switch message {
        case .input(let event): return input(event)
        case .applied(let entry):
            isWaitingForWriter = false
            refusedWrites = []
            return review(.changes(.applied(journalEntry: entry)))
        case .applyFailed(let refusal):
            isWaitingForWriter = false
            let effects = review(.changes(.applyFailed(refusal)))
            refusedWrites.append(notes.last ?? Words.text(of: refusal, hasAgent: false))
            return effects
        case .undone(let entry, let skipped, let plan, let by):
            isWaitingForWriter = false
            return review(.undone(journalEntry: entry, skipped: skipped, plan: plan, by: by))
        case .undoPreviewed(let preview): return review(.undoPreviewed(preview))
        case .journalTrimmed(let writes): return review(.journalTrimmed(writes: writes))
        case .undoFailed(let reason): return review(.changes(.undoFailed(reason: reason)))
        case .undoLost(let reason): return review(.changes(.undoLost(reason: reason)))
        case .changedOnDisk(let path, let finding): return review(.changes(.changedOnDisk(path, finding)))
        case .review(.appeared(let step)):
            return appeared(step)
        case .review(.commitPrepared(let index)): return [.review(.commit(index: index))]
        case .review(.committed(let commit, let lags)):
            reviewing.madeCommit = commit
            remember(lags, of: commit.id)
            return lags.flatMap { note(Words.text(of: $0, commit: commit.id)) }
        case .highlighted(let change): return review(.highlighted(change))
        case .fileEdited(let path, let state): return review(.fileEdited(path, state))
        case .editorReturned(let text): return review(.textEdited(text))
        case .commitNews(let news):
            follow(news)
            return review(.commitNews(news))
        case .copied(let name, let place): return say(Words.text(ofCopied: name, to: place))
        case .reviewExported(let path): return review(.exported(path: path))
        case .reviewExportFailed(let path, let reason): return review(.exportFailed(path: path, reason: reason))
        case .waitingForWriter(let waits):
            isWaitingForWriter = waits
            return []
        case .settingsChanged(let settings): return changed(settings)
        case .timerFired(let timer, _): return fired(timer)
        case .troubled(let trouble): return note(Words.text(of: trouble))
        case .resumed: return [.redraw]
        default: return []
        }
    }

    /// Accepts all of it and writes, without a screen. What is asked is answered with yes: it was asked for.
    public mutating func acceptAll() -> [AppEffect] {
        review(.changes(.decided(.accepted, .everything))) + review(.changes(.applyConfirmed))
    }

    /// What no commit brought along counts at the end.
    private mutating func follow(_ news: CommitNews) {
        var left: [CommitReport.LeftOut] = []
        switch news {
        case .made(let report):
            left = report.leftOut
            remember(report.lags, of: report.id)
        case .refused(.allLeftOut(let files)): left = files
        case .refused(.nothing): break
        case .possible, .refused: return
        }
        for path in reviewing.ledger.paths { uncommitted[path] = nil }
        for file in left { uncommitted[file.path] = file }
    }

    private mutating func remember(_ lags: [CommitLag], of commit: String) {
        leftBehind.formUnion(lags.flatMap(\.paths))
        lagWords += lags.map { "\(Words.text(of: $0, commit: commit))." }
    }

    private mutating func fired(_ timer: AppTimer) -> [AppEffect] {
        switch timer {
        case .flash: flash = nil
        case .doublePress: _ = grip.handle(.timerFired)
        case .keyHints: keyHints.fire()
        case .quitting: isQuitting = false
        case .draft:
            isKeeping = false
            return [.review(.keep(kept))]
        default: break
        }
        return []
    }

    /// Of a watch. What was accepted and settled is where the file began, whatever it was at the start.
    private mutating func appeared(_ step: FileStep) -> [AppEffect] {
        var step = step
        // Our own report, or a file that has come and gone: neither is a change of theirs.
        if step.before == nil, exported.contains(where: step.path.isNamed) { return [] }
        let hasGone = step.before == nil && step.after == nil
        if !hasGone, reviewing.changes[step.path] == nil, let known = settled.last(where: { $0.path == step.path }) {
            step.before = SelectedContent.state(of: known) { $0 == .accepted }
        }
        return review(.changes(.proposed(step, by: Author(.patch, id: ""))))
            + review(.changes(.foundInPlace([step.path])))
    }

    // MARK: What the panel has to say

    mutating func review(_ event: Reviewing.Event) -> [AppEffect] {
        // Remembered before it is settled; afterwards it is gone.
        let before = event.maySettle || reviewing.takesText ? reviewing.changes.changes : []
        let effects = reviewing.handle(event)
        if effects.contains(where: { if case .settled = $0 { true } else { false } }) {
            // What is in conflict was left out.
            let now = before.filter { $0.summary != .undecided && !$0.isHeldUp }
            // Written, taken back and written again, it is settled once.
            settled.removeAll { old in
                now.contains { $0.path == old.path && $0.base == old.base && $0.proposed == old.proposed }
            }
            settled += now
        }
        let orders = effects.flatMap { perform($0, event) }
        let isBusy = reviewing.changes.isWriting || reviewing.waitsForGit
        return orders + (isLeaving && !isBusy ? quit(cancelled: isCancelled) : [])
    }

    private mutating func perform(_ effect: Reviewing.Effect, _ event: Reviewing.Event) -> [AppEffect] {
        switch effect {
        case .apply(let plan): return [.apply(plan)]
        case .previewUndo(let entry): return [.previewUndo(journalEntry: entry)]
        case .undo(let entry): return [.undo(journalEntry: entry)]
        case .look(let paths): return [.look(paths)]
        // The whole tree is followed by itself.
        case .watch(let paths): return start.subject == .watch || start.target != .workingTree ? [] : [.watch(paths)]
        case .highlight(let request): return [.highlight(request)]
        case .copy(let bytes, let name): return [.copy(bytes, name: name)]
        case .edit(let path, let state): return [.editFile(path, state)]
        case .export(let bytes, let path):
            exported.insert(path)
            return [.exportReview(bytes, path: path)]
        case .exportJSON(let changes, let comments, let path):
            exported.insert(path)
            return [.exportReviewJSON(changes, comments, path: path)]
        case .editText(let text): return [.edit(text)]
        case .findRepository: return [.findRepository]
        case .commit(let steps, let message): return [.commit(steps, message: message)]
        case .asked: return []
        case .sharesChanged: return [.keepShares(shares)]
        case .record: return keepSoon()
        case .say(let text): return say(text)
        case .note(let text): return note(text)
        case .settled(let text):
            let rest = reviewing.changes.isEmpty ? " Nothing is left to review: q quits" : reviewing.waitingChoices
            return note("\(text).\(rest)") + keepSoon()
        case .leave:
            // Esc closes things; a program that ends with it would end by mistake.
            if case .key(let key, _) = event, !key.isTyped {
                let way = keys.hint(.backToChat, "quits", in: .changes) ?? "Ctrl-C twice quits"
                return say(ReviewWords.quitting(start.subject, way))
            }
            return quit()
        }
    }

    mutating func say(_ text: String) -> [AppEffect] {
        flash = Flash(text: text)
        return [.startTimer(.flash, milliseconds: Flash.milliseconds)]
    }

    private mutating func note(_ text: String) -> [AppEffect] {
        notes.append(text)
        if notes.count > Self.mostNotes { notes.removeFirst() }
        return say(text)
    }

    private mutating func keepSoon() -> [AppEffect] {
        guard !isKeeping else { return [] }
        isKeeping = true
        return [.startTimer(.draft, milliseconds: Self.keepMilliseconds)]
    }

    mutating func quit(cancelled: Bool = false) -> [AppEffect] {
        isCancelled = cancelled
        guard !reviewing.changes.isWriting, !reviewing.waitsForGit else {
            isLeaving = true
            return reviewing.waitsForGit ? say(Words.text(ofWaitingForGit: signs)) : []
        }
        return [.review(.keep(kept)), .quit]
    }
}

extension RelativePath {
    /// The file that somebody in one of the folders of the project has named so, as far as the name tells.
    fileprivate func isNamed(_ name: String) -> Bool {
        let name = name.hasPrefix("./") ? String(name.dropFirst(2)) : name
        return text == name || text.hasSuffix("/\(name)") || name.hasSuffix("/\(text)")
    }
}

extension Reviewing.Event {
    /// After these, changes may be settled.
    fileprivate var maySettle: Bool {
        switch self {
        case .changes(.applied), .changes(.applyConfirmed), .key(_, .write?), .key(_, .redoReview?), .key(_, .yes?):
            true
        default: false
        }
    }
}
