// What the status line and the title cost on the wire, and that the title is given back.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct StatusBytesTests {
    private func shell(_ environment: [String: String] = [:]) throws -> TerminalShell {
        try TerminalShell(columns: 120, rows: 40, environment: ["NO_COLOR": ""].merging(environment) { $1 })
    }

    /// Four ticks a second, and each second two or three numbers with them.
    @Test(arguments: ["", "activity elapsed lastEvent file queue undecided"])
    func aTickPaintsAtMostFortyBytes(fields: String) throws {
        let scenario = try ScenarioFile([
            .progress("working", "Now", ["step": 1, "total": 2]), .pause(9_000), .answer("ok"),
        ])
        let shell = try shell(["OROPENDOLA_STATUS_LEFT": fields])
        try shell.startProgram(scenario.options)
        try shell.tmux.type("go")
        try shell.tmux.press("Enter")
        try shell.tmux.waitForStatus("last event 3 s")
        let before = try shell.written().count
        try shell.tmux.waitForStatus("last event 8 s")
        let written = String(decoding: try shell.written()[before...], as: UTF8.self)
        // A frame ends by switching its colours off. The first and the last may be parts of one.
        let end = "\u{1B}[m\u{0F}"
        let frames = written.split(separator: end).dropFirst().dropLast().map { $0.utf8.count + end.utf8.count }
        print("bytes of \(frames.count) ticks: \(frames)")
        #expect(frames.count >= 12)
        // A tick that comes late on a busy machine does the work of two.
        #expect(frames.reduce(0, +) <= 40 * frames.count)
        #expect(frames.allSatisfy { $0 <= 64 })
    }

    private func titles(_ shell: TerminalShell) throws -> [String] {
        String(decoding: try shell.written(), as: UTF8.self).split(separator: "\u{1B}]2;").dropFirst()
            .map { String($0.prefix { $0 != "\u{7}" }) }
    }

    @Test(arguments: [SIGTERM, SIGKILL])
    func theTitleTellsOfTheTurnAndIsGivenBack(signal: Int32) throws {
        let scenario = try ScenarioFile([.pause(2_500), .answer("ok")])
        let shell = try shell()
        try shell.startProgram(scenario.options)
        try shell.tmux.type("Rename \u{201C}it\u{201D}")
        try shell.tmux.press("Enter")
        try wait(for: "a title") {
            try titles(shell).last == "oropendola: Rename \u{201C}it\u{201D} (working)" ? true : nil
        }
        try wait(for: "its end") { try titles(shell).last == "oropendola: Rename \u{201C}it\u{201D}" ? true : nil }
        #expect(try titles(shell).count == 3, "the first one, and two changes")
        kill(try shell.programIdentifier(), signal)
        #expect(try shell.waitForEnd() == 128 + signal)
        try wait(for: "the former title") {
            String(decoding: try shell.written(), as: UTF8.self).contains("\u{1B}[23;2t") ? true : nil
        }
    }

    @Test func theTitleIsLeftAloneWhereItIsSwitchedOff() throws {
        let shell = try shell(["OROPENDOLA_TITLE": "off"])
        try shell.startProgram()
        try shell.run("find word in *.txt")
        try shell.tmux.waitForStatus("Task complete!")
        #expect(try titles(shell).isEmpty)
    }
}
