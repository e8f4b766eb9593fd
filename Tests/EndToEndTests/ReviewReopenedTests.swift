// What a review remembers: a part is written, the program ends, and the same change is opened again.
import TestSupport
import Testing

@Suite struct ReviewReopenedTests {
    private let three = [5: "five", 30: "thirty", 55: "fifty-five"]

    /// A repository and a patch with three hunks beside it; the files hold it or not.
    private func repository(held: Bool) throws -> ReviewedRepository {
        let repository = try ReviewedRepository(["a.txt": numbered(1...60)])
        try repository.write("a.txt", numbered(1...60, three))
        try repository.folder.write("fix.patch", try repository.git("diff"))
        if !held { try repository.git("checkout", "-q", ".") }
        return repository
    }

    @Test func aPatchThatWasPutInInPartOpensWithTheRest() throws {
        let repository = try repository(held: false)
        var tmux = try repository.show("../fix.patch")
        try tmux.press("Tab", "Space", "]", "x", "w")
        try tmux.wait(for: "1 change written, 1 change dropped")
        #expect(try repository.text("a.txt") == numbered(1...60, [5: "five"]))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        // The second hunk comes with its answer, the third is open, and the first is told of.
        let checked = try repository.plain("--check", "../fix.patch")
        #expect(checked.status == 0)
        #expect(
            checked.text == "a.txt: for applying, +2 -2\n"
                + "a.txt: 1 hunk of the patch is in it already; the rest is reviewed.\n")
        tmux = try repository.show("../fix.patch")
        try tmux.wait(for: "1 hunk of the patch settled before")
        #expect(try !tmux.screen().contains { $0.contains("five") && !$0.contains("fifty") })
        try tmux.press("Tab", "n", "Space", "w")
        try tmux.wait(for: "Nothing is left to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...60, [5: "five", 55: "fifty-five"]))
        #expect(try tmux.transcript().contains("a.txt: 1 hunk of the patch is in it already"))
    }

    @Test func aPatchThatWasTakenOutInPartStaysInPlace() throws {
        let repository = try repository(held: true)
        var tmux = try repository.show("../fix.patch")
        try tmux.wait(for: "in place")
        try tmux.press("Tab", "]", "x", "w")
        try tmux.wait(for: "taken out")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try repository.text("a.txt") == numbered(1...60, [5: "five", 55: "fifty-five"]))
        tmux = try repository.show("../fix.patch")
        try tmux.wait(for: "1 hunk of the patch settled before")
        try tmux.press("Tab", "x", "]", "Space", "w")
        try tmux.wait(for: "Nothing is left to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try repository.text("a.txt") == numbered(1...60, [55: "fifty-five"]))
        #expect(try tmux.transcript().contains("a.txt: 1 hunk of the patch was taken out before"))
    }

    /// One of two lines of a hunk was taken: the ids of the index line say that the rest is the other one.
    @Test func aHunkThatWasPutInByLinesOpensWithTheOtherLines() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...9)])
        try repository.write("a.txt", numbered(1...9, [4: "line 4\nnew 1\nnew 2"]))
        try repository.folder.write("fix.patch", try repository.git("diff"))
        try repository.write("a.txt", numbered(1...9, [4: "line 4\nnew 2"]))
        let outcome = try repository.plain("--check", "../fix.patch")
        #expect(
            outcome.text == "a.txt: for applying, +1 -0\n"
                + "a.txt: a part of 1 hunk of the patch is in it already; the rest is reviewed.\n")
        // Other lines in between are somebody's, and no part of it.
        try repository.write("a.txt", numbered(1...9, [4: "line 4\nmine\nnew 2"]))
        #expect(try repository.plain("--check", "../fix.patch").status == 7)
    }

    @Test func commentsAndCutsAreThereTheNextTime() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": numbered(1...5)])
        let changed = [5: "five", 6: "six", 7: "seven"]
        try repository.write("a.txt", numbered(1...30, changed))
        try repository.write("b.txt", numbered(1...5, [2: "two"]))
        var tmux = try repository.show()
        // A cut through the hunk, and a word on the line before it.
        try tmux.press("Tab", "j", "j", "j", "j", "j", "j", "j", "j", "s")
        try tmux.wait(for: "a second hunk") { screen in screen.filter { $0.contains("@@") }.count == 2 }
        try tmux.press("c")
        try tmux.type("why so many")
        try tmux.press("Enter")
        try tmux.wait(for: "why so many")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        tmux = try repository.show()
        try tmux.wait(for: "What you decided last time is here again")
        try tmux.wait(for: "why so many")
        #expect(try tmux.screen().filter { $0.contains("@@") }.count == 2)
        try tmux.press("q")
        _ = try tmux.waitForEnd()
        // All of its lines are others now: it is said, with its words.
        try repository.write("a.txt", numbered(1...30, [20: "twenty"]))
        tmux = try repository.show()
        try tmux.wait(for: "1 comment: there the lines changed")
        try tmux.press("q")
        _ = try tmux.waitForEnd()
        #expect(try tmux.transcript().contains("a.txt: why so many"))
    }

    /// A choice in a conflict is there the next time, whichever it was, and can be taken back.
    @Test(arguments: ["2", "3", "4"]) func aChoiceInAConflictIsThereTheNextTime(key: String) throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...60)])
        try repository.write("a.txt", numbered(1...60, three))
        try repository.folder.write("fix.patch", try repository.git("diff"))
        try repository.write("a.txt", numbered(1...60, [5: "mine"]))
        try repository.git("commit", "-q", "-a", "-m", "mine")
        var tmux = try repository.show("--3way ../fix.patch")
        try tmux.press("Tab", "n", key)
        try tmux.wait(for: "No conflict is left")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        tmux = try repository.show("--3way ../fix.patch")
        try tmux.wait(for: "What you decided last time is here again")
        #expect(try !tmux.screen().contains { $0.contains("conflict") || $0.contains("the lines changed") })
        try tmux.press("A", "w")
        try tmux.wait(for: "Nothing is left to review")
        let five = ["2": "five", "3": "mine\nfive", "4": "line 5"][key] ?? ""
        #expect(try repository.text("a.txt") == numbered(1...60, [5: five, 30: "thirty", 55: "fifty-five"]))
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try !tmux.transcript().contains("the lines changed"))
    }

    /// The same review of other paths, and of other patches, leaves what is kept of the rest as it is.
    @Test func aReviewOfOtherPathsForgetsNothing() throws {
        let repository = try ReviewedRepository(["docs/x": numbered(1...9), "Sources/y": numbered(1...9)])
        try repository.write("docs/x", numbered(1...9, [4: "four"]))
        try repository.write("Sources/y", numbered(1...9, [5: "five"]))
        var tmux = try repository.show("-- docs")
        try tmux.press("c")
        try tmux.type("keep me")
        try tmux.press("Enter", "x")
        try tmux.wait(for: "✗")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        tmux = try repository.show("-- Sources")
        try tmux.press("a")
        try tmux.wait(for: "✓")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try !tmux.transcript().contains("not here any more"))
        tmux = try repository.show()
        try tmux.wait(for: "What you decided last time is here again")
        try tmux.wait(for: "both decisions") { screen in
            screen.contains { $0.contains("✗") } && screen.contains { $0.contains("✓") }
        }
        try tmux.press("C")
        try tmux.wait(for: "keep me")
        try tmux.press("q", "q")
        #expect(try tmux.waitForEnd() == 3)
        // Two patches of the same file.
        try repository.git("add", "-A")
        for (name, word) in [("one", "1!"), ("two", "2!")] {
            try repository.write("docs/x", numbered(1...9, [4: word]))
            try repository.folder.write("\(name).patch", try repository.git("diff"))
            try repository.git("checkout", "-q", ".")
        }
        tmux = try repository.show("../one.patch")
        try tmux.press("x")
        try tmux.wait(for: "✗")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        tmux = try repository.show("../two.patch")
        try tmux.press("a")
        try tmux.wait(for: "✓")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        #expect(try !tmux.transcript().contains("not here any more"))
        tmux = try repository.show("../one.patch")
        try tmux.wait(for: "✗")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }

    /// What is kept can't be read: it is put aside, that is said, and the review begins anew.
    @Test func whatIsKeptAndDamagedIsPutAsideAndSaid() throws {
        let repository = try repository(held: true)
        let tmux = try repository.show()
        try tmux.press("Tab", "x")
        try tmux.wait(for: "✗")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        let home = repository.home.folder.path
        let file = try run(["find", home, "-path", "*/reviews/*.json"]).text.split(separator: "\n").map(String.init)
        try run(["truncate", "-s", "20", try #require(file.first)])
        let checked = try repository.plain("--check", "--", ".")
        #expect(checked.errorText.contains("can't be read") && checked.errorText.contains("put aside as"))
        #expect(try run(["find", home, "-path", "*/reviews/*.json.unread"]).text.split(separator: "\n").count == 1)
        #expect(try !repository.plain("--check", "--", ".").errorText.contains("can't be read"))
    }

    /// Somebody commits what was rejected and not written: the next run does not say that it goes on.
    @Test func whatOthersCommittedIsSaidToBeGone() throws {
        let repository = try repository(held: true)
        let tmux = try repository.show()
        try tmux.press("Tab", "x")
        try tmux.wait(for: "✗")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        try repository.git("commit", "-q", "-a", "-m", "all of it")
        let outcome = try repository.plain("--check", "--", ".")
        #expect(outcome.errorText.contains("Of last time 2 decided lines are not here any more"))
        #expect(outcome.status == 0 && outcome.errorText.contains("there is nothing to review"))
        // It is said once; a look with --check writes nothing.
        #expect(
            try repository.plain("--", ".").errorText.contains("Of last time 2 decided lines are not here any more"))
        let later = try repository.plain("--", ".")
        #expect(!later.errorText.contains("Of last time") && later.errorText.contains("there is nothing to review"))
    }

    /// A watch begins with what is there: it keeps nothing, and says so.
    @Test func aWatchPromisesNothingThatItDoesNotKeep() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...20)])
        var tmux = try repository.show("--watch", ready: "Nothing to review")
        try repository.write("a.txt", numbered(1...20, [4: "four", 15: "fifteen"]))
        try tmux.wait(for: "a.txt")
        try tmux.press("Tab", "x", "]", "Space")
        try tmux.wait(for: "✗")
        // Others write into the hunk that was rejected: the count is right, and the other decision stays.
        try repository.write("a.txt", numbered(1...20, [4: "FOUR", 15: "fifteen"]))
        try tmux.wait(for: "2 decided lines kept")
        try repository.git("commit", "-q", "-a", "-m", "all of it")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
        let said = try tmux.transcript()
        #expect(said.contains("nothing of it is kept") && !said.contains("goes on with it"))
        tmux = try repository.show("--watch", ready: "Nothing to review")
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try run(["find", repository.home.folder.path, "-path", "*/reviews/*.json"]).text == "")
    }

    /// What was accepted in a watch is where the file begins, also after it was no more under review.
    @Test func whatAWatchAcceptedIsItsNewBase() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...20)])
        let tmux = try repository.show("--watch", ready: "Nothing to review")
        try repository.write("a.txt", numbered(1...20, [4: "four"]))
        try tmux.wait(for: "a.txt")
        try tmux.press("A", "w")
        try tmux.wait(for: "1 change kept")
        try repository.write("a.txt", numbered(1...20, [4: "four", 15: "fifteen"]))
        try tmux.wait(for: "fifteen")
        #expect(try tmux.screen().filter { $0.contains("@@") }.count == 1)
        try tmux.press("q")
        #expect(try tmux.waitForEnd() == 3)
    }
}
