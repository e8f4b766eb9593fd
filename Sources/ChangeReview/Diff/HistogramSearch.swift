// Equal lines found by the rarest ones first: a line that occurs once says where its neighbours belong, a brace does not.

/// The histogram search (after Bram Cohen's patience diff and its generalisation in JGit and git): in a region, of all
/// blocks of equal lines take the one that has the rarest line, then the longest; go on before and after it. Where no
/// line is rarer than `mostUses`, Myers' search decides.
///
/// Cost: at most `stepsPerLine` looks for each line of both sides, and `freeSteps`; what is left then is searched by
/// Myers' algorithm with its own bound. So O(n + m) beside that, on any input. Memory: four integers a line.
struct HistogramSearch {
    /// Uses of a line in the old region beyond which it tells nothing (git's `MAX_CHAIN_LENGTH`, 64).
    static let mostUses: Int32 = 64
    static let stepsPerLine = 64
    static let freeSteps = 100_000

    private let names: LineNames
    /// How often each content occurs in the old region that is looked at, where first, and for each line where next.
    private var uses: [Int32]
    private var firstUse: [Int32]
    private var nextUse: [Int32]
    private var steps: Int

    private struct Region {
        var old: Range<Int>
        var new: Range<Int>
    }

    private enum Found {
        case nothing
        case block(Region)
        case onlyFrequent
    }

    init(_ names: LineNames) {
        self.names = names
        uses = [Int32](repeating: 0, count: names.oldUses.count)
        firstUse = [Int32](repeating: -1, count: names.oldUses.count)
        nextUse = [Int32](repeating: -1, count: names.old.count)
        steps = (names.old.count + names.new.count) * Self.stepsPerLine + Self.freeSteps
    }

    /// Marks the lines without a partner. The first name of both sides is that of line `offset`.
    mutating func mark(_ changed: inout ChangedLines, offset: Int) {
        var left = [Region(old: names.old.indices, new: names.new.indices)]
        while let region = left.popLast() {
            if region.old.isEmpty || region.new.isEmpty {
                mark(region, &changed, offset)
                continue
            }
            guard steps > 0 else {
                changed.markByMyers(names, region.old, region.new, offset: offset, passesOverFrequent: true)
                continue
            }
            count(region.old)
            let found = rarestBlock(in: region)
            forget(region.old)
            switch found {
            case .nothing: mark(region, &changed, offset)
            case .onlyFrequent:
                changed.markByMyers(names, region.old, region.new, offset: offset, passesOverFrequent: true)
            case .block(let block):
                left.append(
                    Region(
                        old: region.old.lowerBound..<block.old.lowerBound,
                        new: region.new.lowerBound..<block.new.lowerBound))
                left.append(
                    Region(
                        old: block.old.upperBound..<region.old.upperBound,
                        new: block.new.upperBound..<region.new.upperBound))
            }
        }
    }

    private func mark(_ region: Region, _ changed: inout ChangedLines, _ offset: Int) {
        changed.mark(
            offset + region.old.lowerBound..<offset + region.old.upperBound,
            offset + region.new.lowerBound..<offset + region.new.upperBound)
    }

    // Note: with buffers, since each block that is found counts the rest of its region anew.
    private mutating func count(_ range: Range<Int>) {
        steps -= range.count
        names.old.withUnsafeBufferPointer { names in
            uses.withUnsafeMutableBufferPointer { uses in
                firstUse.withUnsafeMutableBufferPointer { firstUse in
                    nextUse.withUnsafeMutableBufferPointer { nextUse in
                        for line in range.reversed() {
                            let name = Int(names[line])
                            nextUse[line] = firstUse[name]
                            firstUse[name] = Int32(truncatingIfNeeded: line)
                            uses[name] &+= 1
                        }
                    }
                }
            }
        }
    }

    private mutating func forget(_ range: Range<Int>) {
        names.old.withUnsafeBufferPointer { names in
            uses.withUnsafeMutableBufferPointer { uses in
                firstUse.withUnsafeMutableBufferPointer { firstUse in
                    for line in range {
                        firstUse[Int(names[line])] = -1
                        uses[Int(names[line])] = 0
                    }
                }
            }
        }
    }

    private mutating func rarestBlock(in region: Region) -> Found {
        var best: Region?
        var fewest = Self.mostUses + 1
        var hasCommon = false
        var spent = region.new.count
        let allowed = steps
        names.old.withUnsafeBufferPointer { old in
            names.new.withUnsafeBufferPointer { new in
                uses.withUnsafeBufferPointer { uses in
                    var line = region.new.lowerBound
                    while line < region.new.upperBound, spent < allowed {
                        let name = Int(new[line])
                        var next = line + 1
                        defer { line = next }
                        guard uses[name] > 0 else { continue }
                        hasCommon = true
                        guard uses[name] <= fewest else { continue }
                        var use = Int(firstUse[name])
                        while use >= 0 {
                            var (start, newStart, end, newEnd) = (use, line, use + 1, line + 1)
                            var rarest = uses[name]
                            while start > region.old.lowerBound, newStart > region.new.lowerBound,
                                old[start - 1] == new[newStart - 1]
                            {
                                start -= 1
                                newStart -= 1
                                rarest = min(rarest, uses[Int(old[start])])
                            }
                            while end < region.old.upperBound, newEnd < region.new.upperBound, old[end] == new[newEnd] {
                                rarest = min(rarest, uses[Int(old[end])])
                                end += 1
                                newEnd += 1
                            }
                            spent += end - start
                            next = max(next, newEnd)
                            if best.map({ $0.old.count < end - start }) ?? true || rarest < fewest {
                                best = Region(old: start..<end, new: newStart..<newEnd)
                                fewest = rarest
                            }
                            repeat { use = Int(nextUse[use]) } while use >= 0 && use < end
                        }
                    }
                }
            }
        }
        steps -= spent
        guard steps > 0 else { return .onlyFrequent }
        guard let best else { return hasCommon ? .onlyFrequent : .nothing }
        return .block(best)
    }
}
