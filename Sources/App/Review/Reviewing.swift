// A review on the screen, for whoever has one to show: beside a chat, or as the whole of a program.
//
// How it is embedded: keep a `Reviewing`, say where it is drawn (`place`), and hand it what happens. Keys come with the
// action that the key map has for them in `contexts`; while `takesText` all but the program's own keys go to it. What the
// world answers to its effects comes back as events. It knows of no conversation: what is worth keeping is a `note`.

internal import ChangeReview
internal import Screen

/// The changes, the panel that shows them, and what the user is asked about them.
struct Reviewing: Equatable, Sendable {
    enum Event: Equatable, Sendable {
        case changes(ChangeSet.Event)
        /// A key, with what it means in `contexts`.
        case key(Key, Action?)
        case pasted(String)
        case mouse(Mouse)
        /// A write was undone; `plan`: what it had written.
        case undone(journalEntry: Int, skipped: [SkippedFile], plan: ChangePlan?)
        case undoPreviewed(UndoPreview)
        case journalTrimmed(writes: Int)
        case highlighted(HighlightedChange)
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
        /// Read both sides of the change in sight for their colours; answered by `highlighted`.
        case highlight(HighlightRequest)
        /// The user is done here for now.
        case leave
    }

    private(set) var changes = ChangeSet()
    var panel = ChangesPanel()
    var path: RelativePath? { panel.path }
    var signs: Signs
    var highlights = Highlights()
    /// Where the panel is drawn when keys come for it; nil: it is not.
    var place: Rect?
    /// Files that are watched on disk, by path.
    private var watched: [RelativePath] = []

    init(signs: Signs) { self.signs = signs }

    /// Where its keys stand in the key map.
    var contexts: [KeyContext] { panel.question == nil ? [.changes, .everywhere] : [.question, .everywhere] }
    /// Something is written in the panel: typed keys and pastes are for it.
    var takesText: Bool { false }
    /// It waits for an answer.
    var isAsking: Bool { panel.question != nil }

    mutating func handle(_ event: Event) -> [Effect] {
        let effects = take(event)
        panel.settle(changes)
        return effects + followWatch()
            + follow(.shown(signs.coloursSyntax ? panel.path.flatMap { changes[$0] } : nil))
    }

    /// What is under review is watched on disk, and nothing else.
    private mutating func followWatch() -> [Effect] {
        let paths = changes.pathsOnDisk
        guard paths != watched else { return [] }
        watched = paths
        return [.watch(paths)]
    }

    private mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .changes(let event): return review(event)
        case .key(_, let action): return action.map { perform($0) } ?? []
        case .pasted: return []
        case .mouse(let mouse): return turn(mouse)
        case .undone(let entry, let skipped, let plan): return undone(entry, skipped, plan)
        case .undoPreviewed, .journalTrimmed: return []
        case .highlighted(let change): return follow(.highlighted(change))
        }
    }

    /// Gives the change set an event, and says what came of it.
    mutating func review(_ event: ChangeSet.Event) -> [Effect] {
        let effects = changes.handle(event)
        for case .askShrink(let paths) in effects { panel.question = .shrink(paths) }
        return effects.flatMap { told($0) }
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
        panel.settle(changes)
        return effects.compactMap { if case .record(let event) = $0 { .record(event) } else { nil } }
    }

    /// The review as a log that starts over; `nil` while a write is on its way.
    mutating func compacted() -> [RecordedEvent]? { changes.compacted() }

    private mutating func turn(_ mouse: Mouse) -> [Effect] {
        switch mouse.action {
        case .wheelUp: panel.scroll(by: -3, layout: layout)
        case .wheelDown: panel.scroll(by: 3, layout: layout)
        case .pressed, .released, .dragged: break
        }
        return []
    }
}

extension Reviewing {
    func layout(in rect: Rect) -> PanelLayout {
        let limit = rect.size.rows - 2
        let rows = panel.question?.rows(signs: signs, width: rect.size.columns, limit: limit).count ?? 0
        return PanelLayout(rect, files: changes.changes.count, side: panel.side, questionRows: rows)
    }

    var layout: PanelLayout? { place.map { layout(in: $0) } }

    /// Draws the panel; gives the cursor where something is written.
    ///
    /// - Parameter isStarted: what was kept from last time is known.
    func draw(into cells: inout CellBuffer, within rect: Rect, isFocused: Bool, isStarted: Bool = true) -> Point? {
        ChangesView(
            panel: panel, changes: changes.changes, isFocused: isFocused, isStarted: isStarted, signs: signs
        )
        .draw(into: &cells, layout(in: rect), within: rect)
        return nil
    }
}
