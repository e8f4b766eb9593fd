// Work in the order it was asked for, off the terminal's thread.

/// Runs what is put into it one after the other.
/// Not bounded: every piece is the consequence of one key or one reply, and none may be dropped.
struct SerialLane: Sendable {
    private let work: AsyncStream<@Sendable () async -> Void>.Continuation

    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: (@Sendable () async -> Void).self)
        work = continuation
        Task {
            for await piece in stream { await piece() }
        }
    }

    func enqueue(_ piece: @escaping @Sendable () async -> Void) {
        work.yield(piece)
    }

    /// Returns when everything that was put in before is done.
    func drained() async {
        await withCheckedContinuation { continuation in
            enqueue { continuation.resume() }
        }
    }
}
