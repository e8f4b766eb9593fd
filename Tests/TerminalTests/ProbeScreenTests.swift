// What the real device draws: sizes, locales, colours, and getting the terminal back after somebody else had it.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct ProbeScreenTests {
    private func probe(
        _ terminal: String = "xterm-256color", columns: Int = 80, rows: Int = 24, _ extra: [String: String] = [:]
    ) throws -> PseudoTerminal {
        let environment = ["LC_ALL": "C.UTF-8", "TERM": terminal].merging(extra) { $1 }
        return try PseudoTerminal(
            [try builtProduct("TerminalProbe")], columns: columns, rows: rows, environment: environment)
    }

    private func quit(_ terminal: PseudoTerminal) throws {
        terminal.type("\u{11}")
        #expect(try terminal.waitForEnd() == 0)
    }

    @Test func aLocaleWithoutUnicodeGetsASCIIAlone() throws {
        let terminal = try probe("xterm-256color", ["LC_ALL": "C"])
        try terminal.wait(for: "|-.+x*o~>")
        try quit(terminal)
        #expect(terminal.output.allSatisfy { $0 < 0x80 })
    }

    @Test func noColorMeansNoColour() throws {
        let terminal = try probe("xterm-256color", ["NO_COLOR": "1"])
        try terminal.wait(for: "nothing yet")
        try quit(terminal)
        for colour in ["[31m", "[32m", "[36m", "[91m", "[97m", "[44m"] { #expect(!terminal.text.contains(colour)) }
    }

    /// What a terminal shows of `#102030` on `#f0e0d0`, by what it says of itself.
    @Test(arguments: [
        (["COLORTERM": "truecolor"], "xterm-256color", ["38;2;16;32;48", "48;2;240;224;208", "38;5;208"]),
        (["COLORTERM": "24bit"], "xterm", ["38;2;16;32;48", "48;2;240;224;208", "38;5;208"]),
        (["COLORTERM": "truecolor", "TMUX": "x"], "tmux-256color", ["38;2;16;32;48", "48;2;240;224;208"]),
        (["COLORTERM": ""], "xterm-256color", ["38;5;234", "48;5;224", "38;5;208"]),
        (["COLORTERM": "truecolor", "STY": "x"], "screen-256color", ["38;5;234", "48;5;224"]),
    ])
    func trueColoursAreTheNearestThatThereAre(
        environment: [String: String], name: String, colours: [String]
    ) throws {
        let terminal = try probe(name, environment)
        try terminal.wait(for: "nothing yet")
        // The default has the user's own, whatever the terminal takes.
        #expect(!terminal.text.contains("38;2;") && terminal.text.contains("[32m"))
        let before = terminal.output.count
        terminal.type("\u{10}")
        for colour in colours { try terminal.wait(for: colour, from: before) }
        if colours[0].hasPrefix("38;5") { #expect(!terminal.text.contains("38;2;")) }
        let back = terminal.output.count
        terminal.type("\u{10}")
        try terminal.wait(for: "[32m", from: back)
        try quit(terminal)
        // Nobody's colours are changed: neither the table (OSC 4) nor text and ground (OSC 10, 11).
        for order in ["\u{1B}]4;", "\u{1B}]10", "\u{1B}]11"] { #expect(!terminal.text.contains(order)) }
    }

    @Test func withoutColourNoThemeHasAny() throws {
        let terminal = try probe("xterm-256color", ["COLORTERM": "truecolor", "NO_COLOR": "1"])
        try terminal.wait(for: "nothing yet")
        terminal.type("\u{10}\u{0C}")
        try quit(terminal)
        for colour in ["38;", "48;", "[31m", "[32m", "[97m"] { #expect(!terminal.text.contains(colour)) }
    }

    @Test func theUsersColourTableIsLeftAlone() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("\u{05}")
        try terminal.wait(for: "child ended")
        try quit(terminal)
        #expect(!terminal.text.contains("\u{1B}]104"))
    }

    /// A shell with job control, as everybody has it.
    @Test func suspendedAndBroughtBackByAShell() throws {
        let shell = try PseudoTerminal(
            ["/bin/bash", "--norc", "--noprofile", "-i"],
            environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PS1": "sh> "])
        try shell.wait(for: "sh> ")
        shell.type("'\(try builtProduct("TerminalProbe"))'\r")
        try shell.wait(for: "probe 80x24")
        try shell.wait(for: "\u{1B}]2;")
        shell.type("abc\u{1A}")
        try shell.wait(for: "Stopped")
        try shell.wait(for: "\u{1B}[?1049l")
        shell.pump()
        let before = shell.output.count
        shell.type("fg\r")
        try shell.wait(for: "> abc", from: before)
        shell.type("\u{11}")
        try shell.wait(for: "\u{1B}[?1049l", from: before)
        shell.type("exit 9\r")
        #expect(try shell.waitForEnd() == 9)
    }

    @Test func aVT100IsUsable() throws {
        let terminal = try probe("vt100")
        try terminal.wait(for: "nothing yet")
        #expect(!terminal.text.contains("\u{1B}]2;"))
        try quit(terminal)
    }

    @Test(arguments: [(1, 1), (500, 200), (2, 3)])
    func oddSizesAreSurvived(columns: Int, rows: Int) throws {
        let terminal = try probe(columns: columns, rows: rows)
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("x")
        try quit(terminal)
    }

    @Test func aStormOfResizesEndsWithTheLastSize() throws {
        let terminal = try probe()
        try terminal.wait(for: "probe 80x24")
        for step in 1...200 { terminal.resize(columns: 40 + step % 90, rows: 1 + step % 50) }
        terminal.resize(columns: 1, rows: 1)
        terminal.resize(columns: 77, rows: 21)
        try terminal.wait(for: "probe 77x21")
        try quit(terminal)
    }

    @Test func aLargePasteIsOneEvent() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("\u{1B}[200~" + String(repeating: "0123456789abcde\r", count: 65536) + "\u{1B}[201~")
        try terminal.wait(for: "pasted 1048576 bytes")
        try quit(terminal)
    }

    @Test func aChildGetsTheTerminalAndGivesItBack() throws {
        let terminal = try probe(
            "xterm-256color", ["PROBE_CHILD": "stty -a; printf 'child %s\\n' here; read answer; exit 5"])
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("\u{05}")
        try terminal.wait(for: "child here")
        #expect(terminal.isCooked)
        let before = terminal.output.count
        terminal.type("go on\n")
        try terminal.wait(for: "child ended with 5", from: before)
        #expect(!terminal.isCooked)
        try quit(terminal)
    }

    @Test func aKillLeavesTheTerminalToTheChildThatHasIt() throws {
        let child = "trap '' HUP; echo child here; read answer; echo still here"
        let terminal = try probe("xterm-256color", ["PROBE_CHILD": child])
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("\u{05}")
        try terminal.wait(for: "child here")
        kill(terminal.child, SIGKILL)
        #expect(try terminal.waitForEnd() == 128 + SIGKILL)
        terminal.type("yes\n")
        _ = try wait(for: "a free terminal") { terminal.isHungUp ? true : nil }
        terminal.pump()
        #expect(terminal.text.hasSuffix("child here\r\nyes\r\nstill here\r\n"))
    }

    @Test func messagesFromAnotherThreadWakeTheLoopAndAreAllTaken() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("\u{14}")
        // Frames send only the digits that differ, so a whole one is asked for until it shows the last message.
        _ = try wait(for: "the last message") { () -> Bool? in
            let before = terminal.output.count
            terminal.type("\u{0C}")
            try terminal.wait(for: "tick ", from: before)
            return String(decoding: terminal.output[before...], as: UTF8.self).contains("tick 10000") ? true : nil
        }
        try quit(terminal)
    }

    @Test func stoppedAndContinued() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        kill(terminal.child, SIGSTOP)
        _ = try wait(for: "a stopped process") { () -> Bool? in try state(of: terminal.child) == "T" ? true : nil }
        terminal.pump()
        let before = terminal.output.count
        kill(terminal.child, SIGCONT)
        // Everything is drawn again: nobody knows what happened to the screen meanwhile.
        try terminal.wait(for: "probe 80x24", from: before)
        try quit(terminal)
    }

    private func state(of process: pid_t) throws -> String? {
        String(decoding: try readFile("/proc/\(process)/status"), as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("State:") }?.split(whereSeparator: \.isWhitespace).dropFirst().first.map(String.init)
    }
}
