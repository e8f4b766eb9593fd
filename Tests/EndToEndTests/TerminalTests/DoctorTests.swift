// The doctor in a real tmux, and on a terminal whose other end never answers.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct DoctorTests {
    private let program: String

    init() throws { program = try builtProduct("oropendola") }

    @Test func inTmuxItAsksAndMeasures() throws {
        let shell = try TerminalShell(columns: 200, rows: 60)
        let former = try shell.modes()
        try shell.run("\(shellQuoted(program)) doctor")
        try shell.tmux.wait(for: "status 0")
        let screen = try shell.tmux.screen()
        for start in [
            "✓ TERM        tmux-256color is described", "✓ characters  UTF-8",
            "✓ replies     the terminal answers, within",
            "✓ version     tmux", "✓ state       ", "✓ space       ", "✓ backend     the built-in helper",
            "✓ connection",
        ] {
            #expect(screen.contains { $0.hasPrefix(start) }, "\(start)\n\(screen.joined(separator: "\n"))")
        }
        #expect(screen.contains { $0.contains(" widths      ") })
        #expect(try shell.modes() == former)
    }

    @Test func settingsOfTmuxComeWithTheirLines() throws {
        let shell = try TerminalShell(columns: 200, rows: 60)
        try shell.tmux.ask("set-option", "-s", "set-clipboard", "external")
        try shell.tmux.ask("set-option", "-s", "escape-time", "500")
        let place = try shell.tmux.ask("display-message", "-p", "#{socket_path},#{pid},0").trimmedEnd
        try shell.run("TMUX=\(place) \(shellQuoted(program)) doctor")
        try shell.tmux.wait(for: "status 0")
        let screen = try shell.tmux.screen()
        for line in ["set -s set-clipboard on", "set -s escape-time 10"] {
            #expect(screen.contains { $0.contains("in ~/.tmux.conf: \(line)") }, "\(screen.joined(separator: "\n"))")
        }
        #expect(!screen.contains { $0.contains("set -s focus-events") })
    }

    /// `script` gives a terminal of its own and answers nothing.
    @Test func aSilentTerminalIsToldAndGivenBack() throws {
        let home = try Home()
        let line = "stty -g; \(shellQuoted(program)) doctor; echo status $?; stty -g"
        let outcome = try run(
            ["timeout", "60", "script", "-qec", line, "/dev/null"],
            environment: home.variables.merging([
                "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TMUX": "", "NO_COLOR": "1",
            ]) { $1 })
        let lines = outcome.text.split(whereSeparator: \.isNewline).map(String.init)
        #expect(outcome.text.contains("! replies     The terminal did not answer within 2 s"), "\(outcome.text)")
        #expect(lines.contains("status 0"))
        #expect(lines.first == lines.last, "the modes are those of before")
    }

    @Test func withoutATerminalTheRowsSaySo() throws {
        let home = try Home()
        let outcome = try run(
            ["setsid", "timeout", "60", program, "doctor", "--json"],
            environment: home.variables.merging(["LC_ALL": "C.UTF-8", "TMUX": ""]) { $1 })
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        let rows = try JSONValue.parse(outcome.text)["machine"]?.asArray ?? []
        #expect(rows.first { $0["name"] == "replies" }?["words"] == "not a terminal: nothing was asked")
        #expect(rows.contains { $0["name"] == "backend" && $0["outcome"] == "passed" })
        #expect(!home.folder.exists("state"), "looking makes nothing")
    }

    @Test func aStateFolderThatCanNotBeUsedIsAFailure() throws {
        let home = try Home()
        try home.folder.write("state", "in the way")
        let outcome = try run(
            ["setsid", "timeout", "60", program, "doctor"],
            environment: home.variables.merging(["LC_ALL": "C.UTF-8", "TMUX": ""]) { $1 })
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("✗ state       "), "\(outcome.text)")
    }

    @Test func keysAreEchoedWithWhatTheyDo() throws {
        let shell = try TerminalShell(columns: 160)
        let former = try shell.modes()
        try shell.run("\(shellQuoted(program)) doctor keys")
        try shell.tmux.wait(for: "Press keys to see what arrives.")
        try shell.tmux.press("C-t")
        try shell.tmux.wait(for: "14                        Ctrl-T            ")
        try shell.tmux.press("F6")
        try shell.tmux.wait(for: "1b 5b 31 37 7e            F6  ")
        try shell.tmux.press("z")
        try shell.tmux.wait(for: "7a                        z                 Composer: writes itself · Changes: ")
        try shell.tmux.press("C-c")
        try shell.tmux.wait(for: "03                        Ctrl-C")
        try shell.tmux.press("C-c")
        try shell.tmux.wait(for: "status 0")
        #expect(try shell.modes() == former)
        let modes = try shell.privateModes()
        #expect(modes[2004] == false && modes[1004] == false)
    }

    @Test func otherWordsAreWrong() throws {
        let outcome = try run([program, "doctor", "teeth"])
        #expect(outcome.status == 2 && outcome.errorText.contains("oropendola doctor keys"))
    }
}

extension String {
    /// Without the line end that a program prints.
    fileprivate var trimmedEnd: String { hasSuffix("\n") ? String(dropLast()) : self }
}
