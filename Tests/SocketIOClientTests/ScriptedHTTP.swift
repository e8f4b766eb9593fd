// The HTTP side of a polling server in the test's hands: it sees each request, and answers when it likes.
import Transport

/// Hands out every request, GETs and POSTs apart, and waits for the answer or for being cancelled.
final class ScriptedHTTP: HTTPTransport {
    struct Exchange: Sendable {
        let request: HTTPRequest
        fileprivate let answer: AsyncStream<HTTPResponse>.Continuation
        fileprivate let over: AsyncStream<Never>

        var body: String { String(decoding: request.body, as: UTF8.self) }

        func answers(_ packets: String..., status: Int = 200, headers: [HTTPHeader] = []) {
            let body = Array(packets.joined(separator: "\u{1E}").utf8)
            answer.yield(HTTPResponse(status: status, headers: headers, body: body))
        }

        /// Returns when the client has its answer, or has given up waiting for one.
        func isOver() async {
            for await _ in over {}
        }
    }

    let gets: AsyncStream<Exchange>
    let posts: AsyncStream<Exchange>
    private let newGet: AsyncStream<Exchange>.Continuation
    private let newPost: AsyncStream<Exchange>.Continuation

    init() {
        (gets, newGet) = AsyncStream.makeStream()
        (posts, newPost) = AsyncStream.makeStream()
    }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let (answers, answer) = AsyncStream<HTTPResponse>.makeStream()
        let (over, end) = AsyncStream<Never>.makeStream()
        defer { end.finish() }
        (request.method == "GET" ? newGet : newPost).yield(Exchange(request: request, answer: answer, over: over))
        for await response in answers { return response }
        throw .cancelled
    }
}

/// A websocket that never opens; only giving up ends the wait.
struct HangingTransport: WebSocketTransport {
    /// Called when a client tries.
    let tried: @Sendable () -> Void

    func connect(
        url: String, headers: [HTTPHeader], timeoutSeconds: Int, maximumMessageBytes: Int
    ) async throws(TransportError) -> any WebSocketConnection {
        tried()
        for await _ in AsyncStream<Never>.makeStream().stream {}
        throw .cancelled
    }
}
