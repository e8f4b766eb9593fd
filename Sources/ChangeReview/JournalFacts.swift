// What the review hears of the journal: which writes it holds, and what taking one back would do.

/// A write that the journal holds.
public struct WrittenFact: Hashable, Sendable {
    public var entry: Int
    public var paths: [RelativePath]
    /// The entry that it took back.
    public var undoes: Int?
    /// What it took back was an undo: so it wrote something again.
    public var isRedo: Bool

    public init(entry: Int, paths: [RelativePath], undoes: Int? = nil, isRedo: Bool = false) {
        self.entry = entry
        self.paths = paths
        self.undoes = undoes
        self.isRedo = isRedo
    }

    /// It took a write back.
    var isUndo: Bool { undoes != nil && !isRedo }
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
///
/// There is none for a file whose step says it all (accepted whole, and no rename), and one without a step for a file
/// of which all was rejected.
public struct ReviewedFile: Hashable, Sendable {
    public var path: RelativePath
    /// Of a renamed file: the path it had before.
    public var origin: RelativePath?
    /// With what it was compared. That is what the step starts from, but in place, where that is the disk.
    public var base: FileState?
    public var proposed: FileState?
    /// One for each changed line between `base` and `proposed`.
    public var marks: [Decision]
    /// The disk held what was proposed.
    public var isInPlace: Bool

    public init(
        path: RelativePath, origin: RelativePath? = nil, base: FileState?, proposed: FileState?, marks: [Decision],
        isInPlace: Bool = false
    ) {
        self.path = path
        self.origin = origin
        self.base = base
        self.proposed = proposed
        self.marks = marks
        self.isInPlace = isInPlace
    }
}
