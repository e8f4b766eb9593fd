// One question to a model over HTTP: bytes to the reader of answers, its pieces to whoever asked, in order.

import ModelWire
import Transport

/// Asks a model's server.
struct ModelExchange: Sendable {
    /// What is told while an answer comes.
    enum News: Equatable, Sendable {
        case piece(ModelPiece)
        /// Nothing has come so far, for so long: a local server may be loading the model.
        case waiting(seconds: Int)
        /// The time that was asked for is over.
        case timerFired
    }

    enum Outcome: Equatable, Sendable {
        case replied(ModelReply)
        case failed(ModelFailure)
        /// Whoever asked has enough.
        case stopped
    }

    let transport: any StreamingHTTPTransport
    let target: ModelTarget
    /// Seconds since 1970, for times to wait that are dates.
    let now: @Sendable () -> Int

    /// Seconds between two words about an answer that has not begun.
    static let noticeSeconds = 5
    /// Behind the model's own end only the count of tokens can come.
    private static let secondsAfterEnding = 2

    /// Asks once; the connection is closed when this returns.
    ///
    /// - Parameter take: called for each piece of news; what it wants next. Its timer is the one of the exchange, which
    ///   tells `waiting` before the first piece and is the taker's from then on.
    func ask(
        _ request: ModelRequest, _ options: ChatCompletionOptions, _ take: (News) async -> HTTPStreamDemand
    ) async -> Outcome {
        var reading = AnswerReading()
        var outcome: Outcome?
        var hasBegun = false
        var isClosing = false
        var waited = 0
        do throws(TransportError) {
            try await transport.stream(self.request(request.body(options))) { event in
                switch event {
                case .opening: return .more(timerMilliseconds: Self.noticeSeconds * 1_000)
                case .timerFired where !hasBegun:
                    waited += Self.noticeSeconds
                    _ = await take(.waiting(seconds: waited))
                    return .more(timerMilliseconds: Self.noticeSeconds * 1_000)
                case .timerFired where isClosing: return .enough
                case .timerFired: return await take(.timerFired)
                case .head(let status, let headers):
                    let head = AnswerHead(
                        status: status, headers: headers.map { ($0.name, $0.value) }, now: now())
                    _ = reading.handle(.began(head))
                    return .more()
                case .bytes(let bytes):
                    var timer: Int?
                    for effect in reading.handle(.received(bytes)) {
                        switch effect {
                        case .piece(let piece):
                            hasBegun = true
                            switch await take(.piece(piece)) {
                            case .more(let milliseconds): timer = milliseconds ?? timer
                            case .enough:
                                outcome = .stopped
                                return .enough
                            }
                        case .replied(let reply): outcome = .replied(reply)
                        case .failed(let failure): outcome = .failed(failure)
                        }
                    }
                    guard outcome == nil else { return .enough }
                    guard reading.hasEnding else { return .more(timerMilliseconds: timer) }
                    // Some servers neither say that they are done nor hang up. What was gathered is told now: the timer
                    // has another use from here on.
                    isClosing = true
                    _ = await take(.timerFired)
                    return .more(timerMilliseconds: Self.secondsAfterEnding * 1_000)
                }
            }
            let last: AnswerReading.Event = isClosing ? .silenced(seconds: Self.secondsAfterEnding) : .ended
            return await end(outcome, reading.handle(last), take)
        } catch {
            if error == .cancelled { return .failed(.cancelled) }
            if let outcome { return outcome }
            if reading.hasBegun { return await end(nil, reading.handle(error.readingEvent), take) }
            return .failed(ModelFailure(error))
        }
    }

    private func end(
        _ outcome: Outcome?, _ effects: [AnswerReading.Effect], _ take: (News) async -> HTTPStreamDemand
    ) async -> Outcome {
        if let outcome { return outcome }
        for effect in effects {
            switch effect {
            case .piece(let piece): _ = await take(.piece(piece))
            case .replied(let reply): return .replied(reply)
            case .failed(let failure): return .failed(failure)
            }
        }
        return .failed(.unreadable("an empty answer"))
    }

    private func request(_ body: [UInt8]) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: target.address.chatURL,
            headers: [
                HTTPHeader("Content-Type", "application/json"),
                HTTPHeader("Accept", "text/event-stream, application/json"),
            ] + target.headers,
            body: body, timeoutSeconds: target.silenceSeconds)
    }
}

extension ModelTarget {
    /// Who asks. No server of this machine wants a key, and each takes any.
    var headers: [HTTPHeader] {
        [HTTPHeader("User-Agent", "oropendola")] + (key.map { [HTTPHeader("Authorization", "Bearer \($0)")] } ?? [])
    }
}

extension TransportError {
    /// What the end of a connection is to an answer that has begun.
    fileprivate var readingEvent: AnswerReading.Event {
        if case .timedOut(let seconds) = self { return .silenced(seconds: seconds) }
        return .broke(words)
    }
}

extension ModelFailure {
    /// What it means that no answer began.
    init(_ error: TransportError) {
        switch error {
        case .nameNotFound, .unreachable, .connectTimedOut, .tls, .proxy, .invalidURL, .closed, .unsupported:
            self = .notReached(error.words)
        case .timedOut(let seconds): self = .silent(seconds: seconds)
        case .interrupted: self = .serverFailed(status: nil, error.words)
        case .tooLarge, .protocolViolation, .upgradeRefused: self = .unreadable(error.words)
        case .cancelled: self = .cancelled
        }
    }
}
