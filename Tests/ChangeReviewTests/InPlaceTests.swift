// Changes that the disk holds already, decided by lines: the law is that disk and review never disagree.
import ChangeReview
import TestSupport
import Testing

@Suite struct InPlaceTests {
    private let path = RelativePath("a.txt")!

    private func state(_ text: String) -> FileState { FileState(bytes: Array(text.utf8)) }

    private func review(_ before: String, _ after: String) -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(FileStep(path: path, before: state(before), after: state(after)), by: Author(.patch)))
        _ = set.handle(.foundInPlace([path]))
        return set
    }

    @Test func rejectingTakesLinesOutAndAcceptingWritesNothing() throws {
        var set = review("a\nb\nc\n", "a\nB\nc\nd\n")
        // b, B, d
        _ = set.handle(.decided(.rejected, .lines(path, 2..<3)))
        let plan = ChangePlan(
            steps: [FileStep(path: path, before: state("a\nB\nc\nd\n"), after: state("a\nB\nc\n"))],
            reviewed: [
                ReviewedFile(
                    path: path, base: state("a\nb\nc\n"), proposed: state("a\nB\nc\nd\n"),
                    marks: [.undecided, .undecided, .rejected], isInPlace: true)
            ])
        #expect(set.handle(.applyRequested) == [.record(.applyRequested), .apply(plan)])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set[path]?.base == state("a\nb\nc\n") && set[path]?.proposed == state("a\nB\nc\n"))
        _ = set.handle(.decided(.accepted, .everything))
        let effects = set.handle(.applyRequested)
        #expect(!effects.contains { if case .apply = $0 { true } else { false } })
        #expect(set.isEmpty)
        // The accepted part comes back under review, then the write is taken back.
        _ = set.handle(.undoRequested)
        #expect(set[path]?.proposed == state("a\nB\nc\n"))
        _ = set.handle(.undoRequested)
        #expect(set.handle(.undoRequested).contains(.undo(journalEntry: 1)))
        _ = set.handle(.undone(journalEntry: 1, skipped: []))
        #expect(set[path]?.proposed == state("a\nB\nc\nd\n"))
    }

    @Test func whatTheDiskBecomesIsWhatIsProposed() throws {
        var set = review("1\n2\n3\n4\n5\n", "1\nX\n3\n4\n5\n")
        _ = set.handle(.decided(.accepted, .hunk(path, 0)))
        _ = set.handle(.changedOnDisk(path, DiskFinding(state("1\nX\n3\n4\nY\n"))))
        let change = try #require(set[path])
        #expect(change.proposed == state("1\nX\n3\n4\nY\n") && change.conflict == nil)
        #expect(change.marks.prefix(2).allSatisfy { $0 == .accepted })
        #expect(change.marks.suffix(2).allSatisfy { $0 == .undecided })
        _ = set.handle(.changedOnDisk(path, DiskFinding(state("1\n2\n3\n4\n5\n"))))
        #expect(set.isEmpty)
    }

    @Test func whatIsEditedGoesOnTopOfTheDisk() throws {
        var set = review("1\n2\n3\n4\n5\n", "1\nX\n3\n4\n5\n")
        _ = set.handle(.edited(path, state("1\nmine\n3\n4\n5\n")))
        _ = set.handle(.changedOnDisk(path, DiskFinding(state("1\nX\n3\n4\nfive\n"))))
        #expect(set[path]?.proposed == state("1\nmine\n3\n4\nfive\n"))
        _ = set.handle(.decided(.accepted, .everything))
        let step = FileStep(
            path: path, before: state("1\nX\n3\n4\nfive\n"), after: state("1\nmine\n3\n4\nfive\n"))
        _ = set.handle(.applyRequested)
        #expect(set.pendingWrite?.steps == [step])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.isEmpty)
    }

    /// Lines above it were dropped with a write: a remark goes with its own.
    @Test func aRemarkStaysOnItsLineWhenOthersAreSettled() throws {
        var set = ChangeSet()
        _ = set.handle(
            .proposed(step("a.txt", numbered(30), "x\ny\n" + numbered(30).replacingOnce("20\n", "twenty\n")), by: ""))
        _ = set.handle(.commented(path, ReviewComment.Range(.new, 21..<22), "why"))
        _ = set.handle(.decided(.rejected, .hunk(path, 0)))
        _ = set.handle(.applyRequested)
        #expect(set[path]?.hunks.count == 1)
        #expect(set.comments.map(\.range) == [ReviewComment.Range(.new, 19..<20)])
        #expect(set[path].map { Array($0.weave.new[19]) } == Array("twenty\n".utf8))
    }

    @Test func aRenameInPlaceIsTakenBackAsAWhole() throws {
        let new = try #require(RelativePath("b.txt"))
        var set = ChangeSet()
        let contents = state("1\n2\n3\n")
        let author = Author(.patch, id: "p")
        _ = set.handle(.proposed(FileStep(path: path, before: contents, after: nil), by: author))
        _ = set.handle(.proposed(FileStep(path: new, before: nil, after: contents), by: author))
        _ = set.handle(.foundInPlace([path, new]))
        #expect(set.changes.map(\.origin) == [path])
        _ = set.handle(.changedOnDisk(path, .missing))
        #expect(set.changes.map(\.origin) == [path])
        _ = set.handle(.decided(.rejected, .everything))
        _ = set.handle(.applyRequested)
        #expect(
            set.pendingWrite?.steps == [
                FileStep(path: new, before: contents, after: nil), FileStep(path: path, before: nil, after: contents),
            ])
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.isEmpty)
    }

    /// After any decisions and writes the disk is the proposed side, and all lines that were accepted are in it.
    @Test func theDiskIsAlwaysTheProposedSide() throws {
        let seed = SeededGenerator.fresh().seed
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            func text() -> String {
                (0..<Int.random(in: 0...14, using: &random)).map { _ in
                    "\(Int.random(in: 0...4, using: &random))\n"
                }.joined()
            }
            let (before, after) = (text(), text())
            var (set, disk) = (review(before, after), state(after))
            for step in 0..<4 {
                guard let change = set[path] else { break }
                let start = Int.random(in: 0..<change.marks.count, using: &random)
                let end = Int.random(in: start..<change.marks.count, using: &random) + 1
                let decision: Decision = Bool.random(using: &random) ? .accepted : .rejected
                _ = set.handle(.decided(decision, .lines(path, start..<end)))
                for case .apply(let plan) in set.handle(.applyRequested) {
                    #expect(plan.steps.count == 1 && plan.steps[0].before == disk, "seed \(seed)")
                    if let now = plan.steps[0].after { disk = now }
                    _ = set.handle(.applied(journalEntry: step + 1))
                }
                #expect((set[path].map(\.proposed) ?? disk) == disk, "seed \(seed)")
            }
            // All that is left to reject takes the disk to what was accepted, which is the base.
            let base = set[path]?.base
            _ = set.handle(.decided(.rejected, .everything))
            for case .apply(let plan) in set.handle(.applyRequested) {
                disk = plan.steps.first?.after ?? disk
                _ = set.handle(.applied(journalEntry: 9))
            }
            if let base { #expect(disk == base, "seed \(seed)") }
            #expect(set.isEmpty)
        }
    }
}

@Suite struct KeptMarksTests {
    private let path = RelativePath("a.txt")!

    private func change(_ before: String, _ after: String) -> Change {
        Change(
            path: path, base: FileState(bytes: Array(before.utf8)), proposed: FileState(bytes: Array(after.utf8)),
            author: "")
    }

    private func set(_ before: String, _ after: String) -> ChangeSet {
        var set = ChangeSet()
        let change = change(before, after)
        _ = set.handle(.proposed(FileStep(path: path, before: change.base, after: change.proposed), by: ""))
        return set
    }

    private func restored(_ kept: KeptMarks, _ set: ChangeSet) -> [Decision]? {
        var set = set
        _ = set.handle(.replayed(kept.returned(to: set.changes).events))
        return set[path]?.marks
    }

    @Test func marksComeBackByTheirLines() throws {
        var first = set("a\nb\nc\nd\ne\nf\n", "A\nb\nC\nd\ne\nF\n")
        _ = first.handle(.decided(.accepted, .lines(path, 0..<2)))
        _ = first.handle(.decided(.rejected, .lines(path, 5..<6)))
        let kept = KeptMarks(open: first.changes)
        #expect(restored(kept, set("a\nb\nc\nd\ne\nf\n", "A\nb\nC\nd\ne\nF\n")) == first[path]?.marks)
        // Another run came before, the first one is gone, the last one is the same.
        let marks = try #require(restored(kept, set("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nF\n")))
        #expect(marks == [.undecided, .undecided, .undecided, .rejected])
        #expect(KeptMarks(open: set("a\n", "b\n").changes).isEmpty)
        // Settled in another order than that of the lines, and all of it.
        var settling = set(numbered(30), numbered(30).replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n"))
        let source = settling
        _ = settling.handle(.decided(.accepted, .hunk(path, 1)))
        let before = settling.changes
        _ = settling.handle(.applyRequested)
        _ = settling.handle(.applied(journalEntry: 1))
        _ = settling.handle(.decided(.rejected, .hunk(path, 0)))
        let both = KeptMarks(open: settling.changes, settled: before)
        #expect(restored(both, source) == [.rejected, .rejected, .accepted, .accepted])
        #expect(KeptMarks(open: [], settled: before).isEmpty)
    }

    /// Cuts, joins, remarks and reasons come back with their lines, wherever these are by then; what has other lines is
    /// counted and named.
    @Test func cutsAndCommentsComeBackWithTheirLines() throws {
        let changes = [3: "three", 4: "four", 17: "seventeen", 40: "forty"]
        func text(_ changed: [Int: String]) -> String { (1...50).map { "\(changed[$0] ?? "\($0)")\n" }.joined() }
        var first = set(text([:]), text(changes))
        _ = first.handle(.split(path, at: 1))
        _ = first.handle(.joined(path, at: 4))
        _ = first.handle(.rejected(.lines(path, 4..<6), reason: "why"))
        _ = first.handle(.commented(path, ReviewComment.Range(.new, 39..<40), "forty is much"))
        _ = first.handle(.commented(path, nil, "on the file"))
        _ = first.handle(.commentResolved(3))
        let kept = KeptMarks(open: first.changes, comments: first.comments)

        var same = set(text([:]), text(changes))
        let (events, outcome) = kept.returned(to: same.changes)
        _ = same.handle(.replayed(events))
        #expect(same.changes == first.changes && same.comments == first.comments)
        #expect(outcome.lines == 2 && outcome.cuts == 2 && outcome.comments == 3 && !outcome.hasLost)
        #expect(same.nextUndo == nil)
        _ = same.handle(.commented(path, nil, "another"))
        #expect(same.comments.map(\.id) == [1, 2, 3, 4])

        // Lines came before it; the run with the decision is another one.
        var other = set("0\n" + text([:]), "0\n" + text([3: "three", 4: "four", 17: "SEVENTEEN", 40: "forty"]))
        let moved = kept.returned(to: other.changes)
        _ = other.handle(.replayed(moved.events))
        #expect(other.comments.map(\.range) == [ReviewComment.Range(.new, 40..<41), nil])
        #expect(moved.outcome.lines == 0 && moved.outcome.lostLines == 2)
        #expect(moved.outcome.lostComments.map(\.text) == ["why"])
        #expect(other[path]?.cuts.splits == [1])

        // The file is not under review any more.
        let gone = kept.returned(to: [])
        #expect(gone.events.isEmpty && gone.outcome.lostComments.count == 3 && gone.outcome.lostLines == 2)
    }

    /// A part that was written and is not shown any more is nothing that was lost.
    @Test func whatIsSettledIsNotMissed() throws {
        let text = numbered(30).replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n")
        var first = set(numbered(30), text)
        _ = first.handle(.decided(.accepted, .hunk(path, 0)))
        let settled = first.changes
        _ = first.handle(.applyRequested)
        _ = first.handle(.applied(journalEntry: 1))
        let kept = KeptMarks(open: first.changes, settled: settled, inPlace: [path])
        #expect(kept.inPlace == [path] && kept.files[path]?.first?.settled == [0, 1])
        #expect(!kept.returned(to: first.changes).outcome.hasLost)
    }

    @Test func aFileThatIsOneUnitKeepsItsMark() throws {
        var first = set("\0a", "\0b")
        _ = first.handle(.decided(.rejected, .everything))
        let kept = KeptMarks(open: first.changes)
        #expect(restored(kept, set("\0a", "\0b")) == [.rejected])
        #expect(restored(kept, set("\0a", "\0c")) == [.undecided])
    }
}

@Suite struct MarkFatesTests {
    private func change(_ before: String, _ after: String, _ marks: [Decision]) -> Change {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", before, after), by: ""))
        for (line, mark) in marks.enumerated() {
            _ = set.handle(.decided(mark, .lines(path("a.txt"), line..<line + 1)))
        }
        return set.changes[0]
    }

    /// Every decided line is kept, open again or gone, and none is counted twice.
    @Test func everyDecidedLineHasOneFate() {
        let before = change("a\nb\nc\n", "A\nb\nC\n", [.accepted, .accepted, .rejected, .rejected])
        var fates = MarkFates(from: before, to: before)
        #expect(fates.kept == 4 && !fates.hasLost)
        // C is D now, and nobody has decided about it.
        let after = change("a\nb\nc\n", "A\nb\nD\n", [.accepted, .accepted])
        fates = MarkFates(from: before, to: after)
        #expect((fates.kept, fates.reopened, fates.gone) == (2, 1, 1))
        fates += MarkFates(from: before, to: nil)
        #expect((fates.kept, fates.reopened, fates.gone) == (2, 1, 5))
    }
}

@Suite struct VirtualTreeTests {
    private let path = RelativePath("a.txt")!

    private func plan(_ before: String?, _ after: String?) -> ChangePlan {
        func state(_ text: String?) -> FileState? { text.map { FileState(bytes: Array($0.utf8)) } }
        return ChangePlan(steps: [FileStep(path: path, before: state(before), after: state(after))])
    }

    @Test func plansAddUpAndGoBack() throws {
        var tree = VirtualTree()
        let first = try tree.apply(plan("1", "2"))
        let second = try tree.apply(plan("2", "3"))
        #expect(tree.steps == plan("1", "3").steps)
        #expect(throws: ApplyConflict.self) { try tree.apply(plan("2", "4")) }
        #expect(tree.preview(first)?.skipped.map(\.path) == [path])
        #expect(tree.undo(second)?.steps == plan("3", "2").steps)
        #expect(tree.undo(second) == nil)
        #expect(tree.undo(first)?.steps == plan("2", "1").steps)
        #expect(tree.steps.isEmpty)
        let third = try tree.apply(plan("1", "2"))
        // Another one wrote there: a plan from that is taken, and the earlier one is not undone over it.
        tree.forget([path])
        _ = try tree.apply(plan("9", "10"))
        #expect(tree.preview(third)?.steps == [] && tree.steps == plan("9", "10").steps)
    }
}
