// The real binary in a real terminal, with a home of its own.
import Glibc
import TestSupport

/// Where a test's programs keep their state; several programs may share one.
final class Home: Sendable {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    var variables: [String: String] {
        [
            "HOME": folder.path, "XDG_STATE_HOME": "\(folder.path)/state", "XDG_CONFIG_HOME": "\(folder.path)/config",
            "XDG_CACHE_HOME": "\(folder.path)/cache",
            // Whoever runs the tests may have a model of their own.
            "OROPENDOLA_MODEL_PORTS": "", "OPENAI_BASE_URL": "",
        ]
    }
}

/// A run of the program in tmux.
struct RunningProgram {
    let tmux: Tmux
    let home: Home
    /// What is recorded of it, to be replayed when it has ended well.
    private let recording: Recording?

    /// Starts it in `directory` and waits until the composer is there. `runner` goes before the program's name. What is
    /// recorded is replayed at its end, to the same screen.
    init(
        in directory: String, home: Home, columns: Int = 120, rows: Int = 40, options: String = "", runner: String = "",
        environment: [String: String] = [:], ready: String? = "›", isRecorded: Bool = false
    ) throws {
        self.home = home
        let program = try builtProduct("oropendola")
        recording = isRecorded ? try Recording(columns: columns, rows: rows, environment: environment) : nil
        let options = recording.map { "\($0.option) \(options)" } ?? options
        tmux = try Tmux(
            columns: columns, rows: rows, command: "\(runner) \(shellQuoted(program)) \(options)", in: directory,
            environment: home.variables.merging(environment) { $1 })
        if let ready { try tmux.wait(for: ready) }
    }

    /// Types a message and sends it.
    func send(_ message: String) throws {
        try tmux.type(message)
        try tmux.press("Enter")
    }

    /// Ends it as a person would, and checks that it ended well.
    func quit() throws -> Int32 {
        let screen = try recording == nil ? [] : tmux.screen(atRestFor: 0.4)
        try tmux.press("C-d")
        let status = try tmux.waitForEnd()
        try recording?.comes(to: screen)
        return status
    }

    /// Accepts all that is staged and writes it.
    func writeAll() throws {
        try tmux.press("C-t", "A", "w")
        // Not "written" alone: the helper's own words may have it, and the write before this one said it, too.
        try tmux.wait(for: "changes written") { screen in
            !screen.contains { $0.contains("CHANGES") }
                && screen.contains { $0.contains("change written") || $0.contains("changes written") }
        }
        // Nothing is left to review: the composer has the focus again.
        try tmux.wait(for: "Enter send")
    }

    /// `kill -9`.
    func killHard() throws {
        kill(try tmux.processIdentifier(), SIGKILL)
        _ = try tmux.waitForEnd()
    }
}

extension Tmux {
    /// The screen when it has been the same for so many seconds.
    func screen(atRestFor seconds: Double) throws -> [String] {
        var latest: [String] = []
        var since = monotonicSeconds()
        return try wait(for: "a screen at rest") { screen in
            if screen != latest { (latest, since) = (screen, monotonicSeconds()) }
            return monotonicSeconds() - since > seconds
        }
    }
}
