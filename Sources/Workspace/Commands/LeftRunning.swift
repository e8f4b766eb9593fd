// What commands of the agent left running on purpose: kept alive by reading what they print, told on request, and ended
// with the program.
import Glibc

/// The background commands of one program.
public actor LeftRunning {
    /// A command that ended, and of whose processes some go on.
    struct Command {
        var line: String
        var members: [FamilyMember]
        var family: ProcessFamily
    }

    /// One of them, for people.
    public struct Row: Hashable, Sendable {
        /// The command line.
        public var command: String
        /// Process ids that run.
        public var processes: [Int32]
    }

    private struct Kept {
        var command: Command
        var process: ShellProcess
        var reader: Task<Void, Never>
    }

    private var kept: [Kept] = []

    public init() {}

    func keep(_ command: Command, _ process: ShellProcess) {
        let reader = Task {
            // Its output is read and dropped: a full pipe would stop it, a closed one would end it.
            while !Task.isCancelled {
                switch process.read() {
                case .bytes: await Task.yield()
                case .end: return
                case .nothing:
                    do { try await Task.sleep(for: .milliseconds(500), tolerance: .milliseconds(250)) } catch { return }
                }
            }
        }
        kept.append(Kept(command: command, process: process, reader: reader))
    }

    /// What still runs.
    public func rows() -> [Row] {
        forgetEnded()
        return kept.map { Row(command: $0.command.line, processes: $0.command.members.map(\.identifier)) }
    }

    /// Ends all: SIGTERM, and after `grace` milliseconds SIGKILL.
    public func endAll(grace: Int = 1_000) async {
        forgetEnded()
        for kept in kept { kept.command.family.send(SIGTERM) }
        let deadline = ContinuousClock.now + .milliseconds(grace)
        while !kept.isEmpty, .now < deadline {
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
            forgetEnded()
        }
        for kept in kept {
            kept.command.family.killAll()
            kept.reader.cancel()
            kept.process.bury()
        }
        kept = []
    }

    private func forgetEnded() {
        for index in kept.indices.reversed() {
            kept[index].command.members = kept[index].command.family.members()
            guard kept[index].command.members.isEmpty else { continue }
            kept[index].reader.cancel()
            kept[index].process.bury()
            kept.remove(at: index)
        }
    }
}
