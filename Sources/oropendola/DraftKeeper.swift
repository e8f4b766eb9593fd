// What stands in the composer goes to disk while it is typed. Where the disk is slower than the typist, only the latest
// text is written.
import Synchronization

/// Keeps the latest of many texts. There is at most one write on its way.
final class DraftKeeper: Sendable {
    private let lane = SerialLane()
    private let latest = Mutex<String?>(nil)
    private let write: @Sendable (String) async -> Void

    init(write: @escaping @Sendable (String) async -> Void) { self.write = write }

    func keep(_ text: String) {
        let isOnItsWay = latest.withLock { waiting in
            defer { waiting = text }
            return waiting != nil
        }
        guard !isOnItsWay else { return }
        lane.enqueue { await self.flush() }
    }

    /// The latest text is on disk when this returns.
    func finish() async {
        await lane.drained()
        await flush()
    }

    private func flush() async {
        let text = latest.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        if let text { await write(text) }
    }
}
