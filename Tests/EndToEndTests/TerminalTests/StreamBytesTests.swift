// What an answer that streams costs on the wire, and what a terminal gets that can't keep up with it.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(3)))
struct StreamBytesTests {
    private func piece(_ text: String) -> JSONValue {
        ["progress": ["type": "text", "text": .string(text), "partial": true, "task_id": "t"]]
    }

    private func started(_ steps: [JSONValue], columns: Int, rows: Int) throws -> (PseudoTerminal, [Any]) {
        let (home, folder, scenario) = (try Home(), try TemporaryFolder(), try ScenarioFile(steps))
        let line =
            "cd \(shellQuoted(folder.path)) && exec \(shellQuoted(try builtProduct("oropendola"))) \(scenario.options)"
        let path = environment("PATH") ?? "/usr/bin:/bin"
        let terminal = try PseudoTerminal(
            ["/bin/sh", "-c", line], columns: columns, rows: rows,
            environment: home.variables.merging(["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": path]) { $1 })
        try terminal.wait(for: "online")
        return (terminal, [home, folder, scenario])
    }

    /// Sixty lines, and then one each 300 ms.
    private var lines: [JSONValue] {
        let many = (1...60).map { "- before \($0) of them\n" }.joined()
        let each = (1...14).flatMap {
            [.pause(300), piece("- line-\($0) says something of some length to the reader\n")]
        }
        return [piece(many), .pause(1_500)] + each + [.pause(1_000), .answer("The end.")]
    }

    /// Waits for a line of the stream and gives what came between two of them.
    private func bytes(_ terminal: PseudoTerminal, from first: String, to last: String) throws -> ArraySlice<UInt8> {
        try terminal.wait(for: first)
        let start = terminal.output.count
        try terminal.wait(for: last, from: start)
        return terminal.output[start...]
    }

    /// The terminal moves the rows itself: a new line at the end is one row of bytes, and nothing is painted anew.
    @Test func aStreamedLineCostsARowAndNoScreen() throws {
        let (terminal, kept) = try started(lines, columns: 120, rows: 40)
        defer { withExtendedLifetime(kept) {} }
        terminal.type("go\r")
        let written = try bytes(terminal, from: "line-3 ", to: "line-13 ")
        let text = String(decoding: written, as: UTF8.self)
        print("bytes of ten streamed lines with the ticks between them: \(written.count)")
        // A row each, and a tick each 250 ms: 300 ms a line.
        #expect(written.count <= 10 * (120 + 80), "\(text.debugDescription)")
        for clearing in ["\u{1B}[2J", "\u{1B}[J", "\u{1B}[H\u{1B}["] { #expect(!text.contains(clearing)) }
        #expect(!text.contains("before"), "lines that were there are sent again")
    }

    /// The reader is further up: nothing of the stream is sent but the number of new lines.
    @Test func aStreamBelowTheViewSendsItsCountAlone() throws {
        let (terminal, kept) = try started(lines, columns: 120, rows: 40)
        defer { withExtendedLifetime(kept) {} }
        terminal.type("go\r")
        try terminal.wait(for: "before 60")
        terminal.type("\u{1B}[5~\u{1B}[5~")
        try terminal.wait(for: "new line")
        let start = terminal.output.count
        let end = monotonicSeconds() + 2.5
        _ = try wait(for: "some lines") {
            terminal.pump()
            return monotonicSeconds() > end ? true : nil
        }
        let text = String(decoding: terminal.output[start...], as: UTF8.self)
        print("bytes of some ten lines below the view, with the ticks: \(text.utf8.count)")
        #expect(!text.contains("says") && !text.contains("before"), "\(text.debugDescription)")
        #expect(text.utf8.count > 50 && text.utf8.count <= 10 * (40 + 80), "\(text.debugDescription)")
    }

    /// A terminal that takes nothing for a while: keys are heard meanwhile, frames are left out, and what had queued up is
    /// what the kernel holds and two frames of ours.
    @Test func nothingQueuesForATerminalThatStandsStill() throws {
        let flood = (1...600).flatMap {
            [piece("- flood-\($0) \(String(repeating: "more ", count: 12))\n"), .pause(5)]
        }
        let (terminal, kept) = try started(flood + [.answer("The very end.")], columns: 80, rows: 24)
        defer { withExtendedLifetime(kept) {} }
        terminal.type("go\r")
        try terminal.wait(for: "flood-5 ")
        terminal.type("QVW")
        _ = poll(nil, 0, 7_000)
        let start = terminal.output.count
        try terminal.wait(for: "The very end.", from: start)
        try terminal.wait(for: "QVW", from: 0)
        print("bytes for a terminal that stood still: \(terminal.output.count - start)")
        #expect(terminal.output.count - start <= 21_024 + 2 * 80 * 24 * 4)
    }

    /// A thousand bytes a second, 200 tokens a second: once the line is known, what is typed is echoed behind no more than
    /// a frame, however long the answer goes on.
    @Test func aThousandBytesASecondAreEnoughToType() throws {
        let words = ["the ", "quick ", "brown ", "fox ", "jumps ", "over ", "a ", "lazy ", "dog. ", "and ", "then "]
        let stream = (0..<20_000).flatMap { [piece($0 % 97 == 96 ? "end.\n\n" : words[$0 % words.count]), .pause(5)] }
        let (terminal, kept) = try started(stream + [.answer("The end.")], columns: 80, rows: 24)
        defer { withExtendedLifetime(kept) {} }
        terminal.type("go\r")
        try terminal.wait(for: "quick")
        var line = SlowLine(terminal)
        // The kernel's room is filled at once, so that the line shows what it is; then it empties.
        for _ in 0..<40 {
            terminal.type("\u{0C}")
            _ = poll(nil, 0, 100)
        }
        _ = line.read(upTo: 40) { false }
        var ahead: [Int] = []
        for round in 0..<20 {
            let letter = Array("QVWY")[round % 4]
            let start = terminal.output.count
            terminal.type(String(letter))
            let isEchoed = line.read(upTo: 30) {
                terminal.output[start...].contains(letter.asciiValue ?? 0)
            }
            #expect(isEchoed)
            ahead.append(terminal.output.count - start)
            _ = line.read(upTo: 0.7) { false }
        }
        print("bytes up to the echo of a key on a slow line: \(ahead)")
        #expect(!terminal.text.contains("The end."), "the answer was to go on all the time")
        // Two hundred bytes are as many milliseconds; a key may come just behind a frame.
        #expect(ahead.sorted()[10] <= 200, "\(ahead)")
        #expect(ahead.allSatisfy { $0 <= 3_000 }, "\(ahead)")
    }
}

/// Reads from a terminal as a line of a thousand bytes a second would.
private struct SlowLine {
    private let terminal: PseudoTerminal
    private var credit = 0.0
    private var last = monotonicSeconds()

    init(_ terminal: PseudoTerminal) { self.terminal = terminal }

    /// Whether it was done in so many seconds.
    mutating func read(upTo seconds: Double, until isDone: () -> Bool) -> Bool {
        let end = monotonicSeconds() + seconds
        while !isDone() {
            let now = monotonicSeconds()
            guard now < end else { return false }
            // What a line did not carry in time it does not carry later.
            credit = min(credit + (now - last) * 1_000, 200)
            last = now
            credit -= Double(terminal.take(atMost: Int(credit)))
            _ = poll(nil, 0, 10)
        }
        return true
    }
}
