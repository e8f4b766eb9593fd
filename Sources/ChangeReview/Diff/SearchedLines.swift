// Which lines the search for a short difference has to see.

enum SearchedLines {
    /// Lines to each side that are looked at around a frequent one.
    private static let window = 100
    /// Uses on the other side beyond which a line is frequent in any file.
    private static let alwaysFrequent = 1_024

    /// The lines of `range` that take part. A line that the other side does not have at all has changed, and does not.
    /// With `passesOverFrequent` neither does a frequent line that stands, with few others of its kind, amid such
    /// lines: a brace or a blank line in rewritten text would be taken for one that stayed (the rule of GNU diff and git).
    static func kept(
        _ names: [Int32], _ range: Range<Int>, _ otherUses: [Int32], passesOverFrequent: Bool
    ) -> [Int] {
        guard passesOverFrequent else { return range.filter { otherUses[Int(names[$0])] > 0 } }
        let frequent = Int32(min(roughRoot(names.count), alwaysFrequent))
        return range.filter { line in
            let uses = otherUses[Int(names[line])]
            guard uses > 0, uses >= frequent else { return uses > 0 }
            var (unmatched, frequents) = (0, 2)
            for step in [-1, 1] {
                var unmatchedHere = 0
                var next = line + step
                while range.contains(next), abs(next - line) <= window {
                    let uses = otherUses[Int(names[next])]
                    if uses == 0 { unmatchedHere += 1 } else if uses >= frequent { frequents += 1 } else { break }
                    next += step
                }
                if unmatchedHere == 0 { return true }
                unmatched += unmatchedHere
            }
            return frequents * 4 >= frequents + unmatched
        }
    }

    /// A power of two near the square root.
    private static func roughRoot(_ count: Int) -> Int {
        var (root, rest) = (1, count)
        while rest > 0 {
            root <<= 1
            rest >>= 2
        }
        return root
    }
}
