// What a reviewer can say, and about what.

public enum Decision: String, Hashable, Sendable { case undecided, accepted, rejected }

public enum Selection: Hashable, Sendable {
    case everything
    case file(RelativePath)
    /// A hunk of a file by its index; 0 for a file that is one unit.
    case hunk(RelativePath, Int)
    /// Changed lines of a file by their numbers (see `Weave`).
    case lines(RelativePath, Range<Int>)
}

/// The decisions about some lines in one word.
public enum DecisionSummary: Hashable, Sendable {
    case undecided, partly, accepted, rejected

    public init(_ decision: Decision) {
        switch decision {
        case .undecided: self = .undecided
        case .accepted: self = .accepted
        case .rejected: self = .rejected
        }
    }

    /// Of no decisions: undecided.
    public init(_ decisions: some Sequence<Decision>) {
        var found: Decision?
        for decision in decisions {
            if found != nil, found != decision {
                self = .partly
                return
            }
            found = decision
        }
        self.init(found ?? .undecided)
    }
}
