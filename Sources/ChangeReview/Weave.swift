// The lines of a change in one order, so that every single line can be decided about without a second diff.

/// Both sides of a change as one sequence: unchanged lines, and for each run its removed lines, then its added ones.
///
/// ```
///  let bytes = body.utf8
/// -let h = parse(bytes)           changed line 0
/// +let h = parseHeader(bytes)     changed line 1
/// +log(h)                         changed line 2
///  return h
/// ```
/// The *changed lines* are numbered from 0, in this order. A version of the file is the sequence with some of them taken:
/// a removed line that is taken is left out, one that is not stays; an added line that is taken is there, one that is not
/// isn't. So every choice is a file, all taken is the new side, none is the old one, and the order of choosing does
/// not matter. Where a run is taken in part, an added line stands behind the removed one that it replaces.
public struct Weave: Equatable, Sendable {
    public let old: ByteLines
    public let new: ByteLines
    /// In order, at least one unchanged line apart.
    public let runs: [LineRun]
    /// The first changed line of each run, and the number of all of them as one more.
    public let starts: [Int]

    public init(old: ByteLines, new: ByteLines, runs: [LineRun]) {
        self.old = old
        self.new = new
        self.runs = runs
        var starts = [0]
        starts.reserveCapacity(runs.count + 1)
        for run in runs { starts.append(starts[starts.count - 1] + run.old.count + run.new.count) }
        self.starts = starts
    }

    public init(from old: ByteLines, to new: ByteLines) {
        self.init(old: old, new: new, runs: LineDiff.runs(from: old, to: new))
    }

    /// `nil` when these runs do not lead from one text to the other.
    init?(checking old: ByteLines, _ new: ByteLines, _ runs: [LineRun]) {
        var (oldEnd, newEnd) = (0, 0)
        for run in runs + [LineRun(old: old.count..<old.count, new: new.count..<new.count)] {
            let kept = run.old.lowerBound - oldEnd
            guard kept >= 0, run.new.lowerBound - newEnd == kept, run.old.upperBound <= old.count,
                run.new.upperBound <= new.count
            else { return nil }
            for line in 0..<kept where !old.line(oldEnd + line, equals: new, newEnd + line) { return nil }
            (oldEnd, newEnd) = (run.old.upperBound, run.new.upperBound)
        }
        self.init(old: old, new: new, runs: runs)
    }

    public var changedCount: Int { starts[starts.count - 1] }

    /// The run that a changed line belongs to.
    public func run(of changed: Int) -> Int {
        var (low, high) = (0, runs.count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if starts[middle] <= changed { low = middle } else { high = middle }
        }
        return low
    }

    /// A changed line's place: in the old text when it is removed, in the new one when it is added.
    public func place(of changed: Int) -> (isAdded: Bool, line: Int) {
        let index = run(of: changed)
        let run = runs[index]
        let offset = changed - starts[index]
        return offset < run.old.count
            ? (false, run.old.lowerBound + offset) : (true, run.new.lowerBound + offset - run.old.count)
    }

    /// A changed line's bytes, with its line end.
    public subscript(changed changed: Int) -> ArraySlice<UInt8> {
        let (isAdded, line) = place(of: changed)
        return isAdded ? new[line] : old[line]
    }

    /// The version of the file with those changed lines taken for which `takes` says yes.
    ///
    /// Note: a last line without a line end gets one when a line comes to stand behind it.
    public func bytes(taking takes: (Int) -> Bool) -> [UInt8] {
        settled { takes($0) ? .taken : .dropped }.weave.new.bytes
    }
}

extension Weave {
    /// What becomes of a changed line.
    public enum Fate: Hashable, Sendable {
        /// It stays a change.
        case stays
        /// It is so on both sides from now on.
        case taken
        /// It is no change any more.
        case dropped
    }

    /// What is left when some changed lines are settled.
    public struct Rest: Equatable, Sendable {
        public var weave: Weave
        /// The number that each changed line had before; `nil` when a line end had to be put in, and the two texts were
        /// compared anew.
        public var stayed: [Int]?
    }

    public func settled(_ fate: (Int) -> Fate) -> Rest {
        var builder = WeaveBuilder(lineEnd: lineEnd, capacity: max(old.bytes.count, new.bytes.count))
        var stayed: [Int] = []
        var copied = 0
        for (index, run) in runs.enumerated() {
            builder.keep(old[copied..<run.old.lowerBound], lines: run.old.lowerBound - copied)
            let fates = (starts[index]..<starts[index + 1]).map(fate)
            // A run's changed lines are numbered with the removed ones first, in whatever order they come.
            var open: (removed: [Int], added: [Int]) = ([], [])
            func keep(_ line: ArraySlice<UInt8>) {
                builder.keep(line, lines: 1)
                stayed += open.removed + open.added
                open = ([], [])
            }
            for offset in order(ofRun: index, fates) {
                let number = starts[index] + offset
                if offset < run.old.count {
                    let line = old[run.old.lowerBound + offset]
                    switch fates[offset] {
                    case .stays:
                        builder.remove(line)
                        open.removed.append(number)
                    case .taken: break
                    case .dropped: keep(line)
                    }
                } else {
                    let line = new[run.new.lowerBound + offset - run.old.count]
                    switch fates[offset] {
                    case .stays:
                        builder.add(line)
                        open.added.append(number)
                    case .taken: keep(line)
                    case .dropped: break
                    }
                }
            }
            stayed += open.removed + open.added
            copied = run.old.upperBound
        }
        builder.keep(old[copied..<old.count], lines: old.count - copied)
        let (weave, isMended) = builder.finished()
        return Rest(weave: weave, stayed: isMended ? nil : stayed)
    }

    /// In which order a run's lines come, by their offsets. Where lines that stay out stand beside lines that are taken,
    /// each added line comes behind the one that it replaces: taking one of two replacements must not turn the two
    /// lines around. Any such order keeps the two sides as they are.
    private func order(ofRun index: Int, _ fates: [Fate]) -> [Int] {
        let run = runs[index]
        let (removed, added) = (run.old.count, run.new.count)
        guard removed > 0, added > 0, fates[..<removed].contains(where: { $0 != .taken }),
            fates[removed...].contains(where: { $0 != .dropped }), fates.contains(where: { $0 != .stays })
        else { return Array(fates.indices) }
        var order: [Int] = []
        var (i, j) = (0, 0)
        let pairs = LinePairing.pairs(old: run.old.map { old[$0] }, new: run.new.map { new[$0] })
        for pair in pairs + [LinePairing.Pair(old: removed, new: added)] {
            if pair.old - i == pair.new - j {
                // As many as there were: one for one.
                while i < pair.old {
                    order += [i, removed + j]
                    (i, j) = (i + 1, j + 1)
                }
            } else {
                order += Array(i..<pair.old) + (j..<pair.new).map { removed + $0 }
                (i, j) = (pair.old, pair.new)
            }
            if i < removed, j < added {
                order += [i, removed + j]
                (i, j) = (i + 1, j + 1)
            }
        }
        return order
    }

    /// What a line ends in here: as the first one does.
    private var lineEnd: [UInt8] {
        let first = old.count > 0 ? old[0] : new.count > 0 ? new[0] : []
        return first.suffix(2) == [0x0D, 0x0A] ? [0x0D, 0x0A] : [0x0A]
    }
}

extension ByteLines {
    /// Whole lines, one after the other.
    fileprivate subscript(lines: Range<Int>) -> ArraySlice<UInt8> {
        bytes[starts[lines.lowerBound]..<starts[lines.upperBound]]
    }
}

/// Two texts and the runs between them, put together line by line.
private struct WeaveBuilder {
    private var old: Side
    private var new: Side
    private var runs: [LineRun] = []
    /// Where the run begins that grows.
    private var open: (old: Int, new: Int)?

    private struct Side {
        var bytes: [UInt8] = []
        var count = 0
        var isMended = false

        mutating func append(_ lines: ArraySlice<UInt8>, _ added: Int, lineEnd: [UInt8]) {
            if let last = bytes.last, last != 0x0A {
                bytes += lineEnd
                isMended = true
            }
            bytes += lines
            count += added
        }
    }

    private let lineEnd: [UInt8]

    init(lineEnd: [UInt8], capacity: Int) {
        self.lineEnd = lineEnd
        old = Side()
        new = Side()
        old.bytes.reserveCapacity(capacity)
        new.bytes.reserveCapacity(capacity)
    }

    mutating func keep(_ lines: ArraySlice<UInt8>, lines count: Int) {
        guard count > 0 else { return }
        close()
        old.append(lines, count, lineEnd: lineEnd)
        new.append(lines, count, lineEnd: lineEnd)
    }

    mutating func remove(_ line: ArraySlice<UInt8>) {
        begin()
        old.append(line, 1, lineEnd: lineEnd)
    }

    mutating func add(_ line: ArraySlice<UInt8>) {
        begin()
        new.append(line, 1, lineEnd: lineEnd)
    }

    private mutating func begin() {
        if open == nil { open = (old.count, new.count) }
    }

    private mutating func close() {
        guard let open else { return }
        runs.append(LineRun(old: open.old..<old.count, new: open.new..<new.count))
        self.open = nil
    }

    mutating func finished() -> (Weave, isMended: Bool) {
        close()
        let (oldLines, newLines) = (ByteLines(old.bytes), ByteLines(new.bytes))
        guard old.isMended || new.isMended else { return (Weave(old: oldLines, new: newLines, runs: runs), false) }
        return (Weave(from: oldLines, to: newLines), true)
    }
}

extension LineDiff {
    /// The way of comparing. Raise it when two texts may come out as other runs than before: decisions that were recorded
    /// by line number are not taken over from another way.
    public static let version = 2
}
