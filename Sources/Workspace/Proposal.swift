// What a write tool wants to change, and the words that tell the agent that it is not on disk yet.
import ChangeReview

struct Proposal {
    var steps: [FileStep]
    var text: String

    /// Several steps of one call; each line says what the call itself changed, not the sum with earlier ones.
    init(_ changes: [(step: FileStep, from: FileState?)], notes: [String] = []) {
        steps = changes.map(\.step)
        text = changes.map { change in
            let shown = Change(path: change.step.path, base: change.from, proposed: change.step.after)
            let counts = "+\(shown.addedLines) -\(shown.removedLines)"
            return "staged: \(printed(change.step.path.text)) \(counts) (not on disk until accepted)"
        }.joined(separator: "\n")
        for note in notes { text += "\n[\(note)]" }
    }
}
