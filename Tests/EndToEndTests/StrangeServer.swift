// Servers that are not as they should be, in a child process: what operators meet.
import Glibc
import TestSupport
import Testing

/// A server on loopback with one fault.
struct StrangeServer {
    enum Fault: String {
        /// nginx whose realtime server is down.
        case down
        /// A proxy that drops the upgrade headers; polling works, and brings one event.
        case noUpgrade
        /// The same for all: a page.
        case page
    }

    let port: Int
    private let child: ChildProcess
    private let folder: TemporaryFolder

    var url: String { "http://127.0.0.1:\(port)" }

    init(_ fault: Fault) throws {
        folder = try TemporaryFolder()
        try folder.write("server.py", Self.script)
        (child, port) = try startedServer(["python3", "\(folder.path)/server.py", fault.rawValue], in: folder)
    }

    func end() {
        child.send(SIGKILL)
        _ = try? child.wait()
    }

    private static let script = """
        import http.server, sys, threading, time
        fault, polls = sys.argv[1], {"count": 0}
        OPEN = b'0{"sid":"enginesecret","upgrades":[],"pingInterval":25000,"pingTimeout":20000}'

        class Answer(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def version_string(self): return "nginx/1.22.1"
            def log_message(self, *words): pass
            def say(self, status, body, kind="text/html"):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.say(200, b"ok")
            def do_GET(self):
                if fault == "page": return self.say(200, b"<html>Hello</html>")
                if "/api/" in self.path: return self.say(404, b"<html>no such page</html>")
                if fault == "down": return self.say(502, b"<html>Bad Gateway</html>")
                if "transport=websocket" in self.path: return self.say(400, b'{"code":3,"message":"Bad request"}')
                if "sid=" not in self.path:
                    polls["count"] = 0
                    return self.say(200, OPEN)
                polls["count"] += 1
                if polls["count"] == 1: return self.say(200, b'40{"sid":"abcdefghijkl"}')
                if polls["count"] == 2: return self.say(200, b'42["hello",1]')
                time.sleep(60)
                self.say(200, b"6")

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        server.daemon_threads = True
        print("port", server.server_address[1], flush=True)
        server.serve_forever()
        """
}

/// python-socketio's server, as `ConformanceTests` runs it.
struct PythonSocketServer {
    static let absence: Comment = "no .build/python: Scripts/make-python-venv makes it, when PyPI can be reached"
    private static let root = packageRoot(of: #filePath)
    private static let interpreter = "\(root)/.build/python/bin/python"
    static let isThere = access(interpreter, X_OK) == 0

    let port: Int
    private let child: ChildProcess
    private let folder: TemporaryFolder

    var url: String { "http://127.0.0.1:\(port)" }

    init() throws {
        folder = try TemporaryFolder()
        (child, port) = try startedServer(
            [Self.interpreter, "\(Self.root)/Tests/ConformanceTests/Python/server.py", "0"], in: folder)
    }

    func end() {
        child.send(SIGKILL)
        _ = try? child.wait()
    }
}

/// Starts a program that prints `port N`.
private func startedServer(_ arguments: [String], in folder: TemporaryFolder) throws -> (ChildProcess, Int) {
    let output = "\(folder.path)/output"
    let child = try ChildProcess(
        arguments,
        redirects: [
            (0, "/dev/null", O_RDONLY), (1, output, O_WRONLY | O_CREAT), (2, output + ".errors", O_WRONLY | O_CREAT),
        ])
    do {
        let port = try wait(for: "port of \(arguments)") { () -> Int? in
            // The line has to be whole.
            let words = String(decoding: (try? readFile(output)) ?? [], as: UTF8.self)
            return words.hasSuffix("\n") ? Int(words.dropLast().dropFirst(5)) : nil
        }
        return (child, port)
    } catch {
        child.send(SIGKILL)
        _ = try? child.wait()
        throw error
    }
}
