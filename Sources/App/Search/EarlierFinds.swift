// What a search finds where the conversation is on disk alone: which entries, and how often.

public import TaskMachine

/// What a search found in one stretch of the part of a conversation that is on disk alone.
public struct EarlierFinds: Equatable, Sendable {
    public struct Find: Equatable, Sendable {
        public var entry: Int
        public var count: Int

        public init(entry: Int, count: Int) {
            self.entry = entry
            self.count = count
        }
    }

    public var search: TextSearch
    public var found: [Find]
    /// The lowest id that was looked through; nil: none was.
    public var lowest: Int?
    /// There is nothing above.
    public var isDone: Bool

    public init(search: TextSearch, found: [Find], lowest: Int?, isDone: Bool) {
        self.search = search
        self.found = found
        self.lowest = lowest
        self.isDone = isDone
    }

    /// Looks through entries.
    public init(_ search: TextSearch, in entries: [Entry], isDone: Bool) {
        let counts = entries.map { Find(entry: $0.id, count: EntryText.count(of: search, in: $0)) }
        self.init(
            search: search, found: counts.filter { $0.count > 0 }, lowest: entries.map(\.id).min(), isDone: isDone)
    }
}
