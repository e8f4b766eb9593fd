// The diff itself: correct on anything, shortest on small inputs, coarse but correct where it gives up.

import ChangeReview
import TestSupport
import Testing

@Suite struct LineDiffTests {
    @Test func linesJoinedAreTheBytes() {
        for text in ["", "\n", "a", "a\n", "a\nb", "\r\n\n", "\u{FEFF}a\r\nb\r"] {
            let lines = ByteLines(Array(text.utf8))
            #expect((0..<lines.count).flatMap { lines[$0] } == Array(text.utf8))
        }
        #expect(ByteLines([]).count == 0)
        #expect(ByteLines(Array("a\nb".utf8)).count == 2)
        #expect(!ByteLines(Array("a\nb".utf8)).endsInNewline)
    }

    @Test(arguments: [LineDiff.Search.histogram, .myers, .minimal])
    func runsRebuildTheNewText(search: LineDiff.Search) {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 400) {
            let base = random.text(lines: random.number(0...25))
            let old = ByteLines(random.joined(base))
            let new = ByteLines(random.joined(random.edited(base, edits: random.number(0...5))))
            let runs = LineDiff.runs(from: old, to: new, options: LineDiff.Options(search: search))
            expectCorrect(runs, old, new, "seed \(seed) round \(round)")
            guard search == .minimal else { continue }
            let changed = runs.reduce(0) { $0 + $1.old.count + $1.new.count }
            #expect(changed == shortest(old, new), "seed \(seed) round \(round)")
        }
    }

    @Test func inputThatStaysUnlikeIsCoarseButCorrect() {
        var random = RandomText(seed: 7)
        let lines = (0..<4000).map { "line \($0)\n" }
        let mixed = lines.shuffled(using: &random.generator)
        let old = ByteLines(Array(lines.joined().utf8))
        let new = ByteLines(Array(mixed.joined().utf8))
        expectCorrect(LineDiff.runs(from: old, to: new), old, new, "permuted")
        let fewKinds = (0..<3000).map { _ in "\(random.number(0...3))\n" }
        let others = (0..<3000).map { _ in "\(random.number(0...3))\n" }
        let a = ByteLines(Array(fewKinds.joined().utf8))
        let b = ByteLines(Array(others.joined().utf8))
        expectCorrect(LineDiff.runs(from: a, to: b), a, b, "few kinds of lines")
    }

    /// Text of 100,000 lines that is hard for some search or other: the bound holds for all of it.
    @Test(.timeLimit(.minutes(2)), arguments: Hard.allCases)
    func hardInputEndsSoon(hard: Hard) {
        var random = RandomText(seed: 11)
        let plain = (0..<100_000).map { "line number \($0)\n" }
        let (old, new): ([String], [String]) =
            switch hard {
            case .oneLineMore: (plain, plain + ["end\n"])
            case .equalLines:
                (["x\n"] + [String](repeating: "a\n", count: 100_000), [String](repeating: "a\n", count: 50_000))
            case .reversed: (plain, plain.reversed())
            case .shuffled: (plain, plain.shuffled(using: &random.generator))
            case .twoInTurns:
                (plain.indices.map { "\($0 % 2)\n" }, ["x\n"] + plain.indices.map { "\(1 - $0 % 2)\n" } + ["y\n"])
            case .sixtyFourUses:
                (
                    plain.indices.map { "\($0 % 1_600)\n" },
                    ["x\n"] + plain.indices.map { "\($0 * 7 % 1_600)\n" } + ["y\n"]
                )
            }
        let (a, b) = (ByteLines(Array(old.joined().utf8)), ByteLines(Array(new.joined().utf8)))
        expectCorrect(LineDiff.runs(from: a, to: b), a, b, "\(hard)")
    }

    enum Hard: CaseIterable { case oneLineMore, equalLines, reversed, shuffled, twoInTurns, sixtyFourUses }

    @Test func anAddedFunctionIsNotCutThroughItsBlankLine() {
        let old = "func a() {\n    x\n}\n\nfunc c() {\n    x\n}\n"
        let new = "func a() {\n    x\n}\n\nfunc b() {\n    x\n}\n\nfunc c() {\n    x\n}\n"
        #expect(LineDiff.runs(from: bytes(old), to: bytes(new)) == [LineRun(old: 4..<4, new: 4..<8)])
    }

    @Test func anAddedBlockStartsAtItsOpeningLine() {
        let old = "for x in y {\n    if a {\n        one\n    }\n}\n"
        let new = "for x in y {\n    if a {\n        one\n    }\n    if b {\n        two\n    }\n}\n"
        #expect(LineDiff.runs(from: bytes(old), to: bytes(new)) == [LineRun(old: 4..<4, new: 4..<7)])
    }

    @Test func anAddedLineAmongEqualOnesIsTheLast() {
        #expect(LineDiff.runs(from: bytes("a\na\n"), to: bytes("a\na\na\n")) == [LineRun(old: 2..<2, new: 2..<3)])
    }

    private func bytes(_ text: String) -> ByteLines { ByteLines(Array(text.utf8)) }

    private func expectCorrect(_ runs: [LineRun], _ old: ByteLines, _ new: ByteLines, _ what: String) {
        var (oldNext, newNext) = (0, 0)
        var isFirst = true
        for run in runs {
            #expect(run.old.lowerBound - oldNext == run.new.lowerBound - newNext, "\(what): gaps differ")
            #expect(isFirst || run.old.lowerBound > oldNext, "\(what): runs touch")
            #expect(!run.old.isEmpty || !run.new.isEmpty, "\(what): empty run")
            expectEqual(oldNext..<run.old.lowerBound, newNext, old, new, what)
            (oldNext, newNext) = (run.old.upperBound, run.new.upperBound)
            isFirst = false
        }
        #expect(old.count - oldNext == new.count - newNext, "\(what): tails differ")
        if old.count - oldNext == new.count - newNext { expectEqual(oldNext..<old.count, newNext, old, new, what) }
    }

    private func expectEqual(_ range: Range<Int>, _ newStart: Int, _ old: ByteLines, _ new: ByteLines, _ what: String) {
        let differs = range.contains { old[$0] != new[newStart + $0 - range.lowerBound] }
        #expect(!differs, "\(what): an unchanged line differs")
    }

    /// Lines added and removed by a shortest script, from the table of longest common subsequences.
    private func shortest(_ old: ByteLines, _ new: ByteLines) -> Int {
        var row = [Int](repeating: 0, count: new.count + 1)
        for i in 0..<old.count {
            var diagonal = 0
            for j in 0..<new.count {
                let above = row[j + 1]
                row[j + 1] = old[i] == new[j] ? diagonal + 1 : max(row[j + 1], row[j])
                diagonal = above
            }
        }
        return old.count + new.count - 2 * row[new.count]
    }
}
