// A file that changed on disk under a review is marked, explained, and never written.

import ChangeReview
import Testing

@Suite struct ConflictTests {
    private let file = path("a.txt")

    private func staged() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", "one\n", "two\n"), by: ""))
        _ = set.handle(.proposed(step("b.txt", "b\n", "B\n"), by: ""))
        return set
    }

    @Test func aChangedFileIsMarkedAndLeftOut() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        let theirs = state("theirs\n")
        #expect(
            set.handle(.changedOnDisk(file, DiskFinding(theirs))) == [
                .record(.changedOnDisk(file, DiskFinding(theirs)))
            ])
        #expect(set.handle(.changedOnDisk(file, DiskFinding(theirs))) == [])
        #expect(set[file]?.conflict?.openCount == 1)
        #expect(set.staged[file] == nil)
        let plan = ChangePlan(steps: [step("b.txt", "b\n", "B\n")])
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .leftOut([file]), .apply(plan)])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set[file]?.decisions == [.accepted])
        #expect(set.handle(.applyRequested) == [.leftOut([file])])
    }

    @Test func theBaseComingBackClearsIt() {
        var set = staged()
        _ = set.handle(.changedOnDisk(file, DiskFinding(nil)))
        #expect(set[file]?.conflict == .changedOnDisk(DiskFinding(nil)))
        #expect(
            set.handle(.changedOnDisk(file, DiskFinding(state("one\n")))) == [
                .record(.changedOnDisk(file, DiskFinding(state("one\n"))))
            ])
        #expect(set[file]?.conflict == nil)
    }

    @Test func whatIsAlreadyOnDiskNeedsNoDecision() {
        var set = staged()
        let effects = set.handle(.changedOnDisk(file, DiskFinding(state("two\n"))))
        #expect(effects == [.record(.changedOnDisk(file, DiskFinding(state("two\n")))), .alreadyOnDisk(file)])
        #expect(set[file] == nil)
        // What the user has refused is on disk all the same: that is a conflict.
        _ = set.handle(.decided(.rejected, .everything))
        _ = set.handle(.changedOnDisk(path("b.txt"), DiskFinding(state("B\n"))))
        #expect(set[path("b.txt")]?.conflict == .changedOnDisk(DiskFinding(state("B\n"))))
    }

    @Test func aProposalMadeFromTheDiskSolvesIt() {
        var set = staged()
        _ = set.handle(.changedOnDisk(file, DiskFinding(state("theirs\n"))))
        _ = set.handle(.proposed(step("a.txt", "one\n", "three\n"), by: ""))
        #expect(set[file]?.conflict?.openCount == 1)
        _ = set.handle(.proposed(step("a.txt", "theirs\n", "theirs, two\n"), by: ""))
        #expect(set[file]?.conflict == nil)
        #expect(set[file]?.base == state("theirs\n"))
    }

    @Test func marksMoveToAnotherBaseWithTheirRuns() {
        let base = numbered(30)
        var set = ChangeSet()
        _ = set.handle(.proposed(step("n.txt", base, base.replacingOnce("5\n", "five\n")), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.changedOnDisk(path("n.txt"), .folder))
        let theirs = base.replacingOnce("20\n", "twenty\n")
        _ = set.handle(.changedOnDisk(path("n.txt"), DiskFinding(state("gone\n"))))
        _ = set.handle(.proposed(step("n.txt", "gone\n", theirs.replacingOnce("5\n", "five\n")), by: ""))
        #expect(set[path("n.txt")]?.decisions == [.undecided])
    }

    @Test func rejectingItSolvesIt() {
        var set = staged()
        _ = set.handle(.changedOnDisk(file, DiskFinding(state("theirs\n"))))
        _ = set.handle(.decided(.rejected, .file(file)))
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .settled(accepted: 0, rejected: 1)])
        #expect(set[file] == nil)
    }

    @Test func aPlanThatDoesNotFitTheDiskMarksItsFiles() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        let refusal = ApplyRefusal.changedOnDisk([.init(path: file, state: nil)])
        #expect(
            set.handle(.applyFailed(refusal)) == [
                .record(.applyFailed), .refused(refusal), .record(.changedOnDisk(file, DiskFinding(nil))),
            ])
        #expect(set[file]?.conflict == .changedOnDisk(DiskFinding(nil)))
        #expect(set[path("b.txt")]?.decisions == [.accepted])
    }

    @Test func ourOwnWriteIsNoConflict() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        #expect(set.handle(.changedOnDisk(file, DiskFinding(state("two\n")))) == [])
        #expect(set.handle(.changedOnDisk(file, DiskFinding(state("one\n")))) == [])
    }
}
