// The lines of a hunk: as many as its header counts, or as many as there are.

extension PatchScan {
    private struct Header {
        var oldStart: Int
        var newStart: Int
        var counts: Patch.Problem.Counts
        var heading: ArraySlice<UInt8>
    }

    /// The hunk whose header is looked at. `nil` when the header is damaged; its lines are passed over then.
    mutating func readHunk(inCRLF: Bool) -> PatchHunk? {
        let start = at
        at += 1
        guard let header = Self.header(text(start).bytes) else {
            note(.unreadableHunkHeader, start)
            at = bodyEnd(from: at)
            return nil
        }
        var hunk = PatchHunk(
            oldStart: header.oldStart, newStart: header.newStart, lines: [], heading: Array(header.heading),
            line: start + 1)
        let counted = countedEnd(from: at, header.counts)
        let whole = bodyEnd(from: at)
        // More lines than were counted are taken only where it is plain that the patch goes on or ends behind them:
        // else they are text.
        let end = counted.map { whole > $0 && endsPlainly(at: whole) ? whole : $0 } ?? whole
        for line in at..<end { append(line, to: &hunk, inCRLF: inCRLF) }
        at = end
        let found = Patch.Problem.Counts(
            old: hunk.lines.count { $0.kind != .added }, new: hunk.lines.count { $0.kind != .removed })
        if found != header.counts {
            let isCut = end == lines.count && found.old <= header.counts.old && found.new <= header.counts.new
            note(isCut ? .endsInsideHunk : .countsDiffer(stated: header.counts, found: found), start)
        }
        return hunk
    }

    private func append(_ line: Int, to hunk: inout PatchHunk, inCRLF: Bool) {
        var bytes = lines[line]
        if inCRLF, endsInCRLF(line) { bytes = bytes.dropLast(2) + [0x0A] }
        // A patch that lost its last line end; a file's is spelled out.
        if bytes.last != 0x0A { bytes += [0x0A] }
        switch bytes.first {
        case UInt8(ascii: "-"): hunk.lines.append(.init(.removed, Array(bytes.dropFirst())))
        case UInt8(ascii: "+"): hunk.lines.append(.init(.added, Array(bytes.dropFirst())))
        case UInt8(ascii: " "): hunk.lines.append(.init(.context, Array(bytes.dropFirst())))
        case UInt8(ascii: "\\"):
            if let last = hunk.lines.indices.last, hunk.lines[last].bytes.last == 0x0A {
                hunk.lines[last].bytes.removeLast()
            }
        default: hunk.lines.append(.init(.context, Array(bytes)))  // An empty line that lost its blank.
        }
    }

    /// Where the counted lines end; `nil` when lines come that cannot be counted so.
    private func countedEnd(from start: Int, _ counts: Patch.Problem.Counts) -> Int? {
        var (old, new) = (counts.old, counts.new)
        var line = start
        while old > 0 || new > 0 {
            guard line < lines.count else { return nil }
            switch lines[line].first {
            case UInt8(ascii: "-"): old -= 1
            case UInt8(ascii: "+"): new -= 1
            case UInt8(ascii: "\\"): break
            case UInt8(ascii: " "):
                old -= 1
                new -= 1
            default:
                guard text(line).bytes.isEmpty else { return nil }
                old -= 1
                new -= 1
            }
            if old < 0 || new < 0 { return nil }
            line += 1
        }
        if line < lines.count, text(line).starts(with: "\\ ") { line += 1 }
        return line
    }

    /// Where lines end that can be of a hunk, whatever was counted. Empty lines at the end are not of it.
    private func bodyEnd(from start: Int) -> Int {
        var line = start
        var end = start
        while line < lines.count, !startsSomethingElse(line) {
            let text = text(line)
            switch text.bytes.first {
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "\\"): end = line + 1
            case nil: break
            default: return end
            }
            line += 1
        }
        return end
    }

    /// The end of the patch, the next hunk or file, or a mail's signature.
    private func endsPlainly(at line: Int) -> Bool {
        var line = line
        while line < lines.count, text(line).bytes.isEmpty { line += 1 }
        return line == lines.count || startsSomethingElse(line)
    }

    private func startsSomethingElse(_ line: Int) -> Bool {
        let text = text(line)
        switch text.bytes.first {
        case UInt8(ascii: "@"): return text.starts(with: "@@ -")
        case UInt8(ascii: "d"): return text.starts(with: "diff ")
        case UInt8(ascii: "I"): return text.starts(with: "Index: ")
        case UInt8(ascii: "F"): return text.word(after: "From ").map(PatchText.isBlobID) ?? false
        case UInt8(ascii: "c"): return text.word(after: "commit ").map(PatchText.isBlobID) ?? false
        case UInt8(ascii: "-"): return startsPlainFile(line) || isSignature(line)
        default: return false
        }
    }

    /// `-- ` and a line or two, and then the mail ends.
    private func isSignature(_ line: Int) -> Bool {
        guard text(line).bytes.elementsEqual("-- ".utf8) else { return false }
        var next = line + 1
        while next < lines.count, next <= line + 2, !text(next).bytes.isEmpty { next += 1 }
        return next == lines.count || text(next).bytes.isEmpty
    }

    /// `@@ -START[,COUNT] +START[,COUNT] @@ heading`
    private static func header(_ line: ArraySlice<UInt8>) -> Header? {
        var rest = line.dropFirst(4)
        guard let old = span(&rest), rest.starts(with: Array(" +".utf8)) else { return nil }
        rest = rest.dropFirst(2)
        guard let new = span(&rest), rest.starts(with: Array(" @@".utf8)) else { return nil }
        rest = rest.dropFirst(3)
        if rest.first == 0x20 { rest = rest.dropFirst() }
        return Header(
            oldStart: old.start, newStart: new.start,
            counts: Patch.Problem.Counts(old: old.count, new: new.count), heading: rest)
    }

    /// Lines before the hunk, from a start that counts from 1, or that for no lines is the line before.
    static func span(_ text: inout ArraySlice<UInt8>) -> (start: Int, count: Int)? {
        guard let start = PatchText.number(&text) else { return nil }
        var count = 1
        if text.first == UInt8(ascii: ",") {
            text = text.dropFirst()
            guard let given = PatchText.number(&text) else { return nil }
            count = given
        }
        return (count == 0 ? start : max(0, start - 1), count)
    }
}
