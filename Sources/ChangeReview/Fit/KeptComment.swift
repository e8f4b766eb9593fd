// A comment of a review that was left, found again by the lines that it stands on.

/// A comment, with a fingerprint of its lines instead of nothing but their numbers.
public struct KeptComment: Hashable, Sendable {
    /// Lines of one side.
    public struct Place: Hashable, Sendable {
        /// The base's lines, or the proposed ones.
        public var side: ReviewComment.Range.Side
        /// From 0.
        public var first: Int
        /// Lines, at least one.
        public var count: Int
        /// FNV-1a of the first line, and of all of them.
        public var firstLine: UInt64
        public var allLines: UInt64

        public init(side: ReviewComment.Range.Side, first: Int, count: Int, firstLine: UInt64, allLines: UInt64) {
            self.side = side
            self.first = first
            self.count = count
            self.firstLine = firstLine
            self.allLines = allLines
        }
    }

    /// The file that it is about.
    public var path: RelativePath
    /// `nil`: on the file.
    public var place: Place?
    /// A remark, or the reason of a rejection.
    public var kind: ReviewComment.Kind
    /// The reviewer's words.
    public var text: String
    /// The lines that it was made about, as they were then.
    public var patch: String
    /// It is done with, and shown as that.
    public var isResolved: Bool

    public init(
        path: RelativePath, place: Place?, kind: ReviewComment.Kind, text: String, patch: String, isResolved: Bool
    ) {
        self.path = path
        self.place = place
        self.kind = kind
        self.text = text
        self.patch = patch
        self.isResolved = isResolved
    }

    /// `nil` when it stands on lines that the change does not have.
    init?(_ comment: ReviewComment, on change: Change) {
        self.init(
            path: comment.path, place: nil, kind: comment.kind, text: comment.text, patch: comment.patch,
            isResolved: comment.state == .resolved)
        guard let range = comment.range else { return }
        let lines = change.lines(of: range.side)
        guard !range.lines.isEmpty, range.lines.upperBound <= lines.count else { return nil }
        place = Place(
            side: range.side, first: range.lines.lowerBound, count: range.lines.count,
            firstLine: lines.fingerprint(of: range.lines.prefix(1)), allLines: lines.fingerprint(of: range.lines))
    }

    /// As it stands in a change: at its lines, of several equal ones at the nearest. `nil` when they are gone.
    func comment(id: Int, on change: Change) -> ReviewComment? {
        var comment = ReviewComment(
            id: id, path: path, range: nil, kind: kind, text: text, patch: patch,
            state: isResolved ? .resolved : .waiting)
        guard let place else { return comment }
        let lines = change.lines(of: place.side)
        guard place.count > 0, lines.count >= place.count else { return nil }
        func isHere(_ start: Int) -> Bool {
            start >= 0 && start + place.count <= lines.count
                && lines.fingerprint(of: start..<start + 1) == place.firstLine
                && lines.fingerprint(of: start..<start + place.count) == place.allLines
        }
        var start: Int?
        for distance in 0..<max(lines.count, place.first + 1) {
            start = [place.first + distance, place.first - distance].first(where: isHere)
            if start != nil { break }
        }
        guard let start else { return nil }
        comment.range = ReviewComment.Range(place.side, start..<start + place.count)
        return comment
    }
}

extension Change {
    fileprivate func lines(of side: ReviewComment.Range.Side) -> ByteLines { side == .old ? weave.old : weave.new }
}

extension ByteLines {
    fileprivate func fingerprint(of lines: Range<Int>) -> UInt64 {
        var hash = Fingerprint()
        for byte in bytes[starts[lines.lowerBound]..<starts[lines.upperBound]] { hash.add(byte) }
        return hash.value
    }
}
