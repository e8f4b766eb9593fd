// What a review without a chat begins with: known before the first paint, since a patch that can't be read has no screen.

public import ChangeReview
public import Screen
public import Settings

/// What is reviewed, as its user named it.
public enum ReviewSubject: Hashable, Sendable {
    /// The index, or a revision, with the files on disk.
    case workingTree(from: String?)
    case staged(from: String)
    /// `A..B`, `A...B`, or a commit, as it was written.
    case revisions(String)
    /// A patch in a file; without a name it came on standard input.
    case patch(name: String?)
    /// Two files or folders.
    case files(old: String, new: String)
    /// Whatever is written from now on.
    case watch

    /// The files need not hold it: what is committed of it is put into them as well.
    public var comesFromElsewhere: Bool {
        switch self {
        case .patch, .revisions: true
        case .workingTree, .staged, .files, .watch: false
        }
    }
}

public struct ReviewStart: Sendable {
    public var subject: ReviewSubject
    public var target: ReviewTarget
    /// For the top of the screen: `~/shop`.
    public var folder: String
    public var unicode: Bool
    public var contents: ReviewContents
    /// What was decided and said in an earlier run.
    public var kept: KeptMarks
    /// It is of another patch of the same files: when nothing of it is here, nothing is missing.
    public var isKeptOfAnother = false
    /// What is kept of files that are not looked at this time. It stays so.
    public var carried = KeptMarks()
    /// All writes that the journal holds: each can be taken back. None where no files are written.
    public var written: [WrittenFact] = []
    /// What went wrong while opening, in the system's words.
    public var troubles: [Trouble] = []
    /// A patch is edited for somebody else (`git add -e`): it takes what was accepted when this ends.
    public var output: String?
    public var settings = ChosenSettings()
    /// How the screen was shared out the last time.
    public var shares = PaneShares()
    /// The terminal shows colours.
    public var hasColour = true
    /// What is drawn goes through a network (SSH).
    public var isRemote = false
    /// The terminal's ground, if it is known.
    public var ground: Theme.Ground?

    public init(
        subject: ReviewSubject, target: ReviewTarget, folder: String, unicode: Bool = true,
        contents: ReviewContents, kept: KeptMarks = KeptMarks(), output: String? = nil
    ) {
        self.subject = subject
        self.target = target
        self.folder = folder
        self.unicode = unicode
        self.contents = contents
        self.kept = kept
        self.output = output
    }
}

/// A commit of what was accepted.
public struct ReviewCommit: Equatable, Sendable {
    /// Its abbreviated id.
    public var id: String
    /// It has no parent.
    public var isFirst: Bool

    public init(id: String, isFirst: Bool) {
        self.id = id
        self.isFirst = isFirst
    }
}

/// News for a review without a chat.
public enum ReviewNews: Equatable, Sendable {
    /// A file that was not under review is not what it was at the start any more.
    case appeared(FileStep)
    /// Git has committed; where index or files are behind it. `applied` follows.
    case committed(ReviewCommit, lags: [CommitLag])
    /// What is to be committed stands in this index file; the terminal is git's next.
    case commitPrepared(index: String)
}

/// Orders of a review without a chat.
public enum ReviewOrder: Equatable, Sendable {
    /// On disk, so that the next run finds them; without any, what is kept goes.
    case keep(KeptMarks)
    /// Run `git commit` with this index; answered by `applied` or `applyFailed`.
    case commit(index: String)
}
