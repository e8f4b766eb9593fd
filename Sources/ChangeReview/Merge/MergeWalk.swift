// Two lists of changes of one text, walked side by side: which stand alone, which are the same, which touch.

struct MergeWalk {
    private typealias Piece = ThreeWayMerge.Piece

    private let oursRuns: [LineRun]
    private let theirsRuns: [LineRun]
    private var nextOurs = 0
    private var nextTheirs = 0
    /// The first line of each text that no piece covers yet.
    private var base = 0
    private var ours = 0
    private var theirs = 0
    private var pieces: [ThreeWayMerge.Piece] = []

    /// The runs from the base to ours and to theirs.
    init(ours: [LineRun], theirs: [LineRun]) {
        (oursRuns, theirsRuns) = (ours, theirs)
    }

    mutating func pieces(base baseLines: ByteLines, ours oursLines: ByteLines, theirs theirsLines: ByteLines)
        -> [ThreeWayMerge.Piece]
    {
        while let group = nextGroup() {
            appendUnchanged(upTo: group.base.lowerBound)
            let oursEnd = ours + group.base.count + growth(oursRuns[group.ours])
            let theirsEnd = theirs + group.base.count + growth(theirsRuns[group.theirs])
            var piece = Piece(origin: .conflict, base: group.base, ours: ours..<oursEnd, theirs: theirs..<theirsEnd)
            if group.theirs.isEmpty {
                piece.origin = .ours
            } else if group.ours.isEmpty {
                piece.origin = .theirs
            } else if group.ours.count == 1, group.theirs.count == 1,
                oursRuns[group.ours.lowerBound].old == theirsRuns[group.theirs.lowerBound].old,
                oursLines.lines(piece.ours, equal: theirsLines, piece.theirs)
            {
                piece.origin = .both
            }
            pieces.append(piece)
            (base, ours, theirs) = (group.base.upperBound, oursEnd, theirsEnd)
        }
        appendUnchanged(upTo: baseLines.count)
        return pieces
    }

    /// Runs that touch in the base, and the lines of the base from the first to the last of them.
    private struct Group {
        var base: Range<Int>
        var ours: Range<Int>
        var theirs: Range<Int>
    }

    private mutating func nextGroup() -> Group? {
        let oursStart = nextOurs < oursRuns.count ? oursRuns[nextOurs].old.lowerBound : Int.max
        let theirsStart = nextTheirs < theirsRuns.count ? theirsRuns[nextTheirs].old.lowerBound : Int.max
        let start = min(oursStart, theirsStart)
        if start == Int.max { return nil }
        let (firstOurs, firstTheirs) = (nextOurs, nextTheirs)
        var end = start
        // A run touches the group when no line of the base stands between.
        while true {
            if nextOurs < oursRuns.count, oursRuns[nextOurs].old.lowerBound <= end {
                end = max(end, oursRuns[nextOurs].old.upperBound)
                nextOurs += 1
            } else if nextTheirs < theirsRuns.count, theirsRuns[nextTheirs].old.lowerBound <= end {
                end = max(end, theirsRuns[nextTheirs].old.upperBound)
                nextTheirs += 1
            } else {
                break
            }
        }
        return Group(base: start..<end, ours: firstOurs..<nextOurs, theirs: firstTheirs..<nextTheirs)
    }

    private func growth(_ runs: ArraySlice<LineRun>) -> Int { runs.reduce(0) { $0 + $1.new.count - $1.old.count } }

    private mutating func appendUnchanged(upTo end: Int) {
        let count = end - base
        if count == 0 { return }
        pieces.append(
            Piece(
                origin: .unchanged, base: base..<end, ours: ours..<ours + count, theirs: theirs..<theirs + count))
        (base, ours, theirs) = (end, ours + count, theirs + count)
    }
}

extension ByteLines {
    /// Whether a range of lines is the same bytes as a range of another text.
    func lines(_ range: Range<Int>, equal other: ByteLines, _ otherRange: Range<Int>) -> Bool {
        range.count == otherRange.count
            && range.allSatisfy { line($0, equals: other, otherRange.lowerBound + $0 - range.lowerBound) }
    }
}
