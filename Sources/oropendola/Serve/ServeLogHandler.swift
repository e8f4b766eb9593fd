// The server's log on standard error, where systemd, containers and people expect it.
import Console
import Glibc
import Logging

struct ServeLogHandler: LogHandler {
    let format: ServeLog
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    init(format: ServeLog) { self.format = format }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// What is always there comes first, in this order; the rest by name.
    private static let order = ["method", "route", "user", "client", "status", "ms"]

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.map { (name: $0.key, value: "\($0.value)") }.sorted
        {
            (Self.place($0.name), $0.name) < (Self.place($1.name), $1.name)
        }
        var line = format.line(time: Self.now(), level: event.level.rawValue, event: "\(event.message)", fields) + "\n"
        // A log that can't be written must not end the server.
        _ = ConsoleOutput.write(&line, to: STDERR_FILENO)
    }

    private static func place(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }

    /// RFC 3339, in UTC.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%S", &parts)
        let text = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let milliseconds = String(1_000 + time.tv_nsec / 1_000_000).dropFirst()
        return "\(text).\(milliseconds)Z"
    }
}

/// Says why nobody is served, and ends the program. Whoever wants JSON gets nothing else on standard error.
func refuseToServe(_ words: String, _ format: ServeLog, status: Int32) -> Never {
    switch format {
    case .text: complain("oropendola serve: \(words)")
    case .json: Logger(label: "oropendola.serve") { _ in ServeLogHandler(format: .json) }.error("\(words)")
    }
    Glibc.exit(status)
}
