// One try at something on a connection, from before it is there until it is done, late, cancelled or failed.
import NIOCore
import Synchronization
import Transport

/// How far a connection has come.
enum DialStage: Sendable {
    /// TCP, to the server or to its proxy.
    case connecting
    /// The proxy is asked for the way.
    case tunnelling
    /// The TLS handshake.
    case securing
    /// What follows is the server's word.
    case open
}

/// Ends exactly once: with a value, or with an error after which no socket stays open.
final class Attempt<Value: Sendable>: Sendable {
    private struct State {
        var isOver = false
        var channel: (any Channel)?
        var stage = DialStage.connecting
    }

    let eventLoop: any EventLoop
    private let promise: EventLoopPromise<Value>
    private let state = Mutex(State())

    init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    /// Starts the attempt and waits for its end.
    /// - Parameter late: the error for each stage that is still on when the seconds are over.
    func run(
        seconds: Int, late: @escaping @Sendable (DialStage) -> TransportError, begin: () -> Void
    ) async throws -> Value {
        try await withTaskCancellationHandler {
            let deadline = eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
                self.fail(late(self.state.withLock { $0.stage }))
            }
            defer { deadline.cancel() }
            begin()
            return try await promise.futureResult.get()
        } onCancel: {
            fail(TransportError.cancelled)
        }
    }

    func fail(_ error: any Error) {
        let (isFirst, channel) = state.withLock { state in
            defer {
                state.isOver = true
                state.channel = nil
            }
            return (!state.isOver, state.channel)
        }
        guard isFirst else { return }
        promise.fail(error)
        channel?.close(promise: nil)
    }

    /// False when it was over before: the value is then nobody's.
    func succeed(_ value: Value) -> Bool {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { promise.succeed(value) }
        return isFirst
    }

    /// Notes that a stage begins on this channel. False when the attempt is over: the channel is then nobody's.
    func enter(_ stage: DialStage, _ channel: any Channel) -> Bool {
        state.withLock { state in
            guard !state.isOver else { return false }
            state.channel = channel
            state.stage = stage
            return true
        }
    }
}
