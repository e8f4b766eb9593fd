// What the journal has of earlier writes, told without reading a single content.
public import ChangeReview
public import Storage

/// A transaction of the journal that can be undone.
public struct WrittenEntry: Hashable, Sendable {
    public struct File: Hashable, Sendable {
        public var path: RelativePath
        /// Bytes before and after; `nil` is "no file".
        public var before: Int?
        public var after: Int?
    }

    public var number: Int
    /// When it was written, in seconds since 1970.
    public var time: Int
    /// By path.
    public var files: [File]
    /// The entry that this one took back, if it was an undo.
    public var undoes: Int?
    /// … which was an undo itself.
    public var isRedo: Bool

    public var paths: [RelativePath] { files.map(\.path) }

    init(_ number: Int, _ header: JournalHeader, time: Int) {
        self.number = number
        self.time = time
        undoes = header.undoes
        isRedo = header.isRedo
        files = header.steps.map { step in
            File(
                path: step.path, before: step.before.map { header.contents[$0.content].count },
                after: step.after.map { header.contents[$0.content].count })
        }.sorted { $0.path < $1.path }
    }
}

extension ProjectFolder {
    /// Entries that are written and kept, the newest first. Takes no lock, reads no contents.
    ///
    /// - Parameter last: only entries older than this one, for the next page of a list.
    public func written(limit: Int = 50, before last: Int = .max) throws(FileError) -> [WrittenEntry] {
        var entries: [WrittenEntry] = []
        for name in try journal.names().reversed() where name.number < last && name.isWritten {
            guard entries.count < limit else { break }
            guard let (header, time) = try journal.head(name) else { continue }
            entries.append(WrittenEntry(name.number, header, time: time))
        }
        return entries
    }

    /// All of them, as a review wants to know them.
    public func writtenFacts() throws(FileError) -> [WrittenFact] {
        try written(limit: .max).map {
            WrittenFact(entry: $0.number, paths: $0.paths, undoes: $0.undoes, isRedo: $0.isRedo)
        }
    }

    /// What an entry takes on disk, in bytes; 0 when it is gone.
    public func journalBytes(of number: Int) -> Int {
        guard let name = try? journal.names().first(where: { $0.number == number }) else { return 0 }
        return (try? files.status(of: name.text, in: journal.folder)?.size) ?? 0
    }
}
