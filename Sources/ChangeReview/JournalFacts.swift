// What the review hears of the journal: which writes it holds, and what taking one back would do.

/// A write that the journal holds.
public struct WrittenFact: Hashable, Sendable {
    public var entry: Int
    public var paths: [RelativePath]
    /// The entry that it took back.
    public var undoes: Int?

    public init(entry: Int, paths: [RelativePath], undoes: Int? = nil) {
        self.entry = entry
        self.paths = paths
        self.undoes = undoes
    }
}

/// A file that an undo leaves as it is.
public struct SkippedFile: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// It is not what was written any more.
        case changedSince
        case gone
        /// A later write of ours, by its entry, changed it again.
        case writtenAgain(entry: Int)
        case folder
        case symbolicLink
        case special
        /// The system's words.
        case unreadable(reason: String)
    }

    public var path: RelativePath
    public var reason: Reason

    public init(path: RelativePath, reason: Reason) {
        self.path = path
        self.reason = reason
    }
}

/// What taking an entry back would do now.
public struct UndoPreview: Hashable, Sendable {
    public var entry: Int
    /// As they would be written, by path.
    public var steps: [FileStep]
    public var skipped: [SkippedFile]

    public init(entry: Int, steps: [FileStep], skipped: [SkippedFile] = []) {
        self.entry = entry
        self.steps = steps
        self.skipped = skipped
    }
}

/// What the review held of a file when its write began: the journal keeps it, so that an undo in a later run brings the
/// review back as it was.
public struct ReviewedFile: Hashable, Sendable {
    public var path: RelativePath
    public var proposed: FileState?
    /// One for each changed line between the step's `before` and `proposed`.
    public var marks: [Decision]

    public init(path: RelativePath, proposed: FileState?, marks: [Decision]) {
        self.path = path
        self.proposed = proposed
        self.marks = marks
    }
}
