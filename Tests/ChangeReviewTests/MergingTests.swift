// A file that somebody else changed: put together where that can be, chosen about where not.

import ChangeReview
import Testing

@Suite struct MergingTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposed: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    private func staged(_ before: String?, _ after: String?) -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", before, after), by: "call-1"))
        return set
    }

    private func looked(_ set: inout ChangeSet, _ text: String?) -> [ChangeSet.Effect] {
        set.handle(.changedOnDisk(file, DiskFinding(text.map { state($0) })))
    }

    @Test func aChangeElsewhereIsTakenInAndSaid() {
        var set = staged(base, proposed)
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        _ = set.handle(.decided(.rejected, .hunk(file, 1)))
        let disk = "zero\n" + base
        let found = DiskFinding(state(disk))
        #expect(looked(&set, disk) == [.record(.changedOnDisk(file, found)), .rebased(file)])
        #expect(set[file]?.base == state(disk))
        #expect(set[file]?.proposed == state("zero\n" + proposed))
        #expect(set[file]?.decisions == [.accepted, .rejected])
        #expect(set[file]?.authors == ["call-1", "call-1"])
        #expect(set[file]?.conflict == nil)
        // The marks can still be taken back.
        _ = set.handle(.undoRequested)
        #expect(set[file]?.decisions == [.accepted, .undecided])
    }

    @Test func aChangeOfTheSameLinesIsChosenAbout() {
        var set = staged(base, proposed)
        let disk = base.replacingOnce("5\n", "FIVE\n").replacingOnce("20\n", "TWENTY\n")
        let found = DiskFinding(state(disk))
        #expect(looked(&set, disk) == [.record(.changedOnDisk(file, found))])
        #expect(looked(&set, disk) == [])
        #expect(set[file]?.conflict?.count == 2)
        _ = set.handle(.decided(.accepted, .everything))
        #expect(set.handle(.applyRequested) == [.leftOut([file])])
        #expect(
            set.handle(.resolved(file, conflict: 0, .ours)) == [.record(.resolved(file, conflict: 0, .ours))])
        #expect(set[file]?.conflict?.openCount == 1)
        _ = set.handle(.resolved(file, conflict: 1, .both))
        #expect(set[file]?.conflict == nil)
        #expect(set[file]?.base == state(disk))
        #expect(set[file]?.proposed == state(disk.replacingOnce("TWENTY\n", "TWENTY\ntwenty\n")))
        #expect(set[file]?.decisions == [.accepted])
        #expect(set[file]?.author == Author(.merge))
        _ = set.handle(.undoRequested)
        #expect(set[file]?.conflict?.openCount == 1)
        _ = set.handle(.undoRequested)
        #expect(set[file]?.conflict?.openCount == 2)
        _ = set.handle(.redoRequested)
        #expect(set[file]?.conflict?.openCount == 1)
        #expect(set.handle(.resolved(file, conflict: 2, .ours)) == [.ignored(.file(file))])
    }

    @Test func wordsOfOnesOwnAreTheUsers() {
        var set = staged("a\n", "b\n")
        _ = looked(&set, "c\n")
        _ = set.handle(.resolved(file, conflict: 0, .custom(Array("d\n".utf8))))
        #expect(set[file]?.proposed == state("d\n"))
        #expect(set[file]?.authors == [.user])
        #expect(set[file]?.summary == .accepted)
    }

    @Test func keepingWhatIsOnDiskLeavesNothingToReview() {
        var set = staged("a\n", "b\n")
        _ = looked(&set, "c\n")
        _ = set.handle(.resolved(file, conflict: 0, .ours))
        #expect(set.isEmpty)
        _ = set.handle(.undoRequested)
        #expect(set[file]?.conflict?.openCount == 1)
    }

    @Test func whatBothAddedIsNoConflict() {
        var set = staged(nil, "a\n")
        _ = looked(&set, "a\n")
        #expect(set.isEmpty)
        set = staged(base, proposed)
        let disk = base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") + "more\n"
        #expect(looked(&set, disk).last == .alreadyOnDisk(file))
        #expect(set.isEmpty)
    }

    @Test func aDeletedFileIsMadeAnewOrGivenUp() {
        var set = staged(base, proposed)
        _ = looked(&set, nil)
        #expect(set[file]?.conflict?.choices == [.ours, .theirs])
        _ = set.handle(.resolved(file, conflict: 0, .theirs))
        #expect(set[file]?.kind == .added)
        #expect(set[file]?.proposed == state(proposed))
        set = staged(base, proposed)
        _ = looked(&set, nil)
        _ = set.handle(.resolved(file, conflict: 0, .ours))
        #expect(set.isEmpty)
    }

    @Test func aDeletionOfAChangedFileIsAskedAbout() {
        var set = staged(base, nil)
        _ = looked(&set, base + "more\n")
        #expect(set[file]?.conflict == .changedOnDisk(DiskFinding(state(base + "more\n"))))
        _ = set.handle(.resolved(file, conflict: 0, .theirs))
        #expect(set[file]?.base == state(base + "more\n"))
        #expect(set[file]?.kind == .deleted)
    }

    @Test func whatIsNoFileCanOnlyBeLeft() {
        for finding: DiskFinding in [
            .folder, .symbolicLink, .special, .unreadable(reason: "no"), .tooLarge(bytes: 1 << 40),
        ] {
            var set = staged("a\n", "b\n")
            _ = set.handle(.changedOnDisk(file, finding))
            #expect(set[file]?.conflict == .changedOnDisk(finding))
            #expect(set[file]?.conflict?.choices == [.ours])
            #expect(set.handle(.resolved(file, conflict: 0, .theirs)) == [.ignored(.file(file))])
            _ = set.handle(.changedOnDisk(file, DiskFinding(state("a\n"))))
            #expect(set[file]?.conflict == nil)
        }
    }

    @Test func theExecutableBitIsOfWhoeverChangedIt() {
        var set = staged(base, proposed)
        _ = set.handle(.changedOnDisk(file, DiskFinding(state(base, executable: true))))
        #expect(set[file]?.base == state(base, executable: true))
        #expect(set[file]?.proposed == state(proposed, executable: true))
    }

    @Test func aFileThatLosesMostOfItsLinesIsAskedAbout() {
        var set = staged(base, numbered(14))
        _ = set.handle(.decided(.accepted, .everything))
        #expect(set[file]?.shrinks == true)
        #expect(set.handle(.applyRequested) == [.askShrink([file])])
        #expect(!set.isWriting)
        #expect(set.handle(.applyConfirmed).count == 2)
        #expect(set.isWriting)
        set = staged(base, numbered(15))
        _ = set.handle(.decided(.accepted, .everything))
        #expect(set[file]?.shrinks == false)
        set = staged(base, nil)
        _ = set.handle(.decided(.accepted, .everything))
        #expect(set.handle(.applyRequested).count == 2)
    }
}
