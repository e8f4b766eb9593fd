// What index and files are like after a commit of parts, and when it ends, beside git itself.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Workspace

@Suite struct CommitFollowingTests {
    private func numbered(_ changed: [Int: String] = [:]) -> String {
        (1...30).map { "\(changed[$0] ?? "line \($0)")\n" }.joined()
    }

    private func hook(_ name: String, _ text: String, in repository: Repository) throws {
        try repository.write(".git/hooks/\(name)", "#!/bin/sh\n\(text)\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/\(name)"])
    }

    /// A line of the same file is staged for another commit, and another one is in the file alone.
    private func stagedBeside() throws -> (Repository, FileStep) {
        let repository = try Repository(["a.txt": numbered()])
        try repository.write("a.txt", numbered([20: "staged"]))
        try repository.git("add", "a.txt")
        let mine = [20: "staged", 28: "mine"]
        try repository.write("a.txt", numbered(mine.merging([5: "accepted"]) { $1 }))
        return (repository, try step("a.txt", numbered(mine), numbered(mine.merging([5: "accepted"]) { $1 })))
    }

    @Test func aStagedLineOfTheSameFileStaysStaged() throws {
        let (repository, part) = try stagedBeside()
        let report = try repository.open().commit([part], message: "Part")
        #expect(report.lags.isEmpty)
        #expect(try repository.git("show", "HEAD:a.txt") == numbered([5: "accepted"]))
        #expect(try repository.git("show", ":a.txt") == numbered([5: "accepted", 20: "staged"]))
        // The next commit is of that line alone, and takes nothing back.
        try repository.git("commit", "-q", "-m", "Next")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered([5: "accepted", 20: "staged"]))
        #expect(try repository.git("diff", "--numstat") == "1\t1\ta.txt\n")
    }

    @Test func otherStagedLinesInTheSamePlaceAreLeftAndNamed() throws {
        let repository = try Repository(["a.txt": numbered()])
        try repository.write("a.txt", numbered([5: "staged"]))
        try repository.git("add", "a.txt")
        let part = try step("a.txt", numbered(), numbered([5: "accepted"]))
        let report = try repository.open().commit([part], message: "Part")
        #expect(report.lags == [CommitLag([part.path], .otherLines)])
        #expect(try repository.git("show", ":a.txt") == numbered([5: "staged"]))
    }

    /// Random staged and accepted lines, beside `git merge-file` of the index with what was committed.
    @Test func theIndexIsWhatGitWouldMerge() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var chance = SeededGenerator(seed: seed)
        for round in 0..<12 {
            let repository = try Repository(["a.txt": numbered()])
            var staged: [Int: String] = [:]
            for _ in 0..<3 { staged[Int.random(in: 1...30, using: &chance)] = "staged \(round)" }
            try repository.write("a.txt", numbered(staged))
            try repository.git("add", "a.txt")
            let place = Int.random(in: 1...30, using: &chance)
            let part = try step("a.txt", numbered(), numbered([place: "accepted \(round)"]))
            let report = try repository.open().commit([part], message: "Round \(round)")
            for (name, text) in [
                ("ours", numbered(staged)), ("base", numbered()), ("theirs", numbered([place: "accepted \(round)"])),
            ] {
                try repository.folder.write(name, text)
            }
            let merged = try run(["git", "merge-file", "-p", "ours", "base", "theirs"], in: repository.folder.path)
            #expect(report.lags.isEmpty == (merged.status == 0), "seed \(seed), round \(round)")
            let index = try repository.git("show", ":a.txt")
            #expect(index == (merged.status == 0 ? merged.text : numbered(staged)), "seed \(seed), round \(round)")
        }
    }

    @Test func aLockedIndexIsSaidAndTheCommitStands() throws {
        let repository = try Repository(["a.txt": "one\n"])
        try hook("post-commit", ": >.git/index.lock", in: repository)
        let part = try step("a.txt", "one\n", "two\n")
        let report = try repository.open().commit([part], message: "Made")
        #expect(try repository.git("show", "HEAD:a.txt") == "two\n")
        #expect(try repository.git("rev-parse", "--short", "HEAD") == "\(report.id)\n")
        guard report.lags.count == 1, report.lags[0].paths == [part.path],
            case .index(let reason) = report.lags[0].reason
        else {
            Issue.record("\(report)")
            return
        }
        #expect(reason.contains("index.lock"))
    }

    // MARK: What HEAD holds

    /// One that does not fit any more does not bar one that begins at HEAD.
    @Test func aPartBeginsWhereHeadIs() throws {
        let repository = try Repository(["a.txt": "one\n"])
        try repository.write("a.txt", "other\n")
        try repository.git("commit", "-q", "-a", "-m", "other")
        let steps = [try step("a.txt", "one\n", "eins\n"), try step("a.txt", "other\n", "last\n")]
        #expect(try repository.open().commit(steps, message: "Last").leftOut.isEmpty)
        #expect(try repository.git("show", "HEAD:a.txt") == "last\n")
        // HEAD is where the last of them ends.
        #expect(throws: CommitRefusal.nothing) { try repository.open().commit(steps, message: "Again") }
    }

    @Test func aFileThatGoesTakesOtherLinesAlong() throws {
        let repository = try Repository(["a.txt": "one\n", "b.txt": "b\n"])
        let report = try repository.open().commit([try step("a.txt", "one\nmine\n", nil)], message: "Gone")
        #expect(report.files == 1 && report.lags.isEmpty)
        #expect(try repository.git("ls-files") == "b.txt\n")
    }

    @Test func aBitIsCommittedWithoutTheLines() throws {
        let repository = try Repository(["a.bin": "\0one"])
        let path = try #require(RelativePath("a.bin"))
        let mine = Array("\0mine".utf8)
        let part = FileStep(
            path: path, before: FileState(bytes: mine), after: FileState(bytes: mine, isExecutable: true))
        #expect(try repository.open().commit([part], message: "Bit").files == 1)
        #expect(try repository.git("ls-files", "--format=%(objectmode)") == "100755\n")
        #expect(try repository.git("show", "HEAD:a.bin") == "\0one")
    }

    // MARK: Hooks that do not end

    /// A process that a hook leaves behind holds git's channels; the commit is done when git is.
    @Test func aProcessThatAHookLeavesIsNotWaitedFor() throws {
        let repository = try Repository(["a.txt": "one\n"])
        try hook("post-commit", "sleep 300 &\necho $! >left", in: repository)
        let clock = ContinuousClock()
        let time = try clock.measure {
            _ = try repository.open().commit([try step("a.txt", "one\n", "two\n")], message: "Made")
        }
        let left = try #require(
            pid_t(try repository.folder.text("r/left").split(whereSeparator: \.isWhitespace).joined()))
        #expect(kill(left, 0) == 0, "it was not left")
        kill(left, SIGKILL)
        #expect(time < .seconds(100))
    }

    /// Commits, waits until a hook runs, and asks git to end.
    private func ended(_ name: String, in repository: Repository) async throws -> Result<CommitReport, CommitRefusal> {
        // It does not listen.
        try hook(name, "trap '' TERM\n: >started\nwhile :; do sleep 1; done", in: repository)
        let (git, stop) = (try repository.open(), GitStop())
        let part = try step("a.txt", "one\n", "two\n")
        let (answers, answer) = AsyncStream<Result<CommitReport, CommitRefusal>>.makeStream()
        onThread {
            do throws(CommitRefusal) {
                answer.yield(.success(try git.commit([part], message: "Hangs", stop: stop)))
            } catch {
                answer.yield(.failure(error))
            }
            answer.finish()
        }
        _ = try await eventually("the hook runs") { repository.folder.exists("r/started") ? true : nil }
        stop.ask()
        return try #require(await answers.first { _ in true })
    }

    @Test func aHookThatHangsIsEnded() async throws {
        let repository = try Repository(["a.txt": "one\n"])
        #expect(try await ended("pre-commit", in: repository) == .failure(.ended))
        #expect(try repository.git("log", "--format=%s") == "first\n")
        #expect(try repository.git("status", "--porcelain") == "?? started\n")
        #expect(try !run(["ls", "\(repository.root)/.git"]).text.contains("oropendola-index"))
    }

    /// Behind the commit: it is made, and the index follows.
    @Test func aHookBehindTheCommitIsEndedAndTheCommitStands() async throws {
        let repository = try Repository(["a.txt": "one\n"])
        #expect(try await ended("post-commit", in: repository).get().lags.isEmpty)
        #expect(try repository.git("log", "-1", "--format=%s") == "Hangs\n")
        #expect(try repository.git("diff", "--cached", "--name-only") == "")
    }

    // MARK: Files

    /// The disk is full: the reason is the disk's, and the index followed.
    @Test func whatKeepsTheFilesBehindIsSaid() async throws {
        let repository = try Repository(["a.txt": "one\n"])
        let folder = "\(repository.folder.path)/state"
        let isFull = Flag()
        let project = try ProjectFolder(
            repository.root, folders: Folders(state: folder, config: folder, cache: folder),
            files: InterceptedFiles { _, operation in
                isFull.isUp.load(ordering: .relaxed) && operation == "write" ? .fail(ENOSPC) : .go
            })
        let git = try repository.open()
        let reader = ReviewReader(project: project, repository: git, target: .commit)
        let plan = ChangePlan(steps: [try step("a.txt", "one\n", "two\n")])
        let before = try git.committed(plan.steps.map(\.path), in: "HEAD")
        let index = try git.temporaryIndex()
        defer { unlink(index) }
        try git.stage([plan.steps[0].path: plan.steps[0].after], expecting: before, index: index)
        try git.commit(message: "Made", index: index, hasTerminal: false)
        isFull.isUp.store(true, ordering: .relaxed)
        let followed = await reader.followCommit(plan, from: before, bringsFiles: true)
        #expect(followed.otherLines.isEmpty && followed.index == nil)
        #expect(followed.files?.paths == plan.steps.map(\.path))
        guard case .journal(let error)? = followed.files?.failure else {
            Issue.record("\(followed)")
            return
        }
        #expect(error.code == ENOSPC)
        #expect(try repository.git("status", "--porcelain") == " M a.txt\n")
        #expect(try repository.folder.text("r/a.txt") == "one\n")
    }
}

private final class Flag: Sendable {
    let isUp = Atomic(false)
}
