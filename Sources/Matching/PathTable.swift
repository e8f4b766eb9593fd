// The names of a project's files, packed so that a quarter of a million of them are looked through between two keys.

/// Paths, and the folders that they are in, to be found by a few letters.
///
/// A path is kept as its bytes, in one array for all: 250,000 paths of 60 bytes take about 20 MB.
public struct PathTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each path ends in `bytes`, where its last part begins, and which letters it has.
    private var ends: [UInt32] = []
    private var names: [UInt32] = []
    private var letters: [UInt64] = []
    private var folders: Set<Int> = []
    private var latest: [UInt8] = []

    public init() {}

    /// Paths and folders.
    public var count: Int { ends.count }

    /// Adds a file's path, relative to the project, and the folders above it that are not there yet. Paths that come
    /// in order are added fastest. An empty path, and one that would make the table larger than 1 GiB, is left out.
    public mutating func add(_ path: ArraySlice<UInt8>) {
        guard !path.isEmpty, bytes.count + 2 * path.count < 1 << 30 else { return }
        let start = path.startIndex
        // What the path before began with was seen then.
        var seen = 0
        while seen < path.count, seen < latest.count, path[start + seen] == latest[seen] { seen += 1 }
        // A file in a merge is told more than once.
        guard seen < path.count || seen < latest.count else { return }
        var hash = 14_695_981_039_346_656_037 as UInt64
        for (offset, byte) in path.enumerated() {
            hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211
            guard byte == UInt8(ascii: "/"), offset >= seen, offset + 1 < path.count else { continue }
            if folders.insert(Int(truncatingIfNeeded: hash)).inserted { append(path[start...(start + offset)]) }
        }
        append(path)
        latest = Array(path)
    }

    private mutating func append(_ path: ArraySlice<UInt8>) {
        let isFolder = path.last == UInt8(ascii: "/")
        let name = ((isFolder ? path.dropLast() : path).lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex - 1) + 1
        names.append(UInt32(bytes.count + name - path.startIndex))
        letters.append(path.reduce(0) { $0 | letterBit($1) })
        bytes += path
        ends.append(UInt32(bytes.count))
    }

    /// The best answers, the best one first. Of equal ones the shorter path is better, then the one that sorts first.
    ///
    /// - Parameters:
    ///   - recent: paths that are on the user's mind, the latest first: they count for more.
    ///   - hidden: paths that are not there any more.
    ///   - goesOn: asked now and then; `false` ends the search with what was found by then.
    public func best(
        _ pattern: FuzzyPattern, limit: Int, recent: [String] = [], hidden: Set<String> = [],
        goesOn: () -> Bool = { true }
    ) -> [String] {
        let wanted = pattern.letters
        let favoured = Favoured(recent)
        var ranking = Ranking(limit: max(0, limit) + hidden.count)
        bytes.withUnsafeBufferPointer { all in
            letters.withUnsafeBufferPointer { letters in
                for index in 0..<letters.count where letters[index] & wanted == wanted {
                    if index & 0xFFF == 0, !goesOn() { return }
                    let start = index == 0 ? 0 : Int(ends[index - 1])
                    let path = UnsafeBufferPointer(rebasing: all[start..<Int(ends[index])])
                    let score: Int
                    if pattern.isEmpty {
                        // What is nearest to the root, first.
                        score = -path.count { $0 == UInt8(ascii: "/") }
                    } else if let found = pattern.score(of: path, name: Int(names[index]) - start) {
                        score = found
                    } else {
                        continue
                    }
                    ranking.offer(score + favoured.bonus(of: path), path.count, index)
                }
            }
        }
        let found = ranking.sorted { self[$0].lexicographicallyPrecedes(self[$1]) }
        // What is no text can't be written in a message.
        return Array(
            found.lazy.compactMap { String(validating: self[$0], as: UTF8.self) }.filter { !hidden.contains($0) }
                .prefix(limit))
    }

    private subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
    }
}

/// Paths that count for more, found by their lengths before they are compared.
private struct Favoured {
    private let paths: [[UInt8]]
    private let lengths: UInt64

    init(_ recent: [String]) {
        paths = recent.prefix(20).map { Array($0.utf8) }
        lengths = paths.reduce(0) { $0 | 1 << UInt64($1.count & 63) }
    }

    func bonus(of path: UnsafeBufferPointer<UInt8>) -> Int {
        guard lengths & (1 << UInt64(path.count & 63)) != 0,
            let rank = paths.firstIndex(where: { $0.count == path.count && path.elementsEqual($0) })
        else { return 0 }
        return 24 - rank
    }
}

/// The best so many of what is offered.
private struct Ranking {
    private struct Entry {
        var score: Int
        var length: Int
        var index: Int

        func isBefore(_ other: Entry) -> Bool {
            (other.score, length, index) < (score, other.length, other.index)
        }
    }

    private let limit: Int
    private var entries: [Entry] = []

    init(limit: Int) { self.limit = limit }

    mutating func offer(_ score: Int, _ length: Int, _ index: Int) {
        let entry = Entry(score: score, length: length, index: index)
        if entries.count == limit {
            guard let last = entries.last, entry.isBefore(last) else { return }
            entries.removeLast()
        }
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].isBefore(entry) { low = middle + 1 } else { high = middle }
        }
        entries.insert(entry, at: low)
    }

    /// Indices; equally good ones as `precedes` says.
    func sorted(_ precedes: (Int, Int) -> Bool) -> [Int] {
        entries.sorted {
            ($0.score, $0.length) == ($1.score, $1.length) ? precedes($0.index, $1.index) : $0.isBefore($1)
        }.map(\.index)
    }
}
