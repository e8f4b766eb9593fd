// Auto mode: what a tool proposes is accepted and written at once, through the same review, journal and undo as by hand.

internal import ChangeReview
internal import TaskMachine

/// Files that auto mode accepted and has not written yet, and what it has written in this turn.
struct AutoWrites: Equatable, Sendable {
    var pending: Set<RelativePath> = []
    /// The write that is on its way is auto mode's.
    var isWriting = false
    var written: Set<RelativePath> = []
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
        return effects + writeUnasked()
    }

    /// Writes what auto mode has accepted, one write after the other.
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
        if isUnasked { autoWrites.written.formUnion(paths) }
        let effects = review(.applied(journalEntry: entry))
        autoWrites.isWriting = false
        autoWrites.pending.subtract(paths.filter { changes[$0] == nil })
        return effects + noteWritten(paths) + wroteFirst(succeeded: true) + writeUnasked()
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
        return effects + wroteFirst(succeeded: false) + writeUnasked()
    }

    /// Says once a turn what auto mode did, and what it left alone.
    mutating func remarkOnAutoWrites() -> [AppEffect] {
        let (written, left) = (autoWrites.written, autoWrites.left)
        autoWrites.written = []
        autoWrites.left = []
        var effects: [AppEffect] = []
        if !written.isEmpty {
            effects += tell(
                .noted(
                    "Auto mode wrote \(counted(written.count, "file")). \(keys.name(of: .toggleChanges, in: .composer)) \(keys.name(of: .undoReview, in: .changes)) undoes the latest write"
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
