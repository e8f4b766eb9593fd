// `git diff` says how many lines real edits change, and where a reader likes them cut.

import ChangeReview
import TestSupport
import Testing

@Suite struct DiffOracleTests {
    /// The edits that are kept; with `DIFF_CORPUS=all` (`make corpus`) the whole history and what was fetched, too.
    private func pairs() throws -> [RealPair] {
        guard environment("DIFF_CORPUS") == "all" else { return try RealPair.kept() }
        let history = try RealPair.history(most: .max)
        try #require(history.count > 100, "the history is not here")
        return try RealPair.kept() + history + RealPair.fetched()
    }

    /// A patch of the whole of each pair, by our runs.
    @Test func gitAppliesTheDifferencesOfRealEdits() throws {
        let pairs = try pairs()
        let folder = try TemporaryFolder()
        var changes: [Change] = []
        for (number, pair) in pairs.enumerated() {
            try folder.write("\(number)", pair.old)
            changes.append(
                Change(
                    path: path("\(number)"), base: FileState(bytes: pair.old), proposed: FileState(bytes: pair.new)))
        }
        let outcome = try run(
            ["git", "apply", "--whitespace=nowarn", "-"], in: folder.path, input: UnifiedPatch(changes).bytes,
            environment: ["GIT_CEILING_DIRECTORIES": "/tmp", "GIT_CONFIG_GLOBAL": "/dev/null"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        for (number, pair) in pairs.enumerated() {
            #expect(try folder.read("\(number)") == pair.new, "\(pair.name)")
        }
    }

    @Test func realEditsChangeAsFewLinesAsGitSays() throws {
        let pairs = try pairs()
        let git = try gitRuns(pairs, ["--histogram", "--indent-heuristic"])
        var (ours, theirs, same) = (0, 0, 0)
        for (pair, expected) in zip(pairs, git) {
            let runs = LineDiff.runs(from: ByteLines(pair.old), to: ByteLines(pair.new))
            let (own, other) = (changedLines(runs), changedLines(expected))
            #expect(own <= other + 10 || own * 100 <= other * 120, "\(pair.name): ours \(own), git's \(other)")
            (ours, theirs) = (ours + own, theirs + other)
            if runs == expected { same += 1 }
        }
        let figures = "\(pairs.count) edits: ours \(ours) lines, git's \(theirs); \(same) are cut as git cuts them"
        if environment("DIFF_CORPUS") == "all" { print(figures) }
        #expect(ours * 100 <= theirs * 102, "\(figures)")
        #expect(same * 100 >= pairs.count * 97, "\(figures)")
    }

    @Test(arguments: [
        (WhitespaceRule.ignoreAtLineEnd, "--ignore-space-at-eol"), (.ignoreAmount, "-b"), (.ignoreAll, "-w"),
    ])
    func whatBlanksChangeIsLeftOutAsGitLeavesItOut(rule: WhitespaceRule, option: String) throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let pairs = try pairs().map { pair in
            RealPair(name: pair.name, old: pair.old, new: random.spaced(pair.new))
        }
        for ignoresBlankLines in [false, true] {
            let blankLines = ignoresBlankLines ? ["--ignore-blank-lines"] : []
            let git = try gitRuns(pairs, ["--histogram", "--indent-heuristic", option] + blankLines)
            let options = LineDiff.Options(whitespace: rule, ignoresBlankLines: ignoresBlankLines)
            var (ours, theirs, same) = (0, 0, 0)
            for (pair, expected) in zip(pairs, git) {
                let runs = LineDiff.runs(from: ByteLines(pair.old), to: ByteLines(pair.new), options: options)
                (ours, theirs) = (ours + changedLines(runs), theirs + changedLines(expected))
                if runs == expected { same += 1 }
            }
            #expect(abs(ours - theirs) * 100 <= theirs * 2, "seed \(seed): ours \(ours), git's \(theirs)")
            // Where blanks make lines alike, an insertion may stand in several places; chance decides how often.
            #expect(same * 100 >= pairs.count * 90, "seed \(seed): \(same) of \(pairs.count) as git has them")
        }
    }

    private func changedLines(_ runs: [LineRun]) -> Int { runs.reduce(0) { $0 + $1.old.count + $1.new.count } }

    /// The runs of each pair as git has them.
    private func gitRuns(_ pairs: [RealPair], _ options: [String]) throws -> [[LineRun]] {
        let folder = try TemporaryFolder()
        for (number, pair) in pairs.enumerated() {
            try folder.write("old/\(number)", pair.old)
            try folder.write("new/\(number)", pair.new)
        }
        let outcome = try run(
            ["git", "diff", "--no-index", "--no-color", "-a", "-U0"] + options + ["old", "new"], in: folder.path,
            environment: ["GIT_CONFIG_GLOBAL": "/dev/null"])
        var result = [[LineRun]](repeating: [], count: pairs.count)
        var current = 0
        for line in outcome.output.split(separator: 0x0A) {
            if line.starts(with: Array("diff --git ".utf8)) {
                let name = String(decoding: line, as: UTF8.self).split(separator: "/").last ?? ""
                current = try #require(Int(name))
            } else if line.starts(with: Array("@@ -".utf8)) {
                let words = String(decoding: line, as: UTF8.self).split(separator: " ")
                result[current].append(LineRun(old: try span(words[1]), new: try span(words[2])))
            }
        }
        return result
    }

    /// `-12,3` is lines 11..<14 from 0, `+5,0` lines 5..<5.
    private func span(_ text: Substring) throws -> Range<Int> {
        let numbers = text.dropFirst().split(separator: ",").compactMap { Int($0) }
        let first = try #require(numbers.first)
        let count = numbers.count > 1 ? numbers[1] : 1
        let start = count == 0 ? first : first - 1
        return start..<start + count
    }
}
