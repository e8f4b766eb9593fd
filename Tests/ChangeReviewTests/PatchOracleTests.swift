// `git apply` says whether a patch fits and what comes of it.

import ChangeReview
import TestSupport
import Testing

@Suite struct PatchOracleTests {
    private static let quiet = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": "/tmp"]

    @Test func whatGitAppliesFitsAndWhatItRefusesDoesNot() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        try makeFolders("\(folder.path)/tree")
        var (applied, refused) = (0, 0)
        let rounds = fuzzRounds(default: 150)
        for round in 0..<rounds {
            let what = "seed \(seed) round \(round)"
            let lines =
                random.chance(2) ? random.numbered(random.text(lines: 40)) : random.text(lines: random.number(1...40))
            let (old, new) = (random.joined(lines), random.joined(random.edited(lines, edits: random.number(1...5))))
            if old == new || old.isEmpty || new.isEmpty { continue }
            let context = random.number(1...4)
            let text = try gitDiff(old, new, ["-U\(context)"], folder)
            let file = try #require(try PatchReader.read(text).files.first, "\(what)")
            // As it was, as it becomes, moved, or spoilt.
            let present: [UInt8] =
                switch random.number(1...4) {
                case 1: old
                case 2: new
                case 3: random.joined(random.text(lines: random.number(0...6)) + lines)
                default: random.joined(random.edited(lines, edits: random.number(1...2)))
                }
            for isReverse in [false, true] {
                try folder.write("tree/f", present)
                let outcome = try run(
                    ["git", "apply", "--whitespace=nowarn"] + (isReverse ? ["-R", "-"] : ["-"]),
                    in: "\(folder.path)/tree",
                    input: text, environment: Self.quiet)
                let ours = isReverse ? file.takenOut(of: present) : file.applied(to: present)
                if outcome.status == 0 {
                    applied += 1
                    // Git compares bytes there, and takes a last line without an end for the beginning of another line,
                    // whose end is then lost. We refuse that.
                    let isOpen = (isReverse ? file.reversed : file).hunks.contains { $0.oldLines.last?.last != 0x0A }
                    if isOpen, !ours.isPossible { continue }
                    #expect(ours == .becomes(try folder.read("tree/f")), "\(what) \(isReverse)")
                } else {
                    refused += 1
                    #expect(!ours.isPossible, "\(what) \(isReverse): \(outcome.errorText)")
                }
            }
        }
        #expect(applied * 4 > rounds && refused * 4 > rounds, "seed \(seed): \(applied), \(refused)")
    }

    /// Every way that git writes a diff of text is read to the same result.
    @Test func gitsDressesAreReadAlike() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        let dresses = [
            [], ["--no-prefix"], ["--src-prefix=x/", "--dst-prefix=y/"], ["--patience"],
            ["--minimal", "--full-index"], ["--inter-hunk-context=5"], ["-U0"],
        ]
        for round in 0..<fuzzRounds(default: 40) {
            let lines = random.text(lines: random.number(1...60))
            let (old, new) = (random.joined(lines), random.joined(random.edited(lines, edits: random.number(1...6))))
            if old == new || old.isEmpty || new.isEmpty { continue }
            for dress in dresses {
                let patch = try PatchReader.read(try gitDiff(old, new, dress, folder))
                let what = "seed \(seed) round \(round) \(dress)"
                #expect(patch.problems.isEmpty && patch.files.count == 1, "\(what)")
                let file = try #require(patch.files.first)
                #expect(file.path == path("f"), "\(what)")
                let options = PatchFit.Options(takesHunksWithoutContext: dress == ["-U0"])
                #expect(file.applied(to: old, options: options) == .becomes(new), "\(what)")
                #expect(file.takenOut(of: new, options: options) == .becomes(old), "\(what)")
            }
            let plain = try plainDiff(old, new, folder)
            let file = try #require(try PatchReader.read(plain).files.first)
            #expect(file.path == path("f") && file.applied(to: old) == .becomes(new), "seed \(seed) round \(round)")
        }
    }

    /// The patch that git makes of two contents of `f`.
    private func gitDiff(_ old: [UInt8], _ new: [UInt8], _ options: [String], _ folder: TemporaryFolder) throws
        -> [UInt8]
    {
        try folder.write("a/f", old)
        try folder.write("b/f", new)
        // Without a repository the folders of the two files are their prefixes.
        let text = try run(
            ["git", "diff", "--no-index", "-a", "--no-color"] + options + ["a/f", "b/f"], in: folder.path,
            environment: Self.quiet
        ).output
        return renamed(text)
    }

    private func plainDiff(_ old: [UInt8], _ new: [UInt8], _ folder: TemporaryFolder) throws -> [UInt8] {
        try folder.write("a/f", old)
        try folder.write("b/f", new)
        return try run(["diff", "-a", "-u", "a/f", "b/f"], in: folder.path).output
    }

    /// `a/a/f` to `a/f` in the head, since `--no-index` shows folders too.
    private func renamed(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var isHead = true
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if !result.isEmpty { result.append(0x0A) }
            if line.starts(with: Array("@@".utf8)) { isHead = false }
            guard isHead else {
                result += line
                continue
            }
            var head = String(decoding: line, as: UTF8.self)
            for (long, short) in [("a/a/f", "a/f"), ("b/b/f", "b/f"), ("x/a/f", "x/f"), ("y/b/f", "y/f")] {
                head = head.replacing(long, with: short)
            }
            result += head.utf8
        }
        return result
    }
}
