// Two people changed one file: what both can have, and where somebody has to choose.

/// A merge of two texts that come from one.
///
/// ```
/// base    ours     theirs      pieces
/// a       a        a           unchanged
/// b       b        B           theirs
/// c       c        c           unchanged
/// d       D        d!          conflict
/// ```
/// As `git merge-file` does it: changes that touch are one conflict unless they are the same; of a conflict, what ours
/// and theirs have in common is agreed again, unless it is three lines or fewer between two conflicts, or holds neither
/// letter nor digit. Lines are compared as bytes, line ends included, so CRLF and a missing final newline are changes
/// like others.
/// Cost: that of the two differences, and of one more within each conflict.
public struct ThreeWayMerge: Hashable, Sendable {
    /// A part of the merged text. Together the pieces cover all lines of all three texts, in order.
    public struct Piece: Hashable, Sendable {
        public enum Origin: Hashable, Sendable {
            case unchanged
            /// Only ours, only theirs, or both in the same way changed it.
            case ours, theirs, both
            case conflict
        }

        public var origin: Origin
        /// Lines from 0 of each text.
        public var base: Range<Int>
        public var ours: Range<Int>
        public var theirs: Range<Int>
    }

    /// What a conflict becomes.
    public enum Resolution: Hashable, Sendable {
        case ours, theirs
        /// Ours, then theirs.
        case both
        case base
        /// Other bytes; a line end is added to them where more follows.
        case custom([UInt8])
    }

    public let base: ByteLines
    public let ours: ByteLines
    public let theirs: ByteLines
    public let pieces: [Piece]

    /// Without refining, a conflict holds all lines of the changes that touch, as `git merge-file --diff3` has it.
    public init(base: [UInt8], ours: [UInt8], theirs: [UInt8], refiningConflicts: Bool = true) {
        (self.base, self.ours, self.theirs) = (ByteLines(base), ByteLines(ours), ByteLines(theirs))
        var options = LineDiff.Options(search: .myers)
        options.readsIndents = false
        var walk = MergeWalk(
            ours: LineDiff.runs(from: self.base, to: self.ours, options: options),
            theirs: LineDiff.runs(from: self.base, to: self.theirs, options: options))
        var pieces = walk.pieces(base: self.base, ours: self.ours, theirs: self.theirs)
        if refiningConflicts, pieces.contains(where: { $0.origin == .conflict }) {
            pieces = ConflictRefinement(base: self.base, ours: self.ours, theirs: self.theirs).refined(pieces)
        }
        self.pieces = pieces
    }

    public var conflicts: [Piece] { pieces.filter { $0.origin == .conflict } }
    public var conflictCount: Int { pieces.count { $0.origin == .conflict } }
    public var isClean: Bool { conflictCount == 0 }

    /// The merged text; `nil` while there are conflicts.
    public var bytes: [UInt8]? { isClean ? bytes(resolving: []) : nil }

    /// The merged text with each conflict, in order, as it was resolved; `nil` when there are not as many resolutions.
    public func bytes(resolving resolutions: [Resolution]) -> [UInt8]? {
        guard resolutions.count == conflictCount else { return nil }
        var left = resolutions[...]
        return text { piece, text in append(piece, left.removeFirst(), to: &text) }
    }

    /// All pieces, one after the other; `conflict` appends one that is in conflict.
    private func text(_ conflict: (Piece, inout MergedText) -> Void) -> [UInt8] {
        var text = MergedText()
        for piece in pieces {
            text.lineEnd = lineEnd(at: piece)
            switch piece.origin {
            case .unchanged: text.append(base, piece.base)
            case .ours, .both: text.append(ours, piece.ours)
            case .theirs: text.append(theirs, piece.theirs)
            case .conflict: conflict(piece, &text)
            }
        }
        return text.bytes
    }

    private func append(_ piece: Piece, _ resolution: Resolution, to text: inout MergedText) {
        switch resolution {
        case .ours: text.append(ours, piece.ours)
        case .theirs: text.append(theirs, piece.theirs)
        case .base: text.append(base, piece.base)
        case .custom(let bytes): text.append(bytes[...])
        case .both:
            text.append(ours, piece.ours)
            text.append(theirs, piece.theirs)
        }
    }

    /// How a line is ended that had no end, and the marks of a conflict: with CRLF if the base's first line is, and the
    /// lines before it in ours and theirs do not say otherwise (git's rule).
    private func lineEnd(at piece: Piece) -> [UInt8] {
        let isCRLF =
            ours.isCRLF(max(0, piece.ours.lowerBound - 1)) != false
            && theirs.isCRLF(max(0, piece.theirs.lowerBound - 1)) != false && base.isCRLF(0) == true
        return isCRLF ? [0x0D, 0x0A] : [0x0A]
    }
}

extension ThreeWayMerge {
    /// The text with conflicts between marks, as `git merge-file` writes it: for an editor.
    /// With `showingBase`, the base's lines too (`--diff3`).
    public func marked(
        ours oursName: String, base baseName: String, theirs theirsName: String, showingBase: Bool = false
    )
        -> [UInt8]
    {
        text { piece, text in
            text.appendMark("<<<<<<< \(oursName)")
            text.append(ours, piece.ours)
            if showingBase {
                text.appendMark("||||||| \(baseName)")
                text.append(base, piece.base)
            }
            text.appendMark("=======")
            text.append(theirs, piece.theirs)
            text.appendMark(">>>>>>> \(theirsName)")
        }
    }
}

/// Lines one after the other; one that lacks its end gets it as soon as something follows.
private struct MergedText {
    private(set) var bytes: [UInt8] = []
    var lineEnd: [UInt8] = [0x0A]

    mutating func append(_ lines: ByteLines, _ range: Range<Int>) {
        append(lines.bytes[lines.starts[range.lowerBound]..<lines.starts[range.upperBound]])
    }

    mutating func append(_ text: ArraySlice<UInt8>) {
        if text.isEmpty { return }
        endLine()
        bytes += text
    }

    mutating func appendMark(_ text: String) {
        endLine()
        bytes += text.utf8
        bytes += lineEnd
    }

    private mutating func endLine() {
        if let last = bytes.last, last != 0x0A { bytes += lineEnd }
    }
}

extension ByteLines {
    /// Whether a line ends in CRLF; where the last line lacks its end, the one before it is asked. `nil`: no line ends.
    fileprivate func isCRLF(_ line: Int) -> Bool? {
        guard count > 0 else { return nil }
        var line = min(line, count - 1)
        if self[line].last != 0x0A { line -= 1 }
        return line < 0 ? nil : self[line].dropLast().last == 0x0D
    }
}
