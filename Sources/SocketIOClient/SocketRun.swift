// What one connection of a client has running: its websocket's writer, and the tasks.
import SocketIO
import Transport

/// One connection, from its first request to the end of its last task.
struct SocketRun {
    var headers: [HTTPHeader] = []
    /// Where the websocket's writer takes its frames from, while there is one.
    var link: SocketLink?
    var socket: (any WebSocketConnection)?
    var socketTask: Int?
    /// The latest POST. The next waits for it; the session orders more than one only where it says goodbye.
    var postTask: Int?
    /// What only waits: for the credentials, later for the answer to a poll.
    var waitTask: Int?
    var tasks: [Int: Task<Void, Never>] = [:]

    /// What is still to be sent, and what only waits for the server.
    var work: (drains: [Task<Void, Never>], waits: [Task<Void, Never>]) {
        let waiting = [waitTask, socket == nil ? socketTask : nil]
        let (drains, waits) = (tasks.filter { !waiting.contains($0.key) }, tasks.filter { waiting.contains($0.key) })
        return (Array(drains.values), Array(waits.values))
    }

    /// Takes the cookies of a polling server: behind a load balancer they say which of several servers knows the
    /// session. Attributes mean nothing for the life of one connection.
    mutating func take(setCookies: [String]) {
        let pairs = setCookies.compactMap { $0.split(separator: ";").first.map(String.init) }
            .filter { $0.contains("=") && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } }
        guard !pairs.isEmpty else { return }
        let names = Set(pairs.compactMap { $0.split(separator: "=").first })
        let own = headers.all("Cookie").joined(separator: ";").split(separator: ";").map { $0.drop { $0 == " " } }
        let kept = own.filter { pair in !names.contains(pair.prefix { $0 != "=" }) }.map(String.init)
        headers.removeAll { $0.name.lowercased() == "cookie" }
        headers.append(HTTPHeader("Cookie", (kept + pairs).joined(separator: "; ")))
    }
}

/// Frames on their way to the network, in order. The session hands over a batch only after the one before was sent,
/// so no more than two are ever on their way.
struct SocketLink: Sendable {
    let batches: AsyncStream<[EngineFrame]>
    private let continuation: AsyncStream<[EngineFrame]>.Continuation

    init() {
        (batches, continuation) = AsyncStream.makeStream()
    }

    func send(_ frames: [EngineFrame]) {
        continuation.yield(frames)
    }

    /// Nothing more is sent; the writer closes the connection after what it has.
    func finish() {
        continuation.finish()
    }
}
