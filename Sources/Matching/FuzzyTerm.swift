// One term of a pattern against one line: the best way to lay its letters into the line, by a table of two rows.

/// Letters that must stand in a line in this order.
struct FuzzyTerm: Hashable, Sendable {
    private let bytes: [UInt8]
    private let isExact: Bool
    let letters: UInt64

    init(_ typed: [UInt8]) {
        isExact = typed.contains { $0 &- UInt8(ascii: "A") < 26 }
        bytes = typed
        letters = typed.reduce(0) { $0 | letterBit($1) }
    }

    // What a letter is worth, and where; a gap costs more to open than to go on. The proportions are fzf's
    // (src/algo/algo.go), with more for the last part of a path.
    private static let match = 16
    private static let consecutive = 6
    private static let gapStart = 3
    private static let gapGoesOn = 1
    private static let inName = 2
    private static let none = -1 << 40

    /// A byte of a line as it is compared: capitals are small unless case counts.
    private func folded(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | (isExact ? 0 : 0x20) : byte
    }

    private func isEqual(_ wanted: UInt8, _ found: UInt8) -> Bool { wanted == folded(found) }

    /// The first and the last place that the term can reach to; nil when the letters are not there in order.
    private func span(
        of bytes: UnsafeBufferPointer<UInt8>, in line: UnsafeBufferPointer<UInt8>
    ) -> Range<Int>? {
        guard var wanted = bytes.first, let end = bytes.last else { return nil }
        var laid = 0
        var first = -1
        for index in 0..<line.count where wanted == folded(line[index]) {
            if first < 0 { first = index }
            laid &+= 1
            guard laid == bytes.count else {
                wanted = bytes[laid]
                continue
            }
            var last = line.count &- 1
            while end != folded(line[last]) { last &-= 1 }
            return first..<last + 1
        }
        return nil
    }

    /// What a letter gets for where it stands.
    private static func bonus(_ index: Int, _ line: UnsafeBufferPointer<UInt8>, _ name: Int) -> Int {
        let extra = index >= name ? inName : 0
        guard index > 0 else { return extra + 10 }
        let (before, here) = (line[index - 1], line[index])
        switch before {
        case UInt8(ascii: "/"): return extra + 10
        case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: " "), UInt8(ascii: ":"), 0x0A, 0x09:
            return extra + 8
        default: break
        }
        let isCapital = here &- UInt8(ascii: "A") < 26
        if isCapital, !(before &- UInt8(ascii: "A") < 26) { return extra + 7 }
        let isDigit = here &- UInt8(ascii: "0") < 10
        if isDigit, !(before &- UInt8(ascii: "0") < 10) { return extra + 4 }
        return extra
    }

    func score(in line: UnsafeBufferPointer<UInt8>, name: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            if bytes.count == 1 { return score(of: bytes[0], in: line, name: name) }
            guard let span = span(of: bytes, in: line) else { return nil }
            let count = bytes.count
            return withUnsafeTemporaryAllocation(of: Laid.self, capacity: count) { rows in
                rows.initialize(repeating: Laid())
                var best = Self.none
                for index in span {
                    let found = folded(line[index])
                    var bonus = -1
                    var wanted = count
                    while wanted > 0 {
                        wanted -= 1
                        // Most letters are none of the term's: nothing is written for them.
                        guard bytes[wanted] == found else { continue }
                        if bonus < 0 { bonus = Self.bonus(index, line, name) }
                        let score: Int
                        if wanted == 0 {
                            score = Self.match + 2 * bonus
                        } else {
                            let before = rows[wanted - 1]
                            let joined = before.place == index - 1 ? before.score + Self.consecutive : Self.none
                            score = Self.match + bonus + max(joined, before.level - index * Self.gapGoesOn)
                        }
                        rows[wanted].score = score
                        rows[wanted].place = index
                        let level = score - Self.gapStart + (index + 1) * Self.gapGoesOn
                        rows[wanted].level = max(rows[wanted].level, level)
                        if wanted == count - 1 { best = max(best, score) }
                    }
                }
                return best
            }
        }
    }

    /// The best way so far to lay the letters up to one.
    private struct Laid {
        /// With that letter at `place`, the last of its places.
        var score = FuzzyTerm.none
        var place = -2
        /// With that letter anywhere before: less what the gap from the line's start would have cost, so that it needs no
        /// change while the gap grows.
        var level = FuzzyTerm.none
    }

    /// One letter stands where it is worth most.
    private func score(of letter: UInt8, in line: UnsafeBufferPointer<UInt8>, name: Int) -> Int? {
        var best = -1
        // From the end, where names are: what begins one can't be bettered.
        var index = line.count
        while index > 0, best < Self.inName + 10 {
            index -= 1
            if isEqual(letter, line[index]) { best = max(best, Self.bonus(index, line, name)) }
        }
        return best < 0 ? nil : Self.match + 2 * best
    }

    /// The same table with the way that led to each place. For the few lines that are shown.
    func places(in line: UnsafeBufferPointer<UInt8>, name: Int) -> [Int]? {
        guard let span = bytes.withUnsafeBufferPointer({ span(of: $0, in: line) }) else { return nil }
        let count = bytes.count
        let width = span.count
        var here = [Int](repeating: Self.none, count: count)
        var before = [(score: Int, place: Int)](repeating: (Self.none, 0), count: count)
        // For a letter at a place: the place of the letter before it.
        var came = [Int](repeating: 0, count: count * width)
        var best = (score: Self.none, place: span.lowerBound)
        for index in span {
            let bonus = Self.bonus(index, line, name)
            var wanted = min(count - 1, index - span.lowerBound)
            while wanted >= 0 {
                var score = Self.none
                if isEqual(bytes[wanted], line[index]) {
                    if wanted == 0 {
                        score = Self.match + 2 * bonus
                    } else {
                        let joined = here[wanted - 1] + Self.consecutive
                        let apart = before[wanted - 1]
                        score = Self.match + bonus + max(joined, apart.score)
                        came[wanted * width + index - span.lowerBound] = joined >= apart.score ? index - 1 : apart.place
                    }
                }
                here[wanted] = score
                before[wanted].score -= Self.gapGoesOn
                if score - Self.gapStart >= before[wanted].score { before[wanted] = (score - Self.gapStart, index) }
                wanted -= 1
            }
            if here[count - 1] > best.score { best = (here[count - 1], index) }
        }
        var places = [best.place]
        for wanted in stride(from: count - 1, to: 0, by: -1) {
            places.append(came[wanted * width + places[places.count - 1] - span.lowerBound])
        }
        return places.reversed()
    }
}
