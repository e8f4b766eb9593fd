// What a reviewer says about lines, and what becomes of it.

/// A remark on a range of lines, or the reason of a rejection; it goes to the agent with the user's next message.
public struct ReviewComment: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable { case remark, rejection }

    public enum State: Hashable, Sendable {
        /// Not sent yet.
        case waiting
        case sent
        /// Sent, and the lines were proposed anew by this one.
        case touched(by: Author)
        case resolved
    }

    /// Lines of one side of the diff, from 0.
    public struct Range: Hashable, Sendable {
        public enum Side: String, Hashable, Sendable { case old, new }

        public var side: Side
        public var lines: Swift.Range<Int>

        public init(_ side: Side, _ lines: Swift.Range<Int>) {
            self.side = side
            self.lines = lines
        }
    }

    /// Unique in its review, growing.
    public var id: Int
    public var path: RelativePath
    /// Where it stands in the present diff; `nil`: on the file, or on lines that are gone.
    public var range: Range?
    public var kind: Kind
    public var text: String
    /// What it was about when it was made, as a patch: the agent reads it, and the reader sees it when the lines are
    /// gone.
    public var patch: String
    public var state: State

    public init(
        id: Int, path: RelativePath, range: Range?, kind: Kind, text: String, patch: String, state: State = .waiting
    ) {
        self.id = id
        self.path = path
        self.range = range
        self.kind = kind
        self.text = text
        self.patch = patch
        self.state = state
    }
}
