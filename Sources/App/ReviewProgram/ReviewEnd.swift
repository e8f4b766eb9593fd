// How a review ended: the lines on the shell's screen, and the exit status that scripts go by.

public import ChangeReview
internal import Screen

/// What became of a review.
public struct ReviewEnd: Equatable, Sendable {
    /// In hunks (files that are one unit count as one).
    public var undecided = 0
    /// Decided, and not written yet.
    public var waiting = 0
    /// Those of the two that are in a file in conflict, and so many files: what is to be done there is a choice.
    public var heldUp = 0
    public var conflicts = 0
    /// Accepted and rejected parts that are settled.
    public var accepted = 0
    public var rejected = 0
    /// Files that were left out, of a commit too, did not fit, are in conflict, or are behind a commit.
    public var unfit = 0
    public var isCancelled = false

    /// The documented exit status (docs/REVIEW.md).
    public var status: Int32 {
        if isCancelled { return 130 }
        if undecided + waiting > heldUp { return 3 }
        if unfit > 0 { return 7 }
        return accepted == 0 && rejected > 0 ? 4 : 0
    }
}

extension ReviewModel {
    /// Settled changes that are not under review again.
    var settledNow: [Change] {
        settled.filter { earlier in
            guard let now = reviewing.changes[earlier.path] else { return true }
            return now.base != earlier.base || now.proposed != earlier.proposed
        }
    }

    /// What the next run of this review begins with. A watch begins with what is there by then.
    public var kept: KeptMarks {
        guard start.subject != .watch else { return KeptMarks() }
        let changes = reviewing.changes
        return KeptMarks(
            open: changes.changes, settled: settledNow, comments: changes.comments, inPlace: changes.inPlace,
            choices: changes.conflictChoices
        ).joined(with: start.carried)
    }

    /// All changes of the review by path: those that are settled as they were then, and those that are not.
    public var reported: [(change: Change, isSettled: Bool)] {
        let open = reviewing.changes.changes.map { (change: $0, isSettled: false) }
        return (settledNow.map { (change: $0, isSettled: true) } + open).sorted { $0.change.path < $1.change.path }
    }

    public var end: ReviewEnd {
        var end = ReviewEnd(isCancelled: isCancelled)
        for change in reviewing.changes.changes {
            let undecided = change.count(of: .undecided)
            let waiting = change.decisions.count { $0 == .accepted || $0 == .rejected }
            end.undecided += undecided
            end.waiting += waiting
            guard change.isHeldUp else { continue }
            end.heldUp += undecided + waiting
            end.conflicts += 1
            end.unfit += 1
        }
        for change in settledNow {
            end.accepted += change.count(of: .accepted)
            end.rejected += change.count(of: .rejected)
        }
        end.unfit += start.contents.leftOut.count + start.contents.misfits.count
        end.unfit += leftBehind.count + uncommitted.count
        return end
    }

    /// For the shell's screen, afterwards. `again` is the command that shows the same review; nil: nothing does.
    public func farewell(again: String?) -> [String] {
        let end = end
        var lines: [String] = []
        var parts: [String] = []
        if end.accepted > 0 { parts.append("\(counted(end.accepted, "change")) accepted") }
        if end.rejected > 0 { parts.append("\(groupedCount(end.rejected)) rejected") }
        if !parts.isEmpty { lines.append(parts.joined(separator: ", ") + ".") }
        if end.undecided + end.waiting > 0 {
            var rest: [String] = []
            if end.undecided > 0 { rest.append("\(groupedCount(end.undecided)) undecided") }
            if end.waiting > 0 { rest.append("\(groupedCount(end.waiting)) decided and not written") }
            if end.conflicts > 0 { rest.append("\(counted(end.conflicts, "file")) in conflict") }
            let next =
                start.subject == .watch
                ? "The files keep them, and the next watch begins with the files as they are: nothing of it is kept. "
                    + "`oropendola review` compares with git."
                : again.map { "What was decided is kept: \($0) goes on with it." } ?? "The patch is without them."
            lines.append("\(rest.joined(separator: ", ")). \(next)")
        }
        lines += lagWords
        lines += uncommitted.sorted { $0.key < $1.key }.map { "\(Words.text(of: $0.value))." }
        return lines + ReviewWords.lines(about: returned) + ReviewWords.settled(of: start.contents)
            + ReviewWords.lines(about: start.contents)
    }
}
