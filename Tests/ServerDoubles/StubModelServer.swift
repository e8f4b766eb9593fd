// A model's server in the hands of a test: any answer, cut, late, broken off, and the knowledge when a client went.
import Glibc
public import JSON
import Synchronization
public import TestSupport

/// Listens on a free port of 127.0.0.1 and answers each request as the test says, a thread for each connection.
public final class StubModelServer: Sendable {
    /// What was asked.
    public struct Question: Equatable, Sendable {
        /// `POST /v1/chat/completions`.
        public var line: String
        /// Names in lower case.
        public var headers: [String: String]
        public var body: JSONValue
    }

    /// What is sent, and how.
    public struct Answer: Sendable {
        public enum Ending: Sendable {
            /// As HTTP has it.
            case whole
            /// The connection is closed before the end of the body is told.
            case cut
            /// Nothing more comes, until the client goes.
            case held
        }

        public var status: Int
        public var headers: [(name: String, value: String)]
        public var body: [UInt8]
        /// So many bytes go in one chunk, which may be one segment.
        public var bytesAtATime: Int
        public var ending: Ending
        /// Runs before the head is sent.
        public var before: @Sendable () throws -> Void = {}

        public init(
            status: Int = 200, headers: [(name: String, value: String)] = [], _ body: [UInt8],
            bytesAtATime: Int = 1 << 20, ending: Ending = .whole
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.bytesAtATime = bytesAtATime
            self.ending = ending
        }

        /// A recorded one.
        public init(_ fixture: ModelFixture, bytesAtATime: Int = 1 << 20) {
            self.init(status: fixture.status, headers: fixture.headers, fixture.body, bytesAtATime: bytesAtATime)
        }

        /// An answer of a few words, a chunk each, as a stream has it.
        public static func words(_ words: [String], ending: Ending = .whole) -> Answer {
            var body = ""
            for word in words {
                body += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\(JSONValue.string(word).text)}}]}\n\n"
            }
            if ending == .whole {
                body +=
                    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
            }
            return Answer(Array(body.utf8), ending: ending)
        }
    }

    fileprivate struct State {
        var questions: [Question] = []
        var left = 0
    }

    public let port: Int
    private let listener: Int32
    private let state: Shared

    /// Outlives the server where a connection does.
    fileprivate final class Shared: Sendable {
        let state = Mutex(State())

        func note(_ question: Question) { state.withLock { $0.questions.append(question) } }
        func noteLeft() { state.withLock { $0.left += 1 } }
    }

    /// - Parameter answer: called for each request, on a thread of its own.
    public init(_ answer: @escaping @Sendable (Question) -> Answer) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXFailure(call: "socket", code: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listens = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard listens else {
            close(descriptor)
            throw POSIXFailure(call: "bind", code: errno)
        }
        listener = descriptor
        port = Int(UInt16(bigEndian: address.sin_port))
        let shared = Shared()
        state = shared
        onThread {
            // Closed by this thread alone: its number could be another's by then.
            defer { close(descriptor) }
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                onThread {
                    defer { close(connection) }
                    // A client that goes is part of the play.
                    try? StubConnection(descriptor: connection).serve(answer, shared)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// All questions so far, in order.
    public var questions: [Question] { state.state.withLock { $0.questions } }

    /// How many clients went while an answer was held.
    public var left: Int { state.state.withLock { $0.left } }

    /// One accepted connection; calls block, for at most twenty seconds.
    private struct StubConnection {
        let descriptor: Int32

        struct Ended: Error {}

        func serve(_ answer: (Question) -> Answer, _ shared: Shared) throws {
            while true {
                let question = try readQuestion()
                shared.note(question)
                let answer = answer(question)
                try answer.before()
                var head = "HTTP/1.1 \(answer.status) Stub\r\nTransfer-Encoding: chunked\r\n"
                for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
                try write(Array((head + "\r\n").utf8))
                var rest = answer.body[...]
                while !rest.isEmpty {
                    let part = rest.prefix(max(1, answer.bytesAtATime))
                    rest = rest.dropFirst(part.count)
                    try write(Array("\(String(part.count, radix: 16))\r\n".utf8) + part + [13, 10])
                }
                switch answer.ending {
                case .whole: try write(Array("0\r\n\r\n".utf8))
                case .cut: return
                case .held:
                    while (try? read()) != nil {}
                    shared.noteLeft()
                    return
                }
            }
        }

        private func readQuestion() throws -> Question {
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head.append(try read()) }
            let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n").map(String.init)
            var headers: [String: String] = [:]
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers[line[..<colon].lowercased()] = String(line[colon...].dropFirst().drop { $0 == " " })
            }
            var body: [UInt8] = []
            for _ in 0..<(Int(headers["content-length"] ?? "0") ?? 0) { body.append(try read()) }
            return Question(
                line: lines.first.map { $0.split(separator: " ").prefix(2).joined(separator: " ") } ?? "",
                headers: headers, body: body.isEmpty ? .null : try JSONValue.parse(body))
        }

        private func read() throws -> UInt8 {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 20_000) > 0 else { throw Ended() }
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, 0) == 1 else { throw Ended() }
            return byte
        }

        private func write(_ bytes: [UInt8]) throws {
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { throw Ended() }
                sent += count
            }
        }
    }
}
