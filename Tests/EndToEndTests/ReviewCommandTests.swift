// `oropendola review` in a real terminal and a real repository, its results compared with what git says.
import Glibc
import TestSupport
import Testing

/// A repository, a home, and the program in it.
struct ReviewedRepository {
    let folder: TemporaryFolder
    let home: Home
    var root: String { "\(folder.path)/r" }
    static let quiet = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"]

    init(_ files: [String: String]) throws {
        folder = try TemporaryFolder()
        home = try Home()
        try makeFolders(root)
        try git("init", "-q", "-b", "main")
        try git("config", "user.name", "A Reviewer")
        try git("config", "user.email", "reviewer@example.org")
        for (name, text) in files { try write(name, text) }
        try git("add", "-A")
        try git("commit", "-q", "-m", "first")
    }

    @discardableResult
    func git(_ words: String..., input: [UInt8] = []) throws -> String {
        let outcome = try run(["git"] + words, in: root, input: input, environment: Self.quiet)
        if outcome.status != 0 { Issue.record("git \(words): \(outcome.errorText)") }
        return outcome.text
    }

    func write(_ name: String, _ text: String) throws { try folder.write("r/\(name)", text) }
    func text(_ name: String) throws -> String { try folder.text("r/\(name)") }

    /// On a screen; `before` is a shell line whose output is piped into it.
    func show(
        _ options: String = "", before: String = "", after: String = "", ready: String? = "CHANGES",
        columns: Int = 100, rows: Int = 30
    ) throws -> Tmux {
        let program = shellQuoted(try builtProduct("oropendola"))
        let command =
            "sh -c \(shellQuoted("\(before.isEmpty ? "exec " : "\(before) | ")\(program) review \(options) \(after)"))"
        let tmux = try Tmux(
            columns: columns, rows: rows, command: command, in: root,
            environment: home.variables.merging(Self.quiet) { $1 })
        if let ready { try tmux.wait(for: ready) }
        return tmux
    }

    /// Without one.
    func plain(_ options: String..., input: [UInt8] = []) throws -> Outcome {
        try run(
            ["setsid", try builtProduct("oropendola"), "review"] + options, in: root, input: input,
            environment: home.variables.merging(Self.quiet) { $1 })
    }
}

func numbered(_ numbers: ClosedRange<Int>, _ changed: [Int: String] = [:]) -> String {
    numbers.map { "\(changed[$0] ?? "line \($0)")\n" }.joined()
}

@Suite struct ReviewCommandTests {
    @Test func aPipedDiffIsReviewedInPlaceAndOneLineTakenOut() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        try repository.write("b.txt", numbered(1...30, [9: "nine"]))
        let tmux = try repository.show(before: "git diff")
        try tmux.wait(for: "in place")
        // The first hunk goes, the second stays, b.txt is left alone.
        try tmux.press("Tab", "x", "]", "Space")
        try tmux.wait(for: "✓")
        try tmux.press("w")
        try tmux.wait(for: "taken out")
        #expect(try repository.text("a.txt") == numbered(1...30, [20: "twenty"]))
        #expect(try repository.text("b.txt") == numbered(1...30, [9: "nine"]))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        let said = try tmux.transcript()
        #expect(said.contains("1 undecided"))
    }

    @Test func aPatchThatIsNotThereIsPutInAndTakenBack() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        let patch = try repository.git("diff")
        try repository.git("checkout", "-q", ".")
        try repository.folder.write("fix.patch", patch)
        let tmux = try repository.show("../fix.patch")
        try tmux.wait(for: "for applying")
        try tmux.press("Tab", "Space", "]", "x", "w")
        try tmux.wait(for: "written")
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five"]))
        try tmux.press("u")
        try tmux.wait(for: "y yes")
        try tmux.press("y")
        try tmux.wait(for: "under review again")
        #expect(try repository.text("a.txt") == numbered(1...30))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    @Test func whatWasDecidedIsThereTheNextTime() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        let first = try repository.show()
        try first.press("Tab", "Space")
        try first.wait(for: "✓")
        try first.press("q")
        #expect(try first.waitForEnd() == 3)
        #expect(try first.transcript().contains("What was decided is kept"))
        let second = try repository.show()
        try second.wait(for: "1 undecided")
        try second.press("Tab", "n", "Space", "w")
        try second.wait(for: "kept")
        try second.press("q")
        #expect(try second.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five", 20: "twenty"]))
    }

    @Test func theIndexGetsExactlyWhatIsAccepted() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": numbered(1...5)])
        let changed = numbered(1...30, [5: "five", 20: "twenty"])
        try repository.write("a.txt", changed)
        try repository.write("b.txt", numbered(1...5, [2: "two"]))
        let tmux = try repository.show("--index")
        try tmux.press("Tab", "]", "Space", "w")
        try tmux.wait(for: "written")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try repository.git("show", ":a.txt") == numbered(1...30, [20: "twenty"]))
        #expect(try repository.git("diff", "--cached", "--name-only") == "a.txt\n")
        #expect(try repository.text("a.txt") == changed)
    }

    @Test func aCommitHoldsExactlyWhatIsAccepted() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        let changed = numbered(1...30, [5: "five", 20: "twenty"])
        try repository.write("a.txt", changed)
        try repository.folder.write("r/.git/hooks/pre-commit", "#!/bin/sh\necho hook >hooked\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/pre-commit"])
        let tmux = try repository.show("--commit -m 'only five'")
        try tmux.press("Tab", "Space", "]", "x", "w")
        try tmux.wait(for: "Nothing is left to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...30, [5: "five"]))
        #expect(try repository.git("log", "-1", "--format=%s") == "only five\n")
        #expect(try repository.text("hooked") == "hook\n")
        // The rest is a change of the working tree alone.
        #expect(try repository.git("diff", "--cached", "--name-only") == "")
        #expect(try repository.text("a.txt") == changed)
    }

    @Test func thePatchThatIsWrittenIsWhatWasAccepted() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        let tmux = try repository.show("--output -", after: ">../out.patch")
        try tmux.press("Tab", "Space", "]", "x", "w", "q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five", 20: "twenty"]))
        try repository.git("checkout", "-q", ".")
        try repository.git("apply", "../out.patch")
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five"]))
    }

    /// The tree does not know what was accepted into a patch: the next run has to.
    @Test func whatIsInThePatchAlreadyIsThereTheNextTime() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        var tmux = try repository.show("--output ../out.patch")
        try tmux.press("Tab", "]", "Space", "w")
        try tmux.wait(for: "1 change")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        tmux = try repository.show("--output ../out.patch")
        try tmux.wait(for: "1 undecided")
        try tmux.press("Tab", "Space", "w", "u", "y", "w", "q")
        #expect(try tmux.waitForEnd() == 0)
        try repository.git("checkout", "-q", ".")
        try repository.git("apply", "../out.patch")
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five", 20: "twenty"]))
    }

    /// Rejected or undecided, the first part is left out of the patch, and git goes on with the rest.
    @Test(arguments: [["x", "]"], ["]"]])
    func aPatchFileIsEditedForGitAdd(keys: [String]) throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        let program = shellQuoted(try builtProduct("oropendola"))
        let command = "env GIT_EDITOR=\(shellQuoted("\(program) review --edit-patch")) git add -e"
        let tmux = try Tmux(
            columns: 100, rows: 30, command: command, in: repository.root,
            environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        try tmux.wait(for: "CHANGES")
        try tmux.press("Tab")
        for key in keys + ["Space", "w", "q"] { try tmux.press(key) }
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.git("show", ":a.txt") == numbered(1...30, [20: "twenty"]))
    }

    /// The proposed file under its own name, in the user's editor; what comes back is compared anew and is his.
    @Test func aFileIsEditedBeforeItIsAccepted() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        let patch = numbered(1...30, [5: "five", 20: "twenty"])
        try repository.write("a.txt", patch)
        let diff = try repository.git("diff")
        try repository.git("checkout", "-q", ".")
        try repository.write("../fix.patch", diff)
        try repository.write("../editor", "echo \"$1\" >$(dirname \"$0\")/seen; sed -i s/five/FIVE/ \"$1\"\n")
        let program = shellQuoted(try builtProduct("oropendola"))
        let tmux = try Tmux(
            columns: 100, rows: 30, command: "env EDITOR='sh ../editor' \(program) review ../fix.patch",
            in: repository.root, environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        try tmux.wait(for: "CHANGES")
        try tmux.press("e")
        try tmux.wait(for: "FIVE")
        try tmux.press("a", "w")
        try tmux.wait(for: "written")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "FIVE", 20: "twenty"]))
        let seen = try repository.text("../seen")
        #expect(seen.hasSuffix("/a.txt\n"))
        #expect(access(String(seen.dropLast()), F_OK) != 0, "the copy is left behind")
    }

    @Test func theTreeIsFollowedWhileAnotherProgramWrites() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...10), ".gitignore": "*.log\n"])
        let tmux = try repository.show("--watch", ready: "Nothing to review")
        try repository.write("a.txt", numbered(1...10, [4: "four"]))
        try tmux.wait(for: "a.txt")
        try repository.write("noise.log", "x\n")
        try repository.write("new/b.txt", "fresh\n")
        try tmux.wait(for: "new/b.txt")
        #expect(try !tmux.screen().contains { $0.contains("noise.log") })
        try tmux.press("x", "w")
        try tmux.wait(for: "taken out")
        #expect(try repository.text("a.txt") == numbered(1...10))
        // What was settled is the new beginning.
        try repository.write("a.txt", numbered(1...10, [9: "nine"]))
        try tmux.wait(for: "a.txt")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    @Test func whatWasDecidedOutlivesAKill() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        let first = try repository.show()
        try first.press("Tab", "x")
        try first.wait(for: "✗")
        // Kept within half a second of it.
        let state = repository.home.folder
        try wait(for: "kept marks") {
            try run(["find", state.path, "-path", "*/reviews/*.json"]).text.isEmpty ? nil : 1
        }
        kill(try first.processIdentifier(), SIGKILL)
        _ = try first.waitForEnd()
        let second = try repository.show()
        try second.wait(for: "1 undecided")
        try second.press("Tab", "n", "Space", "w")
        try second.wait(for: "taken out")
        try second.press("q")
        #expect(try second.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...30, [20: "twenty"]))
        // All is written: nothing is kept.
        #expect(try run(["find", state.path, "-path", "*/reviews/*.json"]).text == "")
    }

    @Test func rejectedPartsLeaveTheIndexAndComeBack() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        let changed = numbered(1...30, [5: "five", 20: "twenty"])
        try repository.write("a.txt", changed)
        try repository.git("add", "a.txt")
        let tmux = try repository.show("--staged --index")
        try tmux.wait(for: "in place")
        try tmux.press("Tab", "x", "w")
        try tmux.wait(for: "taken out")
        #expect(try repository.git("show", ":a.txt") == numbered(1...30, [20: "twenty"]))
        #expect(try repository.text("a.txt") == changed)
        try tmux.press("u")
        try tmux.wait(for: "y yes")
        try tmux.press("y")
        try tmux.wait(for: "under review again")
        #expect(try repository.git("show", ":a.txt") == changed)
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    @Test func aConflictIsShownAndNothingIsOverwritten() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five"]))
        let patch = try repository.git("diff", "--full-index")
        try repository.write("a.txt", numbered(1...30, [5: "mine"]))
        try repository.folder.write("fix.patch", patch)
        let tmux = try repository.show("--3way ../fix.patch")
        try tmux.wait(for: "conflict · 1 disk · 2 proposed · 3 both · 4 before")
        try tmux.press("A", "w")
        // It did not change since: the way out is a choice, which is named.
        try tmux.wait(for: "a.txt is in conflict and was not written")
        try tmux.wait(for: "1 2 3 4 choose")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 7)
        #expect(try tmux.transcript().contains("1 file in conflict"))
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "mine"]))
        #expect(try repository.plain("--apply", "--3way", "../fix.patch").status != 0)
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "mine"]))
    }

    @Test func twoThousandFilesOpen() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n"])
        var patch = ""
        for number in 1000..<3000 {
            patch +=
                "diff --git a/f\(number).txt b/f\(number).txt\nnew file mode 100644\n--- /dev/null\n+++ b/f\(number).txt\n"
            patch += "@@ -0,0 +1,2 @@\n+one\n+\(number)\n"
        }
        try repository.folder.write("many.patch", patch)
        let tmux = try repository.show("../many.patch")
        try tmux.wait(for: "2,000 files")
        try tmux.press("A", "w")
        try tmux.wait(for: "2,000 changes written")
        #expect(try repository.text("f2999.txt") == "one\n2999\n")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
    }
}
