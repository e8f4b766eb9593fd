// Where hunks fit, and what is said where they don't.

import ChangeReview
import TestSupport
import Testing

@Suite struct PatchFitTests {
    private func file(_ text: String) throws -> FilePatch {
        try #require(try PatchReader.read(Array(text.utf8)).files.first)
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private let change = "--- a/f\n+++ b/f\n@@ -3,3 +3,3 @@\n c\n-d\n+D\n e\n"

    @Test func atItsPlaceAndElsewhere() throws {
        let hunks = try file(change).hunks
        let exact = PatchFit(hunks, in: bytes("a\nb\nc\nd\ne\nf\n"))
        #expect(exact.placements == [.placed(line: 2, offset: 0, fuzz: 0)])
        #expect(exact.bytes == bytes("a\nb\nc\nD\ne\nf\n"))
        let moved = PatchFit(hunks, in: bytes("new\na\nb\nc\nd\ne\nf\n"))
        #expect(moved.placements == [.placed(line: 3, offset: 1, fuzz: 0)])
        let nearer = PatchFit(hunks, in: bytes("c\nd\ne\n.\nc\nd\ne\n"))
        #expect(nearer.placements == [.placed(line: 4, offset: 2, fuzz: 0)])
    }

    @Test func fuzzIsTakenOnlyWhenAllowed() throws {
        let hunks = try file(change).hunks
        let text = bytes("a\nb\nC\nd\ne\nf\n")
        #expect(!PatchFit(hunks, in: text).fits)
        let fit = PatchFit(hunks, in: text, options: .init(fuzz: 1))
        #expect(fit.placements == [.placed(line: 2, offset: 0, fuzz: 1)])
        #expect(fit.bytes == bytes("a\nb\nC\nD\ne\nf\n"))
    }

    @Test func whereItNearlyFits() throws {
        let fit = PatchFit(try file(change).hunks, in: bytes("x\na\nb\nc\nd!\ne\nf\n"))
        #expect(
            fit.placements == [
                .refused(
                    .init(
                        reason: .linesDiffer,
                        nearest: .init(line: 3, fittingLines: 2, hunkLines: 3, firstDifferent: 4)))
            ])
        #expect(PatchFit(try file(change).hunks, in: []).refusals.map(\.refusal.nearest) == [nil])
    }

    @Test func whatIsThereAlreadyIsTold() throws {
        let fit = PatchFit(try file(change).hunks, in: bytes("a\nb\nc\nD\ne\nf\n"))
        #expect(fit.refusals.map(\.refusal.reason) == [.alreadyApplied])
        #expect(fit.bytes == nil && fit.bytesWithFitting == bytes("a\nb\nc\nD\ne\nf\n"))
    }

    @Test func beginningAndEndAreKept() throws {
        let first = try file("--- a/f\n+++ b/f\n@@ -1,2 +1,3 @@\n+new\n a\n b\n").hunks
        #expect(PatchFit(first, in: bytes("a\nb\nc\n")).fits)
        #expect(PatchFit(first, in: bytes("x\na\nb\nc\n")).refusals.map(\.refusal.reason) == [.placeDiffers])
        let last = try file("--- a/f\n+++ b/f\n@@ -2,2 +2,3 @@\n b\n c\n+new\n").hunks
        #expect(PatchFit(last, in: bytes("x\na\nb\nc\n")).bytes == bytes("x\na\nb\nc\nnew\n"))
        #expect(PatchFit(last, in: bytes("a\nb\nc\nd\n")).refusals.map(\.refusal.reason) == [.placeDiffers])
    }

    @Test func hunksWithoutContextNeedLeave() throws {
        let hunks = try file("--- a/f\n+++ b/f\n@@ -2,0 +3 @@\n+new\n@@ -4 +5 @@\n-d\n+D\n").hunks
        let text = bytes("a\nb\nc\nd\ne\n")
        #expect(!PatchFit(hunks, in: text).fits)
        #expect(
            PatchFit(hunks, in: text, options: .init(takesHunksWithoutContext: true)).bytes
                == bytes("a\nb\nnew\nc\nD\ne\n"))
    }

    @Test func twoHunksDoNotShareAPlace() throws {
        let hunk = try file(change).hunks[0]
        let fit = PatchFit([hunk, hunk], in: bytes("a\nb\nc\nd\ne\nf\n"))
        #expect(fit.placements[0] == .placed(line: 2, offset: 0, fuzz: 0))
        #expect(fit.refusals.map(\.refusal.reason) == [.overlaps])
    }

    @Test func nothingIsPutIntoAHunk() throws {
        let hunks = try file("--- a/f\n+++ b/f\n@@ -2,2 +2,2 @@\n-b\n-c\n+B\n+C\n@@ -2,0 +3 @@\n+new\n").hunks
        let fit = PatchFit(hunks, in: bytes("a\nb\nc\nd\n"), options: .init(takesHunksWithoutContext: true))
        #expect(fit.refusals.map(\.refusal.reason) == [.overlaps])
        #expect(fit.bytesWithFitting == bytes("a\nB\nC\nd\n"))
        let before = PatchFit(
            [hunks[0], PatchHunk(oldStart: 1, newStart: 1, lines: hunks[1].lines)], in: bytes("a\nb\nc\nd\n"),
            options: .init(takesHunksWithoutContext: true))
        #expect(before.bytes == bytes("a\nnew\nB\nC\nd\n"))
    }

    @Test func theDirectionIsFoundByTryingBoth() throws {
        let patch = try file(change)
        func direction(_ text: String) -> FilePatch.Direction { patch.direction(old: bytes(text), new: bytes(text)) }
        #expect(direction("a\nb\nc\nd\ne\nf\n") == .fitsForward)
        #expect(direction("a\nb\nc\nD\ne\nf\n") == .fitsReverse)
        #expect(direction("c\nd\ne\n.\nc\nD\ne\n") == .both)
        guard case .neither(.hunks(let forward), .hunks(let reverse)) = direction("a\nb\n") else {
            Issue.record("\(direction("a\nb\n"))")
            return
        }
        #expect(forward.refusals.count == 1 && reverse.refusals.count == 1)
        #expect(patch.direction(old: nil, new: nil) == .neither(forward: .missing, reverse: .missing))
    }

    @Test func filesComeAndGo() throws {
        let added = try file("diff --git a/f b/f\nnew file mode 100755\n--- /dev/null\n+++ b/f\n@@ -0,0 +1 @@\n+x\n")
        #expect(added.applied(to: nil) == .becomes(bytes("x\n")))
        #expect(added.applied(to: bytes("x\n")) == .refused(.exists))
        #expect(added.takenOut(of: bytes("x\n")) == .becomes(nil))
        #expect(added.takenOut(of: bytes("x\ny\n")).isPossible == false)
        #expect(added.direction(old: nil, new: nil) == .fitsForward)
        #expect(added.direction(old: bytes("x\n"), new: bytes("x\n")) == .fitsReverse)
        #expect(added.reversed.reversed == added)
        let deleted = added.reversed
        #expect(deleted.kind == .deleted && deleted.oldMode == 0o100755)
        #expect(deleted.applied(to: bytes("x\n")) == .becomes(nil))
        #expect(deleted.applied(to: nil) == .refused(.missing))
        #expect(deleted.direction(old: nil, new: nil) == .fitsReverse)
    }

    @Test func renamesAndCopiesLookAtBothPlaces() throws {
        let head = "diff --git a/f b/g\nsimilarity index 90%\nKIND from f\nKIND to g\n"
        let body = "--- a/f\n+++ b/g\n@@ -1,2 +1,2 @@\n a\n-b\n+B\n"
        let renamed = try file(head.replacing("KIND", with: "rename") + body)
        #expect(renamed.direction(old: bytes("a\nb\n"), new: nil) == .fitsForward)
        #expect(renamed.direction(old: nil, new: bytes("a\nB\n")) == .fitsReverse)
        #expect(renamed.applied(to: bytes("a\nb\n"), newExists: true) == .refused(.exists))
        let copied = try file(head.replacing("KIND", with: "copy") + body)
        #expect(copied.direction(old: bytes("a\nb\n"), new: nil) == .fitsForward)
        #expect(copied.direction(old: bytes("a\nb\n"), new: bytes("a\nB\n")) == .fitsReverse)
        #expect(copied.takenOut(of: bytes("a\nB\n"), old: bytes("a\nb\n")) == .becomes(nil))
    }

    @Test func aPlainPatchMayMakeAFile() throws {
        let patch = try file("--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+x\n")
        #expect(patch.kind == .modified && patch.applied(to: nil) == .becomes(bytes("x\n")))
        #expect(try file(change).applied(to: nil) == .refused(.missing))
    }

    @Test func threeWaysWhereTheBlobIsKnown() throws {
        let blob = bytes("a\nb\nc\nd\ne\nf\ng\nh\n")
        let id = BlobID(of: blob).short
        let patch = try file("diff --git a/f b/f\nindex \(id)..2222222 100644\n" + change)
        let merge = try #require(patch.threeWay(blob: blob, current: bytes("a\nb\nC\nd\ne\nf\ng\nh\n")))
        #expect(merge.conflictCount == 1)
        #expect(
            patch.threeWay(blob: blob, current: bytes("a\nb\nc\nd\ne\nf\ng\nH\n"))?.bytes
                == bytes("a\nb\nc\nD\ne\nf\ng\nH\n"))
        #expect(patch.threeWay(blob: bytes("other\n"), current: blob) == nil)
    }
}
