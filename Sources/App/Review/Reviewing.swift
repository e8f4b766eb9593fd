// A review on the screen, for whoever has one to show: beside a chat, or as the whole of a program.
//
// How it is embedded: keep a `Reviewing`, say where it is drawn (`place`), and hand it what happens. Keys come with the
// action that the key map has for them in `contexts`; while `takesText` all but the program's own keys go to it. What the
// world answers to its effects comes back as events. It knows of no conversation: what is worth keeping is a `note`.

internal import ChangeReview
internal import Screen

/// The changes, the panel that shows them, and what the user is asked about them.
struct Reviewing: Sendable {
    enum Event: Equatable, Sendable {
        case changes(ChangeSet.Event)
        /// A key, with what it means in `contexts`.
        case key(Key, Action?)
        case pasted(String)
        case mouse(Mouse)
        /// A write was undone; `plan`: what it had written, `by`: the entry that the undo is.
        case undone(journalEntry: Int, skipped: [SkippedFile], plan: ChangePlan?, by: Int? = nil)
        case undoPreviewed(UndoPreview)
        case journalTrimmed(writes: Int)
        /// What the editor gave back; nil: nothing.
        case fileEdited(RelativePath, FileState?)
        case exported(path: String)
        /// nil: a file of that name exists.
        case exportFailed(path: String, reason: String?)
        case highlighted(HighlightedChange)
        /// What the editor made of a text; nil: nothing.
        case textEdited(String?)
        case commitNews(CommitNews)
    }

    enum Effect: Equatable, Sendable {
        /// Answered by the change set's `applied` or `applyFailed`.
        case apply(ChangePlan)
        /// What `undo` would do; answered by `undoPreviewed` or the change set's `undoFailed`.
        case previewUndo(journalEntry: Int)
        /// Answered by `undone` or the change set's `undoFailed`.
        case undo(journalEntry: Int)
        /// Look at these files on disk; each answered by the change set's `changedOnDisk`.
        case look([RelativePath])
        /// Look at these, and no others, whenever they change on disk; each time `changedOnDisk`.
        case watch([RelativePath])
        /// Append to the staging log.
        case record(RecordedEvent)
        /// A passing word.
        case say(String)
        /// What became of something, worth keeping.
        case note(String)
        /// A write is done; what became of the parts, in words without an end.
        case settled(String)
        /// A question that was not there a moment ago wants its keys.
        case asked
        /// Put this where it can be pasted from; what it is called goes before what is said of it.
        case copy([UInt8], name: String)
        /// Give this file to the user's editor; answered by `fileEdited`.
        case edit(RelativePath, FileState)
        /// Write this to a new file; answered by `exported` or `exportFailed`.
        case export([UInt8], path: String)
        /// Write the review as JSON to a new file; answered likewise.
        case exportJSON([Change], [ReviewComment], path: String)
        /// Give this text to the user's editor; answered by `textEdited`.
        case editText(String)
        /// Is there a repository to commit to? Answered by `commitNews`.
        case findRepository
        /// Commit exactly this, in order, on HEAD; answered by `commitNews`.
        case commit([FileStep], message: String)
        /// Read both sides of the change in sight for their colours; answered by `highlighted`.
        case highlight(HighlightRequest)
        /// The list's share is another one.
        case sharesChanged
        /// The user is done here for now.
        case leave
    }

    enum Side: Equatable, Sendable { case list, diff }

    private(set) var changes = ChangeSet()
    private(set) var facts = ReviewFacts()
    var signs: Signs
    /// The keys in force, for what hints name.
    var keys = KeyMap.standard
    var highlights = Highlights()
    /// Where the panel is drawn when keys come for it; nil: it is not.
    var place: Rect?
    /// The files that are watched on disk, as the facts count them.
    private var watched = 0

    var side = Side.list
    /// The selected file; nil when there is none.
    private(set) var path: RelativePath?
    var list = FileList()
    /// The list's part of the panel's rows, in thousandths; nil: as the program shares it out.
    var listShare: Int?
    var window = DiffWindow()
    var prompt: Prompt?
    /// The write of which it is being found out what taking it back would do.
    var awaitedPreview: Int?
    /// What the user's editor has.
    var editing: Editing?
    var conflict = ConflictWindow()
    var committing = Committing.idle
    var commitRoute = CommitRoute.afterWriting
    var ledger = CommitLedger()
    /// Of a commit that did not come about.
    var keptMessage = ""
    /// All comments in front of the rest; the row with the cursor.
    var commentRow: Int?
    /// The user has been here: the selection stays where it is.
    private var isTouched = false
    private var cache: (key: RowsKey, rows: DiffRows)?
    /// Rows of the cached ones with a searched text.
    private var found: (search: DiffSearch, rows: [Int])?
    var tally: SearchTally?
    /// Grows whenever a file under review may have other lines.
    private(set) var contents = 0
    /// Of the selected file when it is not shown by lines: the ids that git has for both sides.
    private var blobs: (path: RelativePath, base: FileState?, proposed: FileState?, text: String)?

    /// All that the rows of a diff are made from.
    private struct RowsKey: Equatable, Sendable {
        var path: RelativePath
        var weave: Weave
        var hunks: [Hunk]
        var authors: [Author]
        var shape: DiffShape
    }

    enum Editing: Equatable, Sendable {
        case file(RelativePath)
        case conflict(RelativePath, Int)
    }

    /// There is somebody who can be asked for another proposal.
    var hasAgent = true
    /// Comments are there the next time, without an agent that hears them.
    var keepsComments = true
    /// Where accepted parts go.
    var target = ReviewTarget.workingTree
    /// The latest commit of this review, which is git's to take back.
    var madeCommit: ReviewCommit?
    /// What `u` would take back when `M` had committed it, and in which commit it is; said before it is asked about.
    var inCommit: (undo: UndoStep, id: String)?
    /// Why the latest commit did not come about; nil: it did, or there was none.
    var refusedCommit: CommitRefusal?

    init(signs: Signs) { self.signs = signs }

    /// Where its keys stand in the key map.
    var contexts: [KeyContext] {
        switch prompt {
        case nil: commentRow == nil ? [.changes, .everywhere] : [.list, .everywhere]
        case .question: [.question, .everywhere]
        case .menu, .line: [.everywhere]
        }
    }
    /// Something is written or chosen in the panel: typed keys and pastes are for it.
    var takesText: Bool {
        switch prompt {
        case nil, .question: false
        case .menu, .line: true
        }
    }
    /// It waits for an answer.
    var isAsking: Bool { if case .question = prompt { true } else { false } }

    mutating func handle(_ event: Event) -> [Effect] {
        let effects = take(event)
        settle()
        return effects + followWatch()
            + follow(.shown(signs.coloursSyntax ? path.flatMap { changes[$0] } : nil))
    }

    /// What is under review is watched on disk, and nothing else.
    private mutating func followWatch() -> [Effect] {
        guard facts.structure != watched else { return [] }
        watched = facts.structure
        return [.watch(changes.pathsOnDisk)]
    }

    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .changes(.undoFailed(let reason)) where awaitedPreview != nil && !changes.isWriting:
            return previewFailed(reason)
        case .changes(.undoLost(let reason)) where awaitedPreview != nil && !changes.isWriting: return lose(reason)
        case .changes(let event): return review(event)
        case .key(let key, let action): return press(key, action)
        case .pasted(let text):
            guard case .line(let purpose, var line) = prompt else { return [] }
            line.paste(text)
            prompt = .line(purpose, line)
            return []
        case .mouse(let mouse): return point(mouse)
        case .undone(let entry, let skipped, let plan, let by): return undone(entry, skipped, plan, by)
        case .undoPreviewed(let preview): return previewed(preview)
        case .journalTrimmed(let writes): return trimmed(writes)
        case .fileEdited(let path, let state): return edited(path, state)
        case .exported(let path): return [.say("Written to \(path)")]
        case .exportFailed(let path, let reason): return exportFailed(path, reason)
        case .highlighted(let change): return follow(.highlighted(change))
        case .textEdited(let text): return messageEdited(text)
        case .commitNews(let news): return hear(news)
        }
    }

    /// Gives the change set an event, and says what came of it.
    mutating func review(_ event: ChangeSet.Event) -> [Effect] {
        let (before, undo) = (settled(by: event), event == .undoRequested ? changes.nextUndo : nil)
        let moved = movedPaths(event).map { changes[$0] }
        let effects = changes.handle(event)
        facts.follow(changes, effects.contains { $0.isAboutMore } ? nil : event.paths)
        if !event.isAboutMarks { contents += 1 }
        return told(effects, fates(of: moved), isRedo: event == .redoRequested)
            + followCommit(event, effects, before: before, undo: undo)
    }

    private mutating func follow(_ event: Highlights.Event) -> [Effect] {
        highlights.handle(event).map { effect in
            switch effect {
            case .highlight(let request): .highlight(request)
            }
        }
    }

    /// The event's records alone: for what nobody need be told.
    mutating func reviewQuietly(_ event: ChangeSet.Event) -> [Effect] {
        let effects = changes.handle(event)
        facts.follow(changes, nil)
        settle()
        return effects.compactMap { if case .record(let event) = $0 { .record(event) } else { nil } }
    }

    /// Earlier writes that were made in place come back as that.
    mutating func takeUpInPlace() { changes.takesUpInPlace = true }

    /// The review as a log that starts over; `nil` while a write is on its way.
    mutating func compacted() -> [RecordedEvent]? { changes.compacted() }

    // MARK: Selection

    /// Keeps the selection on a file that is there.
    private mutating func settle() {
        guard let change = current else {
            guard !changes.isEmpty || path != nil else { return }
            path = nil
            isTouched = false
            side = .list
            window.begin()
            return
        }
        select(change.path)
    }

    /// The selected change; when it is gone, the one that took its place in the list.
    private var current: Change? {
        guard let path, isTouched else { return changes.changes.first }
        if let change = changes[path] { return change }
        let all = changes.changes
        let next = DiffRows.partition(all.count) { all[$0].path < path }
        return next < all.count ? all[next] : all.last
    }

    mutating func touch() { isTouched = path != nil }

    mutating func select(_ path: RelativePath) {
        guard path != self.path else { return }
        self.path = path
        window.begin()
        conflict = ConflictWindow(showsBase: conflict.showsBase)
    }

    /// The selected change with the rows of its diff, as they are drawn where the panel is.
    mutating func diff() -> (change: Change, rows: DiffRows)? {
        let columns = layout?.diff.size.columns ?? 80
        guard let path, let change = changes[path] else { return nil }
        return (change, rows(of: change, columns: columns))
    }

    mutating func rows(of change: Change, columns: Int) -> DiffRows {
        let shape = DiffShape(
            context: window.context, isSplit: window.isSplit(columns: columns), blanks: window.blanks,
            opened: window.opened, comments: commentShapes(of: change.path, columns: columns))
        let key = RowsKey(
            path: change.path, weave: change.weave, hunks: change.hunks, authors: change.authors, shape: shape)
        if let cache, cache.key == key { return cache.rows }
        let rows = DiffRows(change, shape)
        cache = (key, rows)
        found = nil
        return rows
    }

    /// Rows with a searched text, of those that are shown of the file in sight.
    mutating func hits(of search: DiffSearch, in change: Change, _ rows: DiffRows) -> [Int] {
        if let found, found.search == search { return found.rows }
        let hits = rows.rows.indices.filter { search.isFound(in: rows.rows[$0], of: change) }
        found = (search, hits)
        return hits
    }

    /// `1a2b3c4 → 5d6e7f8`; nothing for a side that is not there.
    mutating func blobText(of change: Change) -> String {
        if let blobs, blobs.path == change.path, blobs.base == change.base, blobs.proposed == change.proposed {
            return blobs.text
        }
        func id(_ state: FileState?) -> String { state.map { BlobID(of: $0.bytes).short } ?? "nothing" }
        let text = "\(id(change.base)) \(signs.arrow) \(id(change.proposed))"
        blobs = (change.path, change.base, change.proposed, text)
        return text
    }

    /// Rows that the diff has on the screen.
    var height: Int { max(1, layout?.diff.size.rows ?? 10) }
    /// The hunk under the cursor, 0 for a file that is one unit.
    mutating func unit() -> Int {
        guard let (_, rows) = diff() else { return 0 }
        return rows.hunk(at: rows.row(of: window.place)) ?? 0
    }
}

extension ChangeSet.Effect {
    /// Other files than the event's have changed with it.
    fileprivate var isAboutMore: Bool {
        switch self {
        case .settled, .restored, .leftOut, .refused: true
        default: false
        }
    }
}
