// What a reviewer can say, and about what.

public enum Decision: String, Hashable, Sendable { case undecided, accepted, rejected }

public enum Selection: Hashable, Sendable {
    case everything
    case file(RelativePath)
    /// A unit of a file by its index: a hunk, or 0 for a file that is one unit.
    case hunk(RelativePath, Int)
}

/// The decisions about a file in one word.
public enum DecisionSummary: Hashable, Sendable { case undecided, partly, accepted, rejected }
