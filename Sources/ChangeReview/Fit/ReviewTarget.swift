// Where the accepted parts of a review go.

/// Where accepted parts go.
public enum ReviewTarget: String, Hashable, Sendable {
    case workingTree
    /// Git's index; the working tree stays as it is.
    case index
    /// A commit on top of `HEAD`; working tree and index stay as they are, but for what is committed.
    case commit
    /// A patch; nothing else is touched.
    case patch
}
