// A run of added or of removed lines can often stand at several places with the same meaning; a reader likes one best.

/// Moves runs to where a person would put them. Never changes how many lines are added or removed.
///
/// ```
///  }                   }
/// +                    +
/// +func b() {     not  +func b() {
/// +}                   +}
///                      +
///  func c() {          …
/// ```
/// The added (and likewise the removed) lines of a run slide up while the line above them equals their last one, and
/// down likewise; runs that meet become one, as git does it. Of the places that are left, the lowest where the other
/// side changes too is taken; else `CutScore` chooses, or without indents the lowest.
///
/// Cost: at most `slidesPerLine` slides for each line and `freeSlides`; after that, runs stay where they are.
struct RunEdges {
    static let slidesPerLine = 16
    static let freeSlides = 10_000
    /// Places that are scored for one run: those nearest to its lower end (git's `INDENT_HEURISTIC_MAX_SLIDING`).
    static let scoredPlaces = 100

    /// The lines of the side that slides, and as a reader sees them; `nil`: indents are not read.
    private let lines: ByteLines
    private let shown: ByteLines?
    private var mine: ChangedRun
    private var other: ChangedRun
    private var slides: Int

    /// `old` and `new` are the lines as they are compared, `shown` as a reader sees them; `nil`: indents are not read.
    static func clean(
        _ changed: inout ChangedLines, old: ByteLines, new: ByteLines, shown: (old: ByteLines, new: ByteLines)?
    ) {
        var edges = RunEdges(old, changed.old, changed.new, shown?.old)
        edges.slide()
        changed.old = edges.mine.flags
        edges = RunEdges(new, changed.new, changed.old, shown?.new)
        edges.slide()
        changed.new = edges.mine.flags
    }

    private init(_ lines: ByteLines, _ mine: [Bool], _ other: [Bool], _ shown: ByteLines?) {
        (self.lines, self.shown) = (lines, shown)
        (self.mine, self.other) = (ChangedRun(mine), ChangedRun(other))
        slides = lines.count * Self.slidesPerLine + Self.freeSlides
    }

    private mutating func slide() {
        repeat {
            if !mine.isEmpty { placeRun() }
        } while mine.next() && other.next()
    }

    private mutating func placeRun() {
        // Where the other side changes too; it grows with the run.
        var besideOther: Int?
        var highest = 0
        var size = 0
        repeat {
            size = mine.count
            besideOther = nil
            while slideUp() {}
            highest = mine.range.upperBound
            if !other.isEmpty { besideOther = highest }
            while slideDown() {
                if !other.isEmpty { besideOther = mine.range.upperBound }
            }
        } while size != mine.count
        let lowest = mine.range.upperBound
        if lowest == highest { return }
        let place = besideOther ?? shown.map { bestEnd(highest: highest, in: $0) } ?? lowest
        while mine.range.upperBound > place, slideUp() {}
    }

    private func bestEnd(highest: Int, in shown: ByteLines) -> Int {
        let lowest = mine.range.upperBound
        var best = lowest
        var bestScore: CutScore?
        // Beyond the length of the run the places repeat.
        for end in max(highest, lowest - min(Self.scoredPlaces, mine.count + 1))...lowest {
            var score = CutScore()
            score.add(shown, cutBefore: end)
            score.add(shown, cutBefore: end - mine.count)
            if bestScore.map({ score.isAsGood(as: $0) }) ?? true { (best, bestScore) = (end, score) }
        }
        return best
    }

    private mutating func slideUp() -> Bool {
        let range = mine.range
        guard slides > 0, range.lowerBound > 0,
            lines.line(range.lowerBound - 1, equals: lines, range.upperBound - 1)
        else { return false }
        slides -= 1
        mine.moveUp()
        other.previous()
        return true
    }

    private mutating func slideDown() -> Bool {
        let range = mine.range
        guard slides > 0, range.upperBound < lines.count, lines.line(range.lowerBound, equals: lines, range.upperBound)
        else { return false }
        slides -= 1
        mine.moveDown()
        _ = other.next()
        return true
    }
}

/// The changed lines of one side between two unchanged ones; there may be none. The n-th run of one side stands beside
/// the n-th of the other.
private struct ChangedRun {
    private(set) var flags: [Bool]
    private(set) var range: Range<Int>

    init(_ flags: [Bool]) {
        self.flags = flags
        range = 0..<0
        grow(from: 0, to: 0)
    }

    var isEmpty: Bool { range.isEmpty }
    var count: Int { range.count }

    mutating func next() -> Bool {
        guard range.upperBound < flags.count else { return false }
        grow(from: range.upperBound + 1, to: range.upperBound + 1)
        return true
    }

    mutating func previous() {
        if range.lowerBound > 0 { grow(from: range.lowerBound - 1, to: range.lowerBound - 1) }
    }

    mutating func moveUp() {
        flags[range.lowerBound - 1] = true
        flags[range.upperBound - 1] = false
        grow(from: range.lowerBound - 1, to: range.upperBound - 1)
    }

    mutating func moveDown() {
        flags[range.lowerBound] = false
        flags[range.upperBound] = true
        grow(from: range.lowerBound + 1, to: range.upperBound + 1)
    }

    private mutating func grow(from start: Int, to end: Int) {
        var (start, end) = (start, end)
        while start > 0, flags[start - 1] { start -= 1 }
        while end < flags.count, flags[end] { end += 1 }
        range = start..<end
    }
}
