// What a served site counts, and the text in which Prometheus reads it (text exposition format 0.0.4).

/// Counters of one run. Labels have few values, so that nobody can grow them from outside.
struct ServerMetrics: Equatable, Sendable {
    struct Request: Hashable {
        /// One of `Routes.names`, or `other`.
        var route: String
        var status: Int
    }

    /// What comes of a sign-in.
    enum SignIn: String, CaseIterable { case right, wrong, locked, busy, unread }

    /// Why something was refused or cut.
    enum Refusal: String, CaseIterable {
        case connections, requests, turns, disk
        case realtimeSessions = "realtime_sessions"
        case slowReader = "slow_reader"
        case slowRequest = "slow_request"
    }

    /// What is so now, read when somebody asks.
    struct State: Equatable {
        var connections = 0
        var realtimeSessions = 0
        var turns = 0
        var sessions = 0
        var accounts = 0
        /// Seconds since 1970.
        var started = 0.0
        var residentBytes = 0
    }

    private var requests: [Request: Int] = [:]
    private var signIns: [SignIn: Int] = [:]
    private var refusals: [Refusal: Int] = [:]
    private var eventsSent = 0
    /// Turns by the bucket that their time falls in, and beyond all.
    private var turns = [Int](repeating: 0, count: buckets.count + 1)
    private var turnMilliseconds = 0

    /// Upper ends, in milliseconds.
    private static let buckets = [100, 500, 1_000, 5_000, 15_000, 60_000, 300_000]

    mutating func note(_ request: Request) { requests[request, default: 0] += 1 }
    mutating func note(_ signIn: SignIn) { signIns[signIn, default: 0] += 1 }
    mutating func note(_ refusal: Refusal, _ count: Int = 1) { refusals[refusal, default: 0] += count }
    mutating func noteEvents(_ count: Int) { eventsSent += count }

    mutating func noteTurn(milliseconds: Int) {
        let index = Self.buckets.firstIndex { milliseconds <= $0 } ?? Self.buckets.count
        turns[index] += 1
        turnMilliseconds += milliseconds
    }

    func text(_ state: State) -> String {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            text += "# HELP oropendola_\(name) \(help)\n# TYPE oropendola_\(name) \(kind)\n"
            for sample in samples { text += "oropendola_\(name)\(sample.labels) \(sample.value)\n" }
        }
        func gauge(_ name: String, _ help: String, _ value: String) {
            family(name, "gauge", help, [("", value)])
        }
        gauge("connections", "TCP connections that are open.", "\(state.connections)")
        gauge("realtime_sessions", "Realtime sessions, by websocket and by polling.", "\(state.realtimeSessions)")
        gauge("turns_running", "Chat requests that are worked on.", "\(state.turns)")
        gauge("sessions", "Sessions that are signed in.", "\(state.sessions)")
        gauge("accounts", "Accounts that may sign in.", "\(state.accounts)")
        gauge("start_time_seconds", "When the server started, in seconds since 1970.", "\(state.started)")
        gauge("resident_memory_bytes", "Memory that the process holds.", "\(state.residentBytes)")
        let ordered = requests.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        family(
            "http_requests_total", "counter", "Answered HTTP requests.",
            ordered.map { ("{route=\"\($0.key.route)\",status=\"\($0.key.status)\"}", "\($0.value)") })
        family(
            "sign_ins_total", "counter", "Sign-ins by what came of them.",
            SignIn.allCases.map { ("{result=\"\($0.rawValue)\"}", "\(signIns[$0] ?? 0)") })
        family(
            "refusals_total", "counter", "What was refused or cut for a limit.",
            Refusal.allCases.map { ("{limit=\"\($0.rawValue)\"}", "\(refusals[$0] ?? 0)") })
        family("realtime_events_total", "counter", "Events handed to realtime sessions.", [("", "\(eventsSent)")])
        var count = 0
        var samples: [(String, String)] = []
        for (end, number) in zip(Self.buckets, turns) {
            count += number
            samples.append(("_bucket{le=\"\(Double(end) / 1_000)\"}", "\(count)"))
        }
        count += turns.last ?? 0
        samples += [
            ("_bucket{le=\"+Inf\"}", "\(count)"), ("_sum", "\(Double(turnMilliseconds) / 1_000)"),
            ("_count", "\(count)"),
        ]
        family("turn_seconds", "histogram", "How long chat requests took.", samples)
        return text
    }
}
