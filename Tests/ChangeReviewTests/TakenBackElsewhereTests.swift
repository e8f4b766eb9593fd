// Writes taken back and done again by a run that has something under review already: what it shows of them is their doing.

import ChangeReview
import Testing

@Suite struct TakenBackElsewhereTests {
    private let base = numbered(30)

    /// The renames are written and not committed: against the index the old files are gone, and git does not know the
    /// new ones. Taken back, each is one change again.
    @Test(arguments: [false, true]) func twoRenamesAreTwoChangesAgain(showsNew: Bool) {
        let second = base + "more\n"
        let pairs = [("A.swift", "Aa.swift", base), ("B.swift", "Bb.swift", second)]
        var first = ChangeSet()
        for (old, new, text) in pairs {
            _ = first.handle(.proposed(step(old, text, nil), by: "p"))
            _ = first.handle(.proposed(step(new, nil, text), by: "p"))
        }
        _ = first.handle(.decided(.accepted, .everything))
        guard case .apply(let plan)? = first.handle(.applyRequested).last else {
            Issue.record("nothing is written")
            return
        }
        var set = ChangeSet()
        set.takesUpInPlace = true
        for (old, new, text) in pairs {
            _ = set.handle(.proposed(step(old, text, nil), by: "git"))
            // A file of another call is not paired with it unless it is the same; then it is a rename in place.
            if showsNew { _ = set.handle(.proposed(step(new, nil, text), by: "git")) }
        }
        _ = set.handle(.foundInPlace(pairs.flatMap { showsNew ? [path($0.0), path($0.1)] : [path($0.0)] }))
        _ = set.handle(.journalListed([WrittenFact(entry: 1, paths: plan.steps.map(\.path))]))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: [], plan: plan, by: 2))
        #expect(set.changes.map(\.path.text) == ["Aa.swift", "Bb.swift"])
        #expect(set.changes.map(\.origin?.text) == ["A.swift", "B.swift"])
        #expect(set.changes.map(\.summary) == [.accepted, .accepted])
        #expect(set.inPlace.isEmpty)
        // What is written next is both halves.
        guard case .apply(let again)? = set.handle(.applyRequested).last else {
            Issue.record("nothing is written again")
            return
        }
        #expect(Set(again.steps) == Set(plan.steps))
    }

    /// One file was written, the other rejected: done again, nothing is left to decide, as after the first write.
    @Test func whatWasRejectedBesideAWriteIsSettledWithIt() {
        let (a, b) = (path("a.txt"), path("b.txt"))
        func opened() -> ChangeSet {
            var set = ChangeSet()
            _ = set.handle(.proposed(step("a.txt", "a\n", "A\n"), by: ""))
            _ = set.handle(.proposed(step("b.txt", "b\n", "B\n"), by: ""))
            return set
        }
        var first = opened()
        _ = first.handle(.decided(.accepted, .file(a)))
        _ = first.handle(.decided(.rejected, .file(b)))
        guard case .apply(let plan)? = first.handle(.applyRequested).last else {
            Issue.record("nothing is written")
            return
        }
        #expect(plan.reviewed.map(\.path) == [b])
        for (marks, left) in [(Decision.rejected, []), (.undecided, [b])] as [(Decision, [RelativePath])] {
            var set = opened()
            set.takesUpInPlace = true
            _ = set.handle(.decided(.accepted, .file(a)))
            _ = set.handle(.decided(marks, .file(b)))
            let facts = [WrittenFact(entry: 1, paths: [a]), WrittenFact(entry: 2, paths: [a], undoes: 1)]
            _ = set.handle(.journalListed(facts))
            #expect(set.handle(.redoRequested).last == .undo(journalEntry: 2))
            let undo = ChangePlan(steps: plan.steps.map(\.inverse), reviewed: plan.reviewed)
            _ = set.handle(.undone(journalEntry: 2, skipped: [], plan: undo, by: 3))
            // Whoever has thought about it again since has something to decide.
            #expect(set.changes.map(\.path) == left)
        }
    }
}
