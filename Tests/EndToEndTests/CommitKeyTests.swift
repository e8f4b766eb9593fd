// `M` in a real terminal and a real repository: what is committed, what a hook says, what is kept.
import Glibc
import TestSupport
import Testing

@Suite struct CommitKeyTests {
    /// One file in place with two hunks.
    private func repository() throws -> ReviewedRepository {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": "b\n"])
        try repository.write("a.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        return repository
    }

    private func hook(_ text: String, in repository: ReviewedRepository) throws {
        try repository.write(".git/hooks/pre-commit", "#!/bin/sh\n\(text)\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/pre-commit"])
    }

    @Test func theAcceptedPartIsCommittedAndTheRestStays() throws {
        let repository = try repository()
        try repository.write("b.txt", "staged\n")
        try repository.git("add", "b.txt")
        let tmux = try repository.show()
        try tmux.press("Tab", "Space")
        try tmux.wait(for: "1 undecided")
        try tmux.press("M")
        try tmux.wait(for: "Commit 1 file on main")
        try tmux.type("Only five")
        try tmux.press("Enter")
        try tmux.wait(for: "Committed 1 file as")
        #expect(try repository.git("log", "-1", "--format=%s") == "Only five\n")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...30, [5: "five"]))
        #expect(try repository.git("show", "HEAD:b.txt") == "b\n")
        #expect(try repository.git("diff", "--cached", "--name-only") == "b.txt\n")
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five", 20: "twenty"]))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    @Test func aPatchIsWrittenAndCommitted() throws {
        let repository = try repository()
        try repository.folder.write("fix.patch", try repository.git("diff"))
        try repository.git("checkout", "-q", ".")
        let tmux = try repository.show("../fix.patch")
        try tmux.wait(for: "for applying")
        try tmux.press("a", "M")
        try tmux.type("All of it")
        try tmux.press("Enter")
        try tmux.wait(for: "Committed 1 file as")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...30, [5: "five", 20: "twenty"]))
        #expect(try repository.git("status", "--porcelain") == "")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
    }

    @Test func aHookThatRefusesIsHeardAndAskedAgain() throws {
        let repository = try repository()
        try hook("test -e allowed && exit 0\necho 'lint: five is a word'\nexit 1", in: repository)
        let tmux = try repository.show()
        try tmux.press("Tab", "Space", "M")
        try tmux.type("Only five")
        try tmux.press("Enter")
        try tmux.wait(for: "lint: five is a word")
        try tmux.wait(for: "The files are written.")
        #expect(try repository.git("log", "--format=%s") == "first\n")
        try repository.write("allowed", "")
        try tmux.press("y")
        try tmux.wait(for: "message: Only five")
        try tmux.press("Enter")
        try tmux.wait(for: "Committed 1 file as")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...30, [5: "five"]))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    @Test func theMessageIsWrittenInTheEditor() throws {
        let repository = try repository()
        let editor = "\(repository.folder.path)/editor"
        try repository.folder.write("editor", "#!/bin/sh\nprintf 'Subject\\n\\nBody\\n' >\"$1\"\n")
        try run(["chmod", "+x", editor])
        let program = shellQuoted(try builtProduct("oropendola"))
        let tmux = try Tmux(
            columns: 80, rows: 24, command: "env VISUAL=\(shellQuoted(editor)) \(program) review", in: repository.root,
            environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        try tmux.wait(for: "CHANGES")
        try tmux.press("A", "M")
        try tmux.wait(for: "message:")
        try tmux.press("C-g")
        try tmux.wait(for: "message: Subject")
        try tmux.press("Enter")
        try tmux.wait(for: "Committed 1 file as")
        #expect(try repository.git("log", "-1", "--format=%B") == "Subject\n\nBody\n\n")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
    }

    @Test func withoutARepositoryItIsSaidAndNothingIsWritten() throws {
        let folder = try TemporaryFolder()
        try folder.write("old.txt", "one\n")
        try folder.write("new.txt", "two\n")
        let home = try Home()
        let tmux = try Tmux(
            columns: 80, rows: 24,
            command: "\(shellQuoted(try builtProduct("oropendola"))) review old.txt new.txt", in: folder.path,
            environment: home.variables)
        try tmux.wait(for: "CHANGES")
        try tmux.press("A", "M")
        try tmux.wait(for: "There is no git repository here.")
        try tmux.press("n", "q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try folder.text("old.txt") == "one\n")
    }

    /// A chat in which the built-in helper has proposed, and `M` commits it.
    private func committing(in repository: ReviewedRepository) throws -> RunningProgram {
        let chat = try RunningProgram(
            in: repository.root, home: repository.home, options: "", environment: ReviewedRepository.quiet)
        try chat.send("rename parse to parseHeader")
        try chat.tmux.wait(for: "1 undecided")
        try chat.tmux.press("C-t", "A", "M")
        try chat.tmux.wait(for: "Commit 1 file on main")
        try chat.tmux.type("Rename")
        try chat.tmux.press("Enter")
        return chat
    }

    /// The chat's panel; the built-in helper proposes.
    @Test func theChatsPanelCommitsToo() throws {
        let repository = try ReviewedRepository(["Sources/Parser.swift": "let h = parse(bytes)\n"])
        let chat = try committing(in: repository)
        try chat.tmux.wait(for: "Committed 1 file as")
        #expect(try repository.git("show", "HEAD:Sources/Parser.swift") == "let h = parseHeader(bytes)\n")
        #expect(try repository.git("log", "-1", "--format=%s") == "Rename\n")
        #expect(try chat.quit() == 0)
    }

    /// Git would commit after us, and nobody would bring the index along.
    @Test func quittingTheChatWaitsForTheCommit() throws {
        let repository = try ReviewedRepository(["Sources/Parser.swift": "let h = parse(bytes)\n"])
        try hook(": >started\nwhile ! test -e go; do sleep 0.1; done", in: repository)
        let chat = try committing(in: repository)
        try chat.tmux.wait(for: "Committing")
        try chat.tmux.press("C-d")
        try chat.tmux.wait(for: "Quits when git has committed")
        try repository.write("go", "")
        #expect(try chat.tmux.waitForEnd() == 0)
        #expect(try repository.git("log", "-1", "--format=%s") == "Rename\n")
        #expect(try repository.git("status", "--porcelain", "Sources") == "")
        #expect(try !run(["ls", "\(repository.root)/.git"]).text.contains("oropendola-index"))
    }

    @Test func aHookThatHangsIsEndedByCtrlC() throws {
        let repository = try repository()
        try hook(": >started\nsleep 600", in: repository)
        let tmux = try repository.show()
        try tmux.press("Tab", "Space", "M")
        try tmux.type("Only five")
        try tmux.press("Enter")
        try tmux.wait(for: "Committing")
        try tmux.press("C-c", "C-c")
        try tmux.wait(for: "Quits when git has committed")
        try tmux.press("C-c", "C-c")
        #expect(try tmux.waitForEnd() == 130)
        #expect(try tmux.transcript().contains("git was ended before it was done"))
        #expect(try repository.git("log", "--format=%s") == "first\n")
        #expect(try !run(["ls", "\(repository.root)/.git"]).text.contains("oropendola-index"))
    }

    @Test func theReviewIsExportedAsJSON() throws {
        let repository = try repository()
        let tmux = try repository.show()
        try tmux.press("Tab", "Space", "o")
        try tmux.wait(for: "j JSON")
        try tmux.press("j")
        try tmux.wait(for: "file: review.json")
        try tmux.press("Enter")
        try tmux.wait(for: "Written to")
        let text = try repository.text("review.json")
        #expect(text.contains(#""version":1"#) && text.contains(#""decision":"partly""#))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    /// Words are not broken at the edge of a narrow terminal.
    @Test func theFarewellIsBrokenBetweenWords() throws {
        let repository = try repository()
        let tmux = try repository.show(columns: 44, rows: 12)
        try tmux.press("Tab", "Space", "q")
        #expect(try tmux.waitForEnd() == 3)
        let said = try tmux.transcript()
        #expect(said.contains("1 undecided, 1 decided and not written. What"))
        #expect(said.contains("`oropendola review`"))
    }
}
