// Which removed line an added one stands for, so that words are compared with the line that they come from.

/// Pairs of lines within one run.
public enum LinePairing {
    /// A removed and an added line, by their indices in the run.
    public struct Pair: Hashable, Sendable {
        public var old: Int
        public var new: Int

        public init(old: Int, new: Int) {
            self.old = old
            self.new = new
        }
    }

    /// Removed times added lines up to which every pair is weighed. A larger run is rewritten text: its lines are
    /// paired in turn if there are as many of both, else not at all.
    public static let mostCandidates = 4_096
    /// Bytes at a line's beginning by which it is compared.
    static let comparedBytes = 1_000
    /// Out of 1,000: what two lines must have in common.
    static let leastLikeness = 340

    /// The pairs with the greatest likeness in sum, in order on both sides, none that are too unlike.
    ///
    /// Cost: O(bytes), and O(old · new) weighings within `mostCandidates`.
    public static func pairs(old: [ArraySlice<UInt8>], new: [ArraySlice<UInt8>]) -> [Pair] {
        let olds = old.map { Words($0.prefix(comparedBytes)) }
        let news = new.map { Words($0.prefix(comparedBytes)) }
        if old.count * new.count > mostCandidates {
            guard old.count == new.count else { return [] }
            return old.indices.filter { olds[$0].likeness(news[$0]) >= leastLikeness }.map { Pair(old: $0, new: $0) }
        }
        return best(olds, news)
    }

    private static func best(_ olds: [Words], _ news: [Words]) -> [Pair] {
        let width = news.count + 1
        // What can be had from line `i` and line `j` on.
        var sums = [Int](repeating: 0, count: (olds.count + 1) * width)
        var likeness = sums
        for i in olds.indices.reversed() {
            for j in news.indices.reversed() {
                let here = i * width + j
                let own = olds[i].likeness(news[j])
                likeness[here] = own
                sums[here] = max(sums[here + width], sums[here + 1])
                if own >= leastLikeness { sums[here] = max(sums[here], sums[here + width + 1] + own) }
            }
        }
        var pairs: [Pair] = []
        var (i, j) = (0, 0)
        while i < olds.count, j < news.count {
            let here = i * width + j
            if likeness[here] >= leastLikeness, sums[here] == sums[here + width + 1] + likeness[here] {
                pairs.append(Pair(old: i, new: j))
                (i, j) = (i + 1, j + 1)
            } else if sums[here] == sums[here + 1] {
                j += 1
            } else {
                i += 1
            }
        }
        return pairs
    }

    /// The words of a line without their order.
    private struct Words {
        /// Hash and length, by hash.
        private var words: [(hash: UInt64, length: Int)] = []
        private var size = 0

        init(_ line: ArraySlice<UInt8>) {
            let tokens = WordTokens(line)
            for token in 0..<tokens.count where tokens.kinds[token] != .blank {
                let range = tokens[token]
                var hash: UInt64 = 0xCBF2_9CE4_8422_2325
                for offset in range { hash = (hash ^ UInt64(line[line.startIndex + offset])) &* 0x100_0000_01B3 }
                // A bracket says less than a word.
                let weight = tokens.kinds[token] == .word ? range.count * 2 : 1
                words.append((hash, weight))
                size += weight
            }
            words.sort { $0.hash < $1.hash }
        }

        /// Twice what is shared beside all, in thousandths.
        func likeness(_ other: Words) -> Int {
            guard size > 0, other.size > 0, min(size, other.size) * 1_000 * 2 >= leastLikeness * (size + other.size)
            else { return 0 }
            var (i, j, shared) = (0, 0, 0)
            while i < words.count, j < other.words.count {
                if words[i].hash == other.words[j].hash {
                    shared += words[i].length
                    (i, j) = (i + 1, j + 1)
                } else if words[i].hash < other.words[j].hash {
                    i += 1
                } else {
                    j += 1
                }
            }
            return 2_000 * shared / (size + other.size)
        }
    }
}
