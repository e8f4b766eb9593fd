// What the user types into a proposal is his, and what he left as it was keeps its marks.

import ChangeReview
import Testing

@Suite struct EditingTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposed: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    private func staged() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, proposed), by: .call("call-1", turn: 1)))
        return set
    }

    @Test func anAlteredRunIsOpenAndOthersKeepTheirMarks() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 1)))
        _ = set.handle(.decided(.rejected, .hunk(file, 0)))
        let after = state(proposed.replacingOnce("five\n", "FIVE\n"))
        #expect(set.handle(.edited(file, after)) == [.record(.edited(file, after))])
        #expect(set[file]?.decisions == [.undecided, .accepted])
        #expect(set[file]?.authors == [.user, .call("call-1", turn: 1)])
        #expect(set[file]?.isEdited == true)
        #expect(set.nextUndo == .edit(file))
    }

    @Test func anAcceptedRunStaysAcceptedWhenItIsAltered() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.edited(file, state(proposed.replacingOnce("five\n", "FIVE\n"))))
        #expect(set[file]?.decisions == [.accepted, .accepted])
    }

    @Test func linesOfTheUsersOwnAreAccepted() {
        var set = staged()
        _ = set.handle(.edited(file, state(proposed.replacingOnce("30\n", "30\nmine\n"))))
        #expect(set[file]?.decisions == [.undecided, .undecided, .accepted])
        #expect(set[file]?.authors(ofHunk: 2) == [.user])
    }

    @Test func anEditIsUndoneAndDoneAgain() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 0)))
        let before = set.changes
        _ = set.handle(.edited(file, state(base)))
        #expect(set.isEmpty)
        #expect(set.handle(.undoRequested) == [.record(.undoRequested), .restored([file])])
        #expect(set.changes == before)
        #expect(set.feedback.files.map(\.edited) == [""])
        _ = set.handle(.redoRequested)
        #expect(set.isEmpty)
    }

    @Test func anEditUnderALaterProposalIsPassedOver() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .hunk(file, 1)))
        _ = set.handle(.edited(file, state(proposed.replacingOnce("five\n", "FIVE\n"))))
        _ = set.handle(.proposed(step("a.txt", nil, proposed.replacingOnce("five\n", "fife\n")), by: "call-2"))
        #expect(set.nextUndo == .decision([file]))
        #expect(set[file]?.decisions == [.undecided, .accepted])
    }

    @Test func anAddedLineIsEditedInPlace() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", "a\r\nb\r\n", "a\r\nB\r\n"), by: ""))
        let after = state("a\r\nbee\r\n")
        #expect(set.handle(.lineEdited(file, changed: 1, Array("bee".utf8))) == [.record(.edited(file, after))])
        #expect(set[file]?.proposed == after)
        // A removed line is not the proposal's to change.
        #expect(set.handle(.lineEdited(file, changed: 0, [])) == [.ignored(.lines(file, 0..<1))])
        _ = set.handle(.lineEdited(file, changed: 1, []))
        #expect(set[file]?.proposed == state("a\r\n"))
    }

    @Test func whatIsNotUnderReviewIsNotEdited() {
        var set = ChangeSet()
        #expect(set.handle(.edited(file, state("x"))) == [.ignored(.file(file))])
        #expect(set.handle(.lineEdited(file, changed: 0, [])) == [.ignored(.lines(file, 0..<1))])
    }
}
