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
        guard let change = set[path] else { return nil }
        for (decision, lines) in kept.decisions(for: change) { _ = set.handle(.decided(decision, .lines(path, lines))) }
        return set[path]?.marks
    }

    @Test func marksComeBackByTheirLines() throws {
        var first = set("a\nb\nc\nd\ne\nf\n", "A\nb\nC\nd\ne\nF\n")
        _ = first.handle(.decided(.accepted, .lines(path, 0..<2)))
        _ = first.handle(.decided(.rejected, .lines(path, 5..<6)))
        let kept = KeptMarks(first.changes)
        #expect(restored(kept, set("a\nb\nc\nd\ne\nf\n", "A\nb\nC\nd\ne\nF\n")) == first[path]?.marks)
        // Another run came before, the first one is gone, the last one is the same.
        let marks = try #require(restored(kept, set("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nF\n")))
        #expect(marks == [.undecided, .undecided, .undecided, .rejected])
        #expect(KeptMarks(set("a\n", "b\n").changes).isEmpty)
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

    @Test func aFileThatIsOneUnitKeepsItsMark() throws {
        var first = set("\0a", "\0b")
        _ = first.handle(.decided(.rejected, .everything))
        let kept = KeptMarks(first.changes)
        #expect(restored(kept, set("\0a", "\0b")) == [.rejected])
        #expect(restored(kept, set("\0a", "\0c")) == [.undecided])
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
    }
}
