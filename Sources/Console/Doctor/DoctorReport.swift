// What `doctor` has to say, for people and for programs.

public import Backend
public import JSON

/// What is known without looking at anything.
public struct DoctorFacts: Equatable, Sendable {
    public var version: String
    /// `TERM`; empty when it is not set.
    public var terminal: String
    /// The locale's name; empty when none is set.
    public var locale: String
    /// Scheme, host and port; nil for the embedded backend.
    public var server: String?

    public init(version: String, terminal: String, locale: String, server: String?) {
        self.version = version
        self.terminal = terminal
        self.locale = locale
        self.server = server
    }
}

/// Facts, and the layers of the realtime connection.
public struct DoctorReport: Equatable, Sendable {
    public var facts: DoctorFacts
    /// What is of this machine: terminal, tmux, clipboard, disk.
    public var rows: [DoctorRow]
    public var checks: [LayerCheck]

    public init(facts: DoctorFacts, rows: [DoctorRow] = [], checks: [LayerCheck]) {
        self.facts = facts
        self.rows = rows
        self.checks = checks
    }

    /// 0 when all is well; 5 for a refused session; 6 for every other layer; 1 when only something of this machine fails.
    public var status: Int32 {
        if checks.failure == nil, !checks.isEmpty, rows.contains(where: { $0.outcome == .failed }) { return 1 }
        guard let failure = checks.failure else { return checks.isEmpty ? Listening.backendDown : 0 }
        return failure.layer == .session ? Listening.signInNeeded : Listening.backendDown
    }

    public func lines(_ style: ConsoleStyle) -> [String] {
        let above = [
            ("version", facts.version), ("terminal", facts.terminal.isEmpty ? "TERM is not set" : facts.terminal),
            ("locale", facts.locale.isEmpty ? "none is set" : facts.locale),
        ]
        func line(_ name: String, _ value: String) -> String {
            style.paint(name, .dim) + String(repeating: " ", count: 14 - name.count) + style.clean(value)
        }
        return above.map(line) + rows.flatMap { $0.lines(style) }
            + [line("realtime", facts.server ?? "the embedded backend")] + checks.flatMap { $0.lines(style) }
    }

    /// One row, where there is no report to be made.
    public static func lines(of row: DoctorRow, _ style: ConsoleStyle) -> [String] { row.lines(style) }

    /// `version`, `terminal`, `locale`, `server` (null for the embedded backend), `machine` (a list of rows), `realtime`
    /// (a list of checks) and `status`.
    public var json: JSONValue {
        [
            "version": .string(facts.version), "terminal": .string(facts.terminal), "locale": .string(facts.locale),
            "server": facts.server.map { .string($0) } ?? .null, "machine": .array(rows.map(\.json)),
            "realtime": .array(checks.map(\.json)),
            "status": JSONValue(Int(status)),
        ]
    }
}
