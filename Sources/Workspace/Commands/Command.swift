// A command of the user's shell, in a process group of its own that ends when we say so.
import Glibc
import Subprocess

/// A command that is run once, to its end.
struct Command: Sendable {
    /// How it ended.
    enum End: Equatable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        case timedOut
        case cancelled
        case notStarted(String)
    }

    /// What is run: a program, looked up in `PATH`, and its arguments.
    var words: [String]
    var environment: [String: String]
    /// Milliseconds until SIGTERM, and from there to SIGKILL.
    var timeLimit: Int
    var grace: Int
    /// Milliseconds from a cancel, which sends SIGTERM at once, to SIGKILL.
    var cancelGrace: Int
    /// Whether standard error goes the way of standard output, or nowhere.
    var joinsErrors = true

    /// Runs it, giving every piece of output to `take`. Standard input is empty. When it ends, whatever it left running
    /// in its group is killed.
    func run(_ take: @escaping @Sendable ([UInt8]) async -> Bool) async -> End {
        let group = GroupState()
        let limit = timeLimit
        let grace = grace
        return await withTaskGroup(of: End?.self) { tasks in
            tasks.addTask { await start(group, take) }
            tasks.addTask {
                do {
                    try await Task.sleep(for: .milliseconds(limit))
                    await group.expire()
                    await group.send(SIGTERM)
                    try await Task.sleep(for: .milliseconds(grace))
                    await group.send(SIGKILL)
                } catch {
                    // The command ended first, or the whole was cancelled: then its own clean-up kills the group.
                }
                return nil
            }
            var end = End.cancelled
            while let finished = await tasks.next() {
                guard let finished else { continue }
                end = finished
                tasks.cancelAll()
            }
            return end
        }
    }

    private func start(_ group: GroupState, _ take: @escaping @Sendable ([UInt8]) async -> Bool) async -> End {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(cancelGrace))
        ]
        let configuration = Configuration(
            executable: .name(words[0]),
            arguments: Arguments(Array(words.dropFirst())), environment: .custom(Command.rows(environment)),
            platformOptions: options)
        do {
            let status =
                if joinsErrors {
                    try await Subprocess.run(
                        configuration, input: .none, output: .sequence, error: .combinedWithOutput
                    ) { execution in
                        await group.began(execution.processIdentifier.value)
                        try await Command.forward(execution.standardOutput, take)
                    }.terminationStatus
                } else {
                    try await Subprocess.run(configuration, input: .none, output: .sequence, error: .discarded) {
                        execution in
                        await group.began(execution.processIdentifier.value)
                        try await Command.forward(execution.standardOutput, take)
                    }.terminationStatus
                }
            let hasExpired = await group.ended()
            if Task.isCancelled { return .cancelled }
            if hasExpired { return .timedOut }
            switch status {
            case .exited(let code): return .exited(code)
            case .signaled(let signal): return .killed(signal: signal)
            }
        } catch {
            let hasExpired = await group.ended()
            if Task.isCancelled || error is CancellationError { return .cancelled }
            if hasExpired { return .timedOut }
            return .notStarted("\(error)")
        }
    }

    /// The environment as swift-subprocess 1.0.2 takes it.
    ///
    /// Note: it hands the bytes to `strdup`, so a row needs its NUL; and it looks programs up in `PATH` with that NUL
    /// still on the last folder, so that one is named twice. A name that begins with a digit it refuses altogether.
    private static func rows(_ environment: [String: String]) -> [[UInt8]] {
        environment.sorted { $0.key < $1.key }.compactMap { name, value in
            guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
                return nil
            }
            var value = Array(value.utf8)
            if name == "PATH", let last = value.split(separator: UInt8(ascii: ":")).last {
                value += [UInt8(ascii: ":")] + last
            }
            return Array("\(name)=".utf8) + value + [0]
        }
    }

    private static func forward(
        _ output: SubprocessOutputSequence, _ take: @Sendable ([UInt8]) async -> Bool
    ) async throws {
        for try await buffer in output {
            let bytes = buffer.withUnsafeBytes { Array($0) }
            // Whoever has enough ends the command: a thrown error makes its group be killed.
            guard await take(bytes) else { throw CancellationError() }
        }
    }
}

/// The process group of a command, and whether its time is up.
private actor GroupState {
    private var group: pid_t?
    private var hasExpired = false

    func began(_ group: pid_t) { self.group = group }

    func expire() { hasExpired = true }

    func send(_ signal: Int32) {
        if let group, group > 1 { kill(-group, signal) }
    }

    /// Kills what is left of the group. Its number can't belong to anybody else while it has a member.
    func ended() -> Bool {
        send(SIGKILL)
        group = nil
        return hasExpired
    }
}
