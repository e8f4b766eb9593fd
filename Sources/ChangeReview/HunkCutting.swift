// From runs of changed lines to hunks with context, cut where git cuts them.

extension Hunk {
    /// Context lines on each side unless told otherwise.
    public static let defaultContext = 3

    /// The hunks between two texts. Changes with at most `2 * context` equal lines between them share a hunk, as in
    /// git.
    public static func hunks(from old: ByteLines, to new: ByteLines, context: Int = defaultContext) -> [Hunk] {
        Weave(from: old, to: new).hunks(context: context)
    }
}

extension Weave {
    /// The changed lines cut into hunks, each with its context. No unchanged line is in two of them.
    public func hunks(context: Int = Hunk.defaultContext, cuts: HunkCuts = HunkCuts()) -> [Hunk] {
        let bounds = boundaries(context: context, cuts: cuts)
        var hunks: [Hunk] = []
        hunks.reserveCapacity(max(0, bounds.count - 1))
        var headings = HeadingSearch(old)
        // Lines of the old text that are in a hunk already.
        var shown = 0
        for (index, first) in bounds.dropLast().enumerated() {
            let next = bounds[index + 1]
            let hunk = hunk(
                of: first..<next, context: context, after: shown,
                before: next == changedCount ? old.count : position(of: next).old, &headings)
            shown = hunk.oldStart + hunk.oldCount
            hunks.append(hunk)
        }
        return hunks
    }

    /// The first changed line of every hunk, and the number of all as one more.
    private func boundaries(context: Int, cuts: HunkCuts) -> [Int] {
        guard changedCount > 0 else { return [] }
        var bounds = [0]
        for index in runs.indices {
            if index > 0, !cuts.joins.contains(starts[index]) {
                let gap = runs[index].old.lowerBound - runs[index - 1].old.upperBound
                if gap > 2 * context || cuts.splits.contains(starts[index]) { bounds.append(starts[index]) }
            }
            guard !cuts.splits.isEmpty else { continue }
            for changed in (starts[index] + 1)..<max(starts[index] + 1, starts[index + 1])
            where cuts.splits.contains(changed) { bounds.append(changed) }
        }
        bounds.append(changedCount)
        return bounds
    }

    /// How many lines of each side stand before a changed line.
    private func position(of changed: Int) -> (old: Int, new: Int) {
        let index = run(of: changed)
        let offset = changed - starts[index]
        let removed = min(offset, runs[index].old.count)
        return (runs[index].old.lowerBound + removed, runs[index].new.lowerBound + offset - removed)
    }

    private func hunk(
        of changed: Range<Int>, context: Int, after shown: Int, before next: Int, _ headings: inout HeadingSearch
    ) -> Hunk {
        let first = position(of: changed.lowerBound)
        let start = max(shown, first.old - context)
        var lines: [Hunk.Line] = []
        var copied = start
        var index = run(of: changed.lowerBound)
        var number = changed.lowerBound
        while number < changed.upperBound {
            let run = runs[index]
            while copied < run.old.lowerBound {
                lines.append(Hunk.Line(.context, old[copied]))
                copied += 1
            }
            let end = min(changed.upperBound, starts[index + 1])
            while number < end {
                let offset = number - starts[index]
                if offset < run.old.count {
                    lines.append(Hunk.Line(.removed, old[run.old.lowerBound + offset]))
                    copied += 1
                } else {
                    lines.append(Hunk.Line(.added, new[run.new.lowerBound + offset - run.old.count]))
                }
                number += 1
            }
            index += 1
        }
        let end = min(next, copied + context)
        while copied < end {
            lines.append(Hunk.Line(.context, old[copied]))
            copied += 1
        }
        return Hunk(
            oldStart: start, newStart: first.new - (first.old - start), lines: lines,
            heading: headings.heading(before: start), changed: changed)
    }
}

/// Finds the line that names the function a hunk is in: the nearest one above that starts with a letter, `_` or `$`.
/// Asked for growing line numbers, so that the whole file is passed once.
struct HeadingSearch {
    static let longest = 80

    private let lines: ByteLines
    private var searched = 0
    private var found: ArraySlice<UInt8> = []

    init(_ lines: ByteLines) { self.lines = lines }

    mutating func heading(before line: Int) -> ArraySlice<UInt8> {
        var candidate = line - 1
        while candidate >= searched {
            let text = lines[candidate]
            if let byte = text.first, Self.opensName(byte) {
                found = Self.trimmed(text)
                break
            }
            candidate -= 1
        }
        searched = max(searched, line)
        return found
    }

    private static func opensName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "$"):
            true
        default: false
        }
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = line.index(line.startIndex, offsetBy: longest, limitedBy: line.endIndex) ?? line.endIndex
        // A cut never goes through a character.
        while end < line.endIndex, end > line.startIndex, line[end] & 0xC0 == 0x80 { end -= 1 }
        var text = line[..<end]
        while let byte = text.last, byte == 0x20 || (0x09...0x0D).contains(byte) { text = text.dropLast() }
        return text
    }
}
