// `oropendola review` without a screen: what it refuses, with which status, and what --apply, --check and --json do.
import JSON
import TestSupport
import Testing

@Suite struct ReviewPlainTests {
    @Test func whatCannotBeReviewedIsRefusedInASentence() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n", "main": "a file\n"])
        let cases: [([String], Int32, String)] = [
            (["no-such"], 1, "no-such is neither a revision nor a file."),
            (["no..such"], 1, "no is no revision"),
            (["main"], 1, "both a revision and a file"),
            (["a.txt"], 1, "a.txt is not a patch"),
            (["-"], 0, "the patch is empty"),
            (["--index", "--commit"], 2, "exclude each other"),
            (["--fuzz", "9"], 2, "--fuzz is 0, 1 or 2"),
            ([], 0, "there is nothing to review"),
            (["HEAD"], 0, "there is nothing to review"),
        ]
        for (options, status, words) in cases {
            let outcome = try run(
                ["setsid", try builtProduct("oropendola"), "review"] + options, in: repository.root,
                environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
            let isInput = options.isEmpty
            #expect(outcome.status == (isInput ? 0 : status), "\(options): \(outcome.errorText)")
            #expect(
                outcome.errorText.contains(isInput ? "the patch is empty" : words), "\(options): \(outcome.errorText)")
        }
        try repository.write("a.txt", "2\n")
        let noTerminal = try repository.plain("HEAD")
        #expect(noTerminal.status == 2 && noTerminal.errorText.contains("--apply"))
        #expect(try repository.text("a.txt") == "2\n")
        let outside = try run(
            ["setsid", try builtProduct("oropendola"), "review", "HEAD"], in: repository.home.folder.path,
            environment: repository.home.variables)
        #expect(outside.status == 1)
    }

    @Test func applyWritesAllOfItAndSaysWhatDoesNotFit() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "b.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five"]))
        try repository.write("b.txt", numbered(1...30, [5: "five"]))
        let patch = Array(try repository.git("diff").utf8)
        try repository.git("checkout", "-q", ".")
        let checked = try repository.plain("--check", "-", input: patch)
        #expect(checked.status == 0 && checked.text.contains("a.txt: for applying"))
        #expect(try repository.text("a.txt") == numbered(1...30))
        try repository.write("b.txt", numbered(1...30, [4: "other"]))
        let applied = try repository.plain("--apply", "-", input: patch)
        #expect(applied.status == 7)
        #expect(applied.text.contains("hunk 1, line") && applied.text.contains("nearest is line 2"))
        #expect(applied.text.contains("--3way"))
        #expect(try repository.text("a.txt") == numbered(1...30, [5: "five"]))
        #expect(try repository.text("b.txt") == numbered(1...30, [4: "other"]))
        let again = try repository.plain("--check", "-", input: patch)
        #expect(again.text.contains("a.txt: in place"))
        let back = try repository.plain("--apply", "--reverse", "-", input: patch)
        #expect(back.status == 7)
        #expect(try repository.text("a.txt") == numbered(1...30))
    }

    @Test func jsonSaysWhatWasDecided() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30)])
        try repository.write("a.txt", numbered(1...30, [5: "five"]))
        let outcome = try repository.plain("--apply", "--json", "--index", "--", "a.txt")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let json = try JSONValue.parse(outcome.text)
        #expect(json["accepted"]?.asInt == 1 && json["undecided"]?.asInt == 0)
        let file = try #require(json["files"]?.asArray?.first)
        #expect(file["path"]?.asString == "a.txt" && file["settled"]?.asBool == true)
        let lines = try #require(file["hunks"]?.asArray?.first?["lines"]?.asArray)
        let changed = lines.filter { $0["decision"]?.asString == "accepted" }
        #expect(changed.map { $0["text"]?.asString } == ["line 5", "five"])
        #expect(file["standing"]?.asString == "for applying" && file["before"]?["blob"]?.asString?.count == 40)
        #expect(try repository.git("diff", "--cached") != "")
    }

    @Test func mailsBinariesRenamesModesAndCRLFAreApplied() throws {
        let repository = try ReviewedRepository([
            "a.txt": numbered(1...30), "old.txt": numbered(1...20), "run.sh": "#!/bin/sh\n", "x.bin": "\0abc\0",
            "dos.txt": "1\r\n2\r\n3\r\n", "end.txt": "no end",
        ])
        try repository.write("a.txt", numbered(1...30, [7: "seven"]))
        try repository.git("mv", "old.txt", "new name.txt")
        try repository.write("x.bin", "\0abd\0e")
        try repository.write("dos.txt", "1\r\ntwo\r\n3\r\n")
        try repository.write("end.txt", "no end\nat all")
        try run(["chmod", "+x", "\(repository.root)/run.sh"])
        try repository.git("add", "-A")
        try repository.git("commit", "-q", "-m", "second")
        let mail = Array(try repository.git("format-patch", "--stdout", "--binary", "-M", "-1").utf8)
        let after = try repository.git("ls-files", "-s")
        try repository.git("reset", "-q", "--hard", "HEAD~1")
        let outcome = try repository.plain("--apply", "-", input: mail)
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        try repository.git("add", "-A")
        #expect(try repository.git("ls-files", "-s") == after)
        // And all of it out again, into a patch that says the opposite.
        let output = try repository.plain("--apply", "--output", "-", "-", input: mail)
        #expect(output.status == 0)
        #expect(try repository.git("ls-files", "-s") == after)
    }

    @Test func everySourceIsFound() throws {
        let repository = try ReviewedRepository(["a.txt": numbered(1...30), "sub/b.txt": numbered(1...5)])
        try repository.write("a.txt", numbered(1...30, [5: "five"]))
        try repository.git("commit", "-q", "-a", "-m", "second")
        try repository.write("sub/b.txt", numbered(1...5, [2: "two"]))
        try repository.write("new.txt", "new\n")
        try repository.folder.write("old/a.txt", "1\n")
        try repository.folder.write("new/a.txt", "2\n")
        let cases: [([String], String)] = [
            (["HEAD"], "sub/b.txt: in place, +1 -1\n"),
            (["HEAD~1"], "a.txt: in place, +1 -1\nsub/b.txt: in place, +1 -1\n"),
            (["HEAD~1", "--", "sub"], "sub/b.txt: in place, +1 -1\n"),
            (["HEAD~1..HEAD"], "a.txt: in place, +1 -1\n"),
            (["HEAD~1...HEAD"], "a.txt: in place, +1 -1\n"),
            (["HEAD^!"], "a.txt: in place, +1 -1\n"),
            (["HEAD", "HEAD~1"], "a.txt: for applying, +1 -1\n"),
            (["--reverse", "HEAD"], "sub/b.txt: for applying, +1 -1\n"),
            (["--untracked", "HEAD"], "new.txt: in place, +1 -0\nsub/b.txt: in place, +1 -1\n"),
            (["../old/a.txt", "../new/a.txt"], "a.txt: in place, +1 -1\n"),
            (["../old", "../new"], "a.txt: in place, +1 -1\n"),
        ]
        for (options, text) in cases {
            let outcome = try run(
                ["setsid", try builtProduct("oropendola"), "review", "--check"] + options, in: repository.root,
                environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
            #expect(outcome.status == 0 && outcome.text == text, "\(options): \(outcome.text)\(outcome.errorText)")
        }
        try repository.git("add", "-A")
        let staged = try repository.plain("--check", "--staged")
        #expect(staged.text == "new.txt: in place, +1 -0\nsub/b.txt: in place, +1 -1\n")
    }

    @Test func aCommitWithoutATerminalNeedsAMessage() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n"])
        try repository.write("a.txt", "2\n")
        #expect(try repository.plain("--commit", "--apply", "--", "a.txt").status == 2)
        let outcome = try repository.plain("--commit", "--apply", "-m", "second", "--", "a.txt")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try repository.git("log", "-1", "--format=%s") == "second\n")
        #expect(try repository.git("status", "--porcelain") == "")
    }
}
