// Git's binary patches. Inflating is the caller's: these tests let Python's zlib do it.

import ChangeReview
import TestSupport
import Testing

@Suite struct BinaryPatchTests {
    private static let quiet = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": "/tmp"]

    /// Inflates by a child; `nil` for damaged bytes.
    private func inflate(_ deflated: [UInt8], _ size: Int) -> [UInt8]? {
        let program = "import sys,zlib;sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read()))"
        guard let outcome = try? run(["python3", "-c", program], input: deflated), outcome.status == 0 else {
            return nil
        }
        return outcome.output
    }

    @Test func whatGitWritesIsAppliedBothWays() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        let large = (0..<5_000).map { _ in UInt8(random.number(0...255)) }
        var edited = large
        edited.replaceSubrange(100..<120, with: [0, 1, 2])
        edited += [0, 9]
        let pairs: [(old: [UInt8]?, new: [UInt8]?)] = [
            ([0, 1, 2], [0, 3]), (large, edited), (nil, [0, 0xFF]), ([0], nil), (large, []), ([0], large),
            (large, large + large),
        ]
        try run(["git", "init", "-q", "."], in: folder.path, environment: Self.quiet)
        for (number, pair) in pairs.enumerated() { if let old = pair.old { try folder.write("\(number)", old) } }
        try run(["git", "add", "-A"], in: folder.path, environment: Self.quiet)
        let tree = try run(["git", "write-tree"], in: folder.path, environment: Self.quiet).text.prefix(40)
        for (number, pair) in pairs.enumerated() {
            if let new = pair.new {
                try folder.write("\(number)", new)
            } else {
                try run(["rm", "\(number)"], in: folder.path)
            }
        }
        try run(["git", "add", "-A"], in: folder.path, environment: Self.quiet)
        let text = try run(
            ["git", "diff", "--cached", "--binary", "--full-index", String(tree)], in: folder.path,
            environment: Self.quiet
        ).output
        let patch = try PatchReader.read(text)
        #expect(patch.problems.isEmpty && patch.files.count == pairs.count)
        var deltas = 0
        for (file, pair) in zip(patch.files, pairs) {
            guard case .binary(let binary) = file.content else {
                Issue.record("\(file)")
                continue
            }
            if binary.forward.method == .delta { deltas += 1 }
            #expect(file.applied(to: pair.old, inflate: inflate) == .becomes(pair.new), "seed \(seed) \(file.line)")
            #expect(file.takenOut(of: pair.new, inflate: inflate) == .becomes(pair.old), "seed \(seed) \(file.line)")
        }
        #expect(deltas >= 2)
        let first = try #require(patch.files.first)
        #expect(first.applied(to: [0, 1, 2]) == .refused(.noInflate))
        #expect(first.applied(to: [7], inflate: inflate) == .refused(.otherBlob))
        #expect(first.applied(to: [0, 1, 2], inflate: { _, _ in nil }) == .refused(.binary(.damaged)))
    }

    /// A delta by hand: 5 bytes of base, 7 of result; copy 3 from offset 1, insert 4.
    @Test(
        arguments: [
            ([5, 7, 0b1001_0001, 1, 3, 4, 9, 9, 9, 9], [1, 2, 3, 9, 9, 9, 9]),
            ([5, 7, 0b1001_0001, 4, 3, 4, 9, 9, 9, 9], nil),
            ([5, 7, 0b1001_0001, 1, 3], nil),
            ([5, 7, 0], nil),
            ([4, 7, 7, 1, 2, 3, 4, 5, 6, 7], nil),
            ([], nil),
        ] as [([UInt8], [UInt8]?)])
    func deltas(delta: [UInt8], result: [UInt8]?) throws {
        let binary = BinaryPatch(forward: .init(method: .delta, size: delta.count, deflated: []), backward: nil)
        let bytes = try? binary.result(of: [0, 1, 2, 3, 4], inflate: { _, _ in delta })
        #expect(bytes == result)
    }
}
