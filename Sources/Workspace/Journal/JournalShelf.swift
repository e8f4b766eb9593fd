// All entries side by side: a content that an earlier one holds is named and not kept again.
import ChangeReview
import Storage

/// The entries as they stand at one moment, opened when they are wanted.
struct JournalShelf {
    private let journal: Journal
    private let names: [Journal.Name]
    private var packs: [Int: JournalPack] = [:]

    /// So many entries back a content is looked for: the base of a write is mostly the result of one not long before.
    static let reach = 64
    /// … and in so many contents at most, so that a write of one file never waits for the names of thousands.
    static let mostContents = 20_000

    init(_ journal: Journal) throws(FileError) {
        self.journal = journal
        names = try journal.names()
    }

    var nextNumber: Int { (names.last?.number ?? 0) + 1 }

    /// `nil` when there is no such entry, or it is no whole one of format 2.
    private mutating func pack(_ number: Int) throws(FileError) -> JournalPack? {
        if let pack = packs[number] { return pack }
        guard let name = names.last(where: { $0.number == number }) else { return nil }
        let pack = try journal.pack(name)
        packs[number] = pack
        return pack
    }

    // MARK: Reading

    /// A whole entry, each content checked against its name; `nil` when something of it is torn, foreign or lost.
    mutating func read(_ name: Journal.Name) throws(FileError) -> JournalEntry? {
        guard let pack = try journal.pack(name) else { return try journal.readFormat1(name) }
        let header = pack.header
        var contents: [[UInt8]] = []
        for index in header.contents.indices {
            guard let content = try content(index, of: pack) else { return nil }
            contents.append(content)
        }
        func state(_ state: JournalHeader.State?) -> FileState? {
            state.map { FileState(bytes: contents[$0.content], isExecutable: $0.isExecutable) }
        }
        return JournalEntry(
            steps: header.steps.map { step in
                JournalEntry.Step(
                    step: FileStep(path: step.path, before: state(step.before), after: state(step.after)),
                    mode: step.mode, owner: step.owner, group: step.group)
            },
            madeFolders: header.madeFolders, leftFolders: header.leftFolders, undoes: header.undoes,
            isRedo: header.isRedo,
            reviewed: header.reviewed.map { file in
                ReviewedFile(
                    path: file.path, origin: file.origin, base: state(file.base), proposed: state(file.proposed),
                    marks: file.marks, isInPlace: file.isInPlace)
            })
    }

    private mutating func content(_ index: Int, of pack: JournalPack) throws(FileError) -> [UInt8]? {
        let content = pack.header.contents[index]
        guard let holder = content.holder else { return try pack.content(index) }
        if let there = try self.pack(holder), let place = there.header.here[content.hash] {
            return try there.content(place)
        }
        // It was dropped, and has handed on what later ones need.
        for name in names where name.number > holder && name.number < pack.number {
            if let there = try self.pack(name.number), let place = there.header.here[content.hash] {
                return try there.content(place)
            }
        }
        return nil
    }

    // MARK: Writing

    /// The bytes of a new entry.
    mutating func packed(_ entry: JournalEntry) -> [UInt8] {
        let (head, bytes) = JournalHeader.of(entry)
        var header = head
        findEarlier(&header.contents, bytes)
        var body: [UInt8] = []
        for (index, content) in bytes.enumerated() {
            guard header.contents[index].holder == nil else {
                header.contents[index].stored = 0
                continue
            }
            let stored = deflated(content) ?? content
            header.contents[index].stored = stored.count
            body += stored
        }
        return header.serialized + body
    }

    /// Marks the contents that an earlier entry holds. Their bytes are compared, so that nothing leans on a damaged one.
    private mutating func findEarlier(_ contents: inout [JournalHeader.Content], _ bytes: [[UInt8]]) {
        var wanted: [ContentHash: Int] = [:]
        for (index, content) in contents.enumerated() where content.count > 0 { wanted[content.hash] = index }
        var seen = 0
        for name in names.suffix(JournalShelf.reach).reversed() where name.isWritten {
            guard !wanted.isEmpty, seen < JournalShelf.mostContents else { return }
            // One that can't be read has nothing for us.
            guard let pack = (try? pack(name.number)) ?? nil else { continue }
            seen += pack.header.contents.count
            for (place, content) in pack.header.contents.enumerated() where content.holder == nil {
                guard let index = wanted[content.hash], (try? pack.unchecked(place)) == bytes[index] else { continue }
                contents[index].holder = name.number
                wanted[content.hash] = nil
            }
        }
    }
}
