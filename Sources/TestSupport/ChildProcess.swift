// Real child processes for tests: `git`, `tmux`, `python3`, and the program itself.
public import Glibc

/// How a child ended, and what it printed.
public struct Outcome: Sendable {
    /// The exit status, or 128 plus the signal that ended it.
    public let status: Int32
    public let output: [UInt8]
    public let errors: [UInt8]

    public var text: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// Runs a program to its end. `arguments[0]` is looked up in `PATH`.
/// Output goes through files, so that neither side can block on a full pipe.
@discardableResult
public func run(
    _ arguments: [String], in folder: String = "/", input: [UInt8] = [], environment extra: [String: String] = [:]
) throws -> Outcome {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try writeFile(scratch.path("in"), input)
    let child = try ChildProcess(
        arguments, in: folder, environment: extra,
        redirects: [
            (0, scratch.path("in"), O_RDONLY), (1, scratch.path("out"), O_WRONLY | O_CREAT),
            (2, scratch.path("err"), O_WRONLY | O_CREAT),
        ])
    let status = try child.wait()
    return Outcome(
        status: status, output: try readFile(scratch.path("out")), errors: try readFile(scratch.path("err")))
}

/// A child that goes on beside the test.
public struct ChildProcess: Sendable {
    public let identifier: pid_t

    public init(
        _ arguments: [String], in folder: String = "/", environment extra: [String: String] = [:],
        redirects: [(Int32, String, Int32)] = [
            (0, "/dev/null", O_RDONLY), (1, "/dev/null", O_WRONLY), (2, "/dev/null", O_WRONLY),
        ]
    ) throws {
        // `env` changes the folder and the variables: `posix_spawn` can do neither in portable C.
        var words = ["/usr/bin/env", "-C", folder]
        words += extra.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        words += arguments
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, path, flags) in redirects {
            posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
        }
        // The test runner's threads block signals, and a child would inherit that: tmux would never see its panes end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, words[0], &actions, &attributes, pointers, environ)
        guard code == 0 else { throw POSIXFailure(call: "posix_spawn \(arguments)", code: code) }
        identifier = child
    }

    public func send(_ signal: Int32) { kill(identifier, signal) }

    /// Waits for the end: the exit status, or 128 plus the signal.
    public func wait() throws -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 {
            guard errno == EINTR else { throw POSIXFailure(call: "waitpid", code: errno) }
        }
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }
}

/// A folder that `run` keeps its streams in. Not a `TemporaryFolder`: that one calls `run`.
private struct Scratch {
    let folder: String

    init() throws {
        var template = Array("/tmp/oropendola-run-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXFailure(call: "mkdtemp", code: errno) }
        folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func remove() {
        for name in ["in", "out", "err"] { unlink(path(name)) }
        rmdir(folder)
    }
}
