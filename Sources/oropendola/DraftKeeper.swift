// What stands in the composer goes to disk while it is typed: the latest text, half a second after the first key.
import Synchronization

/// Keeps the latest of many texts. There is at most one write on its way.
final class DraftKeeper: Sendable {
    private let lane = SerialLane()
    private let latest = Mutex<String?>(nil)
    private let write: @Sendable (String) async -> Void

    static let milliseconds = 500

    init(write: @escaping @Sendable (String) async -> Void) { self.write = write }

    func keep(_ text: String) {
        let isOnItsWay = latest.withLock { waiting in
            defer { waiting = text }
            return waiting != nil
        }
        guard !isOnItsWay else { return }
        lane.enqueue {
            // Cut short by nothing: the end does not wait for it, see `flush`.
            try? await ContinuousClock().sleep(for: .milliseconds(Self.milliseconds))
            await self.flush()
        }
    }

    /// Writes what waits, now.
    func flush() async {
        let text = latest.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        if let text { await write(text) }
    }
}
