// The journal of a project: what was written into it, so that it can be taken back, after a crash too.
//
// An entry is a file whose name says how far its transaction got, and which moves on by renames alone:
//
//     00000012.intent      about to be written: on recovery it is taken back
//     00000012.committed   written; temporary names in the project are still to be removed
//     00000012.done        over
//     00000012.unresolved  could not be taken back wholly, since a file was changed meanwhile; kept for its bytes
import ChangeReview
import Storage

/// Where transactions are kept.
public final class Journal: Sendable {
    public struct Limits: Equatable, Sendable {
        /// Older entries that are over go when the journal is larger than this many bytes.
        public var bytes: Int
        /// … or has more entries than this.
        public var entries: Int

        public init(bytes: Int = 256 << 20, entries: Int = 1000) {
            self.bytes = bytes
            self.entries = entries
        }
    }

    enum Stage: String, CaseIterable { case intent, committed, done, unresolved }

    struct Name: Hashable {
        var number: Int
        var stage: Stage
        var text: String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".\(stage.rawValue)"
        }

        init(_ number: Int, _ stage: Stage) {
            self.number = number
            self.stage = stage
        }

        init?(_ text: String) {
            let parts = text.split(separator: ".")
            guard parts.count == 2, let number = Int(parts[0]), number > 0,
                let stage = Stage(rawValue: String(parts[1]))
            else { return nil }
            self.init(number, stage)
        }
    }

    /// Part of the temporary names in the project: nobody else makes such names.
    let mark: String
    let files: any FileOperations
    private let state: Descriptor
    private let folder: Descriptor
    private let path: String
    private let limits: Limits

    init(
        in state: consuming Descriptor, mark: String, files: any FileOperations, limits: Limits
    ) throws(FileError) {
        if try files.status(of: "journal", in: state) == nil {
            do throws(FileError) { try files.makeFolder("journal", in: state, mode: 0o700) } catch {
                // Another process may have made it a moment ago.
                guard try files.status(of: "journal", in: state)?.kind == .folder else { throw error }
            }
        }
        folder = try files.open("journal", in: state, .folder)
        path = "journal"
        self.state = state
        self.mark = mark
        self.files = files
        self.limits = limits
    }

    // MARK: The lock

    func tryLock() throws(FileError) -> FileLock? { try FileLock.tryTake("journal.lock", in: state) }

    func lock(waiting: @Sendable (Int32?) -> Void) async throws(FileError) -> FileLock? {
        try await FileLock.take("journal.lock", in: state, waiting: waiting)
    }

    func holder() -> Int32? { FileLock.holder("journal.lock", in: state) }

    // MARK: Entries

    /// All entries, the oldest first.
    func names() throws(FileError) -> [Name] {
        try listNames(folder, label: path).compactMap { bytes in
            String(validating: bytes, as: UTF8.self).flatMap { Name($0) }
        }.sorted { $0.number < $1.number }
    }

    func read(_ name: Name) throws(FileError) -> JournalEntry? {
        let file = try files.open(name.text, in: folder, .read)
        guard let bytes = try files.readAll(file, limit: Int.max / 2) else { return nil }
        return JournalEntry(bytes)
    }

    /// Makes a new entry durable before anything else is done. Returns its number.
    func begin(_ entry: JournalEntry) throws(FileError) -> Int {
        let number = (try names().last?.number ?? 0) + 1
        try files.replace(Name(number, .intent).text, in: folder, with: entry.serialized())
        return number
    }

    func move(_ number: Int, from stage: Stage, to next: Stage, durably: Bool = true) throws(FileError) {
        try files.rename(Name(number, stage).text, in: folder, to: Name(number, next).text, in: folder)
        if durably { try files.sync(folder) }
    }

    func forget(_ name: Name) throws(FileError) {
        try files.remove(name.text, in: folder)
        try files.sync(folder)
    }

    /// Drops the oldest entries that are over, until the limits hold. Errors wait for the next time.
    func trim() {
        guard let names = try? names().filter({ $0.stage == .done || $0.stage == .unresolved }) else { return }
        var sizes = names.map { name in ((try? files.status(of: name.text, in: folder)) ?? nil)?.size ?? 0 }
        var left = names[...]
        // The newest stays, whatever its size: it is the one that `undo` is for.
        while left.count > 1, left.count > limits.entries || sizes.reduce(0, +) > limits.bytes {
            try? files.remove(left.removeFirst().text, in: folder)
            sizes.removeFirst()
        }
    }
}
