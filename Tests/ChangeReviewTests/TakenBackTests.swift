// What comes back into the review when a write is taken back that only the journal knows: all that it settled, as it stood.

import ChangeReview
import TestSupport
import Testing

@Suite struct TakenBackTests {
    private let a = path("a.txt")
    private let b = path("b.txt")
    private let base = numbered(30)
    private var edited: String { base.replacingOnce("5\n", "five\n").replacingOnce("20\n", "twenty\n") }

    /// What a set orders to be written of these proposals, as decided.
    private func plan(_ set: inout ChangeSet) -> ChangePlan {
        for effect in set.handle(.applyRequested) { if case .apply(let plan) = effect { return plan } }
        return ChangePlan(steps: [])
    }

    /// A later run that knows the journal alone, after it took the write back.
    private func later(_ plan: ChangePlan, skipped: [RelativePath] = [], inPlace: Bool = false) -> ChangeSet {
        var set = ChangeSet()
        set.takesUpInPlace = inPlace
        let paths = plan.steps.map(\.path)
        _ = set.handle(.journalListed([WrittenFact(entry: 1, paths: paths)]))
        #expect(set.handle(.undoRequested).last == .undo(journalEntry: 1))
        _ = set.handle(.undone(journalEntry: 1, skipped: skipped, plan: plan, by: 2))
        return set
    }

    private func renamed(_ text: String) -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("old.txt", base, nil), by: "call-1"))
        _ = set.handle(.proposed(step("new.txt", nil, text), by: "call-1"))
        return set
    }

    // MARK: Renames

    @Test func aWrittenRenameComesBackAsOne() {
        for (text, hunk) in [(base, nil), (edited, nil), (edited, 0)] {
            var set = renamed(text)
            let new = path("new.txt")
            _ = set.handle(.decided(.accepted, hunk.map { .hunk(new, $0) } ?? .file(new)))
            if hunk != nil { _ = set.handle(.decided(.rejected, .hunk(new, 1))) }
            let before = set.changes
            let plan = plan(&set)
            var later = later(plan)
            #expect(later.changes.map(\.origin) == [path("old.txt")])
            #expect(later.changes.map(\.marks) == before.map(\.marks))
            #expect(later.changes.map(\.base) == before.map(\.base))
            #expect(later.changes.map(\.proposed) == before.map(\.proposed))
            // And is written again as it was.
            #expect(later.handle(.redoRequested) == [.record(.redoRequested), .apply(plan)])
        }
    }

    @Test func oneEndOfARenameThatIsBackIsAChangeOfItsOwn() {
        var set = renamed(base)
        _ = set.handle(.decided(.accepted, .everything))
        let plan = plan(&set)
        let kept = later(plan, skipped: [path("new.txt")])
        #expect(kept.changes.map(\.path) == [path("old.txt")])
        #expect(kept.changes.map(\.kind) == [.deleted])
        #expect(kept.changes.map(\.summary) == [.accepted])
        // The same in the run that wrote it.
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: [path("old.txt")]))
        #expect(set.changes.map(\.path) == [path("new.txt")])
        #expect(set.changes.map(\.kind) == [.added])
    }

    /// A renamed file is proposed back at its old path, and then the write of the rename is taken back as well.
    @Test func aRenameThatIsTakenBackTwiceIsTakenBackOnce() {
        for back in [base, edited] {
            var set = renamed(base)
            _ = set.handle(.decided(.accepted, .everything))
            _ = plan(&set)
            _ = set.handle(.applied(journalEntry: 1))
            _ = set.handle(.proposed(step("new.txt", base, nil), by: "call-2"))
            _ = set.handle(.proposed(step("old.txt", nil, back), by: "call-2"))
            #expect(set.changes.map(\.origin) == [path("new.txt")])
            _ = set.handle(.undoRequested)
            _ = set.handle(.undone(journalEntry: 1, skipped: []))
            // What is left is what differs from the file that is back.
            #expect(set.changes.map(\.path) == (back == base ? [] : [path("old.txt")]))
            #expect(set.changes.allSatisfy { $0.origin == nil && $0.kind == .modified && $0.summary == .undecided })
        }
    }

    // MARK: Rejected files

    @Test func whatWasRejectedComesBackBesideWhatWasAccepted() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, edited), by: ""))
        _ = set.handle(.proposed(step("b.txt", base, edited), by: ""))
        _ = set.handle(.proposed(step("c.txt", nil, "c\n"), by: ""))
        _ = set.handle(.decided(.accepted, .file(a)))
        _ = set.handle(.decided(.rejected, .hunk(b, 0)))
        _ = set.handle(.decided(.rejected, .file(path("c.txt"))))
        let before = set.changes
        let plan = plan(&set)
        #expect(plan.steps.map(\.path) == [a])
        #expect(plan.reviewed.map(\.path) == [b, path("c.txt")])
        let later = later(plan)
        #expect(later.changes.map(\.marks) == before.map(\.marks))
        #expect(later.changes.map(\.proposed) == before.map(\.proposed))
        #expect(later.nextUndo == nil)
    }

    @Test func aRejectedFileThatIsProposedFromSomethingElseSinceStaysAsItIs() {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, edited), by: ""))
        _ = set.handle(.proposed(step("b.txt", base, edited), by: ""))
        _ = set.handle(.decided(.accepted, .file(a)))
        _ = set.handle(.decided(.rejected, .file(b)))
        _ = plan(&set)
        _ = set.handle(.applied(journalEntry: 1))
        _ = set.handle(.proposed(step("b.txt", "other\n", "new\n"), by: ""))
        _ = set.handle(.undoRequested)
        #expect(set.handle(.undone(journalEntry: 1, skipped: [])).last == .restored([a]))
        #expect(set[b]?.base == state("other\n"))
        #expect(set[b]?.summary == .undecided)
    }

    // MARK: In place

    /// `disk` holds what is proposed for `base`; one hunk of it was taken out by an earlier run.
    private func takenOut(_ text: String?) -> (plan: ChangePlan, before: [Change]) {
        var set = ChangeSet()
        _ = set.handle(.proposed(FileStep(path: a, before: text.map { state($0) }, after: state(edited)), by: ""))
        _ = set.handle(.foundInPlace([a]))
        _ = set.handle(.decided(.rejected, .hunk(a, 0)))
        let before = set.changes
        return (plan(&set), before)
    }

    @Test func whatWasTakenOutInPlaceIsInPlaceAgain() {
        for text in [base, nil] {
            let (plan, before) = takenOut(text)
            #expect(plan.reviewed.map(\.isInPlace) == [true])
            let set = later(plan, inPlace: true)
            #expect(set.changes.map(\.base) == before.map(\.base))
            #expect(set.changes.map(\.proposed) == before.map(\.proposed))
            #expect(set.changes.map(\.marks) == before.map(\.marks))
            #expect(set.inPlace == [a])
            // A review with a log has no places: there the write itself is what is decided about.
            let chat = later(plan)
            #expect(chat.inPlace.isEmpty)
            #expect(chat[a]?.base == state(edited))
            #expect(chat[a]?.proposed == plan.steps.first?.after)
            #expect(chat[a]?.summary == .accepted)
        }
    }

    @Test func aFileThatIsUnderReviewInPlaceGoesOnFromWhatIsBack() {
        let (plan, before) = takenOut(base)
        let rest = plan.steps[0].after
        var set = ChangeSet()
        set.takesUpInPlace = true
        _ = set.handle(.proposed(FileStep(path: a, before: state(base), after: rest), by: ""))
        _ = set.handle(.foundInPlace([a]))
        _ = set.handle(.journalListed([WrittenFact(entry: 1, paths: [a])]))
        _ = set.handle(.undoRequested)
        _ = set.handle(.undone(journalEntry: 1, skipped: [], plan: plan, by: 2))
        #expect(set[a]?.proposed == state(edited))
        #expect(set[a]?.marks == before[0].marks)
        // Done again: by the journal, and the panel follows.
        #expect(set.nextRedo == .write(journalEntry: 2, ChangePlan(steps: [])))
        #expect(set.handle(.redoRequested) == [.record(.redoRequested), .undo(journalEntry: 2)])
        #expect(set.isWritingAgain)
        let undo = plan.inverse
        let effects = set.handle(.undone(journalEntry: 2, skipped: [], plan: undo, by: 3))
        #expect(effects == [.record(.undone(journalEntry: 2, skipped: [], plan: undo, by: 3)), .restored([a])])
        #expect(set[a]?.proposed == rest)
        #expect(set.nextRedo == nil)
        #expect(set.nextUndo == .write(journalEntry: 3, ChangePlan(steps: [])))
        // Compared with another revision it is another change: that one follows the disk.
        var other = ChangeSet()
        other.takesUpInPlace = true
        let old = base.replacingOnce("30\n", "thirty\n")
        _ = other.handle(.proposed(FileStep(path: a, before: state(old), after: rest), by: ""))
        _ = other.handle(.foundInPlace([a]))
        _ = other.handle(.journalListed([WrittenFact(entry: 1, paths: [a])]))
        _ = other.handle(.undoRequested)
        _ = other.handle(.undone(journalEntry: 1, skipped: [], plan: plan, by: 2))
        #expect(other[a]?.base == state(old))
        #expect(other[a]?.proposed == state(edited))
        #expect(other[a]?.summary == .undecided)
    }

    @Test func aWriteForApplyingThatIsTakenBackLeavesThePlace() {
        // Written by another program, and shown by git as a difference.
        var set = ChangeSet()
        set.takesUpInPlace = true
        _ = set.handle(.proposed(step("a.txt", base, edited), by: ""))
        _ = set.handle(.foundInPlace([a]))
        _ = set.handle(.journalListed([WrittenFact(entry: 1, paths: [a])]))
        _ = set.handle(.undoRequested)
        let plan = ChangePlan(steps: [step("a.txt", base, edited)])
        _ = set.handle(.undone(journalEntry: 1, skipped: [], plan: plan, by: 2))
        #expect(set.inPlace.isEmpty)
        #expect(set[a]?.summary == .accepted)
        _ = set.handle(.redoRequested)
        _ = set.handle(.undone(journalEntry: 2, skipped: [], plan: plan.inverse, by: 3))
        #expect(set.isEmpty)
    }

    /// Whatever was decided: a later run that knows the journal alone has the same changes with the same marks, and
    /// orders the same to be written.
    @Test func allThatAWriteSettledComesBack() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        var (renames, rejected, inPlace) = (0, 0, 0)
        for round in 0..<fuzzRounds(default: 300) {
            let what: Comment = "seed \(seed) round \(round)"
            let isInPlace = random.chance(3)
            var set = ChangeSet()
            for number in 0..<random.number(1...4) {
                let step = random.pair(path: path("f\(number)"))
                if random.chance(3), let before = step.before, step.after != nil {
                    _ = set.handle(
                        .proposed(
                            FileStep(path: step.path, before: before, after: nil), by: .call("c\(number)", turn: 1)))
                    let new = FileStep(path: path("new/f\(number)"), before: nil, after: step.after)
                    _ = set.handle(.proposed(new, by: .call("c\(number)", turn: 1)))
                } else {
                    _ = set.handle(.proposed(step, by: .call("c\(number)", turn: 1)))
                }
            }
            if isInPlace { _ = set.handle(.foundInPlace(set.pathsOnDisk)) }
            for change in set.changes {
                let decision: Decision = random.chance(2) ? .accepted : .rejected
                if random.chance(3) {
                    _ = set.handle(.decided(decision, .file(change.path)))
                } else {
                    for line in change.marks.indices where random.chance(2) {
                        let other: Decision = random.chance(2) ? .accepted : .rejected
                        _ = set.handle(.decided(other, .lines(change.path, line..<line + 1)))
                    }
                }
            }
            let before = set.changes
            let plan = plan(&set)
            guard !plan.steps.isEmpty else { continue }
            let touched = Set(plan.steps.map(\.path))
            let wanted = before.filter { change in
                if isInPlace { return touched.contains(change.path) }
                return change.summary != .undecided
            }
            var later = later(plan, inPlace: isInPlace)
            #expect(later.changes.map(\.path) == wanted.map(\.path), what)
            #expect(later.changes.map(\.origin) == wanted.map(\.origin), what)
            #expect(later.changes.map(\.base) == wanted.map(\.base), what)
            #expect(later.changes.map(\.proposed) == wanted.map(\.proposed), what)
            #expect(later.changes.map(\.marks) == wanted.map(\.marks), what)
            renames += wanted.count { $0.origin != nil }
            rejected += isInPlace ? 0 : wanted.count { !$0.marks.contains(.accepted) }
            inPlace += isInPlace ? 1 : 0
            #expect(Set(self.plan(&later).steps) == Set(plan.steps), what)
        }
        #expect(renames > 10 && rejected > 10 && inPlace > 10, "seed \(seed): \(renames) \(rejected) \(inPlace)")
    }

    // MARK: The journal of several programs

    /// One file, accepted and written.
    private func written() -> ChangeSet {
        var set = ChangeSet()
        _ = set.handle(.proposed(step("a.txt", base, edited), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        _ = set.handle(.applied(journalEntry: 1))
        return set
    }

    @Test func whatAnotherProgramTookBackIsDoneAgainAndNotUndoneTwice() {
        var set = written()
        let facts = [
            WrittenFact(entry: 1, paths: [a]), WrittenFact(entry: 2, paths: [b]),
            WrittenFact(entry: 3, paths: [a], undoes: 1),
        ]
        #expect(set.handle(.journalListed(facts)) == [.record(.journalListed([facts[1], facts[2]]))])
        #expect(set.nextUndo == .write(journalEntry: 2, ChangePlan(steps: [])))
        #expect(set.nextRedo == .write(journalEntry: 3, ChangePlan(steps: [])))
        #expect(set.handle(.journalListed(facts)) == [])
        // A replay of what was recorded knows the same.
        var again = written()
        _ = again.handle(.journalListed([facts[1], facts[2]]))
        #expect(again == set)
        // And done again there, too: it can be undone from here.
        let redo = WrittenFact(entry: 4, paths: [a], undoes: 3, isRedo: true)
        _ = set.handle(.journalListed(facts + [redo]))
        #expect(set.nextRedo == nil)
        #expect(set.nextUndo == .write(journalEntry: 4, ChangePlan(steps: [])))
    }

    @Test func redoGoesAsFarBackAsTheNewestWrite() {
        var set = ChangeSet()
        let facts = [
            WrittenFact(entry: 1, paths: [a]), WrittenFact(entry: 2, paths: [b]),
            WrittenFact(entry: 3, paths: [b], undoes: 2), WrittenFact(entry: 4, paths: [a], undoes: 1),
        ]
        _ = set.handle(.journalListed(facts))
        #expect(set.nextUndo == nil)
        // Decisions and proposals are no reason to forget it.
        _ = set.handle(.proposed(step("c.txt", nil, "c\n"), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        for (undo, by, steps) in [(4, 5, step("a.txt", base, edited)), (3, 6, step("b.txt", base, edited))] {
            #expect(set.handle(.redoRequested).last == .undo(journalEntry: undo))
            // One that fails can be tried again.
            _ = set.handle(.undoFailed(reason: "no"))
            #expect(set.handle(.redoRequested).last == .undo(journalEntry: undo))
            _ = set.handle(
                .undone(journalEntry: undo, skipped: [], plan: ChangePlan(steps: [steps.inverse]), by: by))
        }
        #expect(set.handle(.redoRequested) == [.nothingToRedo])
        #expect(set.nextUndo == .write(journalEntry: 6, ChangePlan(steps: [])))
        // A write since takes its place.
        set = ChangeSet()
        _ = set.handle(.journalListed(facts + [WrittenFact(entry: 5, paths: [b])]))
        #expect(set.nextRedo == nil)
    }

    /// Taken back, done again and taken back once more, all of it elsewhere: the write of this review is passed.
    @Test func aWriteThatWasTakenBackTwiceElsewhereIsPassed() {
        var set = written()
        let facts = [
            WrittenFact(entry: 1, paths: [a]), WrittenFact(entry: 2, paths: [a], undoes: 1),
            WrittenFact(entry: 3, paths: [a], undoes: 2, isRedo: true), WrittenFact(entry: 4, paths: [a], undoes: 3),
        ]
        let effects = set.handle(.journalListed(facts))
        #expect(set.nextUndo == nil)
        #expect(set.nextRedo == .write(journalEntry: 4, ChangePlan(steps: [])))
        #expect(set.handle(.journalListed(facts)) == [])
        // A replay of what was recorded knows the same.
        guard case .record(let recorded)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        var again = ChangeSet()
        let log: [RecordedEvent] = [
            .proposed(step("a.txt", base, edited), by: ""), .decided(.accepted, .everything), .applyRequested,
            .applied(journalEntry: 1), recorded,
        ]
        _ = again.handle(.replayed(log))
        #expect(again.nextUndo == nil && again.nextRedo == set.nextRedo)
    }

    /// A write since then ends a redo, also when that was taken back itself: a start knows what one run knew.
    @Test func aWriteThatIsTakenBackEndsTheRedosBeforeItAllTheSame() {
        var set = ChangeSet()
        let facts = [
            WrittenFact(entry: 1, paths: [a]), WrittenFact(entry: 2, paths: [a], undoes: 1),
            WrittenFact(entry: 3, paths: [b]), WrittenFact(entry: 4, paths: [b], undoes: 3),
        ]
        _ = set.handle(.journalListed(facts))
        #expect(set.handle(.redoRequested).last == .undo(journalEntry: 4))
        _ = set.handle(.undone(journalEntry: 4, skipped: [], plan: ChangePlan(steps: []), by: 5))
        #expect(set.handle(.redoRequested) == [.nothingToRedo])
    }

    // MARK: Folders

    @Test func foldersAroundANewFileGoWithIt() {
        func leaving(_ files: [(String, String?)], reject: [String]) -> [String] {
            var set = ChangeSet()
            for (name, before) in files {
                _ = set.handle(
                    .proposed(
                        FileStep(path: path(name), before: before.map { state($0) }, after: state("new\n")), by: ""))
            }
            _ = set.handle(.foundInPlace(files.map { path($0.0) }))
            for name in reject { _ = set.handle(.decided(.rejected, .file(path(name)))) }
            return plan(&set).leaving.map(\.text)
        }
        #expect(leaving([("x/y/b.txt", nil)], reject: ["x/y/b.txt"]) == ["x/y", "x"])
        // The base has a file in `x`.
        #expect(leaving([("x/y/b.txt", nil), ("x/a", "old\n")], reject: ["x/y/b.txt"]) == ["x/y"])
        #expect(leaving([("x/a", "old\n")], reject: ["x/a"]) == [])
        // For applying, nothing of it is on disk yet; and a deletion that is written leaves the folder.
        var set = ChangeSet()
        _ = set.handle(.proposed(step("x/a", "a\n", nil), by: ""))
        _ = set.handle(.decided(.accepted, .everything))
        #expect(plan(&set).leaving == [])
    }
}
