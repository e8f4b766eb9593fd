// The way from the session to one connection's writer.
import SocketIO

/// Frames on their way to the network, in order. The session hands over a batch only after the one before was sent,
/// so no more than two are ever on their way.
struct SocketLink: Sendable {
    let connection: Int
    let batches: AsyncStream<[EngineFrame]>
    private let continuation: AsyncStream<[EngineFrame]>.Continuation

    init(_ connection: Int) {
        self.connection = connection
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
