// The laws of a review, on random input.

import ChangeReview
import TestSupport
import Testing

@Suite struct LawsTests {
    @Test func decisionsAndWritesKeepTheLaws() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 300) {
            let step = random.pair(path: path("f"))
            let what = "seed \(seed) round \(round)"
            #expect(step.inverse.inverse == step)
            if step.before == step.after { continue }
            let change = Change(path: step.path, base: step.before, proposed: step.after)
            #expect(change.decisions.count == max(1, change.hunks.count), "\(what)")
            #expect(SelectedContent.state(of: change) { _ in true } == step.after, "accept all, \(what)")
            #expect(SelectedContent.state(of: change) { _ in false } == step.before, "reject all, \(what)")
            acceptInTurns(step, &random, what)
        }
    }

    /// Some units, a write, some more, a write, until nothing is left: then the disk holds what was proposed.
    private func acceptInTurns(_ step: FileStep, _ random: inout RandomText, _ what: String) {
        var set = ChangeSet()
        _ = set.handle(.proposed(step, by: ""))
        var disk = step.before
        var turns = 0
        while let change = set[step.path] {
            turns += 1
            #expect(change.base == disk, "\(what)")
            #expect(change.proposed == step.after, "\(what)")
            #expect(SelectedContent.state(of: change) { _ in true } == step.after, "what is left, \(what)")
            for line in change.marks.indices where random.chance(2) || turns > 20 {
                _ = set.handle(.decided(.accepted, .lines(step.path, line..<line + 1)))
            }
            for effect in set.handle(.applyRequested) {
                guard case .apply(let plan) = effect else { continue }
                for step in plan.steps {
                    #expect(step.before == disk, "\(what)")
                    disk = step.after
                }
                _ = set.handle(.applied(journalEntry: turns))
            }
            if turns > 30 { break }
        }
        #expect(disk == step.after, "\(what)")
    }
}
