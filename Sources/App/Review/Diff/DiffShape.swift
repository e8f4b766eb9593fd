// What the reader has chosen about how a diff is shown.

internal import ChangeReview

/// All that the rows of a diff depend on besides the change itself.
struct DiffShape: Equatable, Sendable {
    /// What becomes of changes in blanks alone.
    enum Blanks: Equatable, Sendable { case shown, dimmed, hidden }

    /// Unchanged lines that were opened at the two ends of a fold.
    struct Opening: Equatable, Sendable {
        var above = 0
        var below = 0
    }

    /// A comment that stands below a line: which one of the list, and how many rows it takes.
    struct Comment: Equatable, Sendable {
        var id: Int
        var range: ReviewComment.Range?
        var rows: Int
    }

    var context = Hunk.defaultContext
    var isSplit = false
    var blanks = Blanks.shown
    /// By the old line that the gap begins at.
    var opened: [Int: Opening] = [:]
    var comments: [Comment] = []

    static let mostContext = 1_000
}
