// What the change set orders and reports, in words where it is for people.

internal import ChangeReview

extension Reviewing {
    func told(_ effect: ChangeSet.Effect) -> [Effect] {
        switch effect {
        case .apply(let plan): return [.apply(plan)]
        case .undo(let entry): return [.undo(journalEntry: entry)]
        case .record(let event): return [.record(event)]
        case .settled(let accepted, let rejected):
            var parts: [String] = []
            // In place nothing is written of what stays.
            let (kept, gone) = changes.inPlace.isEmpty ? ("written", "dropped") : ("kept", "taken out")
            if accepted > 0 { parts.append("\(counted(accepted, "change")) \(kept)") }
            if rejected > 0 { parts.append("\(counted(rejected, "change")) \(gone)") }
            return [.settled(parts.joined(separator: ", "))]
        case .leftOut(let paths):
            return [
                .note(
                    "\(names(of: paths)) changed on disk since and \(paths.count == 1 ? "was" : "were") not written. "
                        + "What you decided is kept. Ask the agent again, or x rejects it")
            ]
        case .rebased(let path):
            return [.note("\(path.text) changed on disk. The change under review stands on what is there now")]
        // A question; see `review`.
        case .askShrink: return []
        case .marksDropped(let paths):
            return [
                .note(
                    "\(names(of: paths)) \(paths.count == 1 ? "was" : "were") decided about line by line in another version, "
                        + "which counts lines otherwise. The changes are kept; those decisions are open again")
            ]
        case .alreadyOnDisk(let path): return [.say("\(path.text) is already on disk as proposed")]
        case .restored(let paths):
            return paths.isEmpty ? [] : [.say("\(names(of: paths)) \(paths.count == 1 ? "is" : "are") as before")]
        case .refused(let refusal): return [.note(signs.adapted(Words.text(of: refusal)))]
        case .undoRefused(let reason):
            return [.note("The undo did not happen: \(Words.sentence(reason)) The files are as they were.")]
        case .nothingAccepted: return [.say("Nothing is accepted yet. space accepts")]
        case .nothingToUndo: return [.say("Nothing to undo")]
        case .nothingToRedo: return [.say("Nothing to redo")]
        case .busy: return [.say("A write is on its way; try again in a moment")]
        case .ignored: return []
        }
    }

    mutating func undone(_ entry: Int, _ skipped: [SkippedFile], _ plan: ChangePlan?) -> [Effect] {
        let skipped = skipped.map(\.path)
        var text = "The write was undone; its changes are under review again."
        if !skipped.isEmpty {
            text += " \(names(of: skipped)) changed since and \(skipped.count == 1 ? "was" : "were") left alone."
        }
        return review(.undone(journalEntry: entry, skipped: skipped, plan: plan)) + [.note(text)]
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
