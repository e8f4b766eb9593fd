// Our side of the realtime bench: the client as a program would use it, each event read as typed progress.
import Glibc
import NIOTransport
import SocketIO
import SocketIOClient
import TaskMachine

/// usage: RealtimeBench PORT COUNT
///
/// Connects, prints a line and waits for one on standard input, so that the idle process can be looked at from outside;
/// asks for the events, reads `COUNT` of them, prints a line, and waits again. Lines are JSON objects. Latencies are
/// those of events whose message ends in `@` and the sender's CLOCK_MONOTONIC in nanoseconds.
@main struct RealtimeBench {
    private static let namespace = "/site1.local"

    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let port = Int(arguments[1]), let count = Int(arguments[2]) else {
            print("usage: RealtimeBench PORT COUNT")
            exit(2)
        }
        let transport = NIOWebSocketTransport()
        let start = monotonicNanoseconds()
        let client = SocketIOClient(
            configuration: SocketIOConfiguration(url: "http://127.0.0.1:\(port)", namespace: namespace),
            transport: transport)
        await client.connect()
        var events = client.events.makeAsyncIterator()
        guard case .connected? = await events.next() else {
            print("{\"error\":\"no connection\"}")
            exit(1)
        }
        say("{\"connect_ms\":\(Double(monotonicNanoseconds() - start) / 1e6)}")

        var reading = Reading(count: count)
        let before = Usage()
        do {
            try await client.emit("go")
        } catch {
            print("{\"error\":\"\(error)\"}")
            exit(1)
        }
        while reading.read < count, let event = await events.next() { reading.hear(event) }
        let spent = Usage().since(before)
        let dropped = await client.status.metrics.eventsDropped
        say(reading.json(spent, dropped: dropped))
        await client.shutdown()
        await transport.shutdown()
    }

    /// Prints a line and waits for an answer.
    private static func say(_ line: String) {
        print(line)
        fflush(nil)
        _ = readLine()
    }
}

/// What came.
private struct Reading {
    private let count: Int
    private(set) var read = 0
    private var other = 0
    private var bytes = 0
    private var latencies: [UInt64] = []

    init(count: Int) { self.count = count }

    mutating func hear(_ event: SocketIOEvent) {
        guard case .received(let event) = event, let value = event.arguments.values.first,
            let progress = AgentProgress(reading: value)
        else {
            other += 1
            return
        }
        read += 1
        bytes += progress.message.utf8.count
        let text = progress.message.utf8
        if let place = text.lastIndex(of: UInt8(ascii: "@")), let sent = UInt64(Substring(text[place...].dropFirst())) {
            latencies.append(monotonicNanoseconds() - sent)
        }
    }

    func json(_ spent: Usage, dropped: Int) -> String {
        var fields = [
            "\"read\":\(read)", "\"other\":\(other)", "\"dropped\":\(dropped)", "\"bytes\":\(bytes)",
            "\"seconds\":\(spent.seconds)", "\"cpu_seconds\":\(spent.user + spent.system)",
            "\"system_seconds\":\(spent.system)", "\"switches\":\(spent.switches)",
        ]
        if !latencies.isEmpty {
            fields.append("\"latencies_us\":[\(latencies.map { String($0 / 1_000) }.joined(separator: ","))]")
        }
        return "{\(fields.joined(separator: ","))}"
    }
}

/// Wall time, processor time and voluntary context switches of this process.
private struct Usage {
    var seconds: Double
    var user: Double
    var system: Double
    var switches: Int

    init() {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        seconds = Double(monotonicNanoseconds()) / 1e9
        user = Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
        system = Double(usage.ru_stime.tv_sec) + Double(usage.ru_stime.tv_usec) / 1e6
        switches = usage.ru_nvcsw
    }

    func since(_ start: Usage) -> Usage {
        var difference = self
        difference.seconds -= start.seconds
        difference.user -= start.user
        difference.system -= start.system
        difference.switches -= start.switches
        return difference
    }
}

private func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
