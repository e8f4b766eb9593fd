// Writes of earlier runs taken back and done again: by `oropendola review`, by the chat, and by the one what the other wrote.
import Glibc
import TestSupport
import Testing

@Suite struct ReviewUndoTests {
    private func answer(_ key: String, in tmux: Tmux, question: String, shows: String..., then: String) throws {
        try tmux.press(key)
        try tmux.wait(for: question)
        // Files may be looked at while the question is there.
        for words in shows { try tmux.wait(for: words) }
        try tmux.press("y")
        try tmux.wait(for: then)
    }

    @Test func whatAnEarlierReviewWroteIsUndoneAndDoneAgain() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": numbered(1...9)])
        let (old, new) = (numbered(1...30), numbered(1...30, [5: "five", 20: "twenty"]))
        #expect(try repository.plain("--check").status == 0)
        try repository.write("a.txt", new)
        try repository.write("b.txt", numbered(1...9, [2: "two"]))
        let patch = try repository.git("diff")
        try repository.git("checkout", "-q", ".")
        // Nothing is to be reviewed, and nothing was written.
        #expect(try !repository.plain("HEAD").errorText.contains("--undo"))
        try repository.folder.write("fix.patch", patch)
        let first = try repository.show("../fix.patch")
        // All of a.txt is accepted, b.txt is rejected.
        try first.press("Space", "j", "x", "w")
        try first.wait(for: "Nothing is left to review")
        try first.press("q")
        #expect(try first.waitForEnd() == 0)
        try repository.git("commit", "-qam", "written")
        #expect(try repository.plain("HEAD").errorText.contains("can be undone: `oropendola review --undo`"))

        let second = try repository.show("--undo", ready: "u takes back")
        try answer(
            "u", in: second, question: "Undo this write?", shows: "restore  a.txt", then: "under review again")
        #expect(try repository.text("a.txt") == old)
        // The rejected file is there again as well, with its mark.
        let panel = try second.wait(for: "b.txt")
        #expect(panel.contains { $0.contains("b.txt") && $0.contains("✗") }, "\(panel)")
        try second.press("q")
        #expect(try second.waitForEnd() == 3)

        let third = try repository.show("--undo")
        try answer("U", in: third, question: "Write this again?", shows: "change  a.txt", then: "done again")
        #expect(try repository.text("a.txt") == new)
        try third.press("q")
        #expect(try third.waitForEnd() == 0)

        // Somebody changes the file: it is listed, and left alone.
        try repository.write("a.txt", "else\n")
        let fourth = try repository.show("--undo")
        try answer("u", in: fourth, question: "Undo this write?", shows: "left alone", then: "left alone")
        #expect(try repository.text("a.txt") == "else\n")
        try fourth.press("q")
        _ = try fourth.waitForEnd()
    }

    @Test func aRenameThatIsUndoneIsOneChangeAgain() throws {
        let repository = try ReviewedRepository(["old.txt": numbered(1...30)])
        try repository.git("mv", "old.txt", "new.txt")
        try repository.write("new.txt", numbered(1...30, [5: "five", 20: "twenty"]))
        try repository.folder.write("move.patch", try repository.git("diff", "-M", "HEAD"))
        try repository.git("reset", "-q", "--hard")
        let first = try repository.show("../move.patch")
        // The first hunk, and with it the name; the second is rejected.
        try first.press("Tab", "Space", "]", "x", "w")
        try first.wait(for: "Nothing is left to review")
        try first.press("q")
        _ = try first.waitForEnd()
        #expect(!repository.folder.exists("r/old.txt"))
        #expect(try repository.text("new.txt") == numbered(1...30, [5: "five"]))
        try repository.git("add", "-A")

        let second = try repository.show("--undo --json", after: ">../out.json", ready: "u takes back")
        try answer(
            "u", in: second, question: "Undo this write?", shows: "bring back  old.txt", "remove      new.txt",
            then: "under review again")
        #expect(try repository.text("old.txt") == numbered(1...30))
        #expect(!repository.folder.exists("r/new.txt"))
        try second.press("q")
        #expect(try second.waitForEnd() == 3)
        let out = try repository.text("../out.json")
        #expect(out.contains("\"kind\":\"renamed\""), "\(out)")
        #expect(out.contains("\"decision\":\"accepted\"") && out.contains("\"decision\":\"rejected\""), "\(out)")

        let third = try repository.show("--undo", ready: nil)
        try answer("U", in: third, question: "Write this again?", shows: "new.txt", "old.txt", then: "done again")
        #expect(try repository.text("new.txt") == numbered(1...30, [5: "five"]))
        #expect(!repository.folder.exists("r/old.txt"))
        try third.press("q")
        _ = try third.waitForEnd()
    }

    /// Git does not know the new names: the old ones are gone files, in place, until the undo.
    @Test func twoRenamesThatNobodyAddedAreTwoChangesAgain() throws {
        let files = ["A.swift": numbered(1...60), "B.swift": numbered(100...150)]
        let repository = try ReviewedRepository(files)
        try repository.git("mv", "A.swift", "Aa.swift")
        try repository.git("mv", "B.swift", "Bb.swift")
        try repository.folder.write("move.patch", try repository.git("diff", "-M", "HEAD"))
        try repository.git("reset", "-q", "--hard")
        let first = try repository.show("../move.patch")
        try first.press("A", "w")
        try first.wait(for: "Nothing is left to review")
        try first.press("q")
        #expect(try first.waitForEnd() == 0)
        let second = try repository.show("--undo", ready: "A.swift")
        try answer(
            "u", in: second, question: "Undo this write?", shows: "bring back  A.swift", then: "under review again")
        #expect(try repository.git("status", "--short").isEmpty)
        let rows = try second.wait(for: "2 files")
        #expect(rows.filter { $0.contains("✓ R") }.count == 2, "\(rows)")
        try second.press("w")
        try second.wait(for: "Nothing is left to review")
        for (old, new) in [("A.swift", "Aa.swift"), ("B.swift", "Bb.swift")] {
            #expect(!repository.folder.exists("r/\(old)"))
            #expect(try repository.text(new) == files[old])
        }
        try second.press("q")
        #expect(try second.waitForEnd() == 0)
    }

    /// Written, one file rejected; taken back; done again by a later run: nothing is left, as after the first write.
    @Test func redoLeavesWhatTheFirstWriteLeft() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...9), "b.txt": numbered(1...9)])
        try repository.write("a.txt", numbered(1...9, [2: "two"]))
        try repository.write("b.txt", numbered(1...9, [3: "three"]))
        try repository.folder.write("fix.patch", try repository.git("diff"))
        try repository.git("checkout", "-q", ".")
        let first = try repository.show("../fix.patch")
        try first.press("Space", "j", "x", "w")
        try first.wait(for: "Nothing is left to review")
        try answer("u", in: first, question: "Undo this write?", shows: "a.txt", then: "under review again")
        try first.press("q")
        #expect(try first.waitForEnd() == 3)
        let second = try repository.show("../fix.patch", ready: "all decided")
        try answer("U", in: second, question: "Write this again?", shows: "a.txt", then: "done again")
        try second.wait(for: "Nothing to review")
        #expect(try repository.text("a.txt") == numbered(1...9, [2: "two"]))
        #expect(try repository.text("b.txt") == numbered(1...9))
        try second.press("q")
        #expect(try second.waitForEnd() == 0)
    }

    @Test func aRejectedNewFileGoesWithItsFolderAndComesBack() throws {
        let repository = try ReviewedRepository(["a.txt": "a\n"])
        try repository.write("sub/deep/b.txt", "new\n")
        try repository.write("full/c.txt", "new\n")
        try repository.write("full/d.log", "kept\n")
        try repository.write(".gitignore", "*.log\n")
        try repository.git("add", ".gitignore")
        try repository.git("commit", "-qm", "ignore")
        let first = try repository.show("--untracked")
        try first.press("R")
        try first.wait(for: "Reject all")
        try first.press("y", "w")
        try first.wait(for: "taken out")
        try first.press("q")
        #expect(try first.waitForEnd() == 4)
        #expect(!repository.folder.exists("r/sub"))
        #expect(!repository.folder.exists("r/full/c.txt"))
        #expect(try repository.text("full/d.log") == "kept\n")
        let second = try repository.show("--undo", ready: "u takes back")
        try answer(
            "u", in: second, question: "Undo this write?", shows: "bring back  full/c.txt", "sub/deep/b.txt",
            then: "in place")
        #expect(try repository.text("sub/deep/b.txt") == "new\n")
        // And once more out of it: what was rejected still is.
        try second.press("w")
        try second.wait(for: "taken out")
        #expect(!repository.folder.exists("r/sub"))
        try second.press("q")
        _ = try second.waitForEnd()
    }

    @Test func aFolderThatWasThereBeforeTheWatchStays() throws {
        let repository = try ReviewedRepository(["a.txt": "a\n"])
        try makeFolders("\(repository.root)/empty/inner")
        let tmux = try repository.show("--watch", ready: "CHANGES")
        try tmux.wait(for: "Nothing to review")
        try repository.write("empty/inner/b.txt", "new\n")
        try tmux.wait(for: "b.txt")
        try repository.write("made/c.txt", "new\n")
        try tmux.wait(for: "c.txt")
        try tmux.press("R")
        try tmux.wait(for: "Reject all")
        try tmux.press("y", "w")
        try tmux.wait(for: "taken out")
        #expect(repository.folder.exists("r/empty/inner"))
        #expect(!repository.folder.exists("r/empty/inner/b.txt"))
        #expect(!repository.folder.exists("r/made"))
        try tmux.press("q")
        _ = try tmux.waitForEnd()
    }

    /// The chat and a review share one journal: each takes back what the other wrote.
    @Test func theChatAndAReviewTakeBackEachOthersWrites() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 3, using: &random)
        let home = try Home()
        let chat = try RunningProgram(in: project.path, home: home)
        try chat.stage(project)
        try chat.acceptAll(project)
        try chat.tmux.press("w")
        try chat.waitForWords("3 changes written")
        try home.waitForQuietLog()
        try chat.killHard()

        func review() throws -> Tmux {
            let program = shellQuoted(try builtProduct("oropendola"))
            let tmux = try Tmux(
                columns: 100, rows: 30, command: "\(program) review --undo", in: project.path,
                environment: home.variables)
            try tmux.wait(for: "CHANGES")
            return tmux
        }
        let first = try review()
        try answer("u", in: first, question: "Undo this write?", shows: project.names[0], then: "under review again")
        #expect(try project.content() == .before)
        try first.press("q")
        _ = try first.waitForEnd()

        // The chat knows that its write was taken back, and does it again.
        let again = try RunningProgram(in: project.path, home: home)
        try again.tmux.press("C-t")
        try again.tmux.wait(for: "Nothing to review")
        try again.tmux.press("u")
        try again.tmux.wait(for: "Nothing to undo")
        try answer("U", in: again.tmux, question: "Write this again?", shows: project.names[0], then: "done again")
        #expect(try project.content() == .after)
        try home.waitForQuietLog()
        try again.killHard()

        let last = try review()
        try answer("u", in: last, question: "Undo this write?", shows: project.names[2], then: "under review again")
        #expect(try project.content() == .before)
        try last.press("q")
        _ = try last.waitForEnd()
    }
}
