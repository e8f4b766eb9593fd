// From runs of changed lines to hunks with context, cut where git cuts them.

extension Hunk {
    /// Context lines on each side unless told otherwise.
    public static let defaultContext = 3

    /// The hunks between two texts. Changes with at most `2 * context` equal lines between them share a hunk, as in
    /// git.
    public static func hunks(from old: ByteLines, to new: ByteLines, context: Int = defaultContext) -> [Hunk] {
        hunks(LineDiff.runs(from: old, to: new), old, new, context: context)
    }

    static func hunks(_ runs: [LineRun], _ old: ByteLines, _ new: ByteLines, context: Int) -> [Hunk] {
        var hunks: [Hunk] = []
        var headings = HeadingSearch(old)
        var first = 0
        while first < runs.count {
            var last = first
            while last + 1 < runs.count, runs[last + 1].old.lowerBound - runs[last].old.upperBound <= 2 * context {
                last += 1
            }
            hunks.append(hunk(of: runs[first...last], old, new, context: context, &headings))
            first = last + 1
        }
        return hunks
    }

    private static func hunk(
        of runs: ArraySlice<LineRun>, _ old: ByteLines, _ new: ByteLines, context: Int, _ headings: inout HeadingSearch
    ) -> Hunk {
        let start = max(0, runs[runs.startIndex].old.lowerBound - context)
        let newStart = runs[runs.startIndex].new.lowerBound - (runs[runs.startIndex].old.lowerBound - start)
        let end = min(old.count, runs[runs.endIndex - 1].old.upperBound + context)
        var lines: [Line] = []
        lines.reserveCapacity(end - start + runs.reduce(0) { $0 + $1.new.count })
        var next = start
        for run in runs {
            for index in next..<run.old.lowerBound { lines.append(Line(.context, old[index])) }
            for index in run.old { lines.append(Line(.removed, old[index])) }
            for index in run.new { lines.append(Line(.added, new[index])) }
            next = run.old.upperBound
        }
        for index in next..<end { lines.append(Line(.context, old[index])) }
        return Hunk(oldStart: start, newStart: newStart, lines: lines, heading: headings.heading(before: start))
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
