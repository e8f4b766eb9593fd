// `--record FILE`: what the program hears and what goes over the network, written while it happens.
import App
import ChangeReview
import Glibc
import JSON
import Recordings
import Screen
import Storage
import Synchronization
import Workspace

/// Appends whole lines to a file of its own. Whoever notes something never waits; a disk that does not take it ends the
/// recording and nothing else.
final class SessionTape: Sendable {
    private struct State: Sendable {
        var redaction: Redaction
        var lines = TapeLines()
        /// nil: it ended.
        var descriptor: Int32?
        var failure: (@Sendable (String) -> Void)?
    }

    /// So many lines may wait for the disk; then the recording ends.
    private static let mostWaiting = 100_000

    private let lane = SerialLane()
    private let state: Mutex<State>
    private let waiting = Mutex(0)
    private let now: @Sendable () -> Int
    private let log = RecordedNews.ReviewLog.ofWorkspace

    /// - Throws: when there is such a file, or none can be made. Others can't read it.
    init(path: String, environment: [String: String], now: @escaping @Sendable () -> Int) throws(FileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FileError("create", path, code: errno) }
        self.now = now
        state = Mutex(State(redaction: Redaction(environment: environment), descriptor: descriptor))
    }

    /// nil where no file was named.
    static func opened(
        _ path: String?, _ environment: [String: String], _ now: @escaping @Sendable () -> Int
    ) throws(FileError) -> SessionTape? {
        guard let path else { return nil }
        return try SessionTape(path: path, environment: environment, now: now)
    }

    /// For the terminal's loop.
    var ear: (AppMessage, Bool) -> AppMessage? {
        { message, _ in
            self.note(message)
            return message
        }
    }

    /// The first line.
    ///
    /// - Parameter failed: called once, with the system's words, when the disk takes no more.
    func begin(_ header: RecordingHeader, failed: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.failure = failed }
        put { _ in header.json }
    }

    func note(_ message: AppMessage) {
        let (at, log) = (now(), log)
        put { _ in RecordingLine(at: at, .heard(RecordedNews(message))).json(log) }
    }

    /// - Parameter line: makes it, with whatever it learns of secrets.
    func noteWire(_ line: @escaping @Sendable (inout Redaction) -> JSONValue) {
        let at = now()
        put { redaction in ["at": JSONValue(at), "wire": line(&redaction)] }
    }

    /// All that was noted is on disk when this returns.
    func finish() async {
        await lane.drained()
        let failure = state.withLock { Self.append($0.lines.finish(hiding: $0.redaction), to: $0.descriptor) }
        if failure != 0 { end(because: String(cString: strerror(failure))) }
        state.withLock { state in
            if let descriptor = state.descriptor { close(descriptor) }
            state.descriptor = nil
        }
    }

    private func put(_ line: @escaping @Sendable (inout Redaction) -> JSONValue) {
        let isFull = waiting.withLock { count in
            if count >= Self.mostWaiting { return true }
            count += 1
            return false
        }
        if isFull { return end(because: "the disk is too slow") }
        lane.enqueue {
            self.waiting.withLock { $0 -= 1 }
            self.write(line)
        }
    }

    private func write(_ line: (inout Redaction) -> JSONValue) {
        let failure = state.withLock { state -> Int32 in
            guard state.descriptor != nil else { return 0 }
            let value = line(&state.redaction)
            return Self.append(state.lines.take(value, hiding: state.redaction), to: state.descriptor)
        }
        if failure != 0 { end(because: String(cString: strerror(failure))) }
    }

    /// 0, or the system's number of a failure.
    private static func append(_ lines: [String], to descriptor: Int32?) -> Int32 {
        guard let descriptor, !lines.isEmpty else { return 0 }
        var text = lines.map { $0 + "\n" }.joined()
        return ConsoleOutput.write(&text, to: descriptor)
    }

    private func end(because reason: String) {
        let failed = state.withLock { state -> (@Sendable (String) -> Void)? in
            guard let descriptor = state.descriptor else { return nil }
            close(descriptor)
            state.descriptor = nil
            return state.failure
        }
        failed?(reason)
    }
}

extension RecordedNews.ReviewLog {
    /// In the form of the staging log.
    static let ofWorkspace = RecordedNews.ReviewLog(written: { $0.json }, read: { RecordedEvent($0) })
}
