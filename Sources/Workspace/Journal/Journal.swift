// The journal of a project: what was written into it, so that it can be taken back, after a crash too.
//
// An entry is a file whose name says how far its transaction got, and which moves on by renames alone:
//
//     00000012.intent      about to be written: on recovery it is taken back
//     00000012.committed   written; temporary names in the project are still to be removed
//     00000012.done        over
//     00000012.unresolved  could not be taken back wholly, since a file was changed meanwhile; kept for its bytes
//
// `JournalHeader` says what stands in it.
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

        /// Written, whether or not all is tidied up.
        var isWritten: Bool { stage == .done || stage == .committed }

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
    let folder: Descriptor
    private let path: String
    let limits: Limits

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

    /// An entry's file; `nil` when it is no whole one of format 2.
    func pack(_ name: Name) throws(FileError) -> JournalPack? {
        try JournalPack(name.number, try files.open(name.text, in: folder, .read), files: files)
    }

    /// A whole entry, of any format; `nil` when it is torn.
    func read(_ name: Name) throws(FileError) -> JournalEntry? {
        var shelf = try JournalShelf(self)
        return try shelf.read(name)
    }

    func readFormat1(_ name: Name) throws(FileError) -> JournalEntry? {
        let file = try files.open(name.text, in: folder, .read)
        let head = try files.read(file, at: 0, upTo: JournalEntry.magic1.count)
        // Only that format is wanted as a whole: another file may be of any size.
        guard head == JournalEntry.magic1, let bytes = try files.readAll(file, limit: Int.max / 2) else { return nil }
        return JournalEntry(format1: bytes)
    }

    /// What an entry is about, without its contents (of format 2 alone: the old one has no head of its own); `nil` when
    /// it is torn, or gone since it was listed.
    func head(_ name: Name) throws(FileError) -> (header: JournalHeader, time: Int)? {
        do throws(FileError) {
            if let pack = try pack(name) { return (pack.header, pack.time) }
            guard let entry = try readFormat1(name) else { return nil }
            return (JournalHeader.of(entry).header, try time(name))
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// When an entry was written, in seconds since 1970.
    func time(_ name: Name) throws(FileError) -> Int {
        if let pack = try pack(name) { return pack.time }
        return Int((try files.status(of: name.text, in: folder)?.modified ?? 0) / 1_000_000_000)
    }

    /// Makes a new entry durable before anything else is done. Returns its number.
    func begin(_ entry: JournalEntry) throws(FileError) -> Int {
        var shelf = try JournalShelf(self)
        let number = shelf.nextNumber
        try files.replace(Name(number, .intent).text, in: folder, with: shelf.packed(entry))
        return number
    }

    /// Removes what a crash left half written. Under the lock alone: nobody else makes such names then.
    func sweep() throws(FileError) {
        for bytes in try listNames(folder, label: path) where bytes.first == UInt8(ascii: ".") {
            guard let name = String(validating: bytes, as: UTF8.self), name.hasSuffix(".new") else { continue }
            try files.remove(name, in: folder)
        }
    }

    func move(_ number: Int, from stage: Stage, to next: Stage, durably: Bool = true) throws(FileError) {
        try files.rename(Name(number, stage).text, in: folder, to: Name(number, next).text, in: folder)
        if durably { try files.sync(folder) }
    }

    func forget(_ name: Name) throws(FileError) {
        try files.remove(name.text, in: folder)
        try files.sync(folder)
    }
}
