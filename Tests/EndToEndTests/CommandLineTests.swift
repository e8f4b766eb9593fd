// The command line as people type it: slips, pipes, help on a command, the demo.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct CommandLineTests {
    private let home: Home
    private let folder: TemporaryFolder
    private let program: String

    init() throws {
        home = try Home()
        folder = try TemporaryFolder()
        program = try builtProduct("oropendola")
    }

    private func oropendola(_ words: String...) throws -> Outcome {
        try run(["timeout", "60", program] + words, in: folder.path, environment: home.variables)
    }

    // MARK: Slips

    @Test func aSlipWithoutATerminalIsAWrongCommandLine() throws {
        let outcome = try oropendola("reveiw")
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(
            outcome.errorText
                == "oropendola: there is no command reveiw. Did you mean `oropendola review`? As a message: oropendola -- reveiw\n"
        )
        let option = try oropendola("docter", "--json")
        #expect(option.status == 2)
        #expect(option.errorText.hasSuffix("Did you mean `oropendola doctor`?\n"), "\(option.errorText)")
    }

    @Test func aSlipIsAskedAboutAndRunsTheCommand() throws {
        let shell = try TerminalShell(columns: 120)
        try shell.run("\(shellQuoted(program)) session")
        try shell.tmux.wait(for: "Did you mean `oropendola sessions`?")
        try shell.tmux.wait(for: "m send the word as a message")
        try shell.tmux.type("y")
        try shell.tmux.press("Enter")
        try shell.tmux.wait(for: "No conversation is kept in this folder yet.")
        try shell.tmux.wait(for: "status 0")
    }

    @Test func aSlipMayBeAMessageOrNothing() throws {
        let shell = try TerminalShell(columns: 120, rows: 40)
        try shell.run("\(shellQuoted(program)) reveiw")
        try shell.tmux.wait(for: "Enter leave:")
        try shell.tmux.press("Enter")
        try shell.tmux.wait(for: "status 130")
        try shell.run("\(shellQuoted(program)) reveiw")
        try shell.tmux.wait(for: "two questions") { $0.count { $0.contains("Enter leave:") } == 2 }
        try shell.tmux.type("m")
        try shell.tmux.press("Enter")
        try shell.tmux.wait(for: "the message in the chat") { screen in
            screen.contains { $0.contains("›") } && screen.contains { $0.hasPrefix(" reveiw") }
        }
        try shell.tmux.press("C-d")
        try shell.tmux.wait(for: "status 0")
    }

    // MARK: Help

    @Test(arguments: ["review", "sessions", "resume", "login", "logout", "whoami", "serve", "listen", "doctor", "demo"])
    func helpOnACommandIsItsOwn(command: String) throws {
        let asked = try oropendola("help", command)
        #expect(asked.status == 0 && asked.text.contains("USAGE: oropendola \(command)"), "\(asked.text)")
        let own = try oropendola(command, "--help")
        #expect(asked.text == own.text)
    }

    @Test func helpAloneIsTheProgrammes() throws {
        let help = try oropendola("help")
        let own = try oropendola("--help")
        #expect(help.status == 0 && help.text == own.text)
        #expect(help.text.contains("oropendola demo "))
    }

    // MARK: Pipes

    @Test func whatIsPipedGoesAlongWithThePrompt() throws {
        let shell = try TerminalShell(columns: 100, rows: 60)
        try shell.run("printf 'first line\\nsecond @line\\n' | \(shellQuoted(program)) say what this is")
        // The words of the shell's own line are no sign that the program has them.
        try shell.tmux.wait(for: "What I can do")
        try shell.tmux.wait(for: "second @line")
        try shell.tmux.wait(for: "say what this is")
        // It was sent, and the keys come from the terminal.
        try shell.tmux.type("typed")
        try shell.tmux.wait(for: "› typed")
        try shell.tmux.press("C-c", "C-d")
        try shell.tmux.wait(for: "status 0")
    }

    @Test func whatIsPipedAloneWaitsForWords() throws {
        let shell = try TerminalShell(columns: 100)
        try shell.run("seq 1 50 | \(shellQuoted(program))")
        try shell.tmux.wait(for: "[pasted 52 lines]")
        try shell.tmux.type("what are these?")
        try shell.tmux.wait(for: "what are these?")
        try shell.tmux.press("C-c", "C-d")
        try shell.tmux.wait(for: "status 0")
    }

    @Test(arguments: [
        ("head -c 600000 /dev/zero | tr '\\\\0' x", "standard input has more than 512 KiB, so nothing was sent."),
        ("head -c 100 /dev/zero", "standard input is not text, so nothing was sent."),
    ])
    func whatCanNotGoAlongIsTold(command: String, words: String) throws {
        let shell = try TerminalShell(columns: 160)
        try shell.run("\(command.replacing("\\\\", with: "\\")) | \(shellQuoted(program)) look")
        try shell.tmux.waitForWrapped(words)
        try shell.tmux.wait(for: "status 1")
        #expect(try !shell.written().contains(0x1B), "nothing was drawn")
    }

    // MARK: Demo

    @Test func aScenarioIsCheckedAndPlayed() throws {
        let place = try TemporaryFolder()
        try place.write("bad.jsonl", "{\"wait\": 1}\n{\"wiat\": 1}\n")
        let bad = try run([program, "demo", "--check", "--scenario", "\(place.path)/bad.jsonl"])
        #expect(bad.status == 1)
        #expect(bad.text.contains("bad.jsonl, line 2, column 2: `wiat` is no step; did you mean `wait`?"))
        #expect(bad.text.contains("1 mistake. Nothing was played."))
        let tour = try run([program, "demo", "--check"])
        #expect(tour.status == 0 && tour.text.contains("Nothing is wrong."))
        try place.write(
            "good.jsonl",
            """
            {"file": "notes/list.txt", "text": ["milk"]}
            {"prompt": "What is in it?"}
            {"when": {"first": true}}
            {"answer": "I look.", "calls": [{"action": "read_file", "path": "notes/list.txt"}]}
            {"answer": "It says: {{result}}"}
            """)
        let shell = try TerminalShell(columns: 120, rows: 40, environment: ["TMPDIR": place.path])
        try shell.run("\(shellQuoted(program)) demo --scenario \(place.path)/good.jsonl")
        try shell.tmux.waitForWrapped("It says:")
        try shell.tmux.waitForWrapped("milk")
        try shell.tmux.press("C-d")
        try shell.tmux.wait(for: "status 0")
    }

    @Test func theDemoIsPlayedAndLeavesNothing() throws {
        let place = try TemporaryFolder()
        let shell = try TerminalShell(columns: 120, rows: 40, environment: ["TMPDIR": place.path])
        try shell.run("\(shellQuoted(program)) demo")
        try shell.tmux.wait(for: "3 files to review")
        try shell.tmux.waitForWrapped("Decide as you like, then send next.")
        // A rejected hunk, the rest accepted and written: the tour has heard of it.
        try shell.tmux.press("C-t", "A", "j", "Tab", "x", "w")
        try shell.tmux.waitForWrapped("changes written")
        try shell.tmux.type("go on")
        try shell.tmux.press("Enter")
        try shell.tmux.waitForStatus("Waiting for your answer")
        try shell.tmux.waitForWrapped("You rejected a part.")
        try shell.tmux.press("C-q")
        try shell.tmux.wait(for: "answer with the keys above")
        var pressed = 0.0
        try shell.tmux.wait(for: "the end of the request") { screen in
            if screen.last?.contains("Waiting for your answer") == false { return true }
            // A key while the keys are dead puts the moment off by 400 ms.
            if monotonicSeconds() - pressed > 0.7 {
                try? shell.tmux.press("y")
                pressed = monotonicSeconds()
            }
            return false
        }
        try shell.tmux.waitForWrapped("It ran, and I got what it printed.")
        try shell.tmux.type("How do I pay?")
        try shell.tmux.press("Enter")
        try shell.tmux.waitForWrapped("How do I pay? is beyond it.")
        try shell.tmux.press("C-d")
        try shell.tmux.wait(for: "status 0")
        #expect(try run(["ls", "-A", place.path]).text == "")
        #expect(!shell.home.folder.exists("state/oropendola/projects"), "it keeps nothing at home")
    }
}
