// A patch that stands in a file in part: `git apply` puts a part of it there, and the rest has to be what is open.
import TestSupport
import Testing

@testable import ChangeReview

@Suite struct HunkFitTests {
    private static let quiet = ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CEILING_DIRECTORIES": "/tmp"]

    private func fitted(
        _ patch: Patch, _ present: [UInt8], inPlace: Set<RelativePath> = [], reversed: Bool = false
    ) -> FittedPatch {
        FittedPatch(
            patch, reversed: reversed, inPlace: inPlace, inflate: nil,
            found: { _ in .file(FileState(bytes: present)) }, blob: { _ in nil })
    }

    private func patch(_ file: FilePatch) -> Patch {
        var patch = Patch()
        patch.files = [file]
        return patch
    }

    /// A file's patch with some of its hunks, each where it stands when the others before it are there or not.
    private func text(_ file: FilePatch, _ chosen: Set<Int>, isReverse: Bool) -> [UInt8] {
        var text = Array("--- a/f\n+++ b/f\n".utf8)
        var shift = 0
        for (index, hunk) in file.hunks.enumerated() where chosen.contains(index) {
            let (old, new) = (hunk.oldLines.count, hunk.newLines.count)
            let oldStart = isReverse ? hunk.newStart - shift : hunk.oldStart
            let newStart = isReverse ? hunk.newStart : hunk.oldStart + shift
            shift += new - old
            let head = "@@ -\(oldStart + (old > 0 ? 1 : 0)),\(old) +\(newStart + (new > 0 ? 1 : 0)),\(new) @@\n"
            text += Array(head.utf8)
            for line in hunk.lines {
                text.append(line.kind == .context ? 0x20 : line.kind == .added ? 0x2B : 0x2D)
                text += line.bytes
                if line.bytes.last != 0x0A { text += Array("\n\\ No newline at end of file\n".utf8) }
            }
        }
        return text
    }

    /// What git makes of a text with some of the hunks.
    private func applied(
        _ file: FilePatch, _ chosen: Set<Int>, to bytes: [UInt8], isReverse: Bool = false, _ folder: TemporaryFolder
    ) throws -> [UInt8]? {
        try folder.write("tree/f", bytes)
        let outcome = try run(
            ["git", "apply", "--whitespace=nowarn"] + (isReverse ? ["-R", "-"] : ["-"]), in: "\(folder.path)/tree",
            input: text(file, chosen, isReverse: isReverse), environment: Self.quiet)
        return outcome.status == 0 ? try folder.read("tree/f") : nil
    }

    private func gitPatch(_ old: [UInt8], _ new: [UInt8], _ context: Int, _ folder: TemporaryFolder) throws -> FilePatch
    {
        try folder.write("a/f", old)
        try folder.write("b/f", new)
        let text = try run(
            ["git", "diff", "--no-index", "-a", "--no-color", "--full-index", "-U\(context)", "a/f", "b/f"],
            in: folder.path, environment: Self.quiet
        ).output
        var file = try #require(try PatchReader.read(text).files.first)
        (file.oldPath, file.newPath) = (path("f"), path("f"))
        return file
    }

    /// New and repeated lines get a number each, so that no place looks like another one.
    private func unlike(_ lines: [[UInt8]], known: [[UInt8]]) -> [[UInt8]] {
        var left = Set(known)
        return lines.enumerated().map { index, line in
            left.remove(line) ?? Array("new \(index) ".utf8) + line
        }
    }

    /// Both ways, with and without ids, in texts full of equal lines and in texts without any, and moved down by lines
    /// of somebody else's.
    @Test func whatIsOpenIsExactlyTheRest() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        let folder = try TemporaryFolder()
        try makeFolders("\(folder.path)/tree")
        var played = (forApplying: 0, inPlace: 0, moved: 0)
        for round in 0..<fuzzRounds(default: 150) {
            let what = "seed \(seed) round \(round)"
            let isUnlike = random.chance(2)
            var lines = random.text(lines: random.number(20...90))
            if isUnlike { lines = random.numbered(lines) }
            var edited = random.edited(lines, edits: random.number(2...7))
            if isUnlike { edited = unlike(edited, known: lines) }
            let (old, new) = (random.joined(lines), random.joined(edited))
            if old == new || old.isEmpty || new.isEmpty { continue }
            let file = try gitPatch(old, new, random.number(1...3), folder)
            guard file.hunks.count > 1 else { continue }
            var chosen = Set(file.hunks.indices.filter { _ in random.chance(2) })
            if chosen.isEmpty || chosen.count == file.hunks.count { chosen = [random.number(0...file.hunks.count - 1)] }
            var withoutIDs = file
            (withoutIDs.oldBlob, withoutIDs.newBlob) = (nil, nil)

            // Some are put in.
            if let present = try applied(file, chosen, to: old, folder), present != new, present != old {
                let open = fitted(patch(file), present)
                let one = try #require(open.files.first, "\(what): \(open.misfits)")
                #expect(one.standing == .forApplying && one.step.before?.bytes == present, "\(what)")
                #expect(one.step.after?.bytes == new, "\(what)")
                let rest = Set(file.hunks.indices).subtracting(chosen)
                if isUnlike { #expect(one.settledHunks == chosen.count && one.partlySettledHunks == 0, "\(what)") }
                played.forApplying += 1
                if isUnlike {
                    let lacking = HunkFit(file, in: present)?.places.enumerated().filter { $1.standing == .lacking }
                    #expect(lacking.map { Set($0.map(\.offset)) } == rest, "\(what)")
                    #expect(fitted(patch(withoutIDs), present).files.first?.step == one.step, "\(what)")
                    // Lines that somebody put before the first hunk move all of it, and no id is right any more.
                    if file.hunks[0].oldStart > 0 {
                        let extra = Array("somebody's\nown\nlines\n".utf8)
                        let moved = fitted(patch(file), extra + present)
                        #expect(moved.files.first?.step.after?.bytes == extra + new, "\(what) \(moved.misfits)")
                        #expect(moved.files.first?.settledHunks == chosen.count, "\(what)")
                        played.moved += 1
                    }
                }
            }
            // Some are taken out.
            if let present = try applied(file, chosen, to: new, isReverse: true, folder), present != new, present != old
            {
                let open = fitted(patch(file), present, inPlace: [path("f")])
                let one = try #require(open.files.first, "\(what): \(open.misfits)")
                #expect(one.standing == .inPlace && one.step.after?.bytes == present, "\(what)")
                #expect(one.step.before?.bytes == old, "\(what)")
                if isUnlike { #expect(one.settledHunks == chosen.count, "\(what)") }
                // Seen from the other side it is for applying, and the same.
                let back = fitted(patch(file), present, reversed: true)
                #expect(back.files.first?.step == one.step.inverse, "\(what)")
                played.inPlace += 1
            }
        }
        #expect(played.forApplying > 40 && played.inPlace > 40 && played.moved > 10, "seed \(seed): \(played)")
    }

    /// After any lines were taken and written, the same patch opens with the others.
    @Test func whatWasTakenByLinesIsOpenedByItsIDs() throws {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        var played = 0
        for round in 0..<fuzzRounds(default: 300) {
            let what = "seed \(seed) round \(round)"
            let lines = random.numbered(random.text(lines: random.number(3...60)))
            let (old, new) = (random.joined(lines), random.joined(random.edited(lines, edits: random.number(1...5))))
            let change = Change(
                path: path("f"), base: FileState(bytes: old), proposed: FileState(bytes: new), author: "")
            guard change.hunks.count > 0, old.last == 0x0A, new.last == 0x0A else { continue }
            let taken = Set(change.marks.indices.filter { _ in random.chance(2) })
            let present = change.weave.bytes { taken.contains($0) }
            let patch = try PatchReader.read(UnifiedPatch([change]).bytes)
            let one = try #require(fitted(patch, present).files.first, "\(what) \(taken) \(patch)")
            // A hunk of a new or emptied side may fit as a whole.
            if present == new { continue }
            #expect(
                one.step == FileStep(path: path("f"), before: .init(bytes: present), after: .init(bytes: new)),
                "\(what)")
            guard present != old else { continue }
            let held = try #require(fitted(patch, present, inPlace: [path("f")]).files.first)
            #expect(
                held.step == FileStep(path: path("f"), before: .init(bytes: old), after: .init(bytes: present)),
                "\(what)")
            played += 1
            // Without the ids a part of a hunk is believed nowhere.
            var plain = patch.files[0]
            (plain.oldBlob, plain.newBlob) = (nil, nil)
            #expect(HunkFit(plain, in: present)?.count(of: .inPart) ?? 0 == 0, "\(what)")
        }
        #expect(played > 100, "seed \(seed): \(played)")
    }

    private let two = """
        --- a/f
        +++ b/f
        @@ -1,3 +1,3 @@
         a
        -b
        +B
         c
        @@ -7,3 +7,4 @@
         g
        +new
         h
         i

        """

    /// What one question has used up is not missing from the next: else a place that is there reads as none.
    @Test func eachQuestionOfTheSearchHasABudgetOfItsOwn() throws {
        let many = String(repeating: " a\n", count: 400)
        let text = "--- a/f\n+++ b/f\n@@ -1,402 +1,403 @@\n-z\n\(many)+y\n+y\n a\n"
        let file = try #require(try PatchReader.read(Array(text.utf8)).files.first)
        let present = ByteLines(Array(("a\nz\n" + String(repeating: "a\n", count: 40_000)).utf8))
        var fresh = HunkSearch(file.hunks, present)
        let moved = fresh.displacement(.lacking)
        // The other form is looked for everywhere, and that is more than it may cost.
        var used = HunkSearch(file.hunks, present)
        #expect(used.displacement(.held) == .unknown)
        _ = used.best(takesParts: false) { _ in false }
        #expect(used.displacement(.lacking) == moved)
    }

    @Test func aHunkThatFitsNeitherWayLeavesTheFileOut() throws {
        let patch = try PatchReader.read(Array(two.utf8))
        let foreign = fitted(patch, Array("a\nX\nc\nd\ne\nf\ng\nnew\nh\ni\nj\n".utf8))
        #expect(foreign.files.isEmpty && foreign.misfits.count == 1)
        let half = fitted(patch, Array("a\nB\nc\nd\ne\nf\ng\nh\ni\nj\n".utf8))
        #expect(half.files.map(\.settledHunks) == [1] && half.misfits.isEmpty)
        #expect(half.files.first?.step.after?.text == "a\nB\nc\nd\ne\nf\ng\nnew\nh\ni\nj\n")
    }

    /// One of several equal lines is added: with ids they know, without it is taken to be lacking.
    @Test func whatFitsBothWaysIsLackingUnlessIDsKnow() throws {
        let (old, new) = ("x\nx\nx\nx\nx\nx\nx\nb\nx\n", "x\nx\nx\nx\nx\nx\nx\nx\nB\nx\n")
        let text = "--- a/f\n+++ b/f\n@@ -1,3 +1,4 @@\n x\n+x\n x\n x\n@@ -6,4 +7,4 @@\n x\n x\n-b\n+B\n x\n"
        var file = try #require(try PatchReader.read(Array(text.utf8)).files.first)
        // The second hunk is there, the first is not: without ids that is what is read.
        let present = Array("x\nx\nx\nx\nx\nx\nx\nB\nx\n".utf8)
        #expect(HunkFit(file, in: present)?.places.map(\.standing) == [.lacking, .held])
        // The first is there, the second is not.
        let other = Array("x\nx\nx\nx\nx\nx\nx\nx\nb\nx\n".utf8)
        (file.oldBlob, file.newBlob) = (BlobID(of: Array(old.utf8)).text, BlobID(of: Array(new.utf8)).text)
        #expect(HunkFit(file, in: other)?.places.map(\.standing) == [.held, .lacking])
        #expect(HunkFit(file, in: other)?.bytes(holding: true) == Array(new.utf8))
    }

    @Test func aRenameThatWasWrittenInPartIsAChangeOfTheNewFile() throws {
        let head = "diff --git a/f b/g\nsimilarity index 80%\nrename from f\nrename to g\n"
        let patch = try PatchReader.read(Array((head + two.replacingOnce("b/f", "b/g")).utf8))
        let present = FileState(bytes: Array("a\nB\nc\nd\ne\nf\ng\nh\ni\nj\n".utf8))
        let fitted = FittedPatch(
            patch, inflate: nil, found: { $0 == path("g") ? .file(present) : .missing }, blob: { _ in nil })
        #expect(fitted.misfits.isEmpty && fitted.files.map(\.step.path) == [path("g")])
        #expect(fitted.files.first?.settledHunks == 1 && fitted.files.first?.step.before == present)
    }

    /// Sixty hunks in a file that is one line over and over: bounded, and no hunk is lost.
    @Test func equalLinesWithoutEndAreRead() throws {
        var file = FilePatch(line: 1)
        (file.oldPath, file.newPath) = (path("f"), path("f"))
        let x = Array("x\n".utf8)
        file.content = .hunks(
            (0..<60).map { number in
                let context = (0..<3).map { _ in PatchHunk.Line(.context, x) }
                return PatchHunk(
                    oldStart: number * 100 + 1, newStart: number * 101 + 1,
                    lines: context + [PatchHunk.Line(.added, number % 2 == 0 ? x : Array("y\n".utf8))] + context)
            })
        (file.oldBlob, file.newBlob) = (String(repeating: "1", count: 40), String(repeating: "2", count: 40))
        let present = Array(repeating: x, count: 7_000).flatMap { $0 }
        let one = fitted(patch(file), present)
        #expect(one.files.first?.standing == .forApplying && one.misfits.isEmpty)
    }
}
