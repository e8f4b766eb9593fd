// What becomes of decisions when the file under them changes: a reader is told numbers, and not that all is well.

/// Changed lines that were decided about, by what has become of them in the next form of the change.
public struct MarkFates: Hashable, Sendable {
    /// Decided as before.
    public var kept = 0
    /// Open again: they are still a change, in a run that is not the one that was decided about.
    public var reopened = 0
    /// No change any more: what is there, or what they start from, is another line now.
    public var gone = 0

    /// Of nothing that was decided about.
    public init() {}

    /// - Parameter after: `nil` when nothing of the change is left.
    public init(from before: Change, to after: Change?) {
        let decided = before.marks.count { $0 != .undecided }
        kept = min(decided, after?.marks.count { $0 != .undecided } ?? 0)
        guard kept < decided else { return }
        var open: [[UInt8]: Int] = [:]
        if let after {
            for (line, mark) in after.marks.enumerated() where mark == .undecided {
                open[after.key(line), default: 0] += 1
            }
        }
        for (line, mark) in before.marks.enumerated() where mark != .undecided && reopened + kept < decided {
            let key = before.key(line)
            guard let left = open[key], left > 0 else { continue }
            open[key] = left - 1
            reopened += 1
        }
        gone = decided - kept - reopened
    }

    /// Nothing was decided about.
    public var isNothing: Bool { self == MarkFates() }
    /// Some decisions do not stand any more.
    public var hasLost: Bool { reopened + gone > 0 }

    /// Adds up what became of two changes.
    public static func += (sum: inout MarkFates, more: MarkFates) {
        sum.kept += more.kept
        sum.reopened += more.reopened
        sum.gone += more.gone
    }
}

extension Change {
    /// A changed line's side and bytes; the same for any file that is one unit.
    fileprivate func key(_ line: Int) -> [UInt8] {
        weave.changedCount == 0 ? [] : [weave.place(of: line).isAdded ? 1 : 0] + weave[changed: line]
    }
}
