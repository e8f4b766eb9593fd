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
        let screen = try recording == nil ? [] : restingScreen()
        try tmux.press("C-d")
        let status = try tmux.waitForEnd()
        try recording?.comes(to: screen)
        return status
    }

    /// The screen when it has been the same for a while.
    private func restingScreen() throws -> [String] {
        var latest: [String] = []
        var since = monotonicSeconds()
        return try tmux.wait(for: "a screen at rest") { screen in
            if screen != latest { (latest, since) = (screen, monotonicSeconds()) }
            return monotonicSeconds() - since > 0.4
        }
    }

    /// `kill -9`.
    func killHard() throws {
        kill(try tmux.processIdentifier(), SIGKILL)
        _ = try tmux.waitForEnd()
    }
}
