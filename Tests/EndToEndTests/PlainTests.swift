// The program without a screen: a pipe, a dumb terminal, a kill; and nothing but lines on its output.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct PlainTests {
    private let home: Home
    private let project: TemporaryFolder

    init() throws {
        home = try Home()
        project = try TemporaryFolder()
        let filler = (1...20).map { "// line \($0)\n" }.joined()
        try project.write("a.swift", "func parse() {}\n\(filler)let a = parse()\n")
        try project.write("b.txt", "parse\n")
    }

    private func plain(_ lines: [String], _ options: String...) throws -> Outcome {
        try run(
            ["setsid", try builtProduct("oropendola"), "--plain"] + options, in: project.path,
            input: Array((lines.joined(separator: "\n") + "\n").utf8), environment: home.variables)
    }

    /// Lines, and no control character but line end and tab.
    private func expectLines(_ bytes: [UInt8]) {
        #expect(bytes.allSatisfy { $0 == 0x0A || $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) })
    }

    @Test func aPipeIsAWholeSession() throws {
        let first = try plain([
            "rename parse to parseHeader", "show 1", "a 1.1", "a 2", "r 1.2 is called elsewhere", "w", "u", "yes 1",
        ])
        // Something is left to review.
        #expect(first.status == 3, "\(first.errorText)")
        expectLines(first.output)
        for line in [
            "> rename parse to parseHeader", "1. modified a.swift, 2 added, 2 removed: 2 hunks, 2 undecided.",
            "   1 removed: func parse() {}", "   2 added: func parseHeader() {}",
            "2. modified b.txt, 1 added, 1 removed: accepted.", "Question 1: Undo this write?",
            "The write was undone; its changes are under review again.",
            "2 staged changes are kept. oropendola in this folder offers them again.",
        ] { #expect(first.text.contains("\n" + line + "\n"), "\(line)\n\(first.text)") }
        #expect(try project.text("a.swift").hasPrefix("func parse() {}"))
        // What was decided is there at the next start.
        let second = try plain(["write"])
        #expect(second.text.contains("1. modified a.swift, 2 added, 2 removed: 2 hunks, 1 accepted, 1 rejected.\n"))
        #expect(second.text.contains("2 changes written, 1 change dropped."))
        #expect(try project.text("a.swift").hasPrefix("func parseHeader() {}"))
        #expect(try project.text("a.swift").hasSuffix("let a = parse()\n"))
        #expect(try project.text("b.txt") == "parseHeader\n")
    }

    @Test func aPipeAnswersByNumberAlone() throws {
        let outcome = try plain(["run touch made", "yes", "no 2", "yes 1", "output"])
        expectLines(outcome.output)
        #expect(outcome.text.contains("Nothing was answered: from a pipe an answer has its number, 1 here."))
        #expect(outcome.text.contains("There is no question 2; nothing was answered. Question 1 waits."))
        #expect(outcome.text.contains("ran touch made: exit 0"))
        #expect(project.exists("made"))
        let ended = try plain(["run touch never"])
        #expect(ended.status == 1)
        #expect(ended.text.contains("The input ended while question 1 waited; it was not answered."))
        #expect(!project.exists("never"))
    }

    @Test func aPromptGoesFirstAndTheSettingsChooseItToo() throws {
        let outcome = try run(
            ["setsid", try builtProduct("oropendola"), "find parse"], in: project.path, input: Array("quit\n".utf8),
            environment: home.variables.merging(["OROPENDOLA_PLAIN": "1"]) { $1 })
        #expect(outcome.status == 0)
        #expect(outcome.text.contains("\nYou: find parse\n"))
        #expect(outcome.text.contains("searched parse"))
        #expect(outcome.text.hasSuffix("> quit\n"))
        let refused = try run(
            ["setsid", try builtProduct("oropendola"), "find parse"], in: project.path, environment: home.variables)
        #expect(refused.status == 2)
        #expect(refused.errorText.contains("--plain"))
    }

    @Test func aDumbTerminalGetsLinesByItself() throws {
        let program = shellQuoted(try builtProduct("oropendola"))
        let log = "\(home.folder.path)/typescript"
        let tmux = try Tmux(
            columns: 100, rows: 40, command: "sh -c 'TERM=dumb \(program) | tee \(log)'", in: project.path,
            environment: home.variables)
        // A reader in between is no terminal: it is said what to use.
        try tmux.wait(for: "--plain")
        _ = try tmux.waitForEnd()
        let typed = try Tmux(
            columns: 100, rows: 40, command: "sh -c 'TERM=dumb exec \(program)'", in: project.path,
            environment: home.variables)
        try typed.wait(for: "until you accept it")
        try typed.type("rename parse to parseHeader")
        try typed.press("Enter")
        try typed.wait(for: "Changes: 2 files")
        try typed.type("a 1.1")
        try typed.press("Enter")
        try typed.wait(for: "1 accepted, 1 undecided")
        try typed.type("w")
        try typed.press("Enter")
        try typed.wait(for: "1 change written")
        #expect(try project.text("a.swift").hasPrefix("func parseHeader() {}"))
        try typed.type("u")
        try typed.press("Enter")
        try typed.wait(for: "yes 1 does it")
        // An empty line answers nothing.
        try typed.press("Enter")
        try typed.type("yes")
        try typed.press("Enter")
        try typed.wait(for: "The write was undone")
        #expect(try project.text("a.swift").hasPrefix("func parse() {}"))
        // News that comes into a half-written line begins one of its own, and the line goes on.
        try typed.type("a")
        try typed.wait(for: "> a")
        try project.write("a.swift", try project.text("a.swift").replacing("// line 10\n", with: "// ten\n"))
        try typed.wait(for: "a.swift changed on disk; the proposal was put on top of it")
        try typed.type(" 2")
        try typed.press("Enter")
        try typed.wait(for: "2. modified b.txt, 1 added, 1 removed: accepted.")
        try typed.type("run sleep 100")
        try typed.press("Enter")
        try typed.wait(for: "Question 2: Run this command?")
        try typed.press("C-c")
        try typed.wait(for: "Question 2 is over; it was not answered.")
        try typed.press("C-c")
        try typed.wait(for: "Ctrl-C again quits")
        try typed.press("C-c")
        #expect(try typed.waitForEnd() == 130)
    }

    /// Back from Ctrl-Z there is one prompt, not two.
    @Test func goingOnPromptsOnce() throws {
        let tmux = try Tmux(
            columns: 200, rows: 40, command: "bash --norc --noprofile -i", in: project.path,
            environment: home.variables)
        try tmux.type("\(shellQuoted(try builtProduct("oropendola"))) --plain")
        try tmux.press("Enter")
        try tmux.wait(for: "until you accept it")
        try tmux.wait(for: "the prompt") { $0.last { !$0.isEmpty } == ">" }
        try tmux.press("C-z")
        try tmux.wait(for: "Stopped")
        try tmux.type("fg")
        try tmux.press("Enter")
        try tmux.wait(for: "the prompt again") { $0.last { !$0.isEmpty } == ">" }
        try tmux.type("say hello")
        try tmux.wait(for: "> say hello")
        // The first prompt was left behind by Ctrl-Z; what stands by itself would be a second one.
        #expect(try tmux.screen().count { $0 == ">" } == 0)
    }

    @Test func aKillLosesNothing() throws {
        let program = shellQuoted(try builtProduct("oropendola"))
        let command = "sh -c 'exec \(program) --plain'"
        let first = try Tmux(
            columns: 100, rows: 40, command: command, in: project.path, environment: home.variables)
        try first.wait(for: "until you accept it")
        try first.type("rename parse to parseHeader")
        try first.press("Enter")
        try first.wait(for: "Changes: 2 files")
        try first.type("a 2")
        try first.press("Enter")
        try first.wait(for: "2. modified b.txt, 1 added, 1 removed: accepted.")
        kill(try first.processIdentifier(), SIGKILL)
        _ = try first.waitForEnd()
        let second = try Tmux(
            columns: 100, rows: 40, command: command, in: project.path, environment: home.variables)
        try second.wait(for: "The last run was cut off. Its conversation is back.")
        try second.wait(for: "2. modified b.txt, 1 added, 1 removed: accepted.")
        try second.type("w")
        try second.press("Enter")
        try second.wait(for: "1 change written")
        #expect(try project.text("b.txt") == "parseHeader\n")
        try second.press("C-d")
        #expect(try second.waitForEnd() == 0)
    }
}
