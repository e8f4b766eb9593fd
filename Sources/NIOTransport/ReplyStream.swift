// A reply between the event loop that reads it and the task that takes it: one part at a time, the next on demand.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Transport

/// The reading side of a streamed exchange. The library reads on when the future of a part is done.
final class ReplyStream: HTTPClientResponseDelegate {
    typealias Response = Void

    /// What `next` gives.
    enum News {
        case event(HTTPStreamEvent)
        case ended
        case failed(any Error)
    }

    private struct State {
        var part: HTTPStreamEvent?
        /// Whoever fulfils it lets the library read on.
        var reading: EventLoopPromise<Void>?
        var end: Result<Void, any Error>?
        var waiter: CheckedContinuation<Void, Never>?
        var isTimerDue = false
        var timer: Scheduled<Void>?
        var silence: Scheduled<Void>?
        var isOver = false
    }

    private let loop: any EventLoop
    private let silenceSeconds: Int
    private let isSent = Atomic(false)
    private let state = Mutex(State())

    /// Whether the request's head went to a server.
    var wasSent: Bool { isSent.load(ordering: .acquiring) }

    init(on loop: any EventLoop, silenceSeconds: Int) {
        self.loop = loop
        self.silenceSeconds = silenceSeconds
        awaitBytes()
    }

    // MARK: The taking side, one task

    /// The next news; a part that was taken before lets the library read on.
    func next() async -> News {
        while true {
            let news = state.withLock { state -> News? in
                if state.isTimerDue {
                    state.isTimerDue = false
                    return .event(.timerFired)
                }
                if let part = state.part {
                    state.part = nil
                    return .event(part)
                }
                switch state.end {
                case .success?: return .ended
                case .failure(let error)?: return .failed(error)
                case nil: return nil
                }
            }
            if let news { return news }
            readOn()
            await withCheckedContinuation { waiter in
                let isReady = state.withLock { state in
                    if state.part != nil || state.end != nil || state.isTimerDue { return true }
                    state.waiter = waiter
                    return false
                }
                if isReady { waiter.resume() }
            }
        }
    }

    /// Starts the one timer anew.
    func startTimer(milliseconds: Int) {
        let timer = loop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            self.note { $0.isTimerDue = true }
        }
        let former = state.withLock { state in
            state.isTimerDue = false
            defer { state.timer = timer }
            return state.timer
        }
        former?.cancel()
    }

    /// Nobody takes any more.
    func close() {
        let (reading, timers) = state.withLock { state in
            state.isOver = true
            state.part = nil
            defer { state.reading = nil }
            return (state.reading, [state.timer, state.silence])
        }
        for timer in timers { timer?.cancel() }
        reading?.succeed()
    }

    /// The exchange ended without a word to the delegate.
    func fail(_ error: any Error) { note { $0.end = $0.end ?? .failure(error) } }

    private func readOn() {
        guard let reading = state.withLock({ state in state.reading.take() }) else { return }
        awaitBytes()
        reading.succeed()
    }

    /// Runs while the server is waited for, and not while a part waits for its taker.
    private func awaitBytes() {
        let silence = loop.scheduleTask(in: .seconds(Int64(silenceSeconds))) { [silenceSeconds] in
            self.fail(TransportError.timedOut(seconds: silenceSeconds))
        }
        let former = state.withLock { state in
            defer { state.silence = silence }
            return state.silence
        }
        former?.cancel()
    }

    private func note(_ change: (inout State) -> Void) {
        let waiter = state.withLock { state in
            change(&state)
            return state.waiter.take()
        }
        waiter?.resume()
    }

    // MARK: The reading side, on the event loop

    func didSendRequestHead(task: HTTPClient.Task<Response>, _ head: HTTPRequestHead) {
        isSent.store(true, ordering: .releasing)
    }

    func didReceiveHead(task: HTTPClient.Task<Response>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        deliver(
            .head(status: Int(head.status.code), headers: head.headers.map { HTTPHeader($0.name, $0.value) }),
            on: task.eventLoop)
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Response>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        deliver(.bytes(Array(buffer.readableBytesView)), on: task.eventLoop)
    }

    func didReceiveError(task: HTTPClient.Task<Response>, _ error: any Error) { fail(error) }

    func didFinishRequest(task: HTTPClient.Task<Response>) throws { note { $0.end = $0.end ?? .success(()) } }

    private func deliver(_ part: HTTPStreamEvent, on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        let (isOver, silence) = state.withLock { state in
            if !state.isOver {
                state.part = part
                state.reading = promise
            }
            return (state.isOver, state.silence)
        }
        silence?.cancel()
        if isOver { promise.succeed() } else { note { _ in } }
        return promise.futureResult
    }
}
