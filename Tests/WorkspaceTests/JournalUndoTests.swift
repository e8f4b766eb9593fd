// Undo as far back as the journal goes, in another run of the program too: what comes back, what is left alone, and why.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct JournalUndoTests {
    private func skipped(_ pairs: [(String, SkippedFile.Reason)]) throws -> [SkippedFile] {
        try pairs.map { SkippedFile(path: try path($0.0), reason: $0.1) }
    }

    @Test func everyReasonIsTold() async throws {
        let names = ["changed", "folder", "gone", "link", "mode", "pipe", "stays", "sub/x", "we/again"]
        let project = try Project(Dictionary(uniqueKeysWithValues: names.map { ($0, "old") }))
        let folder = try project.open()
        let first = try await folder.apply(ChangePlan(steps: try names.map { try step($0, "old", "new") })).entry
        let second = try await folder.apply(ChangePlan(steps: [try step("we/again", "new", "newer")])).entry
        let root = project.root
        try project.write("changed", "by somebody")
        for name in ["folder", "gone", "link", "pipe"] { unlink("\(root)/\(name)") }
        mkdir("\(root)/folder", 0o755)
        symlink("stays", "\(root)/link")
        mkfifo("\(root)/pipe", 0o600)
        chmod("\(root)/mode", 0o755)
        try run(["mv", "\(root)/sub", "\(root)/elsewhere"])
        symlink("elsewhere", "\(root)/sub")

        // Another run of the program.
        let reopened = try project.open()
        let reasons = try skipped([
            ("changed", .changedSince), ("folder", .folder), ("gone", .gone), ("link", .symbolicLink),
            ("mode", .changedSince), ("pipe", .special), ("sub/x", .symbolicLink),
            ("we/again", .writtenAgain(entry: second)),
        ])
        let preview = try reopened.previewUndo(first)
        #expect(preview == UndoPreview(entry: first, steps: [try step("stays", "new", "old")], skipped: reasons))
        let undone = try await reopened.undo(first)
        #expect(undone.skipped == reasons)
        #expect(undone.undone == [try path("stays")])
        #expect(undone.plan.steps.count == names.count)
        #expect(try project.text("stays") == "old")
        #expect(try project.text("changed") == "by somebody")
        #expect(try project.text("we/again") == "newer")
        #expect(try project.text("elsewhere/x") == "new")

        // Nothing left to do: nothing is written, and the journal has no new entry.
        let again = try await reopened.undo(first)
        #expect(again.entry == nil && again.undone.isEmpty)
        #expect(try reopened.written().map(\.number) == [3, 2, 1])
    }

    @Test func whatMayNotBeReadIsLeftAlone() async throws {
        let project = try Project(["a": "old", "b": "old"])
        let entry = try await project.open().apply(
            ChangePlan(steps: [try step("a", "old", "new"), try step("b", "old", "new")])
        ).entry
        // Root may read anything, so the double says no in its stead.
        let preview = try project.open(InterceptedFiles(closed: "a")).previewUndo(entry)
        #expect(preview.steps.map(\.path) == [try path("b")])
        guard case .unreadable(let reason)? = preview.skipped.first?.reason else {
            Issue.record("\(preview.skipped)")
            return
        }
        #expect(reason == "cannot open a: Permission denied")
    }

    /// Undo of an older write while newer ones stand on other files; then each taken back in turn.
    @Test func anyEntryCanBeTakenBackInAnyOrder() async throws {
        let project = try Project(["a": "0", "b": "0"])
        let folder = try project.open()
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "0", "1"), try step("new/c", nil, "c")]))
        _ = try await folder.apply(ChangePlan(steps: [try step("b", "0", "1")]))
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "1", "2")]))
        let reopened = try project.open()
        #expect(try await reopened.undo(2).undone == [try path("b")])
        #expect(try await reopened.undo(1).skipped == skipped([("a", .writtenAgain(entry: 3))]))
        #expect(try await reopened.undo(3).undone == [try path("a")])
        // What was in the way is taken back: now the rest of the first goes, too.
        #expect(try await reopened.undo(1).undone == [try path("a")])
        #expect(try project.tree() == ["a": file("0"), "b": file("0")])
        // And all of it once more, by taking the undos back: redo is nothing else.
        for entry in [7, 6, 5, 4] { _ = try await project.open().undo(entry) }
        #expect(try project.tree().keys.sorted() == ["a", "b", "new/", "new/c"])
        #expect(try project.text("a") == "2")
        #expect(try project.text("b") == "1")
    }

    /// What the review held of a file comes back with the undo, and with the undo of the undo's undo.
    @Test func theReviewComesBack() async throws {
        let project = try Project(["a": "1\n2\n"])
        let folder = try project.open()
        let reviewed = [
            ReviewedFile(
                path: try path("a"), base: file("1\n2\n"), proposed: file("one\ntwo\nthree\n", isExecutable: true),
                marks: [.accepted, .accepted, .undecided, .undecided, .rejected]),
            // Rejected whole, without a step; and both ends of a rename in place.
            ReviewedFile(path: try path("b"), base: file("b"), proposed: nil, marks: [.rejected]),
            ReviewedFile(
                path: try path("new"), origin: try path("old"), base: nil, proposed: file(""), marks: [],
                isInPlace: true),
        ]
        let plan = ChangePlan(steps: [try step("a", "1\n2\n", "one\n2\n")], reviewed: reviewed)
        _ = try await folder.apply(plan)
        #expect(try folder.latestWrite()?.plan == plan)
        #expect(try await project.open().undo(1).plan == plan)
        // Taking the undo back settles what the first write did.
        #expect(try await project.open().undo(2).plan.reviewed == reviewed)
        #expect(try await project.open().undo(3).plan == plan)
    }

    /// What was taken back, and what was done again, is told apart also where the first entry is gone.
    @Test func theListTellsUndoFromRedo() async throws {
        let project = try Project(["a": "0"])
        let folder = try project.open(limits: Journal.Limits(entries: 3))
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "0", "1")]))
        for entry in 1...4 { _ = try await folder.undo(entry) }
        let a = [try path("a")]
        #expect(
            try project.open().writtenFacts() == [
                WrittenFact(entry: 5, paths: a, undoes: 4, isRedo: true), WrittenFact(entry: 4, paths: a, undoes: 3),
                WrittenFact(entry: 3, paths: a, undoes: 2, isRedo: true),
            ])
    }

    /// Folders around a file that is taken out go with it when they are empty, come back with the undo, and go again.
    @Test func foldersGoAndComeBack() async throws {
        let project = try Project(["a": "0", "sub/deep/b": "b", "full/b": "b", "full/other": "o"])
        mkdir("\(project.root)/empty", 0o755)
        let before = try project.tree()
        let plan = ChangePlan(
            steps: [try step("sub/deep/b", "b", nil), try step("full/b", "b", nil)],
            leaving: [try path("sub/deep"), try path("sub"), try path("full"), try path("gone/before")])
        _ = try await project.open().apply(plan)
        #expect(try project.open().latestWrite()?.plan == plan)
        #expect(try project.tree().keys.sorted() == ["a", "empty/", "full/", "full/other"])
        _ = try await project.open().undo(1)
        #expect(try project.tree() == before)
        _ = try await project.open().undo(2)
        #expect(try project.tree().keys.sorted() == ["a", "empty/", "full/", "full/other"])
        // Somebody uses the folder since: it stays.
        _ = try await project.open().undo(3)
        try project.write("sub/deep/mine", "m")
        _ = try await project.open().undo(4)
        #expect(try project.text("sub/deep/mine") == "m")
        #expect(!project.exists("sub/deep/b"))
    }

    /// The list is made of heads: it costs the same whatever was written.
    @Test func theListReadsNoContents() async throws {
        var random = SeededGenerator.fresh()
        let project = try Project(["a": "0"])
        let folder = try project.open()
        let large = JournalTrimTests.noise(300_000, &random)
        _ = try await folder.apply(ChangePlan(steps: [try step("a", "0", large)]))
        _ = try await folder.apply(ChangePlan(steps: [try step("b", nil, "b"), try step("a", large, nil)]))
        let counting = InterceptedFiles()
        let reopened = try project.open(counting)
        let before = counting.bytesRead
        let list = try reopened.written()
        #expect(counting.bytesRead - before < 20_000)
        #expect(list.map(\.number) == [2, 1])
        #expect(
            list.first?.files == [
                .init(path: try path("a"), before: 300_000, after: nil),
                .init(path: try path("b"), before: nil, after: 1),
            ])
        #expect(try reopened.written(limit: 1).map(\.number) == [2])
        #expect(try reopened.written(before: 2).map(\.number) == [1])
    }

    @Test func aTornEntryIsNoReasonToForgetAWrite() async throws {
        let project = try Project(["a": "0"])
        _ = try await project.open().apply(ChangePlan(steps: [try step("a", "0", "1")]))
        _ = try await project.open().apply(ChangePlan(steps: [try step("a", "1", "2")]))
        let entry = try run(["find", project.stateHome, "-name", "00000002.done"]).text.filter { $0 != "\n" }
        try writeFile(entry, Array(try readFile(entry).dropLast()))
        let folder = try project.open()
        #expect(throws: FileError("read", "journal entry 2", code: EIO)) { try folder.latestWrites(after: 1) }
        #expect(throws: FileError.self) { try folder.latestWrite() }
        await #expect(throws: ApplyFailure.damagedEntry(2)) { try await folder.undo(2) }
        #expect(try folder.latestWrites(after: 2).isEmpty)
        #expect(try project.text("a") == "2")
        // What was before it can still be read.
        #expect(try folder.written().map(\.number) == [1])
    }
}
