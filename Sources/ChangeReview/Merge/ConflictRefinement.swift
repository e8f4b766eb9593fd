// A conflict made small: what ours and theirs have in common needs no choice.

struct ConflictRefinement {
    private typealias Piece = ThreeWayMerge.Piece

    /// Agreed lines between two conflicts up to which a reader would rather see one (git's rule).
    private static let linesThatPartNothing = 3

    let base: ByteLines
    let ours: ByteLines
    let theirs: ByteLines

    func refined(_ pieces: [ThreeWayMerge.Piece]) -> [ThreeWayMerge.Piece] {
        var result: [Piece] = []
        // Pieces since the last conflict that do not part it from the next: unchanged, or found in a conflict.
        var between: Range<Int>?
        for piece in pieces {
            let parts = piece.origin == .conflict ? parts(of: piece) : [piece]
            // What both changed to the same, found at once, is like what nobody changed. A conflict all of which turns
            // out to be the same parts as one that only one side has (git's rule).
            let isAgreement = parts.count > 1 || piece.origin == .unchanged || piece.origin == .both
            for part in parts {
                if part.origin == .conflict {
                    if let agreed = between, partsNothing(result[agreed].reduce(0..<0) { $0.through($1.ours) }) {
                        result.removeSubrange(agreed)
                        result[result.count - 1].extend(to: part)
                    } else {
                        result.append(part)
                    }
                    between = result.count..<result.count
                } else {
                    result.append(part)
                    between = isAgreement ? between.map { $0.lowerBound..<result.count } : nil
                }
            }
        }
        return result
    }

    /// The conflict as conflicts and what both sides have. The base's lines go where ours has them, by the difference
    /// of the two; what ours does not have stays with the conflict around it.
    private func parts(of conflict: Piece) -> [Piece] {
        var options = LineDiff.Options(search: .myers)
        options.readsIndents = false
        let (oursPart, theirsPart) = (ours.part(conflict.ours), theirs.part(conflict.theirs))
        let runs = LineDiff.runs(from: oursPart, to: theirsPart, options: options)
        var cut = BaseCut(LineDiff.runs(from: base.part(conflict.base), to: oursPart, options: options))
        var parts: [Piece] = []
        var (baseStart, oursStart, theirsStart) = (0, 0, 0)

        func append(_ origin: Piece.Origin, _ baseEnd: Int, _ oursEnd: Int, _ theirsEnd: Int) {
            parts.append(
                Piece(
                    origin: origin, base: (baseStart..<baseEnd).shifted(conflict.base.lowerBound),
                    ours: (oursStart..<oursEnd).shifted(conflict.ours.lowerBound),
                    theirs: (theirsStart..<theirsEnd).shifted(conflict.theirs.lowerBound)))
            (baseStart, oursStart, theirsStart) = (baseEnd, oursEnd, theirsEnd)
        }

        for run in runs {
            if run.old.lowerBound > oursStart {
                append(
                    .both, max(baseStart, cut.base(before: run.old.lowerBound)), run.old.lowerBound, run.new.lowerBound)
            }
            let isLast = run.old.upperBound == oursPart.count && run.new.upperBound == theirsPart.count
            let end = isLast ? conflict.base.count : cut.base(after: run.old.upperBound)
            append(.conflict, max(baseStart, end), run.old.upperBound, run.new.upperBound)
        }
        if oursStart < oursPart.count || parts.isEmpty {
            append(.both, conflict.base.count, oursPart.count, theirsPart.count)
        }
        return parts
    }

    private func partsNothing(_ lines: Range<Int>) -> Bool {
        lines.count <= Self.linesThatPartNothing || !lines.contains { ours[$0].contains(where: Self.isAlphanumeric) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}

/// Where in the base a line of ours stands. Asked for growing lines.
private struct BaseCut {
    private let runs: [LineRun]
    private var passed = 0

    init(_ runs: [LineRun]) { self.runs = runs }

    /// Lines of the base before a line of ours; those that ours lacks just there come after it.
    mutating func base(before line: Int) -> Int { place(line) { $0.old.lowerBound } }

    /// Lines of the base before a line of ours; those that ours lacks just there come before it.
    mutating func base(after line: Int) -> Int { place(line) { $0.old.upperBound } }

    private mutating func place(_ line: Int, _ side: (LineRun) -> Int) -> Int {
        while passed < runs.count, runs[passed].new.upperBound < line { passed += 1 }
        if passed < runs.count, runs[passed].new.lowerBound <= line { return side(runs[passed]) }
        guard passed > 0 else { return line }
        return runs[passed - 1].old.upperBound + line - runs[passed - 1].new.upperBound
    }
}

extension ThreeWayMerge.Piece {
    fileprivate mutating func extend(to next: Self) {
        base = base.lowerBound..<next.base.upperBound
        ours = ours.lowerBound..<next.ours.upperBound
        theirs = theirs.lowerBound..<next.theirs.upperBound
    }
}

extension Range<Int> {
    /// From here, or where the other begins if this is empty, to the other's end.
    fileprivate func through(_ other: Range<Int>) -> Range<Int> {
        (isEmpty ? other.lowerBound : lowerBound)..<other.upperBound
    }

    fileprivate func shifted(_ distance: Int) -> Range<Int> { lowerBound + distance..<upperBound + distance }
}

extension ByteLines {
    fileprivate func part(_ range: Range<Int>) -> ByteLines {
        ByteLines(Array(bytes[starts[range.lowerBound]..<starts[range.upperBound]]))
    }
}
