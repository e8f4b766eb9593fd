// Without a terminal that it can draw on, the program says so in one sentence and exits 2.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct NoTerminalTests {
    /// Both streams are files.
    @Test func filesAreRefused() throws {
        let home = try Home()
        let outcome = try run(
            [try builtProduct("oropendola")], in: home.folder.path,
            environment: home.variables.merging(["TERM": "xterm"]) { $1 }
        )
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(
            outcome.errorText
                == "oropendola needs a terminal: start it without redirecting its output, or with --plain, which prints "
                + "lines.\n")
    }

    @Test(arguments: [">out", "2>err >out", "<in >out", "| cat"])
    func redirectedStreamsAreRefused(redirection: String) throws {
        let shell = try TerminalShell()
        try shell.folder.write("in", "")
        try shell.folder.write("out", "")
        let former = try shell.modes()
        try shell.run("\(shellQuoted(try builtProduct("oropendola"))) \(redirection); echo \"end $?\"")
        try shell.tmux.wait(for: "end") { rows in
            // Not the command line itself, which may be wrapped at this word.
            rows.contains { $0.hasPrefix("end ") && $0.dropFirst(4).first?.isNumber == true }
        }
        let screen = try shell.tmux.screen().joined(separator: "\n")
        if redirection != "| cat" { #expect(screen.contains("end 2"), "\(screen)") }
        let said = redirection.contains("2>") ? try shell.folder.text("err") : screen
        #expect(said.contains("oropendola needs a terminal"), "\(screen)")
        #expect(try shell.folder.read("out").isEmpty)
        #expect(try shell.modes() == former)
        #expect(try !shell.written().contains(0x1B))
    }

    /// Keys come from the terminal, whatever standard input is.
    @Test func redirectedInputIsNoMatter() throws {
        let shell = try TerminalShell()
        try shell.startProgram("</dev/null")
        try shell.tmux.type("typed")
        try shell.tmux.wait(for: "› typed")
        try shell.tmux.press("C-c", "C-d")
        #expect(try shell.waitForEnd() == 0)
    }

    /// A dumb one gets lines (`PlainTests`).
    @Test(arguments: ["", "no-such-terminal", "../../etc/passwd"])
    func unusableTerminalsAreRefused(name: String) throws {
        let shell = try TerminalShell(columns: 200)
        let former = try shell.modes()
        let variable = name.isEmpty ? "-u TERM" : "TERM=\(name)"
        try shell.run("env \(variable) \(shellQuoted(try builtProduct("oropendola")))")
        let screen = try shell.tmux.wait(for: "status 2")
        let sentences = screen.filter { $0.hasPrefix("oropendola ") }
        #expect(sentences.count == 1 && sentences.allSatisfy { $0.hasSuffix(".") || $0.contains("TERM=") }, "\(screen)")
        #expect(try shell.modes() == former)
        #expect(try !shell.written().contains(0x1B))
    }

    @Test func usageErrorsExitTwo() throws {
        let program = try builtProduct("oropendola")
        let home = try Home()
        let outcome = try run([program, "--nonsense"], environment: home.variables)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("--nonsense"))
        for option in ["--version", "--help"] {
            let outcome = try run([program, option], environment: home.variables)
            #expect(outcome.status == 0)
            #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
        }
        let folder = try run([program, "-C", "/no/such/folder"], environment: home.variables)
        #expect(folder.status == 1)
        #expect(folder.errorText.contains("/no/such/folder"))
    }
}
