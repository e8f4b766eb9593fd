// An idle program sleeps: no thread of ours wakes, and nothing is written.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct IdleTests {
    /// Also with every field of the status line that has to be looked at; the time of day alone wakes, once a minute.
    @Test(arguments: ["", "branch folder undecided link context model tokens cost"])
    func nothingWakesWhileNothingHappens(fields: String) throws {
        let shell = try TerminalShell(environment: ["OROPENDOLA_STATUS_RIGHT": fields])
        try shell.startProgram()
        try expectRest(shell)
    }

    /// A thousand events of progress and a storm of sizes leave nothing behind that wakes.
    @Test func nothingWakesAfterALongTurn() throws {
        let events = (1...1_000).map { JSONValue.progress("working", "Now \($0)", ["step": .integer(Int64($0))]) }
        let scenario = try ScenarioFile(events + [.pause(1_000), .answer("ok")])
        let shell = try TerminalShell(columns: 120, rows: 40)
        try shell.startProgram(scenario.options)
        try shell.run("go")
        try shell.tmux.wait(for: "Now ")
        var random = SeededGenerator.fresh()
        for _ in 0..<100 {
            try shell.tmux.resize(
                columns: .random(in: 40...200, using: &random), rows: .random(in: 10...60, using: &random))
        }
        try shell.tmux.resize(columns: 120, rows: 40)
        try shell.tmux.waitForStatus("Task complete!")
        try shell.tmux.wait(for: "an idle status line") { $0.last?.contains("complete") == false }
        try expectRest(shell)
    }

    private func expectRest(_ shell: TerminalShell) throws {
        let program = try shell.programIdentifier()
        let family = [program] + (try Self.children(of: program))
        #expect(family.count == 2, "the program and its guardian")
        // What the start has set going comes to rest: two looks with half a second between them see the same.
        // Threads of libdispatch are left out: Swift's runtime on Linux makes one of them wake each second for ever
        // (docs/DECISIONS.md), and they are printed apart.
        var before = try Self.wakeUps(of: family)
        try wait(for: "rest after the start") {
            _ = poll(nil, 0, 500)
            let now = try Self.wakeUps(of: family)
            defer { before = now }
            return now == before ? true : nil
        }
        let written = try shell.written().count
        let othersBefore = try Self.wakeUps(of: family, ours: false).values.reduce(0, +)
        // The first heartbeat comes 25 s after the link is up.
        let seconds = 6
        _ = poll(nil, 0, Int32(seconds * 1000))
        let after = try Self.wakeUps(of: family)
        let count = before.map { (after[$0.key] ?? $0.value) - $0.value }.reduce(0, +)
        let others = try Self.wakeUps(of: family, ours: false).values.reduce(0, +) - othersBefore
        let ended = before.keys.filter { after[$0] == nil }.count
        let bytes = try shell.written().count - written
        print(
            "idle for \(seconds) s: \(count) wake-ups of ours, \(others) of libdispatch, \(ended) spare threads ended, \(bytes) bytes written"
        )
        #expect(bytes == 0)
        #expect(Set(after.keys).isSubset(of: before.keys), "a thread was started")
        // None. Two are forgiven, for what a busy machine puts off.
        #expect(count <= 2)
    }

    private static func children(of process: pid_t) throws -> [pid_t] {
        let words = try TestSupport.run(["pgrep", "-P", "\(process)"]).text.split(whereSeparator: \.isWhitespace)
        return words.compactMap { pid_t($0) }
    }

    /// Voluntary context switches, by thread: the main threads' and NIO's, or all others'.
    private static func wakeUps(of family: [pid_t], ours: Bool = true) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for process in family {
            let folder = "/proc/\(process)/task"
            let listing = try TestSupport.run(["ls", folder]).text
            for thread in listing.split(separator: "\n") {
                // A thread may end between two looks.
                guard let status = try? readFile("\(folder)/\(thread)/status") else { continue }
                let lines = String(decoding: status, as: UTF8.self).split(separator: "\n")
                func field(_ name: String) -> Substring? {
                    lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace).last
                }
                let isOurs = thread == "\(process)" || field("Name:")?.hasPrefix("NIO") == true
                guard isOurs == ours, let count = field("voluntary_ctxt_switches:").flatMap({ Int($0) }) else {
                    continue
                }
                counts["\(process)/\(thread)"] = count
            }
        }
        return counts
    }
}
