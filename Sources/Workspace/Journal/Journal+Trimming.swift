// The journal has a size. What is over it goes from the oldest end, is told, and takes nothing along that later entries
// need.
public import Storage

/// What a write made the journal forget.
public struct JournalTrim: Hashable, Sendable {
    /// Entries that are gone: so many writes can't be undone any more.
    public var dropped = 0
    /// When the oldest and the newest of these were written, in seconds since 1970; 0 when nothing was dropped.
    public var oldest = 0
    public var newest = 0
    /// The newest entry alone is larger than the journal may be: its bytes. It is kept, alone.
    public var oversize: Int?
    /// Why the journal is still larger than it may be; the next write tries again.
    public var failure: FileError?

    public init() {}

    /// There is nothing to tell.
    public var isEmpty: Bool { self == JournalTrim() }
}

extension Journal {
    /// Drops the oldest entries that are over, until the limits hold; never the newest, which is the one that undo is
    /// for.
    func trim() -> JournalTrim {
        var told = JournalTrim()
        do throws(FileError) { try trim(telling: &told) } catch { told.failure = error }
        return told
    }

    private func trim(telling told: inout JournalTrim) throws(FileError) {
        var left = try names()
        var sizes: [Int: Int] = [:]
        for name in left { sizes[name.number] = try size(name) }
        var total = sizes.values.reduce(0, +)
        while left.count > 1, left.count > limits.entries || total > limits.bytes {
            // What is not over yet stays, and so does all that comes after it.
            guard left[0].stage == .done || left[0].stage == .unresolved else { return }
            let oldest = left.removeFirst()
            let time = try self.time(oldest)
            for (heir, size) in try handOn(oldest, to: left.prefix(JournalShelf.reach)) {
                total += size - (sizes[heir] ?? 0)
                sizes[heir] = size
            }
            try files.remove(oldest.text, in: folder)
            total -= sizes[oldest.number] ?? 0
            if told.dropped == 0 { told.oldest = time }
            told.newest = time
            told.dropped += 1
        }
        if left.count == 1, total > limits.bytes { told.oversize = total }
    }

    /// Gives each content that `oldest` holds and later entries name to the first of these. An heir is replaced as a
    /// whole, so a crash leaves it as it was or as it is to be, and the content in one place or in two.
    /// Returns the new sizes.
    private func handOn(
        _ oldest: Name, to later: ArraySlice<Name>
    ) throws(FileError) -> [(heir: Int, size: Int)] {
        guard let giver = try pack(oldest) else { return [] }
        var given = giver.header.here
        var heirs: [(heir: Int, size: Int)] = []
        for name in later where !given.isEmpty {
            guard let heir = try pack(name) else { continue }
            var header = heir.header
            var body: [UInt8] = []
            var takes = false
            for (index, content) in heir.header.contents.enumerated() {
                guard let place = given.removeValue(forKey: content.hash), let holder = content.holder,
                    holder <= oldest.number
                else {
                    if content.holder == nil { body += try heir.stored(index) }
                    continue
                }
                let stored = try giver.stored(place)
                header.contents[index].holder = nil
                header.contents[index].stored = stored.count
                body += stored
                takes = true
            }
            guard takes else { continue }
            header.time = heir.time
            let bytes = header.serialized + body
            try files.replace(name.text, in: folder, with: bytes)
            heirs.append((name.number, bytes.count))
        }
        return heirs
    }

    private func size(_ name: Name) throws(FileError) -> Int { try files.status(of: name.text, in: folder)?.size ?? 0 }
}
