// Words that changed within a line, and which line they are compared with.

import ChangeReview
import TestSupport
import Testing

@Suite struct WordDiffTests {
    /// The lines with what changed in brackets; `nil` where nothing is to be shown.
    private func shown(_ old: String, _ new: String) -> [String]? {
        let (a, b) = (Array("..\(old)".utf8).dropFirst(2), Array("...\(new)".utf8).dropFirst(3))
        guard let ranges = WordDiff.ranges(old: a, new: b) else { return nil }
        return [bracketed(a, ranges.old), bracketed(b, ranges.new)]
    }

    private func bracketed(_ line: ArraySlice<UInt8>, _ ranges: [Range<Int>]) -> String {
        var result: [UInt8] = []
        for (offset, byte) in line.enumerated() {
            if ranges.contains(where: { $0.upperBound == offset }) { result.append(UInt8(ascii: "]")) }
            if ranges.contains(where: { $0.lowerBound == offset }) { result.append(UInt8(ascii: "[")) }
            result.append(byte)
        }
        if ranges.contains(where: { $0.upperBound == line.count }) { result.append(UInt8(ascii: "]")) }
        return String(decoding: result, as: UTF8.self)
    }

    @Test func wholeWordsAreMarked() {
        #expect(
            shown("let h = parse(bytes)", "let h = parseHeader(bytes)") == [
                "let h = [parse](bytes)", "let h = [parseHeader](bytes)",
            ])
        #expect(shown("f(a, b)", "f(a, b, c)") == ["f(a, b)", "f(a, b[, c])"])
        #expect(shown("return 10 // ten", "return 12 // ten") == ["return [10] // ten", "return [12] // ten"])
        #expect(shown("same line\n", "same line\n") == ["same line\n", "same line\n"])
    }

    @Test func severalChangesInALineAreMarkedEach() {
        #expect(
            shown("copy(from: a, to: b, all: true)", "copy(from: x, to: b, all: false)") == [
                "copy(from: [a], to: b, all: [true])", "copy(from: [x], to: b, all: [false])",
            ])
    }

    @Test func wordsReplacedSideBySideAreOneChange() {
        #expect(shown("(( very old words ))", "(( quite new names ))") == nil)
        #expect(
            shown("the list of old words here", "the list of new names here") == [
                "the list of [old words] here", "the list of [new names] here",
            ])
    }

    @Test func charactersAreNeverCut() {
        #expect(shown("名前を変える", "名前を消す") == ["名前を[変える]", "名前を[消す]"])
        #expect(shown("x = \"e\u{301}te\"", "x = \"ete\"") == ["x = \"[e\u{301}te]\"", "x = \"[ete]\""])
        #expect(shown("say 👍🏽 now", "say 👍 now") == ["say [👍🏽] now", "say [👍] now"])
        #expect(shown("say 👩‍💻 now", "say 👩 now") == ["say [👩‍💻] now", "say [👩] now"])
    }

    @Test func blanksAndLineEndsCount() {
        #expect(shown("    x\n", "  x\n") == ["[    ]x\n", "[  ]x\n"])
        #expect(shown("x\r\n", "x\n") == ["x[\r\n]", "x[\n]"])
    }

    @Test func linesThatShareLittleAreNotCompared() {
        #expect(shown("import Testing", "struct Parser {") == nil)
        #expect(shown("", "let x = 1") == nil)
        let long = String(repeating: "a ", count: WordDiff.longestLine)
        #expect(shown(long, long + "b") == nil)
    }

    @Test func rangesAreInOrderAndWhatIsOutsideIsEqual() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 400) {
            let old = random.words(random.number(0...30))
            let new = random.chance(3) ? random.words(random.number(0...30)) : random.reworded(old)
            let (a, b) = (Array(old.joined()), Array(new.joined()))
            guard let ranges = WordDiff.ranges(old: a[...], new: b[...]) else { continue }
            let what = "seed \(seed) round \(round)"
            for (line, ranges) in [(a, ranges.old), (b, ranges.new)] {
                var end = -1
                for range in ranges {
                    #expect(range.lowerBound > end && !range.isEmpty && range.upperBound <= line.count, "\(what)")
                    end = range.upperBound
                }
            }
            let kept = zip([a, b], [ranges.old, ranges.new]).map { line, ranges in
                line.indices.filter { offset in !ranges.contains { $0.contains(offset) } }.map { line[$0] }
            }
            #expect(kept[0] == kept[1], "\(what)")
        }
    }

    @Test func aRunIsComparedPairByPair() {
        func slices(_ lines: [String]) -> [ArraySlice<UInt8>] { lines.map { Array($0.utf8)[...] } }
        let ranges = WordDiff.ranges(
            removed: slices(["let h = parse(bytes)", "gone"]),
            added: slices(["// The head.", "let h = parseHeader(bytes)"]))
        #expect(ranges.removed == [[8..<13], nil])
        #expect(ranges.added == [nil, [8..<19]])
    }

    @Test func aLineIsPairedWithTheOneItComesFrom() {
        func pairs(_ old: [String], _ new: [String]) -> [LinePairing.Pair] {
            LinePairing.pairs(old: old.map { Array($0.utf8)[...] }, new: new.map { Array($0.utf8)[...] })
        }
        #expect(
            pairs(["let h = parse(bytes)"], ["// The head first.", "let h = parseHeader(bytes)"]) == [
                .init(old: 0, new: 1)
            ])
        #expect(
            pairs(
                ["case .opened: open()", "case .closed: close()", "}"],
                ["case .closed(let why): close(why)", "default: break", "}"]) == [
                    .init(old: 1, new: 0), .init(old: 2, new: 2),
                ])
        #expect(pairs(["a b c", "d e f"], ["d e g", "a b x"]).count == 1)
        #expect(pairs(["", "  "], ["", "x"]).isEmpty)
        let many = (0..<200).map { "line number \($0)" }
        #expect(pairs(many, many.map { $0 + "!" }).count == 200)
        #expect(pairs(many, many + ["one more"]).isEmpty)
    }
}
