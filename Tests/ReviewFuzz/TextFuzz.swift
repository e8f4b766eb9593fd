// Random texts for the differences of lines and words and for the merge; what they promise is checked.
import ChangeReview
import TestSupport

struct TextFuzz {
    /// Where the last input led.
    private(set) var places: [ReviewFuzzPlace] = []

    private static let lines = [
        "\n", "}\n", "    }\n", "a\n", "b\n", "let x = 1\n", "    return x\n", "func f() {\n", "日本\n", "a\r\n", "\t\n",
    ].map { Array($0.utf8) }

    mutating func compare(using generator: inout SeededGenerator) throws {
        places = []
        let base = text(using: &generator)
        let old = ByteLines(joined(base, using: &generator))
        let new = ByteLines(joined(edited(base, using: &generator), using: &generator))
        for search in [LineDiff.Search.histogram, .myers, .minimal] {
            let runs = LineDiff.runs(from: old, to: new, options: LineDiff.Options(search: search))
            var rebuilt: [UInt8] = []
            var next = 0
            for run in runs {
                for line in next..<run.old.lowerBound { rebuilt += old[line] }
                for line in run.new { rebuilt += new[line] }
                next = run.old.upperBound
            }
            for line in next..<old.count { rebuilt += old[line] }
            guard rebuilt == new.bytes else { throw ReviewFuzzFailure("\(search): the runs make another text") }
        }
        places.append(.compared)
    }

    mutating func merge(using generator: inout SeededGenerator) throws {
        places = []
        let lines = text(using: &generator)
        let base = joined(lines, using: &generator)
        let ours = joined(edited(lines, using: &generator), using: &generator)
        let theirs = joined(edited(lines, using: &generator), using: &generator)
        let merge = ThreeWayMerge(base: base, ours: ours, theirs: theirs)
        let mirrored = ThreeWayMerge(base: base, ours: theirs, theirs: ours)
        guard merge.bytes == mirrored.bytes else { throw ReviewFuzzFailure("the merge depends on whose is whose") }
        guard ThreeWayMerge(base: base, ours: base, theirs: theirs).bytes == theirs else {
            throw ReviewFuzzFailure("a merge with what did not change is another text")
        }
        let all = [ThreeWayMerge.Resolution](repeating: .both, count: merge.conflictCount)
        guard merge.bytes(resolving: all) != nil, merge.pieces.last.map({ $0.base.upperBound }) ?? 0 == merge.base.count
        else { throw ReviewFuzzFailure("pieces are missing") }
        places.append(merge.isClean ? .merged : .conflicted)
    }

    mutating func compareWords(using generator: inout SeededGenerator) throws {
        places = []
        let pieces = [" ", "  ", "let", "x1", "(", ")", "=", "日", "本", "e\u{301}", "👍🏽", "\u{200D}", "\t"].map {
            Array($0.utf8)
        }
        func line(using generator: inout SeededGenerator) -> [[UInt8]] {
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Int.random(in: 0..<20, using: &generator) == 0
                    ? [UInt8.random(in: 0...255, using: &generator)] : pieces.randomElement(using: &generator) ?? []
            }
        }
        let old = line(using: &generator)
        var new = old
        let place = Int.random(in: 0...new.count, using: &generator)
        new.replaceSubrange(
            place..<min(new.count, place + 3), with: line(using: &generator).prefix(3))
        let (a, b) = (Array(old.joined()), Array(new.joined()))
        guard let ranges = WordDiff.ranges(old: a[...], new: b[...]) else { return }
        guard kept(a, ranges.old) == kept(b, ranges.new) else { throw ReviewFuzzFailure("what words share differs") }
        places.append(.comparedWords)
    }

    private func kept(_ line: [UInt8], _ ranges: [Range<Int>]) -> [UInt8] {
        var result: [UInt8] = []
        var next = 0
        for range in ranges {
            result += line[next..<range.lowerBound]
            next = range.upperBound
        }
        return result + line[next...]
    }

    private func text(using generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<Int.random(in: 0...30, using: &generator)).map { number in
            Bool.random(using: &generator)
                ? Self.lines.randomElement(using: &generator) ?? [] : Array("line \(number)\n".utf8)
        }
    }

    private func edited(_ lines: [[UInt8]], using generator: inout SeededGenerator) -> [[UInt8]] {
        var result = lines
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let place = Int.random(in: 0...result.count, using: &generator)
            let end = min(result.count, place + Int.random(in: 0...4, using: &generator))
            let replacement =
                Bool.random(using: &generator)
                ? Array(text(using: &generator).prefix(3)) : Array(result[place..<end]) + result[place..<end]
            result.replaceSubrange(place..<end, with: replacement)
        }
        return result
    }

    private func joined(_ lines: [[UInt8]], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(lines.joined())
        if Int.random(in: 0..<5, using: &generator) == 0, bytes.last == 0x0A { bytes.removeLast() }
        return bytes
    }
}
