// What `git diff -M` and `git hash-object` say is what we say.

import ChangeReview
import TestSupport
import Testing

@Suite struct RenameTests {
    private static let quiet = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": "/tmp"]

    @Test func gitNamesBlobsTheSame() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        var contents: [[UInt8]] = [[], [0x0A], Array("hello\n".utf8)]
        // The sizes at which a block of SHA-1 ends.
        for size in Array(40...70) + [119, 120, 128, 1_000, 70_000] {
            contents.append((0..<size).map { _ in UInt8(random.number(0...255)) })
        }
        for (number, content) in contents.enumerated() { try folder.write("\(number)", content) }
        let outcome = try run(
            ["git", "hash-object", "--no-filters"] + contents.indices.map(String.init), in: folder.path)
        #expect(
            contents.map { BlobID(of: $0).text } == outcome.text.split(separator: "\n").map(String.init), "seed \(seed)"
        )
        #expect(BlobID(of: []).isAbbreviated(as: "e69de29"))
        #expect(!BlobID(of: []).isAbbreviated(as: "e69"))
    }

    private func lines(_ range: Range<Int>) -> [UInt8] { Array(range.map { "line number \($0)\n" }.joined().utf8) }

    private func file(_ name: String, _ bytes: [UInt8]) -> RenameDetection.File {
        .init(path: path(name), bytes: bytes)
    }

    @Test func equalFilesThenNamesThenLikeness() {
        let found = RenameDetection(
            deleted: [
                file("a/equal", lines(0..<20)), file("a/name", lines(100..<120)), file("a/other", lines(200..<220)),
                file("a/gone", lines(300..<320)),
            ],
            added: [
                file("b/equal", lines(0..<20)), file("b/name", lines(102..<121)), file("b/new", lines(205..<222)),
                file("b/fresh", lines(400..<420)),
            ])
        #expect(found.isComplete)
        #expect(
            found.renames.map { "\($0.from.text) \($0.to.text)" } == [
                "a/equal b/equal", "a/name b/name", "a/other b/new",
            ])
        #expect(found.renames.map(\.similarity) == [100, 90, 75])
    }

    @Test func theSameNameIsPreferredAmongEquals() {
        let found = RenameDetection(
            deleted: [file("a/x", lines(0..<9)), file("a/y", lines(0..<9))],
            added: [file("b/y", lines(0..<9)), file("b/x", lines(0..<9))])
        #expect(found.renames.map { "\($0.from.text) \($0.to.text)" } == ["a/x b/x", "a/y b/y"])
    }

    @Test func tooManyAreNotComparedEachWithEach() {
        let deleted = (0..<1_001).map { file("old/\($0)", lines($0 * 50..<$0 * 50 + 4)) }
        let added = (0..<1_001).map { file("new/n\($0)", lines($0 * 50..<$0 * 50 + 3)) }
        let found = RenameDetection(deleted: deleted, added: added + [file("new/equal", lines(0..<4))])
        #expect(!found.isComplete)
        #expect(found.renames.map(\.to.text) == ["new/equal"])
    }

    @Test func gitFindsTheSameRenames() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        var (ours, theirs, same) = (0, 0, 0)
        for _ in 0..<fuzzRounds(default: 6) {
            let folder = try TemporaryFolder()
            try run(["git", "init", "-q", "."], in: folder.path, environment: Self.quiet)
            var (deleted, added): ([RenameDetection.File], [RenameDetection.File]) = ([], [])
            for number in 0..<20 {
                let text = random.numbered(random.text(lines: random.number(8...60))).map {
                    Array("\(number) ".utf8) + $0
                }
                deleted.append(file("old/f\(number)", random.joined(text)))
                if random.chance(5) { continue }
                let name = random.chance(2) ? "f\(number)" : "g\(number)"
                added.append(file("new/\(name)", random.joined(random.edited(text, edits: random.number(0...8)))))
            }
            for file in deleted { try folder.write(file.path.text, file.bytes) }
            try run(["git", "add", "-A"], in: folder.path, environment: Self.quiet)
            let tree = try run(["git", "write-tree"], in: folder.path, environment: Self.quiet).text
            try run(["git", "rm", "-qrf", "old"], in: folder.path, environment: Self.quiet)
            for file in added { try folder.write(file.path.text, file.bytes) }
            try run(["git", "add", "-A"], in: folder.path, environment: Self.quiet)
            let outcome = try run(
                ["git", "diff", "-M", "--cached", "--name-status", String(tree.prefix(40))], in: folder.path,
                environment: Self.quiet)
            let expected = Set(
                outcome.text.split(separator: "\n").filter { $0.hasPrefix("R") }.map {
                    $0.split(separator: "\t").dropFirst().joined(separator: " ")
                })
            let found = Set(
                RenameDetection(deleted: deleted, added: added).renames.map { "\($0.from.text) \($0.to.text)" })
            (ours, theirs, same) = (
                ours + found.count, theirs + expected.count, same + found.intersection(expected).count
            )
        }
        #expect(theirs > 20)
        // Git's likeness is an estimate too; at the edge of a half the two may differ.
        #expect(same * 100 >= theirs * 95 && ours * 100 <= theirs * 105, "seed \(seed): \(ours), \(theirs), \(same)")
    }
}
