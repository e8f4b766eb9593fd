// What the composer asks about files' names, and what it hears. The names are looked through off the terminal's thread.

/// Which files answer to a few letters? The latest question alone is worth an answer.
public struct FileQuery: Equatable, Sendable {
    /// Of the question; an answer carries it.
    public var number: Int
    public var text: String
    /// The menu has just opened: names may have come and gone since it did last.
    public var isFirst: Bool
    /// Paths that are on the user's mind, the latest first.
    public var recent: [String]
    /// Files that are staged and not on disk yet, and those that are staged to go.
    public var added: [String]
    public var removed: [String]

    public init(
        number: Int, text: String, isFirst: Bool, recent: [String] = [], added: [String] = [], removed: [String] = []
    ) {
        self.number = number
        self.text = text
        self.isFirst = isFirst
        self.recent = recent
        self.added = added
        self.removed = removed
    }
}

/// The best answers, the best one first. A folder ends in `/`.
public struct FileAnswer: Equatable, Sendable {
    public var number: Int
    public var paths: [String]
    /// Names are still being read: so many are known, and the question is answered again. nil: all are.
    public var soFar: Int?

    public init(number: Int, paths: [String], soFar: Int? = nil) {
        self.number = number
        self.paths = paths
        self.soFar = soFar
    }
}
