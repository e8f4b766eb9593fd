// Decisions about single lines, and hunks that are cut apart and joined.

import ChangeReview
import Testing

@Suite struct LineDecisionTests {
    private let file = path("a.txt")
    private let base = numbered(30)
    private var proposal: FileStep {
        step("a.txt", base, base.replacingOnce("5\n6\n", "five\nsix\n").replacingOnce("20\n", "twenty\n"))
    }

    private func staged() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(proposal, by: "call-1"))
        return set
    }

    /// Changed lines: 0 `-5`, 1 `-6`, 2 `+five`, 3 `+six`, 4 `-20`, 5 `+twenty`.
    @Test func singleLinesAreDecidedAndWritten() {
        var set = staged()
        _ = set.handle(.decided(.accepted, .lines(file, 2..<3)))
        #expect(set[file]?.decisions == [.partly, .undecided])
        let effects = set.handle(.applyRequested)
        let written = base.replacingOnce("5\n", "5\nfive\n")
        let kept = ReviewedFile(
            path: file, base: proposal.before, proposed: proposal.after,
            marks: [.undecided, .undecided, .accepted, .undecided, .undecided, .undecided])
        #expect(effects.last == .apply(ChangePlan(steps: [step("a.txt", base, written)], reviewed: [kept])))
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set[file]?.marks.count == 5)
        #expect(set[file]?.proposed == proposal.after)
        #expect(set[file]?.hunks.map(\.header) == ["@@ -2,9 +2,8 @@", "@@ -18,7 +17,7 @@"])
    }

    @Test func aHunkIsSplitAndJoined() {
        var set = staged()
        #expect(set.handle(.split(file, at: 2)) == [.record(.split(file, at: 2))])
        #expect(set[file]?.hunks.map(\.changed) == [0..<2, 2..<4, 4..<6])
        #expect(set[file]?.hunks.map(\.header) == ["@@ -2,5 +2,3 @@", "@@ -7,3 +5,5 @@", "@@ -17,7 +17,7 @@"])
        #expect(set.handle(.split(file, at: 2)) == [.ignored(.lines(file, 2..<3))])
        #expect(set.handle(.joined(file, at: 2)) == [.record(.joined(file, at: 2))])
        #expect(set.handle(.joined(file, at: 4)) == [.record(.joined(file, at: 4))])
        #expect(set[file]?.hunks.map(\.changed) == [0..<6])
        #expect(set.handle(.split(file, at: 4)) == [.record(.split(file, at: 4))])
        #expect(set[file]?.hunks.map(\.changed) == [0..<4, 4..<6])
        _ = set.handle(.undoRequested)
        #expect(set[file]?.hunks.map(\.changed) == [0..<6])
    }

    @Test func aLastLineWithoutAnEndGetsOneWhenAnotherComesBehindIt() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", "a", "b"), by: ""))
        _ = set.handle(.decided(.accepted, .lines(file, 1..<2)))
        #expect(set.handle(.applyRequested).count == 2)
        #expect(set.pendingWrite?.steps == [step("a.txt", "a", "a\nb")])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set[file]?.weave.bytes { _ in true } == Array("b".utf8))
    }
}
