// What a commit of accepted parts leaves behind, as git sees it: nothing of what was committed shows as taken back.
import TestSupport
import Testing

@Suite struct ReviewCommitTests {
    private let base = numbered(1...60)
    private let two = [5: "five", 40: "forty"]

    private func status(_ repository: ReviewedRepository) throws -> String {
        try repository.git("status", "--porcelain")
    }

    /// A patch that neither HEAD nor the files have.
    private func patched() throws -> ReviewedRepository {
        let repository = try ReviewedRepository(["a.txt": base, "gone.txt": "x\n"])
        try repository.write("a.txt", numbered(1...60, two))
        try repository.write("new.txt", "new\n")
        try run(["rm", "\(repository.root)/gone.txt"])
        try repository.git("add", "-A")
        try repository.folder.write("fix.patch", try repository.git("diff", "--cached"))
        try repository.git("reset", "-q", "--hard")
        return repository
    }

    @Test func ofAPatchNothingIsLeft() throws {
        let repository = try patched()
        let outcome = try repository.plain("--commit", "--apply", "-m", "fix", "../fix.patch")
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        #expect(try status(repository) == "")
        #expect(try repository.text("a.txt") == numbered(1...60, two))
        #expect(try repository.git("show", "--stat", "--format=%s", "HEAD").contains("3 files changed"))
    }

    @Test func otherWorkInTheSameFilesStaysAndIsAllThatIsLeft() throws {
        let repository = try patched()
        try repository.write("a.txt", numbered(1...60, [20: "staged"]))
        try repository.git("add", "a.txt")
        try repository.write("a.txt", numbered(1...60, [20: "staged", 50: "mine"]))
        let outcome = try repository.plain("--commit", "--apply", "-m", "fix", "../fix.patch")
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...60, two))
        #expect(try repository.git("show", ":a.txt") == numbered(1...60, two.merging([20: "staged"]) { $1 }))
        #expect(try repository.text("a.txt") == numbered(1...60, two.merging([20: "staged", 50: "mine"]) { $1 }))
        #expect(try status(repository) == "MM a.txt\n")
    }

    /// The files hold it already, or hold something else there.
    @Test func whatTheFilesHoldIsNotTouched() throws {
        let held = try patched()
        try held.write("a.txt", numbered(1...60, two.merging([20: "mine"]) { $1 }))
        #expect(try held.plain("--commit", "--apply", "-m", "fix", "../fix.patch").status == 0)
        #expect(try held.text("a.txt") == numbered(1...60, two.merging([20: "mine"]) { $1 }))
        #expect(try held.git("diff", "--numstat") == "1\t1\ta.txt\n")

        let other = try patched()
        try other.write("a.txt", numbered(1...60, [5: "my own five"]))
        let tmux = try other.show("--commit -m fix ../fix.patch")
        try tmux.press("A", "w")
        try tmux.wait(for: "Nothing is left to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 7)
        #expect(try other.text("a.txt") == numbered(1...60, [5: "my own five"]))
        #expect(try other.text("new.txt") == "new\n")
        #expect(try status(other) == " M a.txt\n")
        #expect(try tmux.transcript().contains("a.txt holds other lines there"))
    }

    /// Whoever holds the index keeps it from following: the files get the commit all the same, and the end says so.
    @Test func aLockedIndexIsNamedAndTheFilesFollow() throws {
        let repository = try patched()
        try repository.write(".git/hooks/post-commit", "#!/bin/sh\n: >.git/index.lock\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/post-commit"])
        let outcome = try repository.plain("--commit", "--apply", "-m", "fix", "../fix.patch")
        let said = outcome.text + outcome.errorText
        #expect(outcome.status == 7, "\(said)")
        #expect(said.contains("The index could not follow commit") && said.contains("index.lock"), "\(said)")
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...60, two))
        #expect(try repository.text("a.txt") == numbered(1...60, two))
        #expect(try repository.text("new.txt") == "new\n")
        // What is said to press puts it right.
        try run(["rm", "\(repository.root)/.git/index.lock"])
        try repository.git("reset", "-q", "--", "a.txt", "gone.txt", "new.txt")
        #expect(try status(repository) == "")
    }

    /// In place: what was rejected or left open is all that differs from the commit.
    @Test func ofTheWorkingTreeTheRestIsLeft() throws {
        let repository = try ReviewedRepository(["a.txt": base])
        try repository.write("a.txt", numbered(1...60, [5: "five", 25: "no", 40: "forty"]))
        let tmux = try repository.show("--commit -m fix")
        try tmux.press("Tab", "Space", "]", "x", "w")
        try tmux.wait(for: "committed as")
        // What git keeps is not asked about.
        try tmux.press("u")
        try tmux.wait(for: "git reset --soft HEAD~1 takes it back")
        #expect(try !tmux.screen().contains { $0.contains("y yes") })
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...60, [5: "five"]))
        #expect(try repository.git("diff", "--cached", "--numstat") == "")
        #expect(try repository.git("diff", "--numstat") == "2\t2\ta.txt\n")
        try repository.git("reset", "-q", "--soft", "HEAD~1")
        #expect(try repository.git("diff", "--cached", "--numstat") == "1\t1\ta.txt\n")
    }

    @Test func ofTheIndexTheRestStaysStaged() throws {
        let repository = try ReviewedRepository(["a.txt": base])
        try repository.write("a.txt", numbered(1...60, two))
        try repository.git("add", "a.txt")
        let tmux = try repository.show("--staged --commit -m fix")
        try tmux.press("Tab", "Space", "]", "x", "w")
        try tmux.wait(for: "Nothing is left to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try status(repository) == "M  a.txt\n")
        #expect(try repository.git("diff", "--cached", "--numstat") == "1\t1\ta.txt\n")
    }

    @Test func ofACommitElsewhereNothingIsLeft() throws {
        let repository = try ReviewedRepository(["a.txt": base])
        try repository.git("switch", "-q", "-c", "topic")
        try repository.write("a.txt", numbered(1...60, two))
        try repository.git("commit", "-q", "-a", "-m", "topic")
        try repository.git("switch", "-q", "main")
        let outcome = try repository.plain("--commit", "--apply", "-m", "picked", "topic^!")
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        #expect(try status(repository) == "")
        #expect(try repository.git("diff", "--numstat", "topic") == "")
    }

    /// HEAD moves on under the review, to one of the accepted lines and another one: the number is right, and what is
    /// left can be committed.
    @Test func whenHeadMovesOnTheCountIsTrue() throws {
        let repository = try ReviewedRepository(["a.txt": base])
        try repository.write("a.txt", numbered(1...60, two))
        let tmux = try repository.show("--commit -m fix")
        try tmux.press("Tab", "Space", "]", "Space")
        try tmux.wait(for: "all decided")
        try repository.folder.write("head.txt", numbered(1...60, [5: "five", 60: "sixty"]))
        let blob = try repository.git("hash-object", "-w", "../head.txt").split(separator: "\n")[0]
        try repository.git("update-index", "--cacheinfo", "100644,\(blob),a.txt")
        try repository.git("commit", "-q", "-m", "from elsewhere")
        try tmux.press("w")
        let screen = try tmux.wait(for: "in HEAD since. Nothing was written").joined(separator: " ")
        #expect(!screen.contains("every decision is kept"))
        #expect(try repository.git("log", "-1", "--format=%s") == "from elsewhere\n")
        try tmux.press("w")
        try tmux.wait(for: "1 change committed as")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.git("show", "HEAD:a.txt") == numbered(1...60, two.merging([60: "sixty"]) { $1 }))
    }

    /// A commit would end the merge without the other side.
    @Test func nothingIsCommittedIntoAMerge() throws {
        let repository = try ReviewedRepository(["a.txt": base, "b.txt": "1\n"])
        try repository.git("switch", "-q", "-c", "topic")
        try repository.write("b.txt", "2\n")
        try repository.git("commit", "-q", "-a", "-m", "topic")
        try repository.git("switch", "-q", "main")
        try repository.git("merge", "-q", "--no-commit", "--no-ff", "topic")
        try repository.write("a.txt", numbered(1...60, two))
        let outcome = try repository.plain("--commit", "--apply", "-m", "fix", "--", "a.txt")
        #expect(outcome.status != 0 && (outcome.text + outcome.errorText).contains("a merge is under way"))
        #expect(try repository.git("log", "-1", "--format=%s") == "first\n")
    }

    @Test func twoFilesHaveNoRepositoryToCommitTo() throws {
        let repository = try ReviewedRepository(["a.txt": base, "b.txt": "1\n"])
        #expect(try repository.plain("--index", "--apply", "a.txt", "b.txt").status == 2)
        #expect(try status(repository) == "")
    }
}
