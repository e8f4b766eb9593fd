// Where the hunks of a patch fit in a text, and what comes of it: what `git apply` does, with reasons.

/// The hunks of one file laid into a text.
///
/// A hunk fits where its old lines stand: at its place, else at the nearest place that no other hunk of the file has
/// taken. A hunk whose header begins at the first line fits at the text's beginning alone, and one without context
/// behind its changes at the text's end alone (git's rules).
/// Cost: O(bytes), and O(lines) for each hunk that is not at its place.
public struct PatchFit: Hashable, Sendable {
    public struct Options: Hashable, Sendable {
        /// Context lines at either end of a hunk that need not fit (GNU patch's *fuzz*, which goes to 2). Git knows none.
        public var fuzz = 0
        /// Hunks without any context fit at their own place (`git apply --unidiff-zero`).
        public var takesHunksWithoutContext = false

        public init(fuzz: Int = 0, takesHunksWithoutContext: Bool = false) {
            self.fuzz = fuzz
            self.takesHunksWithoutContext = takesHunksWithoutContext
        }
    }

    public enum Placement: Hashable, Sendable {
        /// At a line of the text from 0, so many lines away from where it should be, with so much fuzz.
        case placed(line: Int, offset: Int, fuzz: Int)
        case refused(Refusal)
    }

    public struct Refusal: Hashable, Sendable {
        public enum Reason: Hashable, Sendable {
            /// No place has these lines.
            case linesDiffer
            /// The lines are there, but not at the beginning or the end, where the hunk belongs.
            case placeDiffers
            /// What the hunk makes is there already.
            case alreadyApplied
            /// Its only place was taken by a hunk before it.
            case overlaps
        }

        public var reason: Reason
        /// The place that has most of the hunk's lines; `nil` where none has any.
        public var nearest: Nearest?

        public init(reason: Reason, nearest: Nearest?) {
            self.reason = reason
            self.nearest = nearest
        }
    }

    /// A place that nearly fits.
    public struct Nearest: Hashable, Sendable {
        /// From 0, of the text.
        public var line: Int
        /// How many of the hunk's old lines stand there.
        public var fittingLines: Int
        public var hunkLines: Int
        /// The first line there that differs, from 0; where the text ends it is the number of its lines.
        public var firstDifferent: Int

        public init(line: Int, fittingLines: Int, hunkLines: Int, firstDifferent: Int) {
            self.line = line
            self.fittingLines = fittingLines
            self.hunkLines = hunkLines
            self.firstDifferent = firstDifferent
        }
    }

    /// One for each hunk.
    public let placements: [Placement]
    /// The text with the hunks that fit.
    public let bytesWithFitting: [UInt8]

    public init(_ hunks: [PatchHunk], in bytes: [UInt8], options: Options = Options()) {
        var placing = PatchPlacing(hunks, ByteLines(bytes), options)
        placing.placeAll()
        placements = placing.placements
        bytesWithFitting = placing.result
    }

    public var fits: Bool { !placements.contains { if case .refused = $0 { true } else { false } } }

    /// The text with the hunks; `nil` when not all of them fit.
    public var bytes: [UInt8]? { fits ? bytesWithFitting : nil }

    public var refusals: [(hunk: Int, refusal: Refusal)] {
        placements.enumerated().compactMap { index, placement in
            if case .refused(let refusal) = placement { (index, refusal) } else { nil }
        }
    }
}
