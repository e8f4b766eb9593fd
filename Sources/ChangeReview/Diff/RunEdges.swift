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
/// A run that only adds or only removes slides up while the line above it equals its last line, and down likewise.
/// Runs that meet on the way become one. Of the places that are left `CutScore` chooses, as git's indent heuristic does;
/// without indents it is the lowest.
/// Cost: a line is passed a bounded number of times, since runs slide no further than their neighbours.
enum RunEdges {
    /// `old` and `new` are the lines as they are compared, `shown` as a reader sees them; `nil`: indents are not read.
    static func cleaned(
        _ runs: [LineRun], old: ByteLines, new: ByteLines, shown: (old: ByteLines, new: ByteLines)?
    ) -> [LineRun] {
        var result = mergedDownwards(mergedUpwards(runs, old, new), old, new)
        for index in result.indices {
            guard let side = SlidingSide(result[index], old, new) else { continue }
            let above = index == 0 ? -1 : result[index - 1].old.upperBound
            let below = index == result.count - 1 ? old.count + 1 : result[index + 1].old.lowerBound
            let up = side.slideUp(atMost: result[index].old.lowerBound - above - 1)
            let down = side.slideDown(atMost: below - result[index].old.upperBound - 1)
            guard up + down > 0 else { continue }
            let looks = shown.map { result[index].old.isEmpty ? $0.new : $0.old }
            result[index].move(by: looks.map { side.bestPlace(in: -up...down, of: $0) } ?? down)
        }
        return result
    }

    private static func mergedUpwards(_ runs: [LineRun], _ old: ByteLines, _ new: ByteLines) -> [LineRun] {
        var result: [LineRun] = []
        result.reserveCapacity(runs.count)
        for var run in runs {
            while let side = SlidingSide(run, old, new) {
                let room = run.old.lowerBound - (result.last?.old.upperBound ?? 0)
                let distance = side.slideUp(atMost: room)
                run.move(by: -distance)
                guard distance == room, let above = result.popLast() else { break }
                run = above.joined(run)
            }
            result.append(run)
        }
        return result
    }

    private static func mergedDownwards(_ runs: [LineRun], _ old: ByteLines, _ new: ByteLines) -> [LineRun] {
        var result: [LineRun] = []  // Backwards: the nearest below is the last.
        result.reserveCapacity(runs.count)
        for var run in runs.reversed() {
            while let below = result.last, let side = SlidingSide(run, old, new) {
                let room = below.old.lowerBound - run.old.upperBound
                guard side.slideDown(atMost: room) == room else { break }
                run.move(by: room)
                run = run.joined(below)
                result.removeLast()
            }
            result.append(run)
        }
        return result.reversed()
    }
}

extension LineRun {
    fileprivate mutating func move(by distance: Int) {
        old = old.lowerBound + distance..<old.upperBound + distance
        new = new.lowerBound + distance..<new.upperBound + distance
    }

    fileprivate func joined(_ next: LineRun) -> LineRun {
        LineRun(old: old.lowerBound..<next.old.upperBound, new: new.lowerBound..<next.new.upperBound)
    }
}

/// The one side of a run that has lines; `nil` for a run that adds and removes, which cannot slide.
private struct SlidingSide {
    /// Places that are scored for one run: those nearest to its lower end.
    static let scoredPlaces = 100

    let lines: ByteLines
    let range: Range<Int>

    init?(_ run: LineRun, _ old: ByteLines, _ new: ByteLines) {
        if run.old.isEmpty {
            (lines, range) = (new, run.new)
        } else if run.new.isEmpty {
            (lines, range) = (old, run.old)
        } else {
            return nil
        }
    }

    func slideUp(atMost limit: Int) -> Int {
        var distance = 0
        while distance < limit, distance < range.lowerBound,
            lines.line(range.lowerBound - 1 - distance, equals: lines, range.upperBound - 1 - distance)
        {
            distance += 1
        }
        return distance
    }

    func slideDown(atMost limit: Int) -> Int {
        var distance = 0
        while distance < limit, range.upperBound + distance < lines.count,
            lines.line(range.lowerBound + distance, equals: lines, range.upperBound + distance)
        {
            distance += 1
        }
        return distance
    }

    func bestPlace(in distances: ClosedRange<Int>, of shown: ByteLines) -> Int {
        var best = distances.upperBound
        var bestScore: CutScore?
        // Beyond the length of the run the places repeat.
        let first = max(distances.lowerBound, distances.upperBound - min(Self.scoredPlaces, range.count))
        for distance in first...distances.upperBound {
            var score = CutScore()
            score.add(shown, cutBefore: range.lowerBound + distance)
            score.add(shown, cutBefore: range.upperBound + distance)
            if bestScore.map({ score.isAsGood(as: $0) }) ?? true { (best, bestScore) = (distance, score) }
        }
        return best
    }
}
