// The laws of a review, on random input.

import ChangeReview
import TestSupport
import Testing

@Suite struct LawsTests {
    @Test func decisionsAndWritesKeepTheLaws() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 300) {
            let step = random.pair(path: path("f"))
            let what = "seed \(seed) round \(round)"
            #expect(step.inverse.inverse == step)
            if step.before == step.after { continue }
            let change = Change(path: step.path, base: step.before, proposed: step.after)
            #expect(change.decisions.count == max(1, change.hunks.count), "\(what)")
            #expect(SelectedContent.state(of: change) { _ in true } == step.after, "accept all, \(what)")
            #expect(SelectedContent.state(of: change) { _ in false } == step.before, "reject all, \(what)")
            acceptInTurns(step, &random, what)
        }
    }

    /// Lines, ranges, hunks and whole files in any order, cut and joined between: what is accepted last decides, and
    /// cutting changes nothing.
    @Test func selectionsOfEveryKindComeToTheSame() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 200) {
            let step = random.pair(path: path("f"))
            if step.before == step.after { continue }
            let what = "seed \(seed) round \(round)"
            var set = ChangeSet()
            _ = set.handle(.proposed(step, by: ""))
            guard let first = set[step.path] else { continue }
            var expected = first.marks
            for _ in 0..<12 {
                guard let change = set[step.path] else { break }
                let line = random.number(0...max(0, change.marks.count - 1))
                let content = SelectedContent.state(of: change) { $0 == .accepted }
                switch random.number(1...6) {
                case 1:
                    _ = set.handle(random.chance(2) ? .split(step.path, at: line) : .joined(step.path, at: line))
                    #expect(set[step.path]?.marks == expected, "\(what)")
                    #expect(
                        set[step.path].map { SelectedContent.state(of: $0) { $0 == .accepted } } == content, "\(what)")
                    continue
                case 2: expected = decide(.file(step.path), 0..<expected.count, &set, &random, expected)
                case 3:
                    let hunk = random.number(0...max(0, change.hunks.count - 1))
                    let lines = change.lines(ofHunk: hunk) ?? 0..<0
                    expected = decide(.hunk(step.path, hunk), lines, &set, &random, expected)
                default:
                    let end = random.number(line...min(expected.count - 1, line + 5)) + 1
                    expected = decide(.lines(step.path, line..<end), line..<end, &set, &random, expected)
                }
                #expect(set[step.path]?.marks == expected, "\(what)")
                // The hunks, one after the other, are all changed lines.
                let hunks = set[step.path]?.hunks ?? []
                #expect(hunks.flatMap { Array($0.changed) } == Array(0..<change.weave.changedCount), "\(what)")
            }
            _ = set.handle(.decided(.accepted, .everything))
            #expect(set[step.path].map { SelectedContent.state(of: $0) { $0 == .accepted } } == step.after, "\(what)")
        }
    }

    private func decide(
        _ selection: Selection, _ lines: Range<Int>, _ set: inout ChangeSet, _ random: inout RandomText,
        _ marks: [Decision]
    ) -> [Decision] {
        let decision = random.decision()
        _ = set.handle(.decided(decision, selection))
        return marks.enumerated().map { lines.contains($0.offset) ? decision : $0.element }
    }

    /// Each side keeps its lines in order, whatever is taken, and a taken line is there.
    @Test func aPartOfARunIsMadeOfItsLinesInOrder() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 300) {
            let old = ByteLines(Array(random.text(lines: random.number(1...8)).joined()))
            let new = ByteLines(Array(random.text(lines: random.number(1...8)).joined()))
            let weave = Weave(from: old, to: new)
            let takes = (0..<max(1, weave.changedCount)).map { _ in random.chance(2) }
            let bytes = weave.bytes { takes[$0] }
            var kept = 0
            for changed in 0..<weave.changedCount {
                let place = weave.place(of: changed)
                if takes[changed] == place.isAdded { kept += weave[changed: changed].count }
            }
            let unchanged = old.bytes.count - weave.runs.reduce(0) { $1.old.reduce($0) { $0 + old[$1].count } }
            #expect(bytes.count == unchanged + kept, "seed \(seed) round \(round)")
        }
    }

    @Test func aHundredThousandLinesAreDecidedOneByOne() {
        let lines = (0..<100_000).map { "line \($0)\r\n" }
        let changed = lines.enumerated().map { $0.offset % 1000 == 7 ? "新しい \($0.offset)\n" : $0.element }
        let step = step("big", lines.joined(), changed.joined() + "end")
        var set = ChangeSet()
        _ = set.handle(.proposed(step, by: ""))
        #expect(set.changes[0].hunks.count == 101)
        for hunk in set.changes[0].hunks.indices where hunk % 2 == 0 {
            _ = set.handle(.decided(.accepted, .lines(step.path, set.changes[0].hunks[hunk].changed)))
        }
        _ = set.handle(.applyRequested)
        let plan = set.pendingWrite
        _ = set.handle(.applied(journalEntry: 1))
        #expect(set.changes[0].hunks.count == 50)
        #expect(plan?.steps[0].after == set.changes[0].base)
        _ = set.handle(.decided(.accepted, .everything))
        _ = set.handle(.applyRequested)
        #expect(set.pendingWrite?.steps[0].after == step.after)
    }

    /// Some units, a write, some more, a write, until nothing is left: then the disk holds what was proposed.
    private func acceptInTurns(_ step: FileStep, _ random: inout RandomText, _ what: String) {
        var set = ChangeSet()
        _ = set.handle(.proposed(step, by: ""))
        var disk = step.before
        var turns = 0
        while let change = set[step.path] {
            turns += 1
            #expect(change.base == disk, "\(what)")
            #expect(change.proposed == step.after, "\(what)")
            #expect(SelectedContent.state(of: change) { _ in true } == step.after, "what is left, \(what)")
            for line in change.marks.indices where random.chance(2) || turns > 20 {
                _ = set.handle(.decided(.accepted, .lines(step.path, line..<line + 1)))
            }
            for effect in set.handle(.applyRequested) {
                guard case .apply(let plan) = effect else { continue }
                for step in plan.steps {
                    #expect(step.before == disk, "\(what)")
                    disk = step.after
                }
                _ = set.handle(.applied(journalEntry: turns))
            }
            if turns > 30 { break }
        }
        #expect(disk == step.after, "\(what)")
    }
}
