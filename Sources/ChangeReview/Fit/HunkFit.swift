// A patch that was written in part, by an earlier review or by hand, stands in the file with some of its hunks: which of
// them are there is found for each, or the rest could not be opened any more.

/// The hunks of one file's patch in a text that holds some of them and lacks others.
public struct HunkFit: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        /// The lines stand there as before the hunk.
        case lacking
        /// They stand there as the hunk makes them.
        case held
        /// Some of its changed lines are made, others are not: of a hunk that was decided by lines.
        case inPart
    }

    /// One hunk's lines in the text.
    public struct Place: Hashable, Sendable {
        public var standing: Standing
        /// From 0.
        public var lines: Range<Int>
    }

    /// One for each hunk, in order; they do not overlap.
    public let places: [Place]
    private let text: ByteLines
    private let hunks: [PatchHunk]

    /// Finds each hunk in one of its forms. `nil` when a hunk is in neither, and when all of them are in the same: then
    /// the patch goes one way as a whole.
    ///
    /// Where both forms of a hunk fit (it adds one of several equal lines), that reading is taken whose two texts have
    /// the ids of the index line; where there are none, the hunk is taken to be lacking. A part of a hunk is believed
    /// only where these ids prove it, since lines of somebody else's could look like one.
    /// Cost: O(bytes), and as much for each further reading of at most 64, as long as these take 64 MB in all.
    public init?(_ patch: FilePatch, in bytes: [UInt8]) {
        guard !patch.hunks.isEmpty else { return nil }
        var forms = [patch.hunks]
        if patch.endsInCRLF { forms.append(patch.hunks.map(\.withCRLF)) }
        let text = ByteLines(bytes)
        for hunks in forms {
            var search = HunkSearch(hunks, text)
            // In one way as a whole, and that is certain: nothing else has to be looked for.
            let whole = [search.wholly(.lacking), search.wholly(.held)].compactMap { $0 }
            let knowsIDs = patch.oldBlob != nil && patch.newBlob != nil
            if !whole.isEmpty, !knowsIDs { return nil }
            func proves(_ places: [Place]) -> Bool {
                knowsIDs
                    && patch.isMade(
                        from: HunkFit.bytes(text, hunks, places, holding: false),
                        to: HunkFit.bytes(text, hunks, places, holding: true))
            }
            if whole.contains(where: proves) { return nil }
            guard let found = search.best(takesParts: knowsIDs, proves) else {
                if !whole.isEmpty { return nil }
                continue
            }
            // What goes as a whole gives way to a proof, or to places that are nearer to where the hunks should be.
            if !found.isProven {
                if !whole.isEmpty { return nil }
                for standing in [Standing.lacking, .held] {
                    switch search.displacement(standing) {
                    case .lines(let moved) where moved <= found.displacement: return nil
                    // Then nobody knows that the mixed reading is the better one.
                    case .unknown: return nil
                    case .lines, .nowhere: break
                    }
                }
            }
            let isMixed = found.places.contains { $0.standing != found.places[0].standing || $0.standing == .inPart }
            guard isMixed else { continue }
            places = found.places
            (self.text, self.hunks) = (text, hunks)
            return
        }
        return nil
    }

    /// How many hunks stand there so.
    public func count(of standing: Standing) -> Int { places.count { $0.standing == standing } }

    /// The text with all hunks, or with none.
    public func bytes(holding: Bool) -> [UInt8] { Self.bytes(text, hunks, places, holding: holding) }

    private static func bytes(_ text: ByteLines, _ hunks: [PatchHunk], _ places: [Place], holding: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.bytes.count)
        var next = 0
        for (hunk, place) in zip(hunks, places) where place.standing != (holding ? .held : .lacking) {
            bytes += text.bytes[text.starts[next]..<text.starts[place.lines.lowerBound]]
            for line in hunk.lines where line.kind != (holding ? .removed : .added) { bytes += line.bytes }
            next = place.lines.upperBound
        }
        return bytes + text.bytes[text.starts[next]...]
    }
}

extension FilePatch {
    /// The ids of the index line are those of these two; that of no file stands for no bytes.
    fileprivate func isMade(from old: [UInt8], to new: [UInt8]) -> Bool {
        func isNamed(_ bytes: [UInt8], _ id: String?) -> Bool {
            guard let id, id.utf8.count >= 7 else { return false }
            return id.allSatisfy { $0 == "0" } ? bytes.isEmpty : BlobID(of: bytes).isAbbreviated(as: id)
        }
        return isNamed(old, oldBlob) && isNamed(new, newBlob)
    }
}
