// A command that was left running on purpose, as `/status` lists it.

/// One command of the agent whose processes go on.
public struct BackgroundCommand: Equatable, Sendable {
    /// The command line.
    public var command: String
    /// The ids of its processes.
    public var processes: [Int32]

    public init(command: String, processes: [Int32]) {
        self.command = command
        self.processes = processes
    }
}
