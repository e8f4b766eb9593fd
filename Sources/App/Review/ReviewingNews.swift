// What the change set orders and reports, in words where it is for people.

internal import ChangeReview
internal import Screen

extension Reviewing {
    /// Files that somebody else has changed, so that decisions about them may be open again.
    func movedPaths(_ event: ChangeSet.Event) -> [RelativePath] {
        switch event {
        case .changedOnDisk(let path, _): [path]
        case .proposed(let step, _): hasAgent ? [] : [step.path]
        case .applyFailed(.changedOnDisk(let findings)): findings.map(\.path)
        default: []
        }
    }

    func fates(of before: [Change?]) -> MarkFates {
        var fates = MarkFates()
        for case let change? in before { fates += MarkFates(from: change, to: changes[change.path]) }
        return fates
    }

    /// What came of an event, each thing said once.
    mutating func told(_ effects: [ChangeSet.Effect], _ fates: MarkFates, isRedo: Bool = false) -> [Effect] {
        let isRefused = effects.contains { if case .refused = $0 { true } else { false } }
        var said = false
        var result: [Effect] = []
        for effect in effects {
            switch effect {
            case .rebased where isRefused: continue
            case .rebased, .refused, .alreadyOnDisk: said = true
            default: break
            }
            result += told(effect, fates, isRedo)
        }
        if !said, fates.hasLost, case .record(let event)? = effects.first, let path = event.movedPath {
            result.append(.note("\(path.text) changed. \(Words.text(of: fates))"))
        }
        return result
    }

    private mutating func told(_ effect: ChangeSet.Effect, _ fates: MarkFates, _ isRedo: Bool) -> [Effect] {
        switch effect {
        case .apply(let plan): return [.apply(plan)]
        case .undo(let entry): return [.undo(journalEntry: entry)]
        case .record(let event): return [.record(event)]
        case .settled(let accepted, let rejected):
            var parts: [String] = []
            // In place nothing is written of what stays.
            let written = madeCommit.map { "committed as \($0.id)" } ?? "written"
            let (kept, gone) = changes.inPlace.isEmpty ? (written, "dropped") : ("kept", "taken out")
            if accepted > 0 { parts.append("\(counted(accepted, "change")) \(kept)") }
            if rejected > 0 { parts.append("\(counted(rejected, "change")) \(gone)") }
            return [.settled(parts.joined(separator: ", "))]
        case .leftOut(let paths):
            return [.note(leftOut(paths))]
        case .askShrink(let paths):
            prompt = .question(.shrink(paths))
            return [.asked]
        case .rebased(let path):
            let words = fates.isNothing ? "" : ". \(Words.text(of: fates))"
            return [.note("\(path.text) changed \(target.whereItIs); the proposal was put on top of it\(words)")]
        case .marksDropped(let paths):
            return [
                .note(
                    "\(names(of: paths)) \(paths.count == 1 ? "was" : "were") decided about line by line in another "
                        + "version, which counts lines otherwise. The changes are kept; those decisions are open again")
            ]
        case .alreadyOnDisk(let path): return [.say("\(path.text) is already on disk as proposed")]
        case .restored(let paths):
            if paths.isEmpty { return [] }
            let isOne = paths.count == 1
            let then = isRedo ? (isOne ? "it was before the undo" : "they were before the undo") : "before"
            return [.say("\(names(of: paths)) \(isOne ? "is" : "are") as \(then)")]
        case .refused(let refusal):
            let isMet = refusal.paths.allSatisfy { changes[$0]?.conflict == nil }
            let text = Words.text(of: refusal, fates, target, isMet: isMet, hasAgent: hasAgent)
            return [.note(signs.adapted(text))]
        case .undoRefused(let reason):
            return [.note("The undo did not happen: \(Words.sentence(reason)) The files are as they were.")]
        case .nothingAccepted: return [.say("Nothing is accepted yet. space accepts")]
        case .nothingToUndo: return [.say("Nothing to undo")]
        case .nothingToRedo: return [.say("Nothing to redo")]
        case .busy: return [.say("A write is on its way; try again in a moment")]
        case .ignored: return []
        }
    }

    /// What is in conflict waits for a choice: who accepts it once more gets no further.
    private func leftOut(_ paths: [RelativePath]) -> String {
        let isOne = paths.count == 1
        return "\(names(of: paths)) \(isOne ? "is" : "are") in conflict and \(isOne ? "was" : "were") not written. "
            + "What you decided is kept. \(wayOut(of: paths)), x rejects\(hasAgent ? "; or ask the agent again" : "")"
    }

    private func wayOut(of paths: [RelativePath]) -> String {
        let choices = Set(paths.compactMap { changes[$0]?.conflict }.flatMap { $0.choices.map(\.key) }).sorted()
        return "n goes there, \(choices.joined(separator: " ")) \(choices.count == 1 ? "drops" : "choose")"
    }

    /// Behind the news of a write: what it had to leave out, if anything.
    var waitingChoices: String {
        guard facts.conflicts > 0 else { return "" }
        let paths = changes.changes.filter(\.isHeldUp).map(\.path)
        return " \(names(of: paths)) \(paths.count == 1 ? "is" : "are") in conflict: \(wayOut(of: paths))"
    }

    mutating func undone(_ entry: Int, _ skipped: [SkippedFile], _ plan: ChangePlan?, _ by: Int?) -> [Effect] {
        var text =
            changes.isWritingAgain
            ? "The write was done again." : "The write was undone; its changes are under review again."
        if !skipped.isEmpty { text += " \(Words.sentence(about: skipped))" }
        let effects = review(.undone(journalEntry: entry, skipped: skipped.map(\.path), plan: plan, by: by))
        // Of a file that was only rejected nothing was compared with the disk.
        let unwritten = (plan?.reviewed ?? []).map(\.path).filter { path in
            changes[path] != nil && plan?.steps.contains { $0.path == path } == false
        }
        return effects + [.note(text)] + (unwritten.isEmpty ? [] : [.look(unwritten)])
    }

    func trimmed(_ writes: Int) -> [Effect] {
        guard writes > 0 else { return [] }
        return [
            .note(
                "The journal was full: the oldest \(counted(writes, "write")) can no longer be undone. "
                    + "The files are as they were written")
        ]
    }
}

extension ThreeWayMerge.Resolution {
    /// The key that chooses it.
    fileprivate var key: String {
        switch self {
        case .ours: "1"
        case .theirs: "2"
        case .both: "3"
        case .base: "4"
        case .custom: "e"
        }
    }
}

extension ReviewTarget {
    /// Where the files are that accepted parts are put on.
    var whereItIs: String {
        switch self {
        case .workingTree, .patch: "on disk"
        case .index: "in the index"
        case .commit: "in HEAD"
        }
    }
}

extension ApplyRefusal {
    fileprivate var paths: [RelativePath] {
        if case .changedOnDisk(let findings) = self { findings.map(\.path) } else { [] }
    }
}

extension RecordedEvent {
    /// The file that somebody else has changed.
    fileprivate var movedPath: RelativePath? {
        switch self {
        case .changedOnDisk(let path, _), .proposedAgain(let path, _, _): path
        case .proposed(let step, _): step.path
        default: nil
        }
    }
}

extension Words {
    /// What became of decisions when the file under them changed.
    static func text(of fates: MarkFates) -> String {
        guard fates.hasLost else { return "Every decision is kept" }
        let counts = [(fates.kept, "kept"), (fates.reopened, "open again"), (fates.gone, "gone")].filter { $0.0 > 0 }
        return counts.enumerated().map { number, part in
            "\(number == 0 ? counted(part.0, "decided line") : groupedCount(part.0)) \(part.1)"
        }.joined(separator: ", ")
    }

    /// Files that an undo left as they are.
    static func sentence(about skipped: [SkippedFile]) -> String {
        let changed = skipped.allSatisfy { $0.reason == .changedSince }
        if changed || skipped.count > 3 {
            return
                "\(names(of: skipped.map(\.path))) changed since and \(skipped.count == 1 ? "was" : "were") left alone."
        }
        return skipped.map { "\($0.path.text) was left alone: \(text(of: $0.reason))." }.joined(separator: " ")
    }

    static func text(of reason: SkippedFile.Reason) -> String {
        switch reason {
        case .changedSince: "it changed since"
        case .gone: "it is gone"
        case .writtenAgain(let entry): "write \(entry) changed it again"
        case .folder: "a folder is there now"
        case .symbolicLink: "a link is there now"
        case .special: "something is there that is no file"
        case .unreadable(let reason): "it can't be read (\(reason))"
        }
    }

    /// Who made a part of a change; nil where that is nobody in particular.
    static func makers(_ authors: [Author]) -> String? {
        var names: [String] = []
        for author in authors {
            guard let name = maker(author), !names.contains(name) else { continue }
            names.append(name)
        }
        guard names.count > 2 else { return names.isEmpty ? nil : names.joined(separator: ", ") }
        return "\(names[0]) and \(names.count - 1) more"
    }

    private static func maker(_ author: Author) -> String? {
        switch author.kind {
        case .call: author.turn > 0 ? "turn \(author.turn)" : nil
        case .command:
            (author.name.isEmpty ? "command" : truncated(visibleText(author.name), columns: 24))
                + (author.turn > 0 ? ", turn \(author.turn)" : "")
        case .user: "you"
        // Of several patches in one file; a single one stands at the screen's foot.
        case .patch: author.name.isEmpty ? nil : truncated(visibleText(author.name), columns: 24)
        case .merge: "merged"
        }
    }
}

/// `a.swift`, `a.swift and b.swift`, `a.swift and 3 more files`.
func names(of paths: [RelativePath]) -> String {
    guard let first = paths.first else { return "" }
    switch paths.count {
    case 1: return first.text
    case 2: return "\(first.text) and \(paths[1].text)"
    default: return "\(first.text) and \(paths.count - 1) more files"
    }
}
