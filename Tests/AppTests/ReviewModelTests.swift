// A review without a chat as transcripts: keys and news in, exact orders out, and the pictures at three sizes.
import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ReviewModelTests {
    let a = RelativePath("a.txt")!
    let b = RelativePath("b/long name.txt")!

    func state(_ text: String) -> FileState { FileState(bytes: Array(text.utf8)) }

    var before: String { (1...20).map { "line \($0)\n" }.joined() }
    func after(_ changed: [Int: String]) -> String {
        (1...20).map { "\(changed[$0] ?? "line \($0)")\n" }.joined()
    }

    /// One file in place with two hunks, one for applying.
    func start(_ target: ReviewTarget = .workingTree, kept: KeptMarks = KeptMarks()) -> ReviewStart {
        var contents = ReviewContents()
        contents.files = [
            FittedFile(
                step: FileStep(path: a, before: state(before), after: state(after([3: "three", 17: "seventeen"]))),
                standing: .inPlace),
            FittedFile(step: FileStep(path: b, before: nil, after: state("new\n")), standing: .forApplying),
        ]
        contents.leftOut = [LeftOutFile(name: "link", reason: .symbolicLink)]
        return ReviewStart(
            subject: .patch(name: "fix.patch"), target: target, folder: "~/shop", contents: contents, kept: kept)
    }

    func press(_ keys: Key..., in model: inout ReviewModel) -> [AppEffect] {
        keys.flatMap { model.update(.input(.key($0))) }.filter { effect in
            switch effect {
            case .startTimer, .watch: false
            default: true
            }
        }
    }

    @Test func aWriteTakesOutAndPutsInTogether() throws {
        var model = ReviewModel(start())
        _ = model.update(.input(.resized(Size(columns: 100, rows: 30))))
        // The first hunk of a.txt goes; b is accepted whole.
        _ = press(Key(.tab), Key("x"), Key(.tab), Key("j"), Key(" "), in: &model)
        let effects = press(Key("w"), in: &model)
        let steps = [
            FileStep(
                path: a, before: state(after([3: "three", 17: "seventeen"])), after: state(after([17: "seventeen"]))),
            FileStep(path: b, before: nil, after: state("new\n")),
        ]
        guard case .apply(let plan)? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(plan.steps == steps)
        // Quitting waits for it.
        #expect(press(Key("q"), in: &model).isEmpty)
        let end = model.update(.applied(journalEntry: 4))
        #expect(end.last == .quit)
        #expect(model.end.undecided == 1 && model.end.accepted == 1 && model.end.rejected == 1)
        #expect(model.end.status == 3)
        let lines = model.farewell(again: "`oropendola review fix.patch`")
        #expect(lines.first == "1 change accepted, 1 rejected.")
        #expect(lines.contains { $0.contains("1 undecided. What was decided is kept") })
        #expect(lines.last == "link: a symbolic link, which is not reviewed.")
    }

    /// An entry that is damaged is said to be, and does not stand in the way of those before it.
    @Test func aDamagedWriteIsPassed() throws {
        var start = start()
        start.written = [
            WrittenFact(entry: 9, paths: [b], undoes: 5), WrittenFact(entry: 8, paths: [a]),
            WrittenFact(entry: 7, paths: [a]),
        ]
        var model = ReviewModel(start)
        #expect(press(Key("u"), in: &model) == [.previewUndo(journalEntry: 8)])
        #expect(
            model.update(.undoLost(reason: "journal entry 8 is damaged")).allSatisfy { $0 != .undo(journalEntry: 8) })
        #expect(model.notes.last?.hasPrefix("The undo did not happen: journal entry 8 is damaged.") == true)
        #expect(!model.changes.isWriting)
        #expect(press(Key("u"), in: &model) == [.previewUndo(journalEntry: 7)])
        _ = model.update(.undoPreviewed(UndoPreview(entry: 7, steps: [FileStep(path: a, before: nil, after: nil)])))
        #expect(press(Key("n"), in: &model).isEmpty)
        // The same for what would be done again.
        #expect(press(Key("U"), in: &model) == [.previewUndo(journalEntry: 9)])
        _ = model.update(.undoLost(reason: "the journal has no entry 9 any more"))
        #expect(press(Key("U"), in: &model).isEmpty)
        #expect(model.changes.nextRedo == nil)
    }

    /// A write of an earlier run, which is shown first, taken back, and done again.
    @Test func aWriteOfAnEarlierRunIsTakenBackAndDoneAgain() throws {
        let c = try #require(RelativePath("c.txt"))
        var start = start()
        start.written = [WrittenFact(entry: 7, paths: [c])]
        var model = ReviewModel(start)
        _ = model.update(.input(.resized(Size(columns: 100, rows: 30))))
        #expect(press(Key("u"), in: &model) == [.previewUndo(journalEntry: 7)])
        // Before it is known what would happen, a yes does nothing.
        #expect(press(Key("y"), in: &model).isEmpty)
        // What can't be found out is said.
        _ = model.update(.undoFailed(reason: "the disk is gone"))
        #expect(model.notes.last?.hasPrefix("The undo did not happen: the disk is gone.") == true)
        #expect(press(Key("u"), in: &model) == [.previewUndo(journalEntry: 7)])
        let step = FileStep(path: c, before: state("was\n"), after: state("is\n"))
        let skipped = SkippedFile(path: a, reason: .changedSince)
        _ = model.update(.undoPreviewed(UndoPreview(entry: 7, steps: [step.inverse], skipped: [skipped])))
        #expect(
            model.reviewing.prompt
                == .question(
                    .undoWrite(UndoPreview(entry: 7, steps: [step.inverse], skipped: [skipped]), isChecked: true)))
        #expect(press(Key("y"), in: &model) == [.undo(journalEntry: 7)])
        // One file of that write was rejected: it is looked at, since nothing of it was compared with the disk.
        let d = try #require(RelativePath("d.txt"))
        let plan = ChangePlan(
            steps: [step],
            reviewed: [
                ReviewedFile(path: d, base: state("d\n"), proposed: state("D\n"), marks: [.rejected, .rejected])
            ])
        let effects = model.update(.undone(journalEntry: 7, skipped: [skipped], plan: plan, by: 8))
        #expect(effects.contains(.look([d])))
        #expect(model.changes[c]?.summary == .accepted)
        #expect(model.changes[d]?.summary == .rejected)
        #expect(
            model.notes.last?.hasPrefix("The write was undone; its changes are under review again. a.txt changed")
                == true)
        #expect(press(Key("U"), in: &model) == [.previewUndo(journalEntry: 8)])
        _ = model.update(.undoPreviewed(UndoPreview(entry: 8, steps: [step])))
        #expect(model.reviewing.prompt == .question(.redoWrite(ChangePlan(steps: [step]))))
        #expect(press(Key("y"), in: &model) == [.undo(journalEntry: 8)])
        _ = model.update(.undone(journalEntry: 8, skipped: [], plan: ChangePlan(steps: [step.inverse]), by: 9))
        #expect(model.notes.last == "The write was done again.")
        #expect(model.changes[c] == nil)
        #expect(press(Key("u"), in: &model) == [.previewUndo(journalEntry: 9)])
    }

    @Test func marksOfTheLastTimeAreThere() throws {
        var first = ReviewModel(start())
        _ = press(Key(.tab), Key("]"), Key(" "), in: &first)
        let orders = press(Key("q"), in: &first)
        guard case .review(.keep(let kept))? = orders.first else {
            Issue.record("\(orders)")
            return
        }
        #expect(orders.last == .quit)
        let second = ReviewModel(start(kept: kept))
        #expect(second.changes[a]?.marks == first.changes[a]?.marks)
        #expect(second.end.waiting == 1 && second.end.undecided == 2)
    }

    @Test func escapeDoesNotEndItAndControlCTwiceDoes() throws {
        var model = ReviewModel(start())
        #expect(press(Key(.escape), in: &model).isEmpty)
        #expect(press(.control("c"), in: &model).isEmpty)
        #expect(press(.control("c"), in: &model).last == .quit)
        #expect(model.end.status == 130)
    }

    @Test func theStatusIsTheDocumentedOne() {
        #expect(ReviewEnd().status == 0)
        #expect(ReviewEnd(undecided: 1, accepted: 3).status == 3)
        #expect(ReviewEnd(waiting: 1).status == 3)
        #expect(ReviewEnd(accepted: 1, rejected: 1, unfit: 1).status == 7)
        #expect(ReviewEnd(rejected: 2).status == 4)
        #expect(ReviewEnd(accepted: 1, rejected: 2).status == 0)
        #expect(ReviewEnd(undecided: 1, isCancelled: true).status == 130)
    }

    @Test func withoutAScreenAllIsAccepted() throws {
        var model = ReviewModel(start())
        let effects = model.acceptAll()
        guard case .apply(let plan)? = effects.first(where: { if case .apply = $0 { true } else { false } }) else {
            Issue.record("\(effects)")
            return
        }
        // What is in place stays as it is.
        #expect(plan.steps.map(\.path) == [b])
        _ = model.update(.applied(journalEntry: 1))
        #expect(model.end.accepted == 3 && model.end.status == 7)
        #expect(model.reported.map(\.change.path) == [a, b] && model.reported.allSatisfy(\.isSettled))
    }

    /// Where all is in place nothing is written, and the report has it all the same.
    @Test func withoutAScreenWhatIsInPlaceIsReported() {
        var start = start()
        start.contents.files.removeLast()
        start.contents.leftOut = []
        var model = ReviewModel(start)
        let effects = model.acceptAll()
        #expect(!effects.contains { if case .apply = $0 { true } else { false } })
        #expect(model.changes.isEmpty && model.end == ReviewEnd(accepted: 2))
        #expect(model.reported.map(\.change.path) == [a] && model.reported.allSatisfy(\.isSettled))
    }

    /// What is kept of files that are not looked at goes on being kept, also when all others are done with.
    @Test func whatIsNotLookedAtIsCarriedThrough() throws {
        let other = try #require(RelativePath("docs/x"))
        var carried = KeptMarks(files: [other: [KeptMarks.Run(fingerprint: 7, marks: [.rejected])]])
        carried.comments = [
            KeptComment(path: other, place: nil, kind: .remark, text: "mine", patch: "", isResolved: false)
        ]
        var start = start()
        start.carried = carried
        var model = ReviewModel(start)
        #expect(model.returned.isNothing)
        #expect(press(Key("q"), in: &model).first == .review(.keep(carried)))
        model = ReviewModel(start)
        _ = press(Key("A"), Key("w"), in: &model)
        _ = model.update(.applied(journalEntry: 1))
        #expect(model.kept == carried)
    }

    /// Of another patch of the same files what fits is taken, and nothing is called missing when nothing does.
    @Test func anotherPatchIsMissedNothingOf() {
        var start = start(kept: KeptMarks(files: [a: [KeptMarks.Run(fingerprint: 7, marks: [.rejected])]]))
        #expect(ReviewModel(start).returned.lostLines == 1)
        start.isKeptOfAnother = true
        let model = ReviewModel(start)
        #expect(model.returned.isNothing && model.farewell(again: nil).allSatisfy { !$0.contains("last time") })
    }

    /// A watch keeps nothing, and promises nothing; all others do.
    @Test func whatIsPromisedIsKept() {
        for (subject, kept, quitting) in [
            (
                ReviewSubject.watch, "Kept until you quit; o exports it",
                "q quits; what you decided and did not write is not kept"
            ),
            (.staged(from: "HEAD"), "Kept for the next time, too; o exports it", "q quits; what you decided is kept"),
        ] {
            var start = start()
            start.subject = subject
            var model = ReviewModel(start)
            #expect(press(Key(.escape), in: &model).isEmpty)
            #expect(model.flash?.text == quitting)
            _ = press(Key("c"), Key("h"), Key("m"), Key(.enter), in: &model)
            #expect(model.flash?.text == kept)
            #expect(model.kept.comments.isEmpty == (subject == .watch))
        }
    }

    @Test func aRefusedWriteIsSaidAndKeepsDecisions() throws {
        var model = ReviewModel(start())
        _ = press(Key("A"), Key("w"), in: &model)
        _ = model.update(.applyFailed(.failed(path: a, reason: "No space left on device")))
        #expect(model.failures.count == 1 && model.failures[0].contains("No space left"))
        #expect(model.end.waiting == 3)
    }

    /// Somebody else changes one of two decided hunks before the write: what is said of the decisions is counted.
    @Test func aRefusedWriteCountsWhatIsOpenAgain() throws {
        let changed = [3: "three", 17: "seventeen"]
        var contents = ReviewContents()
        contents.files = [
            FittedFile(
                step: FileStep(path: a, before: state(before), after: state(after(changed))), standing: .forApplying)
        ]
        var model = ReviewModel(
            ReviewStart(subject: .patch(name: nil), target: .index, folder: "~/shop", contents: contents))
        _ = press(Key("A"), Key("w"), in: &model)
        let now = after([10: "elsewhere"])
        _ = model.update(.applyFailed(.changedOnDisk([ApplyRefusal.Finding(path: a, state: state(now))])))
        #expect(
            model.failures == [
                "a.txt changed in the index since. Nothing was written, every decision is kept. "
                    + "w writes what is decided now"
            ])
        #expect(model.notes.last == model.failures.first)

        // In place the hunk itself is another one.
        var held = ReviewModel(start())
        _ = press(Key("A"), Key("w"), in: &held)
        let other = after([3: "three", 17: "SEVENTEEN"])
        _ = held.update(.applyFailed(.changedOnDisk([ApplyRefusal.Finding(path: a, state: state(other))])))
        #expect(held.changes[a]?.count(of: .accepted) == 1 && held.changes[a]?.count(of: .undecided) == 1)
        #expect(
            held.failures == [
                "a.txt changed on disk since. Nothing was written. 2 decided lines kept, 1 open again, 1 gone. "
                    + "w writes what is decided now"
            ])
    }

    /// A commit is git's: nothing is asked, and what takes it back is said.
    @Test func aCommitIsNotOfferedToBeUndone() throws {
        for (isFirst, words) in [(false, "git reset --soft HEAD~1 takes it back"), (true, "git update-ref -d HEAD")] {
            var model = ReviewModel(start(.commit))
            _ = press(Key("A"), Key("w"), in: &model)
            _ = model.update(.review(.committed(ReviewCommit(id: "1a2b3c4", isFirst: isFirst), lags: [])))
            _ = model.update(.applied(journalEntry: 1))
            let effects = press(Key("u"), in: &model)
            #expect(effects.isEmpty && model.notes.last?.contains(words) == true, "\(effects) \(model.notes)")
            #expect(model.changes.isEmpty)
        }
    }

    @Test func whatAppearsIsReviewedInPlace() throws {
        var contents = ReviewStart(
            subject: .watch, target: .workingTree, folder: "~/shop", contents: ReviewContents())
        contents.troubles = []
        var model = ReviewModel(contents)
        _ = model.update(.review(.appeared(FileStep(path: a, before: state("1\n"), after: state("1\n2\n")))))
        #expect(model.changes.inPlace == [a] && model.changes[a]?.proposed == state("1\n2\n"))
        _ = press(Key("x"), in: &model)
        _ = model.update(.review(.appeared(FileStep(path: a, before: state("1\n"), after: state("1\n2\n3\n")))))
        guard case .apply(let plan)? = press(Key("x"), Key("x"), Key("w"), in: &model).last else { return }
        #expect(plan.steps.first?.before == state("1\n2\n3\n"))
    }

    @Test func thePictureSaysWhichWayAFileGoes() throws {
        for (columns, rows) in [(40, 10), (80, 24), (120, 40)] {
            var model = ReviewModel(start())
            let size = Size(columns: columns, rows: rows)
            _ = model.update(.input(.resized(size)))
            _ = model.update(.timerFired(.flash, at: 0))
            let lines = text(model.frame(in: size))
            #expect(lines.last?.contains("in place") == true, "\(columns): \(lines.last ?? "")")
            _ = press(Key("j"), in: &model)
            #expect(text(model.frame(in: size)).last?.contains("for applying") == true)
            _ = press(Key("?"), in: &model)
            #expect(text(model.frame(in: size)).contains { $0.contains("Changes") })
        }
    }

    private func text(_ frame: Frame) -> [String] {
        (0..<frame.cells.size.rows).map { row in
            (0..<frame.cells.size.columns).map { String(frame.cells[$0, row].text) }.joined()
        }
    }
}
