// Peers that others wrote: python-socketio, as a server and as a client, in child processes.
import Glibc
import JSON
import TestSupport

/// The Python with the peers in it, which `Scripts/make-python-venv` makes.
enum Python {
    static let isThere = access(interpreter, X_OK) == 0 && access("\(folder)/requirements.txt", R_OK) == 0
    static let absence = "no .build/python: Scripts/make-python-venv makes it, when PyPI can be reached"
    static let interpreter = "\(folder)/bin/python"
    private static let folder = "\(packageRoot(of: #filePath))/.build/python"

    /// Starts one of our scripts. What it prints goes to a file.
    static func start(_ script: String, _ argument: String, output: String) throws -> ChildProcess {
        try ChildProcess(
            [interpreter, "\(packageRoot(of: #filePath))/Tests/ConformanceTests/Python/\(script)", argument],
            redirects: [
                (0, "/dev/null", O_RDONLY), (1, output, O_WRONLY | O_CREAT),
                (2, output + ".errors", O_WRONLY | O_CREAT),
            ])
    }
}

/// `server.py`, running.
struct PythonServer: Sendable {
    let port: Int
    private let child: ChildProcess

    init(port wanted: Int = 0) throws {
        let folder = try TemporaryFolder()
        let output = "\(folder.path)/output"
        let child = try Python.start("server.py", "\(wanted)", output: output)
        self.child = child
        do {
            port = try wait(for: "port of server.py") {
                // "port 12345\n", and the line has to be whole.
                let words = String(decoding: (try? readFile(output)) ?? [], as: UTF8.self)
                return words.hasSuffix("\n") ? Int(words.dropLast().dropFirst(5)) : nil
            }
        } catch {
            child.send(SIGKILL)
            _ = try? child.wait()
            throw error
        }
    }

    var url: String { "http://127.0.0.1:\(port)" }

    func send(_ signal: Int32) { child.send(signal) }

    /// Kills it, as a crash would.
    func end() {
        child.send(SIGKILL)
        _ = try? child.wait()
    }
}

/// Runs `client.py`, or another script, to its end: the lines that it printed.
func pythonClient(_ wanted: JSONValue, script: String = "client.py") async throws -> [JSONValue] {
    let folder = try TemporaryFolder()
    let output = "\(folder.path)/output"
    try folder.write("wanted", wanted.text)
    let child = try Python.start(script, "\(folder.path)/wanted", output: output)
    // Not `child.wait()`: it would keep a thread that the server's engine may need.
    var status: Int32 = 0
    while waitpid(child.identifier, &status, WNOHANG) == 0 {
        do {
            try await Task.sleep(for: .milliseconds(10))
        } catch {
            child.send(SIGKILL)
            _ = try? child.wait()
            throw error
        }
    }
    guard status == 0 else {
        let words = String(decoding: (try? readFile(output + ".errors")) ?? [], as: UTF8.self)
        throw PythonFailure(description: "\(script) ended with \(status): \(words)")
    }
    return try String(decoding: try readFile(output), as: UTF8.self).split(separator: "\n").map {
        try JSONValue.parse(String($0))
    }
}

struct PythonFailure: Error, CustomStringConvertible {
    let description: String
}
