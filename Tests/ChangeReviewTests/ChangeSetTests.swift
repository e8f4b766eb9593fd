// Transcripts of the review machine: what came in, and exactly what goes out.

import ChangeReview
import Testing

@Suite struct ChangeSetTests {
    private let file = path("a.txt")
    private let base = numbered(30)

    /// Two hunks: line 5 and line 20.
    private var proposal: FileStep {
        step("a.txt", base, base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n"))
    }
    private var firstOnly: String { base.replacingOnce("5\n", "five\n") }

    private func staged(_ steps: FileStep...) -> ChangeSet {
        var set = ChangeSet()
        for step in steps { _ = set.handle(.proposed(step, by: "call-1")) }
        return set
    }

    @Test func aProposalIsUnderReviewAndRecorded() {
        var set = ChangeSet()
        #expect(set.handle(.proposed(proposal, by: "call-1")) == [.record(.proposed(proposal, by: "call-1"))])
        let change = set.changes[0]
        #expect(change.kind == .modified)
        #expect(change.decisions == [.undecided, .undecided])
        #expect((change.addedLines, change.removedLines, change.author) == (2, 2, "call-1"))
        #expect(set.staged[file] == .some(proposal.after))
    }

    @Test func aProposalOfWhatIsThereIsNone() {
        var set = ChangeSet()
        #expect(set.handle(.proposed(step("a.txt", "x", "x"), by: "")) == [])
        #expect(set.handle(.proposed(step("a.txt", nil, nil), by: "")) == [])
        #expect(set.isEmpty)
    }

    @Test func aSecondProposalKeepsTheFirstBase() {
        let set = staged(step("a.txt", "one\n", "two\n"), step("a.txt", "two\n", "three\n"))
        #expect(set[file]?.base == state("one\n"))
        #expect(set[file]?.proposed == state("three\n"))
    }

    @Test func aProposalThatReturnsToTheBaseRemovesTheChange() {
        #expect(staged(step("a.txt", "one\n", "two\n"), step("a.txt", "two\n", "one\n")).isEmpty)
        #expect(staged(step("a.txt", nil, "two\n"), step("a.txt", "two\n", nil)).isEmpty)
    }

    @Test func marksStayOnHunksThatStay() {
        var set = staged(proposal)
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.decided(.rejected, .hunk(file, 1)))
        let again = base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "TWENTY\n").replacingOnce("30\n", "end\n")
        _ = set.handle(.proposed(step("a.txt", nil, again), by: "call-2"))
        #expect(set[file]?.decisions == [.accepted, .undecided, .undecided])
    }

    @Test func aNewExecutableBitClearsMarks() {
        var set = staged(proposal)
        _ = set.handle(.decided(.accepted, .everything))
        var marked = proposal
        marked.after?.isExecutable = true
        _ = set.handle(.proposed(marked, by: ""))
        #expect(set[file]?.summary == .undecided)
        #expect(set[file]?.newExecutableBit == true)
    }

    @Test func emptyingAFileIsNotDeletingIt() {
        var set = staged(step("a.txt", "one\n", ""))
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.proposed(step("a.txt", "", nil), by: ""))
        #expect(set[file]?.decisions == [.undecided])
    }

    @Test func decisionsByHunkFileAndAll() {
        var set = staged(proposal, step("b.txt", nil, "new\n"))
        #expect(set.handle(.decided(.accepted, .hunk(file, 1))) == [.record(.decided(.accepted, .hunk(file, 1)))])
        #expect(set[file]?.summary == .partly)
        #expect(set.handle(.decided(.accepted, .hunk(file, 1))) == [])
        #expect(set.handle(.decided(.rejected, .file(file))) == [.record(.decided(.rejected, .file(file)))])
        #expect(set[file]?.summary == .rejected)
        #expect(set.handle(.decided(.accepted, .everything)) == [.record(.decided(.accepted, .everything))])
        #expect(set.changes.map(\.summary) == [.accepted, .accepted])
    }

    @Test func aDecisionAboutNothingIsIgnoredAndSaid() {
        var set = staged(proposal)
        #expect(set.handle(.decided(.accepted, .hunk(file, 2))) == [.ignored(.hunk(file, 2))])
        #expect(set.handle(.decided(.accepted, .file(path("no")))) == [.ignored(.file(path("no")))])
    }

    @Test func theAgentDoesNotSeeWhatWasRejected() {
        var set = staged(proposal)
        _ = set.handle(.decided(.rejected, .hunk(file, 1)))
        #expect(set.staged[file] == .some(state(firstOnly)))
        _ = set.handle(.decided(.rejected, .everything))
        #expect(set.staged.isEmpty)
    }

    @Test func aWriteTakesTheAcceptedDropsTheRejectedAndKeepsTheRest() {
        var set = staged(proposal, step("b.txt", "b\n", "B\n"), step("c.txt", "c\n", nil))
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.decided(.rejected, .file(path("b.txt"))))
        let kept = ReviewedFile(
            path: file, base: state(base), proposed: proposal.after,
            marks: [.accepted, .accepted, .undecided, .undecided])
        // All of b.txt is rejected: there is no step for it, and the journal knows it all the same.
        let rejected = ReviewedFile(
            path: path("b.txt"), base: state("b\n"), proposed: state("B\n"), marks: [.rejected, .rejected])
        let plan = ChangePlan(steps: [step("a.txt", base, firstOnly)], reviewed: [kept, rejected])
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .apply(plan)])
        #expect(set.isWriting)
        #expect(set.pendingWrite == plan)
        #expect(set.handle(.applyRequested) == [.busy])
        #expect(set.handle(.undoRequested) == [.busy])
        #expect(
            set.handle(.applied(journalEntry: 4)) == [
                .record(.applied(journalEntry: 4)), .settled(accepted: 1, rejected: 1),
            ])
        #expect(set.changes.map(\.path.text) == ["a.txt", "c.txt"])
        #expect(set[file]?.base == state(firstOnly))
        #expect(set[file]?.hunks.map(\.header) == ["@@ -17,7 +17,7 @@"])
        #expect(!set.isWriting)
    }

    @Test func nothingAcceptedWritesNothing() {
        var set = staged(proposal)
        #expect(set.handle(.applyRequested) == [.nothingAccepted])
        _ = set.handle(.decided(.rejected, .hunk(file, 0)))
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .settled(accepted: 0, rejected: 1)])
        #expect(set[file]?.decisions == [.undecided])
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .restored([file])])
        #expect(set[file]?.decisions == [.rejected, .undecided])
    }

    @Test func creationDeletionBinaryAndModeAreOneUnitEach() {
        var set = staged(step("new", nil, ""), step("old", "x\n", nil))
        let binary = FileStep(path: path("pic"), before: FileState(bytes: [0, 1]), after: FileState(bytes: [0, 2]))
        let mode = FileStep(path: path("run"), before: state("x\n"), after: state("x\n", executable: true))
        _ = set.handle(.proposed(binary, by: ""))
        _ = set.handle(.proposed(mode, by: ""))
        #expect(set.changes.map(\.decisions.count) == [1, 1, 1, 1])
        #expect(set.changes.map(\.kind) == [.added, .deleted, .modified, .modified])
        #expect(set[path("pic")]?.isBinary == true)
        _ = set.handle(.decided(.accepted, .everything))
        let steps = [step("old", "x\n", nil), step("new", nil, ""), binary, mode]
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .apply(ChangePlan(steps: steps))])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.isEmpty)
    }

    @Test func aFileOfTooManyLinesIsOneUnit() {
        let lines = [UInt8](repeating: 0x0A, count: Change.mostLines + 1)
        let change = Change(path: file, base: state("a\n"), proposed: FileState(bytes: lines))
        #expect(change.content == .tooLarge)
        #expect(change.decisions.count == 1)
    }

    @Test func proposalsAndDecisionsGoOnDuringAWrite() {
        var set = staged(proposal)
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.applyRequested)
        _ = set.handle(.decided(.accepted, .hunk(file, 1)))
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set[file]?.decisions == [.accepted])

        _ = set.handle(.applyRequested)
        // The agent takes everything back while the second write runs: that is a change against what is written.
        _ = set.handle(.proposed(step("a.txt", nil, firstOnly), by: ""))
        _ = set.handle(.applied(journalEntry: 2))
        #expect(set[file]?.base == proposal.after)
        #expect(set[file]?.proposed == state(firstOnly))
        #expect(set[file]?.decisions == [.undecided])
    }

    @Test func aRefusedWriteKeepsEverything() {
        var set = staged(proposal)
        _ = set.handle(.decided(.accepted, .everything))
        let before = set
        _ = set.handle(.applyRequested)
        let refusal = ApplyRefusal.failed(path: file, reason: "disk full")
        #expect(set.handle(.applyFailed(refusal)) == [.record(.applyFailed), .refused(refusal)])
        #expect(set == before)
    }
}

func numbered(_ count: Int) -> String { (1...count).map { "\($0)\n" }.joined() }
