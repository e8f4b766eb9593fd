// The search for a shortest edit script, in linear space and with a bound on its cost.

/// Marks which elements of two sequences are not part of a common subsequence.
///
/// Myers' divide and conquer ("An O(ND) Difference Algorithm and Its Variations", 1986, §4b): search from both ends,
/// split where the searches meet, go on with both parts. A search that needs more than `costLimit` steps splits at the
/// furthest point that it has reached: the result is still a correct diff, only longer than it had to be.
///
/// Cost: a search walks at most `costLimit` diagonals to each side, and goes on from the end that got further, so it takes
/// O(costLimit) steps for each line that it passes: O((n + m) · max(256, √(n + m))) in all, on any input, never
/// quadratic. Memory: two integers a line.
struct MyersSearch {
    private struct Box {
        var a: Range<Int>
        var b: Range<Int>
    }

    private(set) var aChanged: [Bool]
    private(set) var bChanged: [Bool]
    private let a: [Int32]
    private let b: [Int32]
    private let costLimit: Int

    init(_ a: [Int32], _ b: [Int32]) {
        self.a = a
        self.b = b
        aChanged = [Bool](repeating: false, count: a.count)
        bChanged = [Bool](repeating: false, count: b.count)
        costLimit = max(256, Int(Double(a.count + b.count).squareRoot()))
        search()
    }

    private mutating func search() {
        let diagonals = a.count + b.count + 3
        var forward = [Int](repeating: 0, count: diagonals)
        var backward = [Int](repeating: 0, count: diagonals)
        // A list of what is left instead of recursion: the depth is (n + m) / costLimit at worst.
        var left = [Box(a: a.indices, b: b.indices)]
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                forward.withUnsafeMutableBufferPointer { forward in
                    backward.withUnsafeMutableBufferPointer { backward in
                        let origin = b.count + 1
                        while var box = left.popLast() {
                            Self.trim(&box, a, b)
                            if box.a.isEmpty {
                                for index in box.b { bChanged[index] = true }
                            } else if box.b.isEmpty {
                                for index in box.a { aChanged[index] = true }
                            } else {
                                let (x, y) = Self.split(box, a, b, forward, backward, origin, costLimit)
                                left.append(Box(a: box.a.lowerBound..<x, b: box.b.lowerBound..<y))
                                left.append(Box(a: x..<box.a.upperBound, b: y..<box.b.upperBound))
                            }
                        }
                    }
                }
            }
        }
    }

    private static func trim(_ box: inout Box, _ a: UnsafeBufferPointer<Int32>, _ b: UnsafeBufferPointer<Int32>) {
        var (aLow, aHigh) = (box.a.lowerBound, box.a.upperBound)
        var (bLow, bHigh) = (box.b.lowerBound, box.b.upperBound)
        while aLow < aHigh, bLow < bHigh, a[aLow] == b[bLow] {
            aLow += 1
            bLow += 1
        }
        while aLow < aHigh, bLow < bHigh, a[aHigh - 1] == b[bHigh - 1] {
            aHigh -= 1
            bHigh -= 1
        }
        box = Box(a: aLow..<aHigh, b: bLow..<bHigh)
    }

    /// A point inside a trimmed box, both sides not empty, through which a short path goes.
    ///
    /// `forward[k]` and `backward[k]` hold the furthest x reached on diagonal `k = x - y` (shifted by `origin`).
    private static func split(
        _ box: Box, _ a: UnsafeBufferPointer<Int32>, _ b: UnsafeBufferPointer<Int32>,
        _ forward: UnsafeMutableBufferPointer<Int>, _ backward: UnsafeMutableBufferPointer<Int>,
        _ origin: Int, _ costLimit: Int
    ) -> (x: Int, y: Int) {
        let (aLow, aHigh) = (box.a.lowerBound, box.a.upperBound)
        let (bLow, bHigh) = (box.b.lowerBound, box.b.upperBound)
        let (lowest, highest) = (aLow - bHigh, aHigh - bLow)
        let forwardStart = aLow - bLow
        let backwardStart = aHigh - bHigh
        let meetsGoingForward = (forwardStart - backwardStart) & 1 != 0
        var forwardRange = forwardStart...forwardStart
        var backwardRange = backwardStart...backwardStart
        forward[origin + forwardStart] = aLow
        backward[origin + backwardStart] = aHigh
        let (nowhere, nowhereBack) = (Int.min / 2, Int.max / 2)

        var cost = 0
        while true {
            cost += 1
            forwardRange = widen(forwardRange, lowest, highest, forward, origin, filler: nowhere)
            for k in stride(from: forwardRange.upperBound, through: forwardRange.lowerBound, by: -2) {
                let right = forward[origin + k - 1] + 1
                let down = forward[origin + k + 1]
                var x = max(right > aHigh ? nowhere : right, down - k > bHigh ? nowhere : down)
                if x < aLow {
                    forward[origin + k] = nowhere
                    continue
                }
                while x < aHigh, x - k < bHigh, a[x] == b[x - k] { x += 1 }
                forward[origin + k] = x
                if meetsGoingForward, backwardRange.contains(k), backward[origin + k] <= x { return (x, x - k) }
            }
            backwardRange = widen(backwardRange, lowest, highest, backward, origin, filler: nowhereBack)
            for k in stride(from: backwardRange.upperBound, through: backwardRange.lowerBound, by: -2) {
                let left = backward[origin + k + 1] - 1
                let up = backward[origin + k - 1]
                var x = min(left < aLow ? nowhereBack : left, up - k < bLow ? nowhereBack : up)
                if x > aHigh {
                    backward[origin + k] = nowhereBack
                    continue
                }
                while x > aLow, x - k > bLow, a[x - 1] == b[x - k - 1] { x -= 1 }
                backward[origin + k] = x
                if !meetsGoingForward, forwardRange.contains(k), forward[origin + k] >= x { return (x, x - k) }
            }
            guard cost >= costLimit else { continue }
            // The side that got further, so that a costly search has paid for what it passed.
            let ahead = furthest(forwardRange, forward, origin, sign: 1)
            let behind = furthest(backwardRange, backward, origin, sign: -1)
            let isAhead = ahead.x + ahead.y - aLow - bLow >= aHigh + bHigh - behind.x - behind.y
            return isAhead ? ahead : behind
        }
    }

    /// One more diagonal on each side, or one less where the box ends, so that the parity alternates.
    private static func widen(
        _ range: ClosedRange<Int>, _ lowest: Int, _ highest: Int,
        _ reached: UnsafeMutableBufferPointer<Int>, _ origin: Int, filler: Int
    ) -> ClosedRange<Int> {
        var (low, high) = (range.lowerBound, range.upperBound)
        if low > lowest {
            low -= 1
            reached[origin + low - 1] = filler
        } else {
            low += 1
        }
        if high < highest {
            high += 1
            reached[origin + high + 1] = filler
        } else {
            high -= 1
        }
        return low...high
    }

    /// The reached point with the largest `x + y`, or with `sign` -1 the smallest.
    private static func furthest(
        _ range: ClosedRange<Int>, _ reached: UnsafeMutableBufferPointer<Int>, _ origin: Int, sign: Int
    ) -> (x: Int, y: Int) {
        var best = (x: 0, y: 0)
        var bestSum = Int.min
        for k in stride(from: range.upperBound, through: range.lowerBound, by: -2) {
            let x = reached[origin + k]
            // Diagonals that have left the box hold values that no line number can have.
            guard abs(x) < Int.max / 4 else { continue }
            let sum = sign * (x + x - k)
            if sum > bestSum { (best, bestSum) = ((x, x - k), sum) }
        }
        return best
    }
}
