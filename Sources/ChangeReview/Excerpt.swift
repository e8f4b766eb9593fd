// The part of a change that a remark is about, as a patch: for the agent, and for a reader when the lines are gone.

extension Change {
    /// Lines up to which an excerpt is whole.
    static let longestExcerpt = 200

    /// The lines of a range with what stands on the other side of them, as one hunk; all hunks for no range.
    func excerpt(_ range: ReviewComment.Range?) -> String {
        guard let range else { return excerpt { _ in true } }
        let (sideStart, sideEnd) = (range.lines.lowerBound, range.lines.upperBound)
        var lines: [Hunk.Line] = []
        var start: (old: Int, new: Int)?
        var (old, new) = (0, 0)

        func context(upTo end: Int) {
            let side = range.side == .old ? old : new
            let skipped = min(end - old, max(0, sideStart - side))
            old += skipped
            new += skipped
            while old < end, (range.side == .old ? old : new) < sideEnd {
                if start == nil { start = (old, new) }
                lines.append(Hunk.Line(.context, weave.old[old]))
                old += 1
                new += 1
            }
            new += end - old
            old = end
        }

        for run in weave.runs {
            context(upTo: run.old.lowerBound)
            let side = range.side == .old ? run.old : run.new
            if side.overlaps(range.lines) || (side.isEmpty && sideStart < side.lowerBound && side.lowerBound < sideEnd)
            {
                if start == nil { start = (old, new) }
                lines += run.old.map { Hunk.Line(.removed, weave.old[$0]) }
                lines += run.new.map { Hunk.Line(.added, weave.new[$0]) }
            }
            (old, new) = (run.old.upperBound, run.new.upperBound)
        }
        context(upTo: weave.old.count)
        guard let start else { return "" }
        return Self.text(of: [Hunk(oldStart: start.old, newStart: start.new, lines: lines)])
    }

    /// The hunks of those changed lines for which `takes` says yes, with their context.
    func excerpt(taking takes: (Int) -> Bool) -> String {
        guard weave.changedCount > 0 else { return "" }
        return Self.text(of: weave.settled { takes($0) ? .stays : .dropped }.weave.hunks(context: 2))
    }

    /// The changed lines that a range stands on, and those on the other side of them, by number.
    func changedLines(in range: ReviewComment.Range?) -> [Int] {
        guard let range else { return Array(marks.indices) }
        return weave.runs.indices.flatMap { index -> [Int] in
            let run = weave.runs[index]
            let side = range.side == .old ? run.old : run.new
            let part = side.clamped(to: range.lines)
            guard !part.isEmpty else { return [] }
            let added = weave.starts[index] + run.old.count
            let first = range.side == .old ? weave.starts[index] : added
            return Array(first + part.lowerBound - side.lowerBound..<first + part.upperBound - side.lowerBound)
                + Array(range.side == .old ? added..<weave.starts[index + 1] : weave.starts[index]..<added)
        }
    }

    /// Where changed lines stand: on the new side when one of them is added.
    func range(of lines: Range<Int>) -> ReviewComment.Range? {
        guard weave.changedCount > 0, !lines.isEmpty, lines.upperBound <= weave.changedCount else { return nil }
        let places = lines.map { weave.place(of: $0) }
        let added = places.filter(\.isAdded).map(\.line)
        if let first = added.first, let last = added.last { return ReviewComment.Range(.new, first..<last + 1) }
        return ReviewComment.Range(.old, places[0].line..<places[places.count - 1].line + 1)
    }

    private static func text(of hunks: [Hunk]) -> String {
        var bytes: [UInt8] = []
        var count = 0
        for hunk in hunks {
            UnifiedPatch.append(hunk, to: &bytes)
            count += hunk.lines.count
            if count >= longestExcerpt { break }
        }
        guard count > longestExcerpt else { return String(decoding: bytes, as: UTF8.self) }
        var (end, lines) = (0, 0)
        while end < bytes.count, lines < longestExcerpt {
            if bytes[end] == 0x0A { lines += 1 }
            end += 1
        }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
