// Undo and redo of decisions and writes, and what comes back.

import ChangeReview
import Testing

@Suite struct UndoTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposal: FileStep {
        step("a.txt", base, base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n"))
    }

    private func staged() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(proposal, by: ""))
        return set
    }

    @Test func aDecisionIsUndoneAndDoneAgain() {
        var set = staged()
        #expect(set.handle(.undoRequested) == [.nothingToUndo])
        #expect(set.handle(.redoRequested) == [.nothingToRedo])
        _ = set.handle(.decided(.rejected, .hunk(file, 0)))
        _ = set.handle(.decided(.accepted, .everything))
        #expect(set.nextUndo == .decision([file]))
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .restored([file])])
        #expect(set[file]?.decisions == [.rejected, .undecided])
        _ = set.handle(.undoRequested)
        #expect(set[file]?.decisions == [.undecided, .undecided])
        #expect(set.handle(.redoRequested) == [.record(.redoRequested), .restored([file])])
        _ = set.handle(.redoRequested)
        #expect(set[file]?.decisions == [.accepted, .accepted])
        _ = set.handle(.undoRequested)
        #expect(set[file]?.decisions == [.rejected, .undecided])
    }

    @Test func aNewDecisionForgetsWhatCouldBeRedone() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.undoRequested)
        _ = set.handle(.decided(.accepted, .hunk(file, 1)))
        #expect(set.handle(.redoRequested) == [.nothingToRedo])
    }

    @Test func aWriteIsUndoneAndItsChangesAreUnderReviewAgain() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        let before = set.changes
        let request = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 7))
        let after = set.changes
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .undo(journalEntry: 7)])
        #expect(set.pendingUndo == 7)
        #expect(
            set.handle(.undone(journalEntry: 7, skipped: [])) == [
                .record(.undone(journalEntry: 7, skipped: [])), .restored([file]),
            ])
        #expect(set.changes == before)
        // Done again it is a write like the first.
        #expect(set.handle(.redoRequested) == [.record(.redoRequested), request[1]])
        _ = set.handle(.applied(journalEntry: 8))
        #expect(set.changes == after)
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .undo(journalEntry: 8)])
    }

    @Test func aRefusedRedoCanBeTriedOnceMore() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        let first = set.handle(.redoRequested)
        _ = set.handle(.applyFailed(.failed(path: nil, reason: "disk full")))
        #expect(set.handle(.redoRequested) == first)
    }

    @Test func aProposalMadeSinceTheWriteIsKeptWhenItIsUndone() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        var later = proposal.inverse.inverse
        later.before = proposal.after
        later.after = proposal.after.map { state($0.text.replacingOnce("30\n", "thirty\n")) }
        _ = set.handle(.proposed(later, by: "call-9"))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set[file]?.base == proposal.before)
        #expect(set[file]?.proposed == later.after)
        #expect(set[file]?.decisions == [.accepted, .accepted, .undecided])
    }

    @Test func aDeletionProposedSinceTheWriteIsKeptToo() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.proposed(FileStep(path: file, before: proposal.after, after: nil), by: ""))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set[file]?.kind == .deleted)
        #expect(set[file]?.base == proposal.before)
    }

    @Test func aFileThatWasLeftAloneDoesNotComeBack() {
        var set = staged()
        _ = set.handle(.proposed(step("b.txt", "b\n", "B\n"), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.undoRequested)
        let effects = set.handle(.undone(journalEntry: 1, skipped: [file]))
        #expect(effects.last == .restored([path("b.txt")]))
        #expect(set.changes.map(\.path.text) == ["b.txt"])
    }

    @Test func aRefusedUndoLeavesTheWriteDone() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.undoRequested)
        #expect(set.handle(.undoFailed(reason: "no")) == [.record(.undoFailed), .undoRefused(reason: "no")])
        #expect(set.nextUndo == .write(journalEntry: 1, ChangePlan(steps: [proposal])))
    }

    @Test func aMarkOnAHunkThatIsGoneIsNotBroughtBack() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.decided(.rejected, .everything))
        _ = set.handle(.proposed(step("a.txt", nil, base.replacingOnce("5\n", "five\n")), by: ""))
        #expect(set[file]?.decisions == [.rejected])
        _ = set.handle(.undoRequested)
        #expect(set[file]?.decisions == [.accepted])
    }

    @Test func aDecisionAboutAChangeThatIsGoneIsPassedOver() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.proposed(step("b.txt", nil, "b\n"), by: ""))
        _ = set.handle(.decided(.accepted, .file(path("b.txt"))))
        _ = set.handle(.proposed(step("b.txt", "b\n", nil), by: ""))
        // Whoever asks before a write is undone must see that it is the write's turn.
        #expect(set.nextUndo == .write(journalEntry: 1, ChangePlan(steps: [proposal])))
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .undo(journalEntry: 1)])
    }
}
