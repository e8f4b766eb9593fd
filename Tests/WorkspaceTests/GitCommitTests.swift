// A commit of parts of files, beside what git says is in it.
import ChangeReview
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct GitCommitTests {
    private func state(_ text: String, _ isExecutable: Bool = false) -> FileState {
        FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
    }

    private func step(_ path: String, _ before: String?, _ after: String?) throws -> FileStep {
        FileStep(
            path: try #require(RelativePath(path)), before: before.map { state($0) }, after: after.map { state($0) })
    }

    private func numbered(_ changed: [Int: String] = [:]) -> String {
        (1...30).map { "\(changed[$0] ?? "line \($0)")\n" }.joined()
    }

    private func hook(_ name: String, _ text: String, in repository: Repository) throws {
        try repository.write(".git/hooks/\(name)", "#!/bin/sh\n\(text)\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/\(name)"])
    }

    @Test func exactlyThePartIsCommittedAndTheRestStays() throws {
        let repository = try Repository(["a.txt": numbered(), "b.txt": "b\n"])
        // Line 5 is the user's own and line 20 what was accepted; b.txt is staged for another commit.
        try repository.write("a.txt", numbered([5: "mine", 20: "accepted"]))
        try repository.write("b.txt", "staged\n")
        try repository.git("add", "b.txt")
        let report = try repository.open().commit(
            [try step("a.txt", numbered([5: "mine"]), numbered([5: "mine", 20: "accepted"]))], message: "Part\n\nBody")
        #expect(report.files == 1 && report.leftOut.isEmpty)
        #expect(try repository.git("rev-parse", "--short", "HEAD") == "\(report.id)\n")
        #expect(try repository.git("log", "-1", "--format=%B") == "Part\n\nBody\n\n")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered([20: "accepted"]))
        #expect(try repository.git("show", "HEAD:b.txt") == "b\n")
        #expect(try repository.git("diff", "--cached", "--name-only") == "b.txt\n")
        #expect(try repository.git("diff", "--name-only") == "a.txt\n")
        #expect(try repository.folder.text("r/a.txt") == numbered([5: "mine", 20: "accepted"]))
        #expect(try !run(["ls", "\(repository.root)/.git"]).text.contains("oropendola-index"))
    }

    @Test func filesComeGoAndMoveAndGetTheirBit() throws {
        let repository = try Repository(["old.txt": "x\n", "gone.txt": "y\n", "run.sh": "#!/bin/sh\n"])
        let path = try #require(RelativePath("run.sh"))
        let report = try repository.open().commit(
            [
                try step("old.txt", "x\n", nil), try step("new/name.txt", nil, "x\n"), try step("gone.txt", "y\n", nil),
                FileStep(path: path, before: state("#!/bin/sh\n"), after: state("#!/bin/sh\n", true)),
            ], message: "Move")
        #expect(report.files == 4)
        #expect(
            try repository.git("ls-tree", "-r", "--format=%(objectmode) %(path)", "HEAD")
                == "100644 new/name.txt\n100755 run.sh\n")
        #expect(try repository.git("diff", "--cached", "--name-only") == "")
    }

    @Test func twoPartsOfAFileGoOneAfterTheOther() throws {
        let repository = try Repository(["a.txt": numbered()])
        _ = try repository.open().commit(
            [
                try step("a.txt", numbered(), numbered([3: "three"])),
                try step("a.txt", numbered([3: "three"]), numbered([3: "three", 9: "nine"])),
            ], message: "Both")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered([3: "three", 9: "nine"]))
    }

    @Test func whatDoesNotFitIsLeftOutAndNamed() throws {
        let repository = try Repository(["a.txt": "one\n", "b.txt": "b\n"])
        let steps = [
            try step("a.txt", "uno\n", "eins\n"), try step("unknown.txt", "1\n", "2\n"),
            try step("b.txt", "b\n", "B\n"),
        ]
        let report = try repository.open().commit(steps, message: "Some")
        #expect(report.files == 1)
        #expect(report.leftOut.map(\.path.text) == ["a.txt", "unknown.txt"])
        #expect(report.leftOut.map(\.reason) == [.overlaps, .unknown])
        #expect(try repository.git("diff", "--name-only", "HEAD~1", "HEAD") == "b.txt\n")
        #expect(throws: CommitRefusal.allLeftOut(report.leftOut)) {
            try repository.open().commit(Array(steps.prefix(2)), message: "None")
        }
        #expect(throws: CommitRefusal.nothing) { try repository.open().commit([steps[2]], message: "Again") }
    }

    @Test func aHookThatRefusesIsHeardAndNothingIsCommitted() throws {
        let repository = try Repository(["a.txt": "one\n"])
        try hook("pre-commit", "echo checking\necho 'lint: no' >&2\nexit 1", in: repository)
        let head = try repository.git("rev-parse", "HEAD")
        #expect(throws: CommitRefusal.git(["checking", "lint: no"])) {
            try repository.open().commit([try step("a.txt", "one\n", "two\n")], message: "Refused")
        }
        #expect(try repository.git("rev-parse", "HEAD") == head)
        #expect(try repository.git("status", "--porcelain") == "")
        #expect(try !run(["ls", "\(repository.root)/.git"]).text.contains("oropendola-index"))
    }

    @Test func aHookHasTheUsersEnvironmentAndNoTerminal() throws {
        let repository = try Repository(["a.txt": "one\n"])
        try hook(
            "pre-commit",
            "echo ${GIT_LITERAL_PATHSPECS-unset} ${GIT_TERMINAL_PROMPT-unset} >seen\n(: </dev/tty) 2>/dev/null && exit 1\nexit 0",
            in: repository)
        _ = try repository.open().commit([try step("a.txt", "one\n", "two\n")], message: "Heard")
        #expect(try repository.folder.text("r/seen") == "unset unset\n")
    }

    @Test func aMergeUnderWayIsNotEndedByIt() throws {
        let repository = try Repository(["a.txt": "one\n", "b.txt": "b\n"])
        try repository.git("checkout", "-q", "-b", "side")
        try repository.write("b.txt", "side\n")
        try repository.git("commit", "-qam", "side")
        try repository.git("checkout", "-q", "main")
        try repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
        #expect(throws: CommitRefusal.underWay("a merge")) {
            try repository.open().commit([try step("a.txt", "one\n", "two\n")], message: "No")
        }
        #expect(try repository.git("log", "--format=%s") == "first\n")
    }

    @Test func theFirstCommitAndAFolderBelowTheTop() throws {
        let repository = try Repository()
        _ = try repository.open().commit([try step("a.txt", nil, "one\n")], in: "below", message: "First")
        #expect(try repository.git("show", "HEAD:below/a.txt") == "one\n")
        #expect(try repository.open().branch() == "main")
        try repository.git("checkout", "-q", "--detach")
        #expect(try repository.open().branch() == nil)
    }

    /// Random parts of random texts, beside `git apply --cached` of the same part.
    @Test func partsAreWhatGitWouldApply() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var chance = SeededGenerator(seed: seed)
        let repository = try Repository(["a.txt": numbered()])
        for round in 0..<12 {
            let head = try repository.git("show", "HEAD:a.txt")
            let lines = head.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
            func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
            // The user's own lines stand far from the accepted ones, so that git can lay the patch in.
            var mine = lines
            mine[Int.random(in: 0..<5, using: &chance)] = "mine \(round)"
            var accepted = mine
            let place = Int.random(in: 12..<20, using: &chance)
            switch Int.random(in: 0..<3, using: &chance) {
            case 0: accepted[place] = "accepted \(round)"
            case 1: accepted.insert("inserted \(round)", at: place)
            default: accepted.remove(at: place)
            }
            if accepted.count < 25 { accepted += ["more \(round)", "lines"] }
            let part = try step("a.txt", text(mine), text(accepted))
            let patch = UnifiedPatch([Change(path: part.path, base: part.before, proposed: part.after)]) { _ in true }
            try repository.git("apply", "--cached", "-", input: patch.bytes)
            let expected = try repository.git("show", ":a.txt")
            try repository.git("reset", "-q")
            _ = try repository.open().commit([part], message: "Round \(round)")
            #expect(try repository.git("show", "HEAD:a.txt") == expected, "seed \(seed), round \(round)")
        }
    }
}
