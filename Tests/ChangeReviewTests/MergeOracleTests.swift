// `git merge-file` says what merges and where the conflicts are.

import ChangeReview
import TestSupport
import Testing

@Suite struct MergeOracleTests {
    struct Triple {
        var base: [UInt8]
        var ours: [UInt8]
        var theirs: [UInt8]
    }

    @Test func gitMergesTheSame() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        let rounds = fuzzRounds(default: 300)
        var (clean, conflicts) = (0, 0)
        for round in 0..<rounds {
            let triple = random.triple()
            let merge = ThreeWayMerge(base: triple.base, ours: triple.ours, theirs: triple.theirs)
            let outcome = try git(triple, [], folder)
            if outcome.status == 0 {
                clean += 1
                #expect(merge.bytes == outcome.output, "seed \(seed) round \(round)")
            } else {
                conflicts += 1
                #expect(merge.conflictCount == Int(outcome.status), "seed \(seed) round \(round)")
                let marked = merge.marked(ours: "ours", base: "base", theirs: "theirs")
                #expect(marked == outcome.output, "seed \(seed) round \(round)")
            }
        }
        #expect(clean * 4 > rounds && conflicts * 5 > rounds, "seed \(seed): \(clean) clean, \(conflicts) not")
    }

    /// What parts two conflicts: three lines between them that nobody changed, the same with a change that both made,
    /// and a conflict in which both turn out to say the same.
    @Test(arguments: [
        ("a\n1\n2\n3\nb\n", "A\n1\n2\n3\nB\n", "AA\n1\n2\n3\nBB\n"),
        ("a\n1\nx\n2\n3\nb\n", "A\n1\n2\n3\nB\n", "AA\n1\n2\n3\nBB\n"),
        ("a\n1\nx\ny\n2\nb\n", "A\n1\nX\n2\nB\n", "AA\n1\nX\n2\nBB\n"),
        ("a\n1\n2\n3\n4\nb\n", "A\n1\n2\n3\n4\nB\n", "AA\n1\n2\n3\n4\nBB\n"),
    ])
    func gitPartsConflictsTheSame(base: String, ours: String, theirs: String) throws {
        let triple = Triple(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
        let outcome = try git(triple, [], TemporaryFolder())
        let merge = ThreeWayMerge(base: triple.base, ours: triple.ours, theirs: triple.theirs)
        #expect(outcome.status > 0 && merge.conflictCount == Int(outcome.status))
        #expect(merge.marked(ours: "ours", base: "base", theirs: "theirs") == outcome.output)
    }

    @Test(arguments: ["--ours", "--theirs", "--union", "--diff3"])
    func gitResolvesTheSame(option: String) throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        let rounds = fuzzRounds(default: 100)
        for round in 0..<rounds {
            let triple = random.triple()
            let merge = ThreeWayMerge(
                base: triple.base, ours: triple.ours, theirs: triple.theirs, refiningConflicts: option != "--diff3")
            let result: [UInt8]? =
                switch option {
                case "--ours": merge.bytes(resolving: Array(repeating: .ours, count: merge.conflictCount))
                case "--theirs": merge.bytes(resolving: Array(repeating: .theirs, count: merge.conflictCount))
                case "--union": merge.bytes(resolving: Array(repeating: .both, count: merge.conflictCount))
                default: merge.marked(ours: "ours", base: "base", theirs: "theirs", showingBase: true)
                }
            var expected = try git(triple, [option], folder).output
            // Git ends a last line of ours that had no end even where theirs has nothing to follow it.
            if option == "--union", let result, result.last != 0x0A {
                for end in [[0x0D, 0x0A], [0x0A]] as [[UInt8]] where expected == result + end { expected = result }
            }
            #expect(result == expected, "seed \(seed) round \(round)")
        }
    }

    /// Real edits of one file: what the history did to it, and something random beside.
    @Test func gitMergesRealEditsTheSame() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        var clean = 0
        let pairs = try RealPair.kept()
        for pair in pairs {
            let lines = ByteLines(pair.old)
            let edited = random.edited((0..<lines.count).map { Array(lines[$0]) }, edits: 2)
            let triple = Triple(base: pair.old, ours: pair.new, theirs: Array(edited.joined()))
            let merge = ThreeWayMerge(base: triple.base, ours: triple.ours, theirs: triple.theirs)
            let outcome = try git(triple, [], folder)
            if merge.isClean { clean += 1 }
            #expect(merge.conflictCount == Int(outcome.status), "seed \(seed) \(pair.name)")
            let marked = merge.marked(ours: "ours", base: "base", theirs: "theirs")
            #expect(marked == outcome.output, "seed \(seed) \(pair.name)")
        }
        #expect(clean > 5 && clean < pairs.count, "seed \(seed): \(clean)")
    }

    private func git(_ triple: Triple, _ options: [String], _ folder: TemporaryFolder) throws -> Outcome {
        try folder.write("base", triple.base)
        try folder.write("ours", triple.ours)
        try folder.write("theirs", triple.theirs)
        return try run(
            ["git", "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs"] + options + [
                "ours", "base", "theirs",
            ],
            in: folder.path, environment: ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": "/tmp"])
    }
}

extension RandomText {
    /// A text and two edits of it, which share some at times.
    mutating func triple() -> MergeOracleTests.Triple {
        let lines = numbered(text(lines: number(0...40)))
        var common = lines
        if chance(3) { common = edited(lines, edits: 1) }
        let ours = edited(common, edits: number(0...3))
        let theirs = edited(common, edits: number(0...3))
        return MergeOracleTests.Triple(base: joined(lines), ours: joined(ours), theirs: joined(theirs))
    }

    /// Lines that mostly occur once, as lines of programs do.
    mutating func numbered(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.enumerated().map { number, line in chance(3) ? line : Array("\(number) ".utf8) + line }
    }
}
