// Auto mode: what the tools of a turn propose is accepted and written unasked, through the same review, journal and undo
// as by hand. It is one write, so one undo, for as much of the turn as can wait: to its end, or until a command or the
// user needs the files on disk.

internal import ChangeReview
internal import TaskMachine

/// Files that auto mode accepted and has not written yet, and what it has written in this turn.
struct AutoWrites: Equatable, Sendable {
    /// What is still to be done for the turn that ended.
    enum Ending: Equatable, Sendable {
        /// A turn runs, or all is done.
        case none
        /// What it left is written, whatever begins next.
        case write
        /// All of it is decided; a remark is owed as soon as no write is on its way.
        case remark
    }

    var pending: Set<RelativePath> = []
    /// The write that is on its way is auto mode's.
    var isWriting = false
    var ending = Ending.none
    var written: Set<RelativePath> = []
    /// So many writes this turn came to.
    var writes = 0
    /// Files that had changes under review before, and were left to the user.
    var left: Set<RelativePath> = []
    /// The call whose result is being taken in.
    var call: String?
    /// Files of a call that are not written yet, for calls whose changes were accepted, all of them.
    var unwritten: [String: Set<RelativePath>] = [:]
}

extension AppModel {
    /// Stages what a tool proposed; in auto mode it is accepted, unless the file holds changes that the user has not
    /// decided about: accepting it would write those as well.
    mutating func propose(_ steps: [FileStep], by author: Author) -> [AppEffect] {
        guard conversation.mode == .auto else { return steps.flatMap { review(.proposed($0, by: author)) } }
        var effects: [AppEffect] = []
        var leaves = false
        for step in steps {
            let isUsers = changes[step.path] != nil && !autoWrites.pending.contains(step.path)
            effects += review(.proposed(step, by: author))
            guard let change = changes[step.path] else { continue }
            if isUsers || change.conflict != nil {
                autoWrites.left.insert(step.path)
                leaves = true
            } else {
                autoWrites.pending.insert(step.path)
                effects += review(.decided(.accepted, .file(step.path)))
            }
        }
        if let call = autoWrites.call, !leaves, !steps.isEmpty { autoWrites.unwritten[call] = Set(steps.map(\.path)) }
        return effects
    }

    /// What was accepted unasked is written as soon as somebody needs it on disk, and remarked on once it is.
    private mutating func followAutoWrites() -> [AppEffect] {
        var effects: [AppEffect] = []
        if !autoWrites.pending.isEmpty, !changes.isWriting, autoWrites.ending == .write || isDiskNeeded {
            effects += writeUnasked()
        }
        if autoWrites.pending.isEmpty {
            if autoWrites.ending == .write { autoWrites.ending = .remark }
            if autoWrites.ending == .remark, !autoWrites.isWriting { effects += remarkOnAutoWrites() }
        }
        return effects
    }

    /// Effects with what auto mode has to write behind them, and commands behind that: they are to find it on disk.
    mutating func beforeCommands(_ effects: [AppEffect]) -> [AppEffect] {
        let writing = followAutoWrites()
        guard !writing.isEmpty else { return effects }
        let isCommand = { (effect: AppEffect) in
            if case .execute(let call, _, _) = effect { call.command != nil } else { false }
        }
        return effects.filter { !isCommand($0) } + writing + effects.filter(isCommand)
    }

    private var isDiskNeeded: Bool {
        let lifecycle = conversation.task.lifecycle
        if case .executing(let call) = lifecycle { return call.command != nil }
        return lifecycle.isOver || lifecycle.isWaitingForUser || conversation.mode != .auto
    }

    /// Writes all that auto mode has accepted.
    private mutating func writeUnasked() -> [AppEffect] {
        autoWrites.pending = autoWrites.pending.filter { changes[$0] != nil }
        var effects: [AppEffect] = []
        // Nobody is there to be asked about a file that would lose most of its lines.
        for path in autoWrites.pending.sorted() where changes[path]?.shrinks == true {
            autoWrites.pending.remove(path)
            autoWrites.left.insert(path)
            effects += review(.decided(.undecided, .file(path)))
        }
        guard !autoWrites.pending.isEmpty, !changes.isWriting else { return effects }
        autoWrites.isWriting = true
        effects += review(.applyRequested)
        if !changes.isWriting { autoWrites.isWriting = false }
        return effects
    }

    mutating func applied(_ entry: Int) -> [AppEffect] {
        let paths = Set(changes.pendingWrite?.steps.map(\.path) ?? [])
        let isUnasked = autoWrites.isWriting
        if isUnasked {
            autoWrites.written.formUnion(paths)
            autoWrites.writes += 1
        }
        let effects = review(.applied(journalEntry: entry))
        autoWrites.isWriting = false
        autoWrites.pending.subtract(paths.filter { changes[$0] == nil })
        return effects + noteWritten(paths) + wroteFirst(succeeded: true)
    }

    /// Calls of which nothing is left to write say so in the chat.
    private mutating func noteWritten(_ paths: Set<RelativePath>) -> [AppEffect] {
        autoWrites.unwritten = autoWrites.unwritten.mapValues { $0.subtracting(paths) }
        let calls = Set(autoWrites.unwritten.filter(\.value.isEmpty).keys)
        autoWrites.unwritten = autoWrites.unwritten.filter { !$0.value.isEmpty }
        return calls.isEmpty ? [] : tell(.changesWritten(callIDs: calls))
    }

    /// What could not be written stays staged, with the decision open again: the next write must not try it unasked.
    mutating func applyFailed(_ refusal: ApplyRefusal) -> [AppEffect] {
        var effects = review(.applyFailed(refusal))
        if autoWrites.isWriting {
            for path in autoWrites.pending.sorted() where changes[path] != nil {
                effects += review(.decided(.undecided, .file(path)))
            }
            autoWrites.pending = []
            autoWrites.unwritten = [:]
            autoWrites.isWriting = false
        }
        return effects + wroteFirst(succeeded: false)
    }

    /// The turn is over: what it still has to write is due, and what it did is remarked on behind that.
    mutating func endAutoWrites() {
        autoWrites.ending = .write
    }

    /// Says once a turn what auto mode did, and what it left alone.
    private mutating func remarkOnAutoWrites() -> [AppEffect] {
        let (written, left, writes) = (autoWrites.written, autoWrites.left, autoWrites.writes)
        autoWrites.written = []
        autoWrites.left = []
        autoWrites.writes = 0
        autoWrites.ending = .none
        var effects: [AppEffect] = []
        if !written.isEmpty {
            effects += tell(
                .noted(
                    "Auto mode wrote \(counted(written.count, "file"))\(writes > 1 ? " in \(writes) writes" : ""). "
                        + "\(keys.name(of: .toggleChanges, in: .composer)) \(keys.name(of: .undoReview, in: .changes)) "
                        + (writes > 1 ? "undoes the latest one" : "undoes it")
                ))
        }
        if !left.isEmpty {
            let names = names(of: left.sorted())
            effects += tell(
                .noted(
                    "\(names) \(left.count == 1 ? "has" : "have") changes that you have not decided; auto mode leaves "
                        + "\(left.count == 1 ? "it" : "them") alone. \(keys.name(of: .toggleChanges, in: .composer)) review"
                ))
        }
        return effects
    }
}
