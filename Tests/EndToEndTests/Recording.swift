// What a program does in a test is recorded and played again, where there is neither its project nor a server.
import TestSupport
import Testing

/// A recording that is made while a program runs.
struct Recording {
    private let folder: TemporaryFolder
    private let size: (columns: Int, rows: Int)
    private let environment: [String: String]

    init(columns: Int, rows: Int, environment: [String: String]) throws {
        folder = try TemporaryFolder()
        size = (columns, rows)
        self.environment = environment
    }

    private var file: String { shellQuoted("\(folder.path)/session.jsonl") }
    var option: String { "--record \(file)" }

    /// Replays it as fast as it goes, and waits for the screen that the program ended with.
    func comes(to ended: [String]) throws {
        let screen = Self.lasting(ended)
        let elsewhere = try TemporaryFolder()
        let replay = try RunningProgram(
            in: elsewhere.path, home: try Home(), columns: size.columns, rows: size.rows,
            options: "--replay \(file) --speed max", environment: environment, ready: nil)
        try replay.tmux.wait(for: "the screen that was recorded:\n\(screen.joined(separator: "\n"))\n") {
            Self.lasting($0) == screen
        }
        try replay.killHard()
        #expect(try run(["ls", "-A", elsewhere.path]).text == "", "a replay writes nothing")
    }

    /// Without the left of the status line, whose words pass.
    private static func lasting(_ screen: [String]) -> [String] {
        guard let status = screen.last?.split(separator: "  ").last else { return screen }
        return screen.dropLast() + [String(status.drop { $0 == " " })]
    }
}
