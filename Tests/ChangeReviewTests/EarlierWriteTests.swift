// Writes that only the journal knows of can be undone too, and a log by another way of comparing is read with care.

import ChangeReview
import Testing

@Suite struct EarlierWriteTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposed: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    @Test func aWriteOfAnEarlierRunIsUndoneAndTheReviewComesBack() {
        var set = ChangeSet()
        let facts = [
            WrittenFact(entry: 3, paths: [file]), WrittenFact(entry: 4, paths: [path("b.txt")]),
            WrittenFact(entry: 5, paths: [path("b.txt")], undoes: 4),
        ]
        #expect(set.handle(.journalListed(facts)) == [.record(.journalListed([facts[0], facts[2]]))])
        #expect(set.handle(.journalListed(facts)) == [])
        #expect(set.nextUndo == .write(journalEntry: 3, ChangePlan(steps: [])))
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .undo(journalEntry: 3)])
        let marks: [Decision] = [.accepted, .accepted, .rejected, .rejected]
        let plan = ChangePlan(
            steps: [step("a.txt", base, base.replacingOnce("5\n", "five\n"))],
            reviewed: [ReviewedFile(path: file, base: state(base), proposed: state(proposed), marks: marks)])
        #expect(
            set.handle(.undone(journalEntry: 3, skipped: [], plan: plan)) == [
                .record(.undone(journalEntry: 3, skipped: [], plan: plan)), .restored([file]),
            ])
        #expect(set[file]?.proposed == state(proposed))
        #expect(set[file]?.marks == marks)
        #expect(set.handle(.redoRequested) == [.record(.redoRequested), .apply(plan)])
    }

    @Test func marksThatDoNotGiveWhatWasWrittenAreNotTaken() {
        var set = ChangeSet()
        _ = set.handle(.journalListed([WrittenFact(entry: 1, paths: [file])]))
        _ = set.handle(.undoRequested)
        let plan = ChangePlan(
            steps: [step("a.txt", base, base.replacingOnce("5\n", "five\n"))],
            reviewed: [
                ReviewedFile(
                    path: file, base: state(base), proposed: state(proposed),
                    marks: [.undecided, .accepted, .accepted, .accepted])
            ])
        _ = set.handle(.undone(journalEntry: 1, skipped: [], plan: plan))
        #expect(set[file]?.summary == .undecided)
    }

    @Test func writesOfEarlierRunsComeAfterOurOwn() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, proposed), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 5))
        let facts = [5, 2, 3].map { WrittenFact(entry: $0, paths: [file]) }
        _ = set.handle(.journalListed(facts))
        var entries: [Int] = []
        while case .undo(let entry) = set.handle(.undoRequested).last {
            entries.append(entry)
            _ = set.handle(.undone(journalEntry: entry, skipped: [file], plan: ChangePlan(steps: [])))
        }
        #expect(entries == [5, 3, 2])
    }

    @Test func decisionsByLinesOfAnotherVersionAreDroppedAndSaid() {
        var set = ChangeSet()
        let log: [RecordedEvent] = [
            .proposed(step("a.txt", base, proposed), by: ""), .outdated(file), .outdated(path("gone")),
            .decided(.accepted, .file(path("gone"))),
        ]
        #expect(set.handle(.replayed(log)) == [.marksDropped([file])])
        #expect(set[file]?.summary == .undecided)
    }

    @Test func aSnapshotIsTheReviewWithoutItsPast() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, proposed), by: .call("c", turn: 2)))
        _ = set.handle(.proposed(step("b.txt", "b\n", "B\n"), by: Author(.command, id: "make")))
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.split(file, at: 3))
        _ = set.handle(.commented(file, nil, "hm"))
        _ = set.handle(.changedOnDisk(path("b.txt"), DiskFinding(state("other\n"))))
        var again = ChangeSet()
        _ = again.handle(.replayed(set.snapshot ?? []))
        #expect(again.changes == set.changes)
        #expect(again.comments == set.comments)
        #expect(again.feedback == set.feedback)
        #expect(again.nextUndo == nil)
        let snapshot = set.compacted()
        #expect(snapshot?.count == 4)
        #expect(set == again)
        _ = set.handle(.decided(.accepted, .file(file)))
        _ = set.handle(.applyRequested)
        #expect(set.snapshot == nil)
    }
}
