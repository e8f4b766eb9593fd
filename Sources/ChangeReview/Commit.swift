// What a commit of accepted parts is made from and what became of it, for whoever has a repository.

/// A commit that was made.
public struct CommitReport: Hashable, Sendable {
    /// A file that is not in it.
    public struct LeftOut: Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// HEAD does not have the file whose lines were changed.
            case unknown
            /// HEAD has other lines where it was changed.
            case overlaps
            /// A link or a submodule in HEAD.
            case notAFile
        }
        public var path: RelativePath
        public var reason: Reason

        public init(path: RelativePath, reason: Reason) {
            self.path = path
            self.reason = reason
        }
    }

    /// Its abbreviated id.
    public var id: String
    /// How many files it changes.
    public var files: Int
    public var leftOut: [LeftOut]
    public var lags: [CommitLag]

    public init(id: String, files: Int, leftOut: [LeftOut] = [], lags: [CommitLag] = []) {
        self.id = id
        self.files = files
        self.leftOut = leftOut
        self.lags = lags
    }
}

/// Where index or files are behind a commit that was made: git shows it there as taken back.
public struct CommitLag: Hashable, Sendable {
    /// Reasons are the system's own words, or git's.
    public enum Reason: Hashable, Sendable {
        /// They hold other lines there.
        case otherLines
        /// The index could not be read or written.
        case index(reason: String)
        /// The files could not be written.
        case files(reason: String)
    }
    /// In order; not empty.
    public var paths: [RelativePath]
    public var reason: Reason

    public init(_ paths: [RelativePath], _ reason: Reason) {
        self.paths = paths
        self.reason = reason
    }
}

/// Why there is no commit. Nothing was changed in the repository.
public enum CommitRefusal: Error, Hashable, Sendable {
    case noRepository
    case notInstalled
    /// A merge, a cherry-pick or a revert is to be finished first; git's word for it.
    case underWay(String)
    /// HEAD holds all of it.
    case nothing
    case allLeftOut([CommitReport.LeftOut])
    /// What git, or a hook, said; line by line.
    case git([String])
    /// The user ended git before it was done.
    case ended
}

extension ChangeSet {
    /// The changes that the write on its way settles, as they were when it began; none while there is none.
    public var beingWritten: [Change] {
        guard case .writing(let write) = activity else { return [] }
        return write.before.values.sorted { $0.path < $1.path }
    }
}

extension Change {
    /// From the base to what is accepted of it, both halves of a rename; none while nothing is accepted.
    public var acceptedSteps: [FileStep] {
        guard marks.contains(.accepted) else { return [] }
        return steps(to: SelectedContent.state(of: self) { $0 == .accepted })
    }
}
