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

    /// Starts it in `directory` and waits until the composer is there. `runner` goes before the program's name.
    init(
        in directory: String, home: Home, columns: Int = 120, rows: Int = 40, options: String = "", runner: String = "",
        environment: [String: String] = [:], ready: String? = "›"
    ) throws {
        self.home = home
        let program = try builtProduct("oropendola")
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
        try tmux.press("C-d")
        return try tmux.waitForEnd()
    }

    /// `kill -9`.
    func killHard() throws {
        kill(try tmux.processIdentifier(), SIGKILL)
        _ = try tmux.waitForEnd()
    }
}
