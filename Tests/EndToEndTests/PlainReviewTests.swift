// `oropendola review --plain`: by a pipe, by the terminal where the patch takes standard input, and not at all.
import TestSupport
import Testing

@Suite(.serialized)
struct PlainReviewTests {
    @Test func aPipeReviewsTheTree() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n2\n3\n"])
        try repository.write("a.txt", "1\nzwei\n3\n")
        let outcome = try run(
            ["setsid", try builtProduct("oropendola"), "review", "--plain", "HEAD"], in: repository.root,
            input: Array("show 1\nr 1.1:2 in German\nclear 1\nr 1\nwrite\nsend\n".utf8),
            environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        #expect(outcome.status == 4, "\(outcome.errorText)")
        for line in [
            "   1 removed: 2", "   2 added: zwei", "1. modified a.txt, 1 added, 1 removed, in place: rejected.",
            "1 change taken out. Nothing is left to review: quit ends.",
            "There is no chat here; nothing was done. help lists the words.",
        ] { #expect(outcome.text.contains("\n" + line + "\n"), "\(line)\n\(outcome.text)") }
        #expect(try repository.text("a.txt") == "1\n2\n3\n")
        #expect(outcome.output.allSatisfy { $0 == 0x0A || $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) })
    }

    /// Ctrl-D while a hook runs: said once, then git is waited for, and its end is heard.
    @Test func theEndOfTheInputWaitsForTheCommit() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n2\n3\n"])
        try repository.write("a.txt", "1\nzwei\n3\n")
        try repository.write(".git/hooks/pre-commit", "#!/bin/sh\nwhile ! test -e go; do sleep 0.1; done\n")
        try run(["chmod", "+x", "\(repository.root)/.git/hooks/pre-commit"])
        let tmux = try Tmux(
            columns: 100, rows: 30, command: "\(shellQuoted(try builtProduct("oropendola"))) review --plain HEAD",
            in: repository.root, environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        try tmux.wait(for: "1. modified a.txt")
        try tmux.type("a 1")
        try tmux.press("Enter")
        try tmux.wait(for: "accepted.")
        try tmux.type("commit -m German")
        try tmux.press("Enter")
        try tmux.wait(for: "Committing")
        try tmux.press("C-d")
        try tmux.wait(for: "Quits when git has committed")
        try repository.write("go", "")
        #expect(try tmux.waitForEnd() == 0)
        #expect(try tmux.transcript().split(separator: "Quits when git has committed").count == 2)
        #expect(try repository.git("log", "-1", "--format=%s") == "German\n")
    }

    @Test func aPatchOnStandardInputIsAnsweredOnTheTerminal() throws {
        let repository = try ReviewedRepository(["a.txt": "1\n2\n3\n"])
        let patch = "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n 1\n-2\n+zwei\n 3\n"
        try repository.write("fix.patch", patch)
        let program = shellQuoted(try builtProduct("oropendola"))
        let tmux = try Tmux(
            columns: 100, rows: 30, command: "sh -c '\(program) review --plain - < fix.patch'", in: repository.root,
            environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        try tmux.wait(for: "1. modified a.txt")
        try tmux.type("a 1")
        try tmux.press("Enter")
        try tmux.wait(for: "accepted.")
        try tmux.type("w")
        try tmux.press("Enter")
        try tmux.wait(for: "1 change written")
        #expect(try repository.text("a.txt") == "1\nzwei\n3\n")
        try tmux.press("C-d")
        #expect(try tmux.waitForEnd() == 0)
        let alone = try run(
            ["setsid", try builtProduct("oropendola"), "review", "--plain", "-R", "-"], in: repository.root,
            input: Array(patch.utf8), environment: repository.home.variables.merging(ReviewedRepository.quiet) { $1 })
        #expect(alone.status == 2)
        #expect(alone.errorText.contains("standard input is the patch, and there is no terminal to answer on"))
        let printed = try run(
            ["setsid", try builtProduct("oropendola"), "review", "--plain", "--json"], in: repository.root,
            environment: repository.home.variables)
        #expect(printed.status == 2)
    }
}
