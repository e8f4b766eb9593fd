// How the screen is shared out outlives a run, for all projects alike: `screen.json` in our state folder.
import App
import JSON
import Storage
import Synchronization

/// Writes the latest of many shares, off the terminal's thread.
final class ShareDesk: Sendable {
    private let lane = SerialLane()
    private let latest = Mutex<PaneShares?>(nil)
    private let isTroubled = Mutex(false)
    private let tell: @Sendable (Trouble) async -> Void

    /// - Parameter tell: hears, once, that nothing can be kept.
    init(tell: @escaping @Sendable (Trouble) async -> Void) { self.tell = tell }

    private static func document(_ folders: Folders) -> OwnDocument { OwnDocument("screen.json", in: folders.state) }

    /// A file that can't be read, or holds something else, is as good as none: the parts get their own sizes.
    static func read(_ folders: Folders) -> PaneShares {
        guard let value = (try? document(folders).read()) ?? nil else { return PaneShares() }
        func share(_ name: String) -> Int? { value[name]?.asInt.flatMap { (0...1000).contains($0) ? $0 : nil } }
        return PaneShares(beside: share("beside"), below: share("below"), list: share("list"))
    }

    func keep(_ shares: PaneShares) {
        let isOnItsWay = latest.withLock { waiting in
            defer { waiting = shares }
            return waiting != nil
        }
        guard !isOnItsWay else { return }
        lane.enqueue { await self.write() }
    }

    /// The latest is on disk when this returns.
    func finish() async { await lane.drained() }

    private func write() async {
        let shares = latest.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        guard let shares else { return }
        do throws(DocumentProblem) {
            try await put(shares)
        } catch {
            let isFirst = isTroubled.withLock { isTroubled in
                defer { isTroubled = true }
                return !isTroubled
            }
            let folder = Folders().state
            if isFirst { await tell(.stateNotKept(folder: folder, reason: error.words)) }
        }
    }

    private func put(_ shares: PaneShares) async throws(DocumentProblem) {
        let parts = [("beside", shares.beside), ("below", shares.below), ("list", shares.list)]
        var object: JSONObject = ["version": 1]
        for (name, share) in parts { if let share { object[name] = .integer(Int64(share)) } }
        let document = Self.document(Folders())
        do throws(DocumentProblem) {
            try await document.change { _ in .replaced(by: .object(object)) }
        } catch .broken {
            // Nothing of it can be used; what stands there is kept aside all the same.
            _ = try await document.setAside()
            try await document.change { _ in .replaced(by: .object(object)) }
        }
    }
}
