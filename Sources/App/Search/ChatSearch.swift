// A search of the conversation: counted a piece at a time, from the end up, so that no key ever waits for it.

internal import Screen
internal import TaskMachine

struct ChatSearch: Equatable, Sendable {
    /// Matches in one entry. Where the reader was, it counts what he saw; elsewhere what the text says.
    struct Found: Equatable, Sendable {
        var entry: Int
        var count: Int
    }

    /// The match that the reader is at.
    struct Current: Equatable, Sendable {
        var entry: Int
        /// From 0, in the entry's rows.
        var number: Int
    }

    /// What is known of the part that is on disk alone.
    private enum Earlier: Equatable {
        case unasked
        case asked(TextSearch)
        /// Answered; there is more above.
        case goesOn
        case done
    }

    /// Bytes that are looked through in one turn of the loop: two to three milliseconds.
    static let budget = 512 << 10
    /// Entries at the end that may still change.
    private static let unsettled = 64

    /// The words as they are written; nil: they are, and keys walk the matches.
    var line: TextLine?
    private(set) var search: TextSearch?
    /// The latest entry first.
    private(set) var found: [Found] = []
    private(set) var total = 0
    var current: Current? {
        didSet {
            guard current?.entry != oldValue?.entry, let current else { return }
            newer = found[..<place(of: current.entry)].reduce(0) { $0 + $1.count }
        }
    }
    /// Matches in entries after the current one; kept, since every frame shows the rank.
    private var newer = 0
    /// The entry at the bottom of the window when the search began, and where the window was.
    let origin: Int
    let start: ChatPane.Position
    /// The entry that was opened to show a match in it.
    var opened: Int?
    /// An entry on disk that is being read, to go there.
    var sought: Int?
    /// Entries at the beginning of those in memory that were not looked through.
    private var remaining: Int
    private var revisions: [Int: Int] = [:]
    private var earlier = Earlier.unasked
    /// Ids of entries that were looked through on disk.
    private var read = 0..<0

    init(origin: Int, start: ChatPane.Position, count: Int) {
        line = TextLine()
        self.origin = origin
        self.start = start
        remaining = count
    }

    /// All in memory was looked through.
    var isCounted: Bool { search == nil || remaining == 0 }

    /// Starts over with other words.
    mutating func look(for text: String, count: Int) {
        let search = TextSearch(text)
        guard search != self.search else { return }
        self.search = search
        found = []
        total = 0
        current = nil
        sought = nil
        remaining = count
        revisions = [:]
        read = 0..<0
        if case .asked = earlier { return }
        earlier = .unasked
    }

    // MARK: Counting

    /// Looks through what the budget is enough for.
    mutating func scan(_ entries: [Entry], budget: Int = ChatSearch.budget) {
        guard let search else { return }
        remaining = min(remaining, entries.count)
        var left = budget
        while remaining > 0, left > 0 {
            remaining -= 1
            let entry = entries[remaining]
            if remaining >= entries.count - Self.unsettled { revisions[entry.id] = entry.revision }
            if read.contains(entry.id) { continue }
            left -= EntryText.weight(of: entry) + 64
            set(entry.id, to: EntryText.count(of: search, in: entry))
        }
    }

    /// What has changed at the end since the last time is counted anew.
    mutating func follow(_ entries: [Entry]) {
        guard let search else { return }
        let tail = entries.suffix(min(Self.unsettled, entries.count - min(remaining, entries.count)))
        for entry in tail where revisions[entry.id] != entry.revision {
            revisions[entry.id] = entry.revision
            set(entry.id, to: EntryText.count(of: search, in: entry))
        }
        let last = entries.suffix(2).map(\.id).max() ?? 0
        while let newest = found.first, newest.entry > last { set(newest.entry, to: 0) }
    }

    /// Entries came above those that are there.
    mutating func earlierRead(_ count: Int) { remaining += max(0, count) }

    mutating func set(_ entry: Int, to count: Int) {
        let place = place(of: entry)
        let isThere = place < found.count && found[place].entry == entry
        let grown = count - (isThere ? found[place].count : 0)
        total += grown
        if let current, entry > current.entry { newer += grown }
        if isThere {
            if count > 0 { found[place].count = count } else { found.remove(at: place) }
        } else if count > 0 {
            found.insert(Found(entry: entry, count: count), at: place)
        }
    }

    /// Where an entry stands, or would: ids fall.
    private func place(of entry: Int) -> Int {
        var (low, high) = (0, found.count)
        while low < high {
            let middle = (low + high) / 2
            if found[middle].entry > entry { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: On disk

    /// What is to be asked next of the part on disk; nil: nothing.
    mutating func ask(isPartial: Bool) -> (search: TextSearch, isFirst: Bool)? {
        guard let search, remaining == 0 else { return nil }
        switch earlier {
        case .unasked where isPartial, .goesOn:
            let isFirst = earlier == .unasked
            earlier = .asked(search)
            return (search, isFirst)
        default: return nil
        }
    }

    mutating func take(_ finds: EarlierFinds, first: Int) {
        guard case .asked(let asked) = earlier else { return }
        guard asked == search, finds.search == asked else {
            earlier = .unasked
            return
        }
        earlier = finds.isDone ? .done : .goesOn
        for find in finds.found where find.entry < first { set(find.entry, to: find.count) }
        if let lowest = finds.lowest, lowest < first {
            read = min(lowest, read.isEmpty ? lowest : read.lowerBound)..<max(first, read.upperBound)
        }
    }

    /// All of the conversation was looked through, in memory and on disk.
    func isComplete(isPartial: Bool) -> Bool {
        guard isCounted else { return false }
        return earlier == .done || (!isPartial && earlier == .unasked)
    }

    // MARK: Walking

    /// The match to go to at first: the nearest from the bottom of the window up, else the first one below it.
    func nearest(isComplete: Bool) -> Current? {
        if let match = found.first(where: { $0.entry <= origin }) { return last(of: match) }
        return isComplete ? found.last.map { Current(entry: $0.entry, number: 0) } : nil
    }

    /// The match below or above, around the ends.
    func next(forward: Bool) -> Current? {
        guard let current else { return found.first.map(last) }
        let place = place(of: current.entry)
        let isThere = place < found.count && found[place].entry == current.entry
        let number = current.number + (forward ? 1 : -1)
        if isThere, number >= 0, number < found[place].count { return Current(entry: current.entry, number: number) }
        if forward {
            return (place > 0 ? found[place - 1] : found.last).map { Current(entry: $0.entry, number: 0) }
        }
        let older = isThere ? place + 1 : place
        return (older < found.count ? found[older] : found.first).map(last)
    }

    private func last(of match: Found) -> Current { Current(entry: match.entry, number: match.count - 1) }

    /// The number of the current match from the top, from 1.
    var rank: Int? {
        guard let current else { return nil }
        let place = place(of: current.entry)
        guard place < found.count, found[place].entry == current.entry else { return nil }
        return total - newer - found[place].count + current.number + 1
    }
}
