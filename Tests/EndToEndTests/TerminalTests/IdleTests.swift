// An idle program sleeps: no thread of it wakes, and nothing is written.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct IdleTests {
    @Test func nothingWakesWhileNothingHappens() throws {
        let shell = try TerminalShell()
        try shell.startProgram()
        let program = try shell.programIdentifier()
        let family = [program] + (try Self.children(of: program))
        #expect(family.count == 2, "the program and its guardian")
        // What the start has set going comes to rest: two looks with half a second between them see the same.
        var before = try Self.wakeUps(of: family)
        try wait(for: "rest after the start") {
            _ = poll(nil, 0, 500)
            let now = try Self.wakeUps(of: family)
            defer { before = now }
            return now == before ? true : nil
        }
        let written = try shell.written().count
        // The first heartbeat comes 25 s after the link is up.
        let seconds = 6
        _ = poll(nil, 0, Int32(seconds * 1000))
        let after = try Self.wakeUps(of: family)
        let count = before.map { (after[$0.key] ?? $0.value) - $0.value }.reduce(0, +)
        let ended = before.keys.filter { after[$0] == nil }.count
        let bytes = try shell.written().count - written
        print("idle for \(seconds) s: \(count) wake-ups, \(ended) spare threads ended, \(bytes) bytes written")
        #expect(bytes == 0)
        #expect(Set(after.keys).isSubset(of: before.keys), "a thread was started")
        // None. Two are forgiven, for what a busy machine puts off.
        #expect(count <= 2)
    }

    private static func children(of process: pid_t) throws -> [pid_t] {
        let words = try TestSupport.run(["pgrep", "-P", "\(process)"]).text.split(whereSeparator: \.isWhitespace)
        return words.compactMap { pid_t($0) }
    }

    /// Voluntary context switches, by thread.
    private static func wakeUps(of family: [pid_t]) throws -> [String: Int] {
        let name = "voluntary_ctxt_switches:"
        let pattern = family.map { "/proc/\($0)/task/*/status" }.joined(separator: " ")
        var counts: [String: Int] = [:]
        for line in try TestSupport.run(["sh", "-c", "grep ^\(name) \(pattern)"]).text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace)
            if words.count == 2, let count = Int(words[1]) { counts[String(words[0])] = count }
        }
        return counts
    }
}
