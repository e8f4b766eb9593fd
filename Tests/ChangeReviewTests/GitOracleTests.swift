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

    /// Decisions on single lines and whole files; renames, modes, bytes that are no text.
    @Test func whatGitAppliesIsWhatWasDecided() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 12) {
            let folder = try TemporaryFolder()
            var changes: [Change] = []
            for number in 0..<40 {
                let name = Self.names[number % Self.names.count] + "\(number)"
                let origin = "old-" + name
                var step = random.pair(path: path(name))
                if random.chance(8) { step.before?.bytes.insert(0, at: 0) }
                if random.chance(8) { step.after?.bytes.append(0) }
                let isRename = step.before != nil && step.after != nil && random.chance(5)
                if let before = step.before { try write(before, isRename ? origin : name, folder) }
                if step.before == step.after, !isRename { continue }
                var change = Change(path: step.path, base: step.before, proposed: step.after)
                if isRename { change.origin = path(origin) }
                changes.append(decided(change, &random, isAll: round == 0))
            }
            let patch = UnifiedPatch(changes) { $0 == .accepted }
            let outcome = try run(
                ["git", "apply", "--whitespace=nowarn", "-"], in: folder.path, input: patch.bytes,
                environment: ["GIT_CEILING_DIRECTORIES": "/tmp", "GIT_CONFIG_GLOBAL": "/dev/null"])
            let text = String(decoding: patch.bytes, as: UTF8.self)
            try #require(outcome.status == 0, "seed \(seed) round \(round): \(outcome.errorText)\n\(text)")
            let read = try PatchReader.read(patch.bytes)
            #expect(read.problems.isEmpty, "seed \(seed) round \(round): \(read.problems)")
            var files = read.files[...]
            for change in changes {
                let what = "seed \(seed) round \(round): \(change.path.quoted())"
                let expected = SelectedContent.state(of: change) { $0 == .accepted }
                let isTaken = change.marks.contains(.accepted)
                if let origin = change.origin { #expect(folder.exists(origin.text) != isTaken, "\(what)") }
                let isUntouchedRename = change.origin != nil && !isTaken
                #expect(try self.read(change.path.text, folder) == (isUntouchedRename ? nil : expected), "\(what)")
                // Accepted lines that come to what was there are no file of the patch.
                let isInPatch = isTaken && (change.origin != nil || expected != change.base)
                if isInPatch {
                    let file = files.popFirst()
                    expectSame(try #require(file, "\(what)"), change, what)
                }
            }
            #expect(files.isEmpty)
        }
    }

    private func decided(_ change: Change, _ random: inout RandomText, isAll: Bool) -> Change {
        var set = ChangeSet()
        _ = set.handle(.replayed([.held(change)]))
        for line in change.marks.indices {
            let decision: Decision = isAll ? .accepted : random.decision()
            let selection: Selection =
                change.weave.changedCount == 0 ? .file(change.path) : .lines(change.path, line..<line + 1)
            _ = set.handle(.decided(decision, selection))
        }
        return set.changes[0]
    }

    /// Read again, the patch shows the lines that were taken and no others.
    private func expectSame(_ file: FilePatch, _ change: Change, _ what: String) {
        #expect(file.path == change.path, "\(what)")
        if change.origin != nil { #expect(file.oldPath == change.origin, "\(what)") }
        guard change.content == .text else { return }
        let taken = change.weave.settled { change.marks[$0] == .accepted ? .stays : .dropped }.weave
        let expected = taken.hunks().map { $0.lines.map { PatchHunk.Line(PatchHunk.Kind($0.kind), Array($0.bytes)) } }
        #expect(file.hunks.map(\.lines) == expected, "\(what)")
        let after = SelectedContent.state(of: change) { $0 == .accepted }
        if let bit = file.newExecutableBit { #expect(bit == after?.isExecutable, "\(what)") }
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

extension PatchHunk.Kind {
    fileprivate init(_ kind: Hunk.Kind) {
        switch kind {
        case .context: self = .context
        case .removed: self = .removed
        case .added: self = .added
        }
    }
}
