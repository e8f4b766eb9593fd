// What was chosen in conflicts is there in the next run, as it was made, as long as the same things meet.

import ChangeReview
import Testing

@Suite struct KeptChoicesTests {
    private let file = path("a.txt")
    private let other = path("b.txt")
    private let base = numbered(30)
    private var disk: String { base.replacingOnce("5\n", "mine\n").replacingOnce("20\n", "MINE\n") }
    private var proposed: String {
        base.replacingOnce("5\n", "yours\n").replacingOnce("12\n", "twelve\n").replacingOnce("20\n", "YOURS\n")
    }

    /// A run: one file with two conflicts, and one beside it.
    private func run(disk: String? = nil) -> ChangeSet {
        var set = ChangeSet()
        let events: [RecordedEvent] = [
            .proposed(step("a.txt", base, proposed), by: ""), .proposed(step("b.txt", "b\n", "B\n"), by: ""),
            .changedOnDisk(file, DiskFinding(state(disk ?? self.disk))),
        ]
        _ = set.handle(.replayed(events))
        #expect(set[file]?.conflict?.count == 2)
        return set
    }

    private func kept(_ set: ChangeSet) -> KeptMarks {
        KeptMarks(open: set.changes, choices: set.conflictChoices)
    }

    private func again(_ kept: KeptMarks, _ set: ChangeSet) -> (set: ChangeSet, outcome: KeptMarks.Return) {
        var set = set
        let (events, outcome) = kept.returned(to: set.changes)
        _ = set.handle(.replayed(events))
        return (set, outcome)
    }

    @Test(
        arguments: [
            [.theirs, .theirs], [.both, .base], [.ours, .theirs], [.custom([0x78, 0x0A]), .both], [.theirs, nil],
            [nil, .ours],
        ] as [[ThreeWayMerge.Resolution?]])
    func choicesComeBackAsMade(choices: [ThreeWayMerge.Resolution?]) {
        var set = run()
        for (index, choice) in choices.enumerated() {
            if let choice { _ = set.handle(.resolved(file, conflict: index, choice)) }
        }
        let (back, outcome) = again(kept(set), run())
        #expect(back.changes == set.changes)
        #expect(outcome.choices == choices.count { $0 != nil })
        #expect(outcome.lostLines == 0 && !outcome.hasLost)
        // And they can be taken back.
        var open = back
        for _ in choices where open[file]?.conflict?.openCount != 2 { _ = open.handle(.undoRequested) }
        #expect(open[file]?.conflict?.openCount == 2)
    }

    @Test func aFileThatStaysAsItIsIsNotAskedAboutAgain() {
        var set = run()
        _ = set.handle(.resolved(file, conflict: 0, .ours))
        _ = set.handle(.decided(.rejected, .lines(file, 0..<2)))
        let deleted = set
        _ = set.handle(.resolved(file, conflict: 1, .ours))
        #expect(set[file]?.conflict == nil && deleted[file]?.conflict != nil)
        let (back, outcome) = again(kept(set), run())
        #expect(back.changes == set.changes && !outcome.hasLost)
        // A file that is gone is one conflict, and no lines are left of it.
        var gone = ChangeSet()
        let events: [RecordedEvent] = [
            .proposed(step("a.txt", base, proposed), by: ""), .proposed(step("b.txt", "b\n", "B\n"), by: ""),
            .changedOnDisk(file, DiskFinding(nil)),
        ]
        _ = gone.handle(.replayed(events))
        let before = gone
        _ = gone.handle(.resolved(file, conflict: 0, .ours))
        #expect(gone.changes.map(\.path) == [other])
        let (same, result) = again(kept(gone), before)
        #expect(same.changes == gone.changes && result.choices == 1 && !result.hasLost)
    }

    @Test func whatMeetsOtherThingsIsCountedAsLost() {
        var set = run()
        _ = set.handle(.resolved(file, conflict: 0, .theirs))
        _ = set.handle(.resolved(file, conflict: 1, .both))
        let (back, outcome) = again(kept(set), run(disk: disk.replacingOnce("mine\n", "mine!\n")))
        #expect(back[file]?.conflict?.openCount == 2)
        #expect(outcome.choices == 0 && outcome.lostChoices == 2 && outcome.hasLost)
    }

    @Test func whatWasTakenBackIsNotKept() {
        var set = run()
        _ = set.handle(.resolved(file, conflict: 0, .theirs))
        _ = set.handle(.resolved(file, conflict: 1, .both))
        #expect(set.conflictChoices[file]?.choices == [.theirs, .both])
        _ = set.handle(.undoRequested)
        #expect(set.conflictChoices[file]?.choices == [.theirs, nil])
        _ = set.handle(.redoRequested)
        #expect(set.conflictChoices[file]?.choices == [.theirs, .both])
        // Written, it is no choice any more.
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.changes.isEmpty)
        #expect(set.conflictChoices.isEmpty)
    }
}
