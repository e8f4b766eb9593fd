// A rename is one change under review and two steps on disk.

import ChangeReview
import Testing

@Suite struct RenamedFileTests {
    private let old = path("old.txt")
    private let new = path("new.txt")
    private let base = numbered(30)
    private var edited: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    private func moved(to text: String? = nil, createsFirst: Bool = false) -> ChangeSet {
        var set = ChangeSet()
        let steps = [step("old.txt", base, nil), step("new.txt", nil, text ?? base)]
        for step in createsFirst ? steps.reversed() : steps { _ = set.handle(.proposed(step, by: "call-1")) }
        return set
    }

    @Test func aMoveIsOneChangeInEitherOrder() {
        for set in [moved(), moved(createsFirst: true), moved(to: edited)] {
            #expect(set.changes.map(\.path) == [new])
            #expect(set[new]?.origin == old)
            #expect(set[new]?.base == state(base))
            #expect(set.pathsOnDisk == [new, old])
            #expect(set.staged[old] == .some(nil))
            #expect(set.staged.bases[old] == state(base))
            #expect(set.staged.bases[new] == .some(nil))
        }
        #expect(moved(to: edited)[new]?.hunks.count == 2)
    }

    @Test func otherContentOfAnotherCallIsNoRename() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("old.txt", base, nil), by: "call-1"))
        _ = set.handle(.proposed(step("new.txt", nil, edited), by: "call-2"))
        #expect(set.changes.map(\.origin) == [nil, nil])
    }

    @Test func anyAcceptedLineRenamesTheFile() {
        var set = moved(to: edited)
        _ = set.handle(.decided(.accepted, .hunk(new, 0)))
        let written = base.replacingOnce("5\n", "five\n")
        #expect(
            set.handle(.applyRequested) == [
                .record(.applyRequested),
                .apply(
                    ChangePlan(
                        steps: [step("old.txt", base, nil), step("new.txt", nil, written)],
                        reviewed: [
                            ReviewedFile(
                                path: new, origin: old, base: state(base), proposed: state(edited),
                                marks: [.accepted, .accepted, .undecided, .undecided])
                        ])),
            ])
        let before = set.changes
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.changes.map(\.origin) == [nil])
        #expect(set[new]?.base == state(written))
        #expect(set[new]?.proposed == state(edited))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set.changes == before)
    }

    @Test func aRejectedRenameGoesAway() {
        var set = moved()
        _ = set.handle(.decided(.rejected, .file(new)))
        #expect(set.staged.isEmpty)
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .settled(accepted: 0, rejected: 1)])
        #expect(set.isEmpty)
    }

    @Test func anEditAndALaterProposalKeepTheRename() {
        var set = moved()
        _ = set.handle(.proposed(step("new.txt", base, edited), by: "call-2"))
        #expect(set[new]?.origin == old)
        _ = set.handle(.edited(new, state(base)))
        #expect(set[new]?.origin == old)
        #expect(set[new]?.weave.changedCount == 0)
        _ = set.handle(.undoRequested)
        #expect(set[new]?.proposed == state(edited))
    }

    @Test func whatHappensToOnePathPartsIt() {
        var set = moved()
        _ = set.handle(.decided(.accepted, .file(new)))
        #expect(set.handle(.changedOnDisk(old, DiskFinding(state(base)))) == [])
        #expect(set.handle(.changedOnDisk(new, DiskFinding(nil))) == [])
        let found = DiskFinding(state("else\n"))
        #expect(set.handle(.changedOnDisk(old, found)) == [.record(.changedOnDisk(old, found))])
        #expect(set[old]?.conflict == .changedOnDisk(found))
        #expect(set[new]?.kind == .added)
        #expect(set[new]?.summary == .accepted)

        set = moved()
        _ = set.handle(.proposed(step("new.txt", base, nil), by: ""))
        #expect(set.changes.map(\.path) == [old])
        #expect(set[old]?.kind == .deleted)

        set = moved()
        _ = set.handle(.proposed(step("old.txt", nil, "here again\n"), by: ""))
        #expect(set[old]?.kind == .modified)
        #expect(set[new]?.kind == .added)
    }

    @Test func theOldPathProposedSinceTheWriteIsKeptWhenItIsUndone() {
        var set = moved()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.proposed(step("old.txt", nil, "anew\n"), by: ""))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set[old]?.base == state(base))
        #expect(set[old]?.proposed == state("anew\n"))
        #expect(set[new]?.kind == .added)
        #expect(set[new]?.summary == .accepted)
    }

    @Test func aSnapshotKeepsIt() {
        let set = moved(to: edited)
        var again = ChangeSet()
        _ = again.handle(.replayed(set.snapshot ?? []))
        #expect(again.changes == set.changes)
    }
}
