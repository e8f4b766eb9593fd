// A client that sends exactly the bytes it is told to: the other end of the server's sockets in tests.

import Glibc
import JSON
import TestSupport

@testable import LocalBackend

/// A TCP connection to 127.0.0.1. Every wait has a deadline.
final class RawClient {
    private let descriptor: Int32
    private var received: [UInt8] = []

    struct Failure: Error { var what: String }

    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        func header(_ name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }
        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue? { try? JSONValue.parse(body) }
        var cookies: String {
            headers.filter { $0.name == "set-cookie" }.map { String($0.value.prefix { $0 != ";" }) }.joined(
                separator: "; ")
        }
    }

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw POSIXFailure(call: "connect", code: errno) }
    }

    deinit { Glibc.close(descriptor) }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw POSIXFailure(call: "send", code: errno) }
            sent += count
        }
    }

    /// Reads once; false at the end.
    private func fill() throws -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, 20_000) > 0 else { throw Failure(what: "nothing came; so far \(received.count) bytes") }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    /// Whether something can be read, or comes within the time.
    func hasInput(withinMilliseconds time: Int32) -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !received.isEmpty || poll(&wait, 1, time) > 0
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try fill() else { throw Failure(what: "the end came after \(received.count) of \(count) bytes") }
        }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// Waits for the end of the connection; what came before it.
    func readToEnd() throws -> String {
        while try fill() {}
        return String(decoding: received, as: UTF8.self)
    }

    func readAnswer() throws -> Answer {
        let end = Array("\r\n\r\n".utf8)
        var length = 0
        while true {
            if let start = (0..<max(0, received.count - 3)).first(where: { received[$0..<($0 + 4)].elementsEqual(end) })
            {
                length = start
                break
            }
            guard try fill() else { throw Failure(what: "no answer: \(String(decoding: received, as: UTF8.self))") }
        }
        let lines = String(decoding: try take(length + 4), as: UTF8.self).split(separator: "\r\n")
        let headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
        }
        let status = Int(lines[0].split(separator: " ")[1]) ?? 0
        var answer = Answer(status: status, headers: headers, body: [])
        answer.body = try take(Int(answer.header("content-length") ?? "0") ?? 0)
        return answer
    }

    /// One frame of a server: its first byte and its content.
    func readFrame() throws -> (head: UInt8, content: [UInt8]) {
        let head = try take(2)
        var length = Int(head[1])
        if length == 126 { length = try take(2).reduce(0) { $0 << 8 | Int($1) } }
        if length == 127 { length = try take(8).reduce(0) { $0 << 8 | Int($1) } }
        return (head[0], try take(length))
    }

    func readText() throws -> String {
        let frame = try readFrame()
        guard frame.head == 0x81 else { throw Failure(what: "frame \(frame.head) \(frame.content)") }
        return String(decoding: frame.content, as: UTF8.self)
    }

    func sendText(_ text: String) throws { try sendFrame(0x81, Array(text.utf8)) }

    /// A masked frame, as clients send.
    func sendFrame(_ head: UInt8, _ content: [UInt8], isMasked: Bool = true) throws {
        var bytes: [UInt8] = [head]
        let mark: UInt8 = isMasked ? 0x80 : 0
        switch content.count {
        case ..<126: bytes.append(mark | UInt8(content.count))
        case ..<65536: bytes += [mark | 126, UInt8(content.count >> 8), UInt8(content.count & 255)]
        default: bytes += [mark | 127] + (0..<8).reversed().map { UInt8(content.count >> ($0 * 8) & 255) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        if isMasked { bytes += mask }
        bytes += content.enumerated().map { isMasked ? $0.element ^ mask[$0.offset % 4] : $0.element }
        try send(bytes)
    }
}

/// A server for one test, and the ways a client talks to it.
struct ServerUnderTest: Sendable {
    static let password = "p&ss word%"
    let server: LocalServer
    var port: Int { server.port }
    var host: String { "127.0.0.1:\(port)" }

    static func start(
        _ engine: any Engine = HelperEngine(prefix: "t"), limits: LocalServerLimits = LocalServerLimits(),
        flavour: FrappeFlavour = .v15, application: (any RealtimeApplication)? = nil
    ) async throws -> ServerUnderTest {
        let session = LocalSession(user: "me@local", password: password, token: ("key", "secret"))
        return ServerUnderTest(
            server: try await LocalServer.start(
                session: session, engine: engine, flavour: flavour, application: application, limits: limits))
    }

    func request(
        _ method: String, _ target: String, cookies: String? = nil, body: String = "", headers: [String] = []
    ) -> String {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"] + headers
        if let cookies { lines.append("Cookie: \(cookies)") }
        if method == "POST" { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + body
    }

    func exchange(
        _ method: String, _ target: String, cookies: String? = nil, body: String = "", headers: [String] = []
    ) throws -> RawClient.Answer {
        let client = try RawClient(port: port)
        try client.send(request(method, target, cookies: cookies, body: body, headers: headers))
        return try client.readAnswer()
    }

    /// The cookies of a fresh login.
    func signIn() throws -> String {
        try exchange("POST", "/api/method/login", body: "usr=me%40local&pwd=p%26ss+word%25").cookies
    }

    func chat(_ body: String, cookies: String) throws -> RawClient.Answer {
        try exchange("POST", "/api/method/ai_assistant.api.chat_completion", cookies: cookies, body: body)
    }

    /// A websocket that has got its Engine.IO handshake.
    func openSocket(
        cookies: String?, query: String = "EIO=4&transport=websocket", origin: String? = nil,
        headers more: [String] = []
    ) throws -> RawClient {
        let client = try RawClient(port: port)
        var headers =
            more + [
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            ]
        if let origin { headers.append("Origin: \(origin)") }
        try client.send(request("GET", "/socket.io/?\(query)", cookies: cookies, headers: headers))
        let answer = try client.readAnswer()
        guard answer.status == 101, answer.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" else {
            throw RawClient.Failure(what: "no websocket: \(answer)")
        }
        return client
    }

    /// A websocket that is in the site's namespace.
    func joinFeed(cookies: String) throws -> RawClient {
        let client = try openSocket(cookies: cookies, origin: "http://\(host)")
        _ = try client.readText()
        try client.sendText("40/oropendola.local,")
        let answer = try client.readText()
        guard answer.hasPrefix("40/oropendola.local,{\"sid\":\"") else { throw RawClient.Failure(what: answer) }
        return client
    }
}

/// Runs blocking work on a thread of its own: the pool of the test's tasks is small, and the server's engine needs it.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let box = Unmanaged.passRetained(ThreadWork { continuation.resume(with: Result { try work() }) })
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().body() }
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return continuation.resume(throwing: POSIXFailure(call: "pthread_create", code: code))
        }
        pthread_detach(thread)
    }
}

private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

/// Starts a server, runs a blocking test against it on a thread of its own, and ends the server however that went.
func with(
    _ engine: any Engine = HelperEngine(prefix: "t"), limits: LocalServerLimits = LocalServerLimits(),
    flavour: FrappeFlavour = .v15, application: (any RealtimeApplication)? = nil,
    _ body: @escaping @Sendable (ServerUnderTest) throws -> Void
) async throws {
    let server = try await ServerUnderTest.start(
        engine, limits: limits, flavour: flavour, application: application)
    do {
        try await onThread { try body(server) }
    } catch {
        await server.server.shutdown()
        throw error
    }
    await server.server.shutdown()
}
