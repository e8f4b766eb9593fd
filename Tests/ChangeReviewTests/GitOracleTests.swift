// `git` says whether our patches mean what our decisions say.

import ChangeReview
import Glibc
import TestSupport
import Testing

@Suite struct GitOracleTests {
    /// Names that are hard to print, one per file of a round.
    private static let names = [
        "plain", "with blank", "tab\tname", "new\nline", "quo\"te", "back\\slash", "日本語", "deep/er/file", "-dash", "é",
    ]

    @Test func whatGitAppliesIsWhatWasDecided() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 12) {
            let folder = try TemporaryFolder()
            var changes: [Change] = []
            for number in 0..<40 {
                let name = Self.names[number % Self.names.count] + "\(number)"
                let step = random.pair(path: path(name))
                if let before = step.before { try write(before, name, folder) }
                if step.before == step.after { continue }
                var set = ChangeSet()
                _ = set.handle(.proposed(step, by: ""))
                for unit in set[step.path]?.decisions.indices ?? 0..<0 {
                    let decision: Decision = round == 0 ? .accepted : random.decision()
                    _ = set.handle(.decided(decision, .hunk(step.path, unit)))
                }
                changes += set.changes
            }
            let patch = UnifiedPatch(changes) { $0 == .accepted }
            #expect(patch.leftOut.isEmpty)
            let outcome = try run(
                ["git", "apply", "--whitespace=nowarn", "-"], in: folder.path, input: patch.bytes,
                environment: ["GIT_CEILING_DIRECTORIES": "/tmp", "GIT_CONFIG_GLOBAL": "/dev/null"])
            let text = String(decoding: patch.bytes, as: UTF8.self)
            try #require(outcome.status == 0, "seed \(seed) round \(round): \(outcome.errorText)\n\(text)")
            for change in changes {
                let expected = SelectedContent.state(of: change) { $0 == .accepted }
                let found = try read(change.path.text, folder)
                #expect(found == expected, "seed \(seed) round \(round): \(change.path.quoted())")
            }
        }
    }

    @Test func gitFindsAsFewChangedLines() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        var ours: [String: (added: Int, removed: Int, hunks: Int)] = [:]
        for (number, text) in try corpus().enumerated() {
            let lines = ByteLines(text)
            let old = (0..<lines.count).map { Array(lines[$0]) }
            let new = random.edited(old, edits: random.number(1...30)).flatMap { $0 }
            try folder.write("old/\(number)", text)
            try folder.write("new/\(number)", new)
            let change = Change(
                path: path("\(number)"), base: FileState(bytes: text), proposed: FileState(bytes: new))
            ours["\(number)"] = (change.addedLines, change.removedLines, change.hunks.count)
        }
        try #require(ours.count > 10)
        let outcome = try run(
            ["git", "diff", "--no-index", "--histogram", "--indent-heuristic", "--numstat", "old", "new"],
            in: folder.path)
        var (oursInSum, gitsInSum) = (0, 0)
        for row in outcome.text.split(separator: "\n") {
            let columns = row.split(separator: "\t")
            guard columns.count == 3, let added = Int(columns[0]), let removed = Int(columns[1]),
                let name = columns[2].split(separator: "/").last, let own = ours[String(name.filter(\.isNumber))]
            else { continue }
            oursInSum += own.added + own.removed
            gitsInSum += added + removed
        }
        #expect(gitsInSum > 0)
        #expect(oursInSum * 100 <= gitsInSum * 102, "seed \(seed): ours \(oursInSum), git's \(gitsInSum)")
    }

    /// This package's own sources.
    private func corpus() throws -> [[UInt8]] {
        let root = packageRoot(of: #filePath)
        let list = try run(["find", "-L", "Sources/ChangeReview", "-name", "*.swift"], in: root).text
        return try list.split(separator: "\n").sorted().map { try readFile("\(root)/\($0)") }
    }

    private func write(_ state: FileState, _ name: String, _ folder: TemporaryFolder) throws {
        try folder.write(name, state.bytes)
        if state.isExecutable { try run(["chmod", "755", "./" + name], in: folder.path) }
    }

    private func read(_ name: String, _ folder: TemporaryFolder) throws -> FileState? {
        guard folder.exists(name) else { return nil }
        let isExecutable = access("\(folder.path)/\(name)", X_OK) == 0
        return FileState(bytes: try folder.read(name), isExecutable: isExecutable)
    }
}
