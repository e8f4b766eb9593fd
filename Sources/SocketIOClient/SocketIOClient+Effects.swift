// The session's orders: timers, news, answers. What concerns the network is in `SocketIOClient+Network`.
import Logging
import SocketIO

extension SocketIOClient {
    func perform(_ effects: [SocketSession.Effect]) {
        for effect in effects { perform(effect) }
        report()
    }

    private func perform(_ effect: SocketSession.Effect) {
        switch effect {
        case .transport(let effect, let connection): perform(effect, connection: connection)
        case .startTimer(let timer, let milliseconds):
            timers.set(timer, at: time.elapsed() + .milliseconds(milliseconds))
            sleepIfNeeded()
        case .stopTimer(let timer): timers.clear(timer)
        case .connected(let namespace, let id, let isRecovered):
            countSuccess()
            logger.info("connected", metadata: ["namespace": "\(namespace)"])
            news.append(.connected(namespace: namespace, id: id, isRecovered: isRecovered))
        case .received(let event):
            metrics.eventsReceived += 1
            news.append(.received(event))
        case .acknowledged(let ticket, let arguments): answer(ticket, .success(arguments))
        case .emissionFailed(let ticket, let error): answer(ticket, .failure(error))
        case .namespaceClosed(let namespace, let closure, let retry):
            log(closure, retry, "left \(namespace)")
            news.append(.namespaceClosed(namespace: namespace, closure, retryInMilliseconds: retry))
        case .disconnected(let closure, let retry):
            metrics.disconnects += 1
            ended(closure, retry, "disconnected")
            news.append(.disconnected(closure, retryInMilliseconds: retry))
        case .attemptFailed(let closure, let retry):
            ended(closure, retry, "attempt failed")
            news.append(.attemptFailed(closure, retryInMilliseconds: retry))
        }
    }

    /// Hands over what has come together.
    private func report() {
        guard !news.isEmpty else { return }
        if case .received? = news.last { lastEventAt = time.elapsed() }
        metrics.eventsDropped += queue.add(news)
        news.removeAll(keepingCapacity: true)
    }

    private func countSuccess() {
        lastClosure = nil
        guard !hasJoined else { return }
        hasJoined = true
        metrics.connectSuccesses += 1
        if metrics.connectSuccesses > 1 { metrics.reconnects += 1 }
    }

    private func ended(_ closure: SocketClosure, _ retry: Int?, _ what: Logger.Message) {
        lastClosure = closure
        if timers.isEmpty {
            sleeper?.cancel()
            sleeper = nil
            timers.sleeperWoke()
        }
        log(closure, retry, what)
    }

    private func log(_ closure: SocketClosure, _ retry: Int?, _ what: Logger.Message) {
        logger.info(
            what, metadata: ["reason": "\(closure.kind)", "retry": "\(retry.map { "in \($0) ms" } ?? "none")"])
    }
}

// MARK: Time

extension SocketIOClient {
    private func sleepIfNeeded() {
        guard let deadline = timers.needsSleeper() else { return }
        sleeper?.cancel()
        sleeper = Task {
            do {
                try await self.time.sleep(deadline)
                self.wake()
            } catch {
                // Replaced by a sleeper that wakes earlier, or nothing is left to wait for.
            }
        }
    }

    private func wake() {
        sleeper = nil
        timers.sleeperWoke()
        fireDueTimers()
        sleepIfNeeded()
    }

    /// A machine that slept may have missed a deadline: it is looked at before anything is sent.
    func fireDueTimers() {
        let due = timers.takeDue(at: time.elapsed())
        for timer in due { perform(session.handle(.timerFired(timer, jitter: jitter()))) }
    }
}
