// The search for the places of hunks, on numbers for lines instead of bytes.

struct PatchPlacing {
    private let hunks: [PatchHunk]
    private let text: ByteLines
    private let options: PatchFit.Options
    /// What each line of the text is, by number, and each old and each new line of every hunk.
    private let textNames: [Int32]
    private let oldNames: [[Int32]]
    private let newNames: [[Int32]]
    /// Lines of the text that a hunk covers.
    private var isTaken: [Bool]
    /// Lines that a hunk covers together with the line before them: nothing can be put between.
    private var isJoined: [Bool]
    /// Lines before which a hunk puts others and covers none: no hunk goes across.
    private var isParted: [Bool]
    private(set) var placements: [PatchFit.Placement] = []
    private var edits: [Edit] = []
    /// Where each content stands in the text; made when the first hunk does not fit.
    private var index: LineIndex?

    /// Lines of the text that make way for a hunk's, with the lines that fuzz left out.
    private struct Edit {
        var range: Range<Int>
        var lines: ArraySlice<PatchHunk.Line>
    }

    init(_ hunks: [PatchHunk], _ text: ByteLines, _ options: PatchFit.Options) {
        (self.hunks, self.text, self.options) = (hunks, text, options)
        var parts: [UInt8] = []
        var starts = [0]
        for hunk in hunks {
            for line in hunk.lines {
                parts += line.bytes
                starts.append(parts.count)
            }
        }
        let patched = ByteLines(parts, starts: starts)
        let names = LineNames(text, 0..<text.count, patched, 0..<patched.count)
        textNames = names.old
        var olds: [[Int32]] = []
        var news: [[Int32]] = []
        var next = 0
        for hunk in hunks {
            let own = names.new[next..<next + hunk.lines.count]
            olds.append(zip(own, hunk.lines).compactMap { $1.kind == .added ? nil : $0 })
            news.append(zip(own, hunk.lines).compactMap { $1.kind == .removed ? nil : $0 })
            next += hunk.lines.count
        }
        (oldNames, newNames) = (olds, news)
        isTaken = [Bool](repeating: false, count: text.count)
        isJoined = isTaken
        isParted = isTaken
    }

    mutating func placeAll() {
        for index in hunks.indices { placements.append(place(index) ?? .refused(refusal(index))) }
    }

    private mutating func place(_ index: Int) -> PatchFit.Placement? {
        let hunk = hunks[index]
        let context = (leading: hunk.leadingContext, trailing: hunk.trailingContext)
        let most = max(context.leading, context.trailing)
        for fuzz in 0...max(0, min(options.fuzz, most)) {
            let dropped = fuzz == 0 ? 0 : max(0, fuzz + context.leading - most)
            let droppedBehind = fuzz == 0 ? 0 : max(0, fuzz + context.trailing - most)
            let names = oldNames[index].dropFirst(dropped).dropLast(droppedBehind)
            let wanted = expectedStart(hunk) + dropped
            guard let line = search(names, wanted, limits(hunk, context, fuzz: fuzz)) else { continue }
            take(line, names.count, hunk.lines.dropFirst(dropped).dropLast(droppedBehind))
            return .placed(line: line - dropped, offset: line - wanted, fuzz: fuzz)
        }
        return nil
    }

    /// Where the lines have to stand, besides being there.
    private struct Limits {
        var atBeginning = false
        var atEnd = false
        var atPlace = false
    }

    private func limits(_ hunk: PatchHunk, _ context: (leading: Int, trailing: Int), fuzz: Int) -> Limits {
        if fuzz > 0 { return Limits() }
        if options.takesHunksWithoutContext, context.leading == 0, context.trailing == 0 {
            return Limits(atPlace: true)
        }
        return Limits(atBeginning: hunk.oldStart == 0, atEnd: context.trailing == 0)
    }

    private func expectedStart(_ hunk: PatchHunk) -> Int { min(hunk.oldStart, text.count) }

    private func search(_ names: ArraySlice<Int32>, _ wanted: Int, _ limits: Limits) -> Int? {
        let last = text.count - names.count
        if last < 0 { return nil }
        func fits(_ line: Int) -> Bool {
            guard line >= 0, line <= last else { return false }
            if limits.atEnd, line != last { return false }
            if limits.atBeginning, line != 0 { return false }
            if names.isEmpty, line < text.count, isJoined[line] { return false }
            for (offset, name) in names.enumerated() {
                let place = line + offset
                if textNames[place] != name || isTaken[place] || (offset > 0 && isParted[place]) { return false }
            }
            return true
        }
        if limits.atPlace { return fits(wanted) ? wanted : nil }
        if limits.atBeginning { return fits(0) ? 0 : nil }
        if limits.atEnd { return fits(last) ? last : nil }
        if fits(wanted) { return wanted }
        // The next place below before the next above, as git looks.
        var distance = 1
        while wanted + distance <= last || wanted >= distance {
            if fits(wanted + distance) { return wanted + distance }
            if fits(wanted - distance) { return wanted - distance }
            distance += 1
        }
        return nil
    }

    private mutating func take(_ line: Int, _ count: Int, _ lines: ArraySlice<PatchHunk.Line>) {
        if count == 0, line < text.count { isParted[line] = true }
        for taken in line..<line + count {
            isTaken[taken] = true
            isJoined[taken] = taken > line
        }
        edits.append(Edit(range: line..<line + count, lines: lines))
    }

    var result: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.bytes.count)
        var next = 0
        // What is put in before a line comes before what is done to it; more of that stays in the order of the patch.
        let ordered = edits.enumerated().sorted { a, b in
            let (left, right) = (a.element.range, b.element.range)
            return (left.lowerBound, left.upperBound, a.offset) < (right.lowerBound, right.upperBound, b.offset)
        }
        for (_, edit) in ordered {
            bytes += text.bytes[text.starts[next]..<text.starts[edit.range.lowerBound]]
            for line in edit.lines where line.kind != .removed { bytes += line.bytes }
            next = edit.range.upperBound
        }
        bytes += text.bytes[text.starts[next]...]
        return bytes
    }
}

extension PatchPlacing {
    private mutating func refusal(_ index: Int) -> PatchFit.Refusal {
        let names = oldNames[index][...]
        let wanted = expectedStart(hunks[index])
        if names.isEmpty {
            let isInside = wanted < text.count && isJoined[wanted]
            return .init(reason: isInside ? .overlaps : .placeDiffers, nearest: nil)
        }
        let known = self.index ?? LineIndex(textNames)
        self.index = known
        let nearest = nearest(names, wanted, known)
        if nearest?.fittingLines == names.count, let nearest {
            let isTaken = (nearest.line..<nearest.line + names.count).map { self.isTaken[$0] || isParted[$0] }
            return .init(reason: isTaken.contains(true) ? .overlaps : .placeDiffers, nearest: nearest)
        }
        let new = newNames[index][...]
        if !new.isEmpty, let made = self.nearest(new, hunks[index].newStart, known), made.fittingLines == new.count {
            return .init(reason: .alreadyApplied, nearest: made)
        }
        return .init(reason: .linesDiffer, nearest: nearest)
    }

    /// Uses of a line in the text beyond which it tells nothing about a place.
    private static let mostUses = 200
    /// Lines that are looked at in all to find a place that nearly fits.
    private static let mostVotes = 100_000

    /// The place with most of the lines by their rarer ones, the nearest of those to where they are wanted.
    private func nearest(_ names: ArraySlice<Int32>, _ wanted: Int, _ index: LineIndex) -> PatchFit.Nearest? {
        var votes = [wanted: 0]
        var cast = 0
        for (offset, name) in names.enumerated() {
            let lines = index.lines(of: name)
            guard lines.count <= Self.mostUses, cast < Self.mostVotes else { continue }
            for line in lines where line >= offset { votes[Int(line) - offset, default: 0] += 1 }
            cast += lines.count
        }
        let place = votes.max { a, b in
            a.value != b.value
                ? a.value < b.value : (abs(a.key - wanted), a.key) > (abs(b.key - wanted), b.key)
        }
        return [place?.key, wanted].compactMap { $0.map { compared(names, at: $0) } }.filter { $0.fittingLines > 0 }
            .max { $0.fittingLines < $1.fittingLines }
    }

    private func compared(_ names: ArraySlice<Int32>, at place: Int) -> PatchFit.Nearest {
        var nearest = PatchFit.Nearest(
            line: place, fittingLines: 0, hunkLines: names.count, firstDifferent: textNames.count)
        for (offset, name) in names.enumerated() {
            if place + offset < textNames.count, textNames[place + offset] == name {
                nearest.fittingLines += 1
            } else {
                nearest.firstDifferent = min(nearest.firstDifferent, place + offset)
            }
        }
        return nearest
    }
}

/// The lines of each content, in order.
private struct LineIndex {
    private var starts: [Int]
    private var lines: [Int32]

    init(_ names: [Int32]) {
        let count = (names.max().map { Int($0) } ?? -1) + 1
        starts = [Int](repeating: 0, count: count + 1)
        lines = [Int32](repeating: 0, count: names.count)
        for name in names { starts[Int(name) + 1] += 1 }
        for name in 0..<count { starts[name + 1] += starts[name] }
        var next = starts
        for (line, name) in names.enumerated() {
            lines[next[Int(name)]] = Int32(line)
            next[Int(name)] += 1
        }
    }

    func lines(of name: Int32) -> ArraySlice<Int32> {
        Int(name) + 1 < starts.count ? lines[starts[Int(name)]..<starts[Int(name) + 1]] : []
    }
}
