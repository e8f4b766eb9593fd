// The real device on a real terminal: what is drawn, and that the terminal is as before whatever ends the program.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct ProbeTests {
    private func probe(
        _ terminal: String? = "xterm-256color", columns: Int = 80, rows: Int = 24, _ extra: [String: String] = [:]
    ) throws -> PseudoTerminal {
        var environment = ["LC_ALL": "C.UTF-8"]
        environment["TERM"] = terminal
        environment.merge(extra) { $1 }
        return try PseudoTerminal(
            [try builtProduct("TerminalProbe")], columns: columns, rows: rows, environment: environment)
    }

    private func expectRestored(_ terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try terminal.wait(for: "\u{1B}[?1049l")
        _ = try wait(for: "the modes of a shell") { terminal.isCooked ? true : nil }
        for mode in ["\u{1B}[?2004l", "\u{1B}[?1004l", "\u{1B}[?1002l", "\u{1B}[<u", "\u{1B}[>4m", "\u{1B}[23;2t"] {
            #expect(terminal.text.contains(mode), sourceLocation: sourceLocation)
        }
    }

    @Test func aNormalEndRestores() throws {
        let terminal = try probe()
        try terminal.wait(for: "nothing yet")
        #expect(!terminal.isCooked)
        terminal.type("\u{11}")
        #expect(try terminal.waitForEnd() == 0)
        try expectRestored(terminal)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
    func endingSignalsRestore(signal: Int32) throws {
        let terminal = try probe()
        try terminal.wait(for: "nothing yet")
        kill(terminal.child, signal)
        #expect(try terminal.waitForEnd() == 128 + signal)
        try expectRestored(terminal)
    }

    /// Handlers that were there before, as Swift's own backtrace, still get their turn; it would ask for a key here.
    /// F5 traps, F6 faults, F7 is SIGKILL, F8 overflows the stack.
    @Test(arguments: [("15", [SIGILL, SIGTRAP]), ("17", [SIGSEGV]), ("18", [SIGKILL]), ("19", [SIGSEGV])])
    func crashesRestore(key: String, signals: [Int32]) throws {
        let terminal = try probe("xterm-256color", ["PROBE_LOG": "/dev/null", "SWIFT_BACKTRACE": "enable=no"])
        try terminal.wait(for: "nothing yet")
        terminal.type("\u{1B}[\(key)~")
        let status = try terminal.waitForEnd()
        #expect(signals.contains(status - 128))
        try expectRestored(terminal)
    }

    @Test func nobodyHoldsTheTerminalAfterTheEnd() throws {
        let terminal = try probe()
        try terminal.wait(for: "nothing yet")
        terminal.type("\u{11}")
        _ = try terminal.waitForEnd()
        // With the last holder gone the wire reports the hang-up.
        _ = try wait(for: "a free terminal") { terminal.isHungUp ? true : nil }
    }

    @Test func aVanishedTerminalEndsTheProgram() throws {
        let terminal = try probe()
        try terminal.wait(for: "nothing yet")
        terminal.hangUp()
        #expect(try terminal.waitForEnd() == 129)
    }

    @Test(arguments: [
        ("dumb", "noCursorAddressing"), ("no-such-terminal", "unknownTerminal"), ("", "terminalNotNamed"),
    ])
    func unusableTerminalsAreRefused(name: String, error: String) throws {
        let terminal = try probe(name)
        #expect(try terminal.waitForEnd() == 2)
        #expect(terminal.text.contains(error))
        #expect(!terminal.text.contains("\u{1B}"))
    }

    @Test func withoutATerminalNothingIsOpened() throws {
        let outcome = try run([try builtProduct("TerminalProbe")], environment: ["TERM": "xterm"])
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("notATerminal"))
    }

    @Test func aTypedKeyCostsFewBytes() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        var counts: [Int] = []
        for letter in "abcdefgh" {
            terminal.pump()
            let before = terminal.output.count
            terminal.type(String(letter))
            try terminal.wait(for: String(letter), from: before)
            counts.append(terminal.output.count - before)
        }
        #expect(counts.allSatisfy { $0 <= 20 }, "\(counts)")
    }

    @Test func anIdleProgramDoesNotWake() throws {
        let terminal = try probe()
        try terminal.wait(for: "\u{1B}]2;")
        terminal.type("x")
        let wakings = try wait(for: "rest") { () -> String? in
            let first = try switches(of: terminal.child)
            poll(nil, 0, 200)
            return try switches(of: terminal.child) == first ? first : nil
        }
        poll(nil, 0, 300)
        #expect(try switches(of: terminal.child) == wakings)
    }

    private func switches(of process: pid_t) throws -> String {
        String(decoding: try readFile("/proc/\(process)/status"), as: UTF8.self)
            .split(separator: "\n").filter { $0.contains("ctxt_switches") }.joined()
    }
}
