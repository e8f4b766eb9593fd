// Writing a plan: all of it or nothing, with everything about a file kept that the plan does not change.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct ApplyTests {
    @Test func createsChangesAndDeletes() async throws {
        let project = try Project(["a.txt": "one\n", "b.txt": "two\n"])
        let folder = try project.open()
        let entry = try await folder.apply(
            ChangePlan(steps: [
                try step("a.txt", "one\n", "ONE\r\n"), try step("b.txt", "two\n", nil),
                try step("new/deep/c.txt", nil, "three"),
            ]))
        #expect(entry == WrittenPlan(entry: 1))
        #expect(
            try project.tree() == [
                "a.txt": file("ONE\r\n"), "new/": file(""), "new/deep/": file(""), "new/deep/c.txt": file("three"),
            ])
        #expect(try folder.written().map(\.number) == [1])
    }

    @Test func leavesEverythingWhenOneFileChanged() async throws {
        let project = try Project(["a.txt": "one\n", "b.txt": "changed\n"])
        let before = try project.tree()
        let folder = try project.open()
        let plan = ChangePlan(steps: [try step("a.txt", "one\n", "x"), try step("b.txt", "two\n", "y")])
        await #expect(throws: ApplyFailure.changedOnDisk([try path("b.txt"): file("changed\n")])) {
            try await folder.apply(plan)
        }
        #expect(try project.tree() == before)
        #expect(try folder.written().isEmpty)
    }

    /// The file is gone then, and the review can leave it out; what stands there stays.
    @Test func leavesWhatTookAFilesPlace() async throws {
        let project = try Project(["a.txt/inside": "one\n", "real": "two\n"])
        symlink("real", "\(project.root)/b.txt")
        let folder = try project.open()
        let plan = ChangePlan(steps: [try step("a.txt", "one\n", "x"), try step("b.txt", "two\n", "y")])
        await #expect(throws: ApplyFailure.changedOnDisk([try path("a.txt"): nil, try path("b.txt"): nil])) {
            try await folder.apply(plan)
        }
        #expect(try project.text("real") == "two\n")
    }

    @Test func neverReplacesAFileThatAppeared() async throws {
        let project = try Project(["a.txt": "mine"])
        let folder = try project.open()
        await #expect(throws: ApplyFailure.changedOnDisk([try path("a.txt"): file("mine")])) {
            try await folder.apply(ChangePlan(steps: [try step("a.txt", nil, "theirs")]))
        }
        #expect(try project.text("a.txt") == "mine")
    }

    @Test func keepsModeAndSetsTheExecutableBit() async throws {
        let project = try Project(["run.sh": "old", "secret": "s"])
        chmod("\(project.root)/run.sh", 0o640)
        chmod("\(project.root)/secret", 0o600)
        let folder = try project.open()
        let run = try path("run.sh")
        _ = try await folder.apply(
            ChangePlan(steps: [
                FileStep(path: run, before: file("old"), after: file("new", isExecutable: true)),
                try step("secret", "s", "t"),
            ]))
        #expect(project.mode("run.sh") == 0o750)
        #expect(project.mode("secret") == 0o600)
        let now = try folder.state(of: run)
        #expect(now == file("new", isExecutable: true))
        let undone = try await folder.undo(1)
        #expect(undone.undone == [run, try path("secret")])
        #expect(project.mode("run.sh") == 0o640)
    }

    @Test func undoBringsBackModesOfDeletedFiles() async throws {
        let project = try Project(["key": "k"])
        chmod("\(project.root)/key", 0o400)
        let folder = try project.open()
        let entry = try await folder.apply(ChangePlan(steps: [try step("key", "k", nil)])).entry
        #expect(!project.exists("key"))
        _ = try await folder.undo(entry)
        #expect(project.mode("key") == 0o400)
    }

    @Test func undoRemovesFoldersItMadeAndCanBeUndone() async throws {
        let project = try Project(["a.txt": "one"])
        let before = try project.tree()
        let folder = try project.open()
        let entry = try await folder.apply(
            ChangePlan(steps: [try step("x/y/z.txt", nil, "z"), try step("a.txt", "one", "two")])
        ).entry
        let after = try project.tree()
        let undone = try await folder.undo(entry)
        #expect(try project.tree() == before)
        #expect(undone.entry == 2)
        _ = try await folder.undo(2)
        #expect(try project.tree() == after)
        #expect(try folder.written().map(\.undoes) == [2, 1, nil])
    }

    @Test func undoSkipsWhatChangedSince() async throws {
        let project = try Project(["a.txt": "one", "b.txt": "two"])
        let folder = try project.open()
        let entry = try await folder.apply(
            ChangePlan(steps: [try step("a.txt", "one", "ONE"), try step("b.txt", "two", "TWO")])
        ).entry
        try project.write("a.txt", "mine now")
        let preview = try folder.previewUndo(entry)
        #expect(preview.steps == [try step("b.txt", "TWO", "two")])
        #expect(preview.skipped == [SkippedFile(path: try path("a.txt"), reason: .changedSince)])
        let outcome = try await folder.undo(entry)
        #expect(outcome.entry == 2)
        #expect(outcome.undone == [try path("b.txt")])
        #expect(outcome.skipped == preview.skipped)
        #expect(try project.text("a.txt") == "mine now")
        #expect(try project.text("b.txt") == "two")
    }

    @Test func undoOfNothing() async throws {
        let project = try Project()
        let folder = try project.open()
        await #expect(throws: ApplyFailure.noSuchEntry(7)) { try await folder.undo(7) }
        #expect(try project.tree().isEmpty)
    }

    @Test func refusesLinksFoldersAndSpecialFiles() async throws {
        let project = try Project(["real.txt": "r", "dir/x": "x"])
        symlink("real.txt", "\(project.root)/link.txt")
        symlink("dir", "\(project.root)/linked")
        mkfifo("\(project.root)/pipe", 0o600)
        let folder = try project.open()
        let cases: [(String, AccessFailure)] = [
            ("link.txt", .symbolicLink("link.txt")), ("linked/x", .symbolicLink("linked")),
            ("pipe", .special("pipe", kind: .pipe)), ("dir", .isFolder("dir")),
            ("real.txt/y", .notFolder("real.txt")), (".git/hooks/pre-commit", .gitFolder(".git/hooks/pre-commit")),
        ]
        for (name, failure) in cases {
            await #expect(throws: ApplyFailure.refused(try path(name), failure)) {
                try await folder.apply(ChangePlan(steps: [try step(name, nil, "evil")]))
            }
        }
        #expect(try project.text("real.txt") == "r")
    }

    @Test func readOnlyFolderSaysSo() async throws {
        let project = try Project(["sub/a.txt": "one"])
        let before = try project.tree()
        // Root may write anywhere, so the double says no in its stead.
        let files = InterceptedFiles { _, operation in operation == "rename" ? .fail(EROFS) : .go }
        _ = try project.open()
        let folder = try project.open(files)
        await #expect(throws: ApplyFailure.self) {
            try await folder.apply(ChangePlan(steps: [try step("sub/a.txt", "one", "two")]))
        }
        #expect(try project.tree() == before)
    }
}
