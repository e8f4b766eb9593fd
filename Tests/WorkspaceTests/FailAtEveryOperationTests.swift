// Every file operation of a write fails once, and the process dies before every one of them once. Afterwards the
// project is wholly as before or wholly as after, and nothing of ours lies about in it.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct FailAtEveryOperationTests {
    static let files = ["a.txt": "one\n", "b.txt": "two\n", "sub/c.txt": "three\n"]

    static func plan() throws -> ChangePlan {
        ChangePlan(steps: [
            try step("a.txt", "one\n", "ONE\n"), try step("b.txt", "two\n", nil),
            try step("new/deep/d.txt", nil, "four\n"), try step("sub/c.txt", "three\n", "THREE\n"),
        ])
    }

    /// What a run of the work makes of the project, when nothing goes wrong.
    struct Work: Sendable {
        var limits = Journal.Limits()
        var prepare: @Sendable (ProjectFolder) async throws -> Void
        var run: @Sendable (ProjectFolder) async throws -> Void
    }

    static let apply = Work(prepare: { _ in }, run: { _ = try await $0.apply(try plan()) })
    static let undo = Work(
        prepare: { _ = try await $0.apply(try plan()) }, run: { _ = try await $0.undo(1) })
    static let redo = Work(
        prepare: { folder in
            _ = try await folder.apply(try plan())
            _ = try await folder.undo(1)
        }, run: { _ = try await $0.undo(2) })
    /// Takes a new file out with its folder, and keeps what was decided about a rename and about a rejected file.
    static let takeOut = Work(prepare: { _ in }, run: { _ = try await $0.apply(try takingOut()) })
    static let putBack = Work(
        prepare: { _ = try await $0.apply(try takingOut()) }, run: { _ = try await $0.undo(1) })
    static let takeOutAgain = Work(
        prepare: { folder in
            _ = try await folder.apply(try takingOut())
            _ = try await folder.undo(1)
        }, run: { _ = try await $0.undo(2) })

    static func takingOut() throws -> ChangePlan {
        ChangePlan(
            steps: [
                try step("a.txt", "one\n", nil), try step("sub/c.txt", "three\n", nil),
                try step("new/a.txt", nil, "one\n"),
            ],
            reviewed: [
                ReviewedFile(
                    path: try path("new/a.txt"), origin: try path("a.txt"), base: file("one\n"),
                    proposed: file("one\n"), marks: [.accepted]),
                ReviewedFile(
                    path: try path("b.txt"), base: file("two\n"), proposed: file("2\n"),
                    marks: [.rejected, .rejected]),
                ReviewedFile(
                    path: try path("sub/c.txt"), base: nil, proposed: file("three\n"), marks: [.rejected],
                    isInPlace: true),
            ], leaving: [try path("sub")])
    }

    /// The write drops two entries, one of which holds what the others name.
    static let trim = Work(
        limits: Journal.Limits(entries: 2),
        prepare: { folder in
            _ = try await folder.apply(ChangePlan(steps: [try step("e", nil, "five\n"), try step("f", nil, "six\n")]))
            _ = try await folder.apply(ChangePlan(steps: [try step("e", "five\n", "5\n")]))
            _ = try await folder.apply(ChangePlan(steps: [try step("f", "six\n", "6\n")]))
        },
        run: { folder in
            if try folder.state(of: try path("a.txt")) == file("one\n") { _ = try await folder.apply(try plan()) }
        })

    static let works = [apply, undo, redo, trim, takeOut, putBack, takeOutAgain]

    /// One failure: the write says so and has taken itself back.
    @Test func oneFailure() async throws {
        for work in Self.works {
            try await play(work) { number, failing in
                number == failing ? .fail(failing.isMultiple(of: 3) ? EROFS : ENOSPC) : .go
            }
        }
    }

    /// From one operation on everything fails, as when the process dies there: the next start takes it back.
    @Test func everythingFailsFromThereOn() async throws {
        for work in Self.works {
            try await play(work) { number, failing in number >= failing ? .fail(EIO) : .go }
        }
    }

    /// The recovery itself dies at every operation, and is tried again.
    @Test func recoveryFailsToo() async throws {
        // The middle of the swap: some files are new, some are old.
        let count = try await operations(of: Self.apply)
        let wanted = try await after(Self.apply)
        for failing in [count / 2, count * 2 / 3, count * 3 / 4] {
            var inner = 1
            let place = try TemporaryFolder()
            while true {
                let project = try Project(Self.files, in: place, name: "\(inner)-")
                let before = try project.tree()
                let base = try await openingOperations(project)
                let dying = try project.open(
                    InterceptedFiles { number, _ in number >= base + failing ? .fail(EIO) : .go })
                _ = try? await dying.apply(try Self.plan())
                let point = inner
                let counter = InterceptedFiles { number, _ in number >= base + point ? .fail(EIO) : .go }
                let report = try project.open(counter).recover()
                let again = try project.open().recover()
                #expect(again.failure == nil)
                let tree = try project.tree()
                #expect(tree == before || tree == wanted, "\(failing) \(inner)")
                if report.failure == nil { break }
                inner += 1
            }
            #expect(inner > 5)
        }
    }

    private func play(
        _ work: Work, _ verdict: @escaping @Sendable (Int, Int) -> InterceptedFiles.Verdict
    ) async throws {
        let count = try await operations(of: work)
        let wanted = try await after(work)
        #expect(count > 50)
        let place = try TemporaryFolder()
        for failing in 1...count {
            let project = try Project(Self.files, in: place, name: "\(failing)-")
            try await work.prepare(try project.open())
            let before = try project.tree()
            let base = try await openingOperations(project)
            let folder = try project.open(
                InterceptedFiles { number, _ in verdict(number - base, failing) }, limits: work.limits)
            var isDone = true
            do { try await work.run(folder) } catch {
                isDone = false
                if case .rollbackFailed? = error as? ApplyFailure {
                } else {
                    let tree = try project.tree().filter { !$0.key.contains(".oropendola-") }
                    #expect(tree == before, "taken back at \(failing): \(error)")
                }
            }
            let reopened = try project.open(limits: work.limits)
            let report = reopened.recover()
            #expect(report.failure == nil && !report.isBusy && report.leftAlone.isEmpty, "recovered at \(failing)")
            let tree = try project.tree()
            #expect(tree == before || tree == wanted, "whole at \(failing)")
            if isDone { #expect(tree == wanted, "done at \(failing)") }
            try checkJournal(reopened, "at \(failing)")
            // The project goes on: the same work can be done, or has been.
            if tree == before { try await work.run(reopened) }
            #expect(try project.tree() == wanted, "again at \(failing)")
            try checkJournal(reopened, "again at \(failing)")
        }
    }

    /// Whatever is listed has all its contents, and nothing half written lies about.
    private func checkJournal(_ folder: ProjectFolder, _ moment: Comment) throws {
        for name in try folder.journal.names() {
            #expect(name.isWritten, moment)
            #expect(try folder.journal.read(name) != nil, moment)
        }
        let rest = try listNames(folder.journal.folder, label: "journal").filter { $0.first == UInt8(ascii: ".") }
        #expect(rest.isEmpty, moment)
    }

    private func operations(of work: Work) async throws -> Int {
        let project = try Project(Self.files)
        try await work.prepare(try project.open())
        let base = try await openingOperations(project)
        let files = InterceptedFiles()
        try await work.run(try project.open(files, limits: work.limits))
        return files.count - base
    }

    private func after(_ work: Work) async throws -> [String: FileState] {
        let project = try Project(Self.files)
        try await work.prepare(try project.open())
        try await work.run(try project.open())
        return try project.tree()
    }

    /// How many operations opening takes when the state folder is there.
    private func openingOperations(_ project: Project) async throws -> Int {
        _ = try project.open()
        let files = InterceptedFiles()
        _ = try project.open(files)
        return files.count
    }
}
