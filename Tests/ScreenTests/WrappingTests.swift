// Long lines in narrow places, as pictures: a row per line.
import Screen
import TestSupport
import Testing

private func rows(_ text: String, _ columns: Int, hanging: Int = 0) -> [String] {
    wrap(StyledLine(text), columns: columns, hanging: hanging).map(\.text)
}

@Suite("Wrapping")
struct WrappingTests {
    @Test func rowsEndBetweenWords() {
        #expect(
            rows("I will rename it in one file and add a test.", 16) == [
                "I will rename it",
                "in one file and",
                "add a test.",
            ])
    }

    @Test func blanksAtTheEndOfARowAreNotShown() {
        #expect(rows("one    two", 5) == ["one", "two"])
        #expect(rows("one two", 3) == ["one", "two"])
        #expect(rows("exact", 5) == ["exact"])
        #expect(rows("end  ", 4) == ["end "])
    }

    @Test func indentationStays() {
        #expect(rows("    let x = parse(y)", 12) == ["    let x =", "parse(y)"])
        #expect(rows("        x", 4) == ["    ", "x"])
    }

    @Test func longWordsAreCutBetweenCharacters() {
        #expect(rows("see abcdefghijkl", 5) == ["see", "abcde", "fghij", "kl"])
        #expect(rows("e\u{301}e\u{301}e\u{301}", 2) == ["e\u{301}e\u{301}", "e\u{301}"])
    }

    @Test func wideSignsAreNeverSplit() {
        #expect(rows("漢字漢字", 5) == ["漢字", "漢字"])
        #expect(rows("a漢", 1) == ["a", "漢"])
        #expect(rows("你好，世界。", 6) == ["你好，", "世界。"])
        #expect(rows("你好，世界。", 4) == ["你", "好，", "世", "界。"])
    }

    @Test func hyphensBetweenLettersMayEndARow() {
        #expect(rows("a well-known flag --verbose", 10) == ["a well-", "known flag", "--verbose"])
    }

    @Test func rowsAfterTheFirstHang() {
        #expect(rows("- one two three four", 9, hanging: 2) == ["- one two", "  three", "  four"])
        #expect(rows("one two", 4, hanging: 100) == ["one", "  tw", "  o"])
    }

    @Test func lineEndsStartAFreshRow() {
        #expect(rows("a b\nc", 2, hanging: 1) == ["a", " b", "c"])
        #expect(rows("a\r\n\nb\n", 9) == ["a", "", "b", ""])
        #expect(rows("", 9) == [""])
        #expect(rows("ab", 0) == ["a", "b"])
    }

    @Test func stylesSurvive() {
        let line: StyledLine = "edited " + StyledLine("Sources/Parser.swift", .link) + StyledLine(" now", .dim)
        #expect(
            wrap(line, columns: 20, hanging: 2) == [
                "edited",
                "  " + StyledLine("Sources/Parser.swi", .link),
                "  " + StyledLine("ft", .link) + StyledLine(" now", .dim),
            ])
        let marked = wrap(StyledLine("a ", .added) + StyledLine("b c", .removed), columns: 3)
        #expect(marked == [StyledLine("a ", .added) + StyledLine("b", .removed), StyledLine("c", .removed)])
    }

    @Test func rangesCoverTheTextForEditors() {
        let text = "one two  three\nfour"
        #expect(wrappedRanges(of: text, columns: 8).map { String(text[$0]) } == ["one two  ", "three\n", "four"])
        #expect(wrappedRanges(of: "a\n", columns: 8).count == 2)
        #expect(wrappedRanges(of: "", columns: 8).count == 1)
    }

    @Test func everyRowFitsAndNothingIsLost() {
        var chance = SeededGenerator.fresh()
        let signs = ["a", "b", " ", " ", "-", "漢", "。", "e\u{301}", "👩‍💻", "\n", "\u{200B}"]
        for _ in 0..<fuzzRounds(default: 400) {
            var line = StyledLine()
            for _ in 0..<Int.random(in: 0...60, using: &chance) {
                line.append(signs.randomElement(using: &chance) ?? "a", Bool.random(using: &chance) ? .plain : .dim)
            }
            let columns = Int.random(in: 12...20, using: &chance)
            let hanging = Int.random(in: 0...4, using: &chance)
            let wrapped = wrap(line, columns: columns, hanging: hanging)
            let unblanked = { (text: String) in String(text.filter { $0 != " " && $0 != "\n" }) }
            #expect(unblanked(wrapped.map(\.text).joined()) == unblanked(line.text), "seed \(chance.seed)")
            let text = line.text
            for row in wrapped { #expect(row.width <= columns, "seed \(chance.seed): \(row.text)|\(text)|\(hanging)") }
            #expect(
                wrappedRanges(of: text, columns: columns, hanging: hanging).map { String(text[$0]) }.joined() == text,
                "seed \(chance.seed)")
        }
    }

    /// Piece by piece it comes to the rows of the whole, with signs that join what stood before and styles that change.
    @Test func whatGrowsIsWrappedAsTheWhole() {
        var chance = SeededGenerator.fresh()
        let signs = [
            "a", "b", " ", " ", "-", "漢", "。", "e", "\u{301}", "👩", "\u{200D}", "💻", "🇩", "\r", "\n", "\u{200B}",
        ]
        for _ in 0..<fuzzRounds(default: 200) {
            var growing = GrowingWrap()
            var rows: [StyledLine] = []
            var line = StyledLine()
            var columns = Int.random(in: 1...20, using: &chance)
            for _ in 0..<40 {
                switch Int.random(in: 0..<40, using: &chance) {
                case 0: line = StyledLine("anew ", .link)
                case 1: columns = Int.random(in: 1...20, using: &chance)
                default:
                    for _ in 0...Int.random(in: 0...6, using: &chance) {
                        let isPlain = Int.random(in: 0..<8, using: &chance) > 0
                        line.append(signs.randomElement(using: &chance) ?? "a", isPlain ? .plain : .dim)
                    }
                }
                let (first, new) = growing.rows(of: line, columns: columns)
                rows = rows.prefix(first) + new
                guard rows == wrap(line, columns: columns) else {
                    Issue.record("seed \(chance.seed): \(line.text.debugDescription) in \(columns)")
                    return
                }
            }
        }
    }

    /// A paragraph of 10,000 words costs the pieces that come, not their square.
    @Test func whatIsFullIsNotWrappedAgain() {
        var growing = GrowingWrap()
        var line = StyledLine()
        var most = 0
        for number in 0..<2_000 {
            line.append("word\(number) ", .plain)
            most = max(most, growing.rows(of: line, columns: 80).rows.count)
        }
        #expect(most <= 2)
    }
}
