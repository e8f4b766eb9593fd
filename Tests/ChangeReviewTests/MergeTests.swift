// A merge of three texts, and what becomes of its conflicts.

import ChangeReview
import TestSupport
import Testing

@Suite struct MergeTests {
    private func merge(_ base: String, _ ours: String, _ theirs: String) -> ThreeWayMerge {
        ThreeWayMerge(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
    }

    private func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

    @Test func changesApartAreBothTaken() {
        let merge = merge("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\ne\n")
        #expect(merge.isClean)
        #expect(text(merge.bytes) == "A\nb\nc\nD\ne\n")
        #expect(merge.pieces.map(\.origin) == [.ours, .unchanged, .theirs])
    }

    @Test func theSameChangeIsAgreed() {
        #expect(text(merge("a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\n").bytes) == "a\nx\nc\n")
        #expect(merge("a\nb\nc\n", "a\nx\nc\n", "a\nx\nc\n").pieces.map(\.origin) == [.unchanged, .both, .unchanged])
        #expect(text(merge("a\n", "", "").bytes) == "")
    }

    @Test func aConflictIsAsSmallAsItCanBe() {
        let merge = merge("a\nb\nc\n", "a\n1\nours\n5\nc\n", "a\n1\ntheirs\n5\nc\n")
        #expect(merge.conflictCount == 1)
        #expect(
            text(merge.marked(ours: "ours", base: "base", theirs: "theirs"))
                == "a\n1\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\n5\nc\n")
        #expect(merge.pieces.map(\.origin) == [.unchanged, .both, .conflict, .both, .unchanged])
    }

    @Test func conflictsThreeLinesApartAreOne() {
        let base = "1\na\nb\nc\n2\nd\ne\nf\ng\n3\n"
        let merge = merge(
            base, base.replacing("1", with: "o").replacing("2", with: "o").replacing("3", with: "o"),
            base.replacing("1", with: "t").replacing("2", with: "t").replacing("3", with: "t"))
        #expect(merge.conflicts.map(\.base) == [0..<5, 9..<10])
        #expect(
            ThreeWayMerge(
                base: merge.base.bytes, ours: merge.ours.bytes, theirs: merge.theirs.bytes, refiningConflicts: false
            ).conflictCount == 3)
    }

    @Test func eachConflictIsResolvedByItself() {
        let base = "1\na\nb\nc\nd\n2\n"
        let merge = merge(base, "o1\na\nb\nc\nd\no2\n", "t1\na\nb\nc\nd\nt2\n")
        #expect(merge.bytes == nil)
        #expect(text(merge.bytes(resolving: [.ours, .theirs])) == "o1\na\nb\nc\nd\nt2\n")
        #expect(text(merge.bytes(resolving: [.both, .base])) == "o1\nt1\na\nb\nc\nd\n2\n")
        #expect(text(merge.bytes(resolving: [.custom(Array("x".utf8)), .custom([])])) == "x\na\nb\nc\nd\n")
        #expect(merge.bytes(resolving: [.ours]) == nil)
    }

    @Test func lineEndsAndMarksOfTheFileStay() {
        #expect(text(merge("a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC").bytes) == "A\r\nb\r\nC")
        #expect(text(merge("\u{FEFF}a\nb\nc\n", "\u{FEFF}a\nb\nC\n", "\u{FEFF}x\nb\nc\n").bytes) == "\u{FEFF}x\nb\nC\n")
        let crlf = merge("a\r\nb\r\n", "a\r\no", "a\r\nt")
        #expect(text(crlf.bytes(resolving: [.both])) == "a\r\no\r\nt")
        #expect(
            text(crlf.marked(ours: "o", base: "b", theirs: "t"))
                == "a\r\n<<<<<<< o\r\no\r\n=======\r\nt\r\n>>>>>>> t\r\n")
    }

    @Test func whatWasAgainstNothingIsAConflict() {
        let merge = merge("", "a\n", "b\n")
        #expect(merge.conflictCount == 1)
        #expect(text(merge.bytes(resolving: [.both])) == "a\nb\n")
    }

    @Test func lawsHold() {
        let seed = SeededGenerator.fresh().seed
        var random = RandomText(seed: seed)
        for round in 0..<fuzzRounds(default: 300) {
            let what = "seed \(seed) round \(round)"
            let triple = random.triple()
            let (base, ours, theirs) = (triple.base, triple.ours, triple.theirs)
            #expect(ThreeWayMerge(base: base, ours: base, theirs: theirs).bytes == theirs, "\(what)")
            #expect(ThreeWayMerge(base: base, ours: ours, theirs: base).bytes == ours, "\(what)")
            #expect(ThreeWayMerge(base: base, ours: ours, theirs: ours).bytes == ours, "\(what)")
            let merge = ThreeWayMerge(base: base, ours: ours, theirs: theirs)
            let mirrored = ThreeWayMerge(base: base, ours: theirs, theirs: ours)
            #expect(merge.isClean == mirrored.isClean && merge.bytes == mirrored.bytes, "\(what)")
            let allOurs = merge.bytes(resolving: Array(repeating: .ours, count: merge.conflictCount))
            let allTheirs = mirrored.bytes(resolving: Array(repeating: .theirs, count: mirrored.conflictCount))
            #expect(allOurs == allTheirs, "\(what)")
            expectCovered(merge, what)
        }
    }

    private func expectCovered(_ merge: ThreeWayMerge, _ what: String) {
        var (base, ours, theirs) = (0, 0, 0)
        for piece in merge.pieces {
            #expect(
                piece.base.lowerBound == base && piece.ours.lowerBound == ours && piece.theirs.lowerBound == theirs,
                "\(what): \(piece)")
            (base, ours, theirs) = (piece.base.upperBound, piece.ours.upperBound, piece.theirs.upperBound)
        }
        #expect(base == merge.base.count && ours == merge.ours.count && theirs == merge.theirs.count, "\(what)")
    }
}
