// What `put` lets through, and how it looks.
import Screen
import Testing

/// A small screen with one text on it.
private func screen(_ columns: Int, _ rows: Int = 1, _ draw: (inout CellBuffer) -> Void) -> CellBuffer {
    var buffer = CellBuffer(size: Size(columns: columns, rows: rows))
    draw(&buffer)
    return buffer
}

private func row(_ text: String, columns: Int = 24) -> String {
    screen(columns) { $0.put(text, at: Point(column: 0, row: 0), as: .plain) }.textRows[0]
}

@Suite("Putting text")
struct PutTests {
    @Test func textStandsWhereItIsPut() {
        let buffer = screen(20, 3) { buffer in
            let end = buffer.put("edited ", at: Point(column: 2, row: 1), as: .dim)
            buffer.put("漢字.swift", at: end, as: .link)
        }
        #expect(buffer.textRows == ["                    ", "  edited 漢字.swift ", "                    "])
        #expect(buffer.roleRows == ["....................", "..dddddddllllllllll.", "...................."])
    }

    @Test func theEndIsAfterTheText() {
        _ = screen(10) { buffer in
            #expect(buffer.put("ab漢", at: Point(column: 1, row: 0), as: .plain) == Point(column: 5, row: 0))
            #expect(buffer.put("long enough", at: Point(column: 1, row: 0), as: .plain) == Point(column: 10, row: 0))
            #expect(buffer.put("ab", at: Point(column: -5, row: 7), as: .plain) == Point(column: -3, row: 7))
            #expect(buffer.put("ab", at: Point(column: 12, row: 0), as: .plain) == Point(column: 12, row: 0))
        }
    }

    @Test(arguments: [
        ("\u{1B}[2J", "␛[2J"),
        ("a\tb\r\nc", "a␉b␍␊c"),
        ("\u{0}\u{7F}", "␀␡"),
        ("x\u{9B}31m", "x‹U+009B›31m"),
        ("a\u{202E}b", "a‹U+202E›b"),
        ("\u{2066}x\u{2069}", "‹U+2066›x‹U+2069›"),
        ("\u{61C}\u{200E}\u{200F}", "‹U+061C›‹U+200E›‹U+200F›"),
        ("pass\u{200B}word", "pass‹U+200B›word"),
        ("\u{FEFF}BOM", "‹U+FEFF›BOM"),
        ("so\u{AD}ft", "so‹U+00AD›ft"),
        ("a\u{2028}b\u{2029}", "a‹U+2028›b‹U+2029›"),
        ("e\u{200D}f", "e‹U+200D›f"),
        ("e\u{FE0F}f", "e‹U+FE0F›f"),
        ("hi\u{E0041}\u{E0042}", "hi‹U+E0041›‹U+E0042›"),
        ("\u{E0B0}", "‹U+E0B0›"),
        ("\u{10FFFF}", "‹U+10FFFF›"),
        ("\u{FFFE}\u{3164}", "‹U+FFFE›‹U+3164›"),
        ("\u{301}a", "◌\u{301}a"),
    ])
    func dangerousScalarsAreShown(text: String, shown: String) {
        #expect(row(text, columns: 40).trimmedBlanks == shown)
        #expect(displayWidth(of: text) == displayWidth(of: shown))
        #expect(visibleText(text) == shown)
    }

    @Test func marksAreDrawnForAttention() {
        let buffer = screen(12) {
            $0.put("a\u{1B}b\u{200B}", at: Point(column: 0, row: 0), as: Style(.code, .selected))
        }
        #expect(buffer.textRows == ["a␛b‹U+200B› "])
        #expect(buffer.roleRows == ["CWCWWWWWWWW."])
    }

    @Test(arguments: [
        "👩‍👩‍👧‍👦", "❤️‍🔥", "👍🏽", "🇩🇪", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", "1️⃣", "☀️", "한",
        "\u{1112}\u{1161}\u{11AB}",
        "👨🏻‍❤️‍💋‍👨🏿",
    ])
    func signsOfTwoColumnsFillOneCellAndItsTail(sign: String) throws {
        #expect(displayWidth(of: sign) == 2)
        let buffer = screen(4) { $0.put(sign + "x", at: Point(column: 0, row: 0), as: .plain) }
        #expect(buffer[0, 0].text == Character(sign))
        #expect(buffer[1, 0].isTail)
        #expect(buffer[2, 0].text == "x")
    }

    @Test func joinersStayInScriptsThatJoin() {
        // Persian "I want" has a ZWNJ, Hindi's half forms a ZWJ.
        #expect(row("می\u{200C}خواهم").trimmedBlanks == "می\u{200C}خواهم")
        #expect(row("क्\u{200D}ष").trimmedBlanks == "क्\u{200D}ष")
        #expect(displayWidth(of: "क्ष") == 2)
    }

    @Test func halfOfAWideSignIsABlank() {
        let buffer = screen(8) { buffer in
            let window = Rect(column: 2, row: 0, columns: 3, rows: 1)
            buffer.fill(buffer.bounds, with: ".")
            buffer.put("漢字漢", at: Point(column: 1, row: 0), as: .plain, within: window)
        }
        #expect(buffer.textRows == [".. 字..."])
        let cut = screen(4) { $0.put("a漢字", at: Point(column: 0, row: 0), as: .plain) }
        #expect(cut.textRows == ["a漢 "])
    }

    @Test func drawingOverHalfASignBlanksTheOtherHalf() {
        func over(_ column: Int) -> String {
            screen(6) { buffer in
                buffer.put("漢字漢", at: Point(column: 0, row: 0), as: .plain)
                buffer.put("x", at: Point(column: column, row: 0), as: .plain)
            }.textRows[0]
        }
        #expect(over(2) == "漢x 漢")
        #expect(over(3) == "漢 x漢")
        let wide = screen(6) { buffer in
            buffer.put("漢字漢", at: Point(column: 0, row: 0), as: .plain)
            buffer.put("字", at: Point(column: 1, row: 0), as: .plain)
            buffer.fill(Rect(column: 5, row: 0, columns: 9, rows: 1), with: "-")
        }
        #expect(wide.textRows == [" 字  -"])
    }

    @Test func linesArePutRunByRun() {
        let line = StyledLine("✓ ", .added) + StyledLine("漢.swift", .link) + StyledLine(" +6", .added, .selected)
        let buffer = screen(14, 2) { buffer in
            let end = buffer.put(line, at: Point(column: 1, row: 0))
            #expect(end == Point(column: 14, row: 0))
            buffer.put(line, at: Point(column: 0, row: 1), within: Rect(column: 1, row: 1, columns: 4, rows: 1))
        }
        #expect(buffer.textRows == [" ✓ 漢.swift +6", "  漢.         "])
        #expect(buffer.roleRows == [".aallllllllAAA", ".alll........."])
    }

    @Test func noTextChangesNothing() {
        let buffer = screen(4) { buffer in
            buffer.put("漢字", at: Point(column: 0, row: 0), as: .plain)
            buffer.put("", at: Point(column: 1, row: 0), as: .plain)
            buffer.put(
                "x", at: Point(column: 1, row: 0), as: .plain, within: Rect(column: 3, row: 0, columns: 0, rows: 1))
        }
        #expect(buffer.textRows == ["漢字"])
    }

    @Test func accentsOfASCIILettersAreKept() {
        #expect(row("cafe\u{301} ok").trimmedBlanks == "cafe\u{301} ok")
        #expect(row("cafe\u{301}", columns: 4) == "cafe\u{301}")
    }

    @Test func stackedMarksAreCutIntoCells() {
        let text = "Z" + String(repeating: "\u{301}", count: 20)
        #expect(displayWidth(of: text) == 3)
        let buffer = screen(4) { $0.put(text, at: Point(column: 0, row: 0), as: .plain) }
        #expect((0..<4).map { buffer[$0, 0].text.unicodeScalars.count } == [9, 9, 5, 1])
    }

    @Test func aPileOfMarksIsCutIntoSigns() {
        let text = "Z" + String(repeating: "\u{301}", count: 50_000)
        #expect(text.count == 1)
        #expect(displayWidth(of: text) == displayWidth(of: Character(text)))
        #expect(wrap(StyledLine(text), columns: 100).allSatisfy { $0.width <= 100 })
        #expect(wrap(StyledLine(text), columns: 100).map(\.text).joined() == text)
    }

    @Test func textThatLeavesTheScreenIsSafeToo() {
        #expect(visibleText("a\tb\u{1B}]0;x\u{7}\r\n", keepingLines: true) == "a\tb␛]0;x␇\r\n")
        #expect(visibleText("👩‍💻 e\u{301}") == "👩‍💻 e\u{301}")
    }

    @Test func nothingOutsideTraps() {
        for size in [Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 0, rows: 5)] {
            var buffer = CellBuffer(size: size)
            for place in [Int.min, -1, 0, 1, Int.max] {
                let point = Point(column: place, row: place)
                let rect = Rect(column: place, row: place, columns: Int.max, rows: Int.max)
                buffer.put("a漢\u{1B}", at: point, as: .plain)
                buffer.put("漢", at: Point(column: 0, row: 0), as: .plain, within: rect)
                buffer.fill(rect)
                buffer.mark(rect, adding: .selected)
                _ = rect.intersection(Rect(column: Int.min, row: Int.min, columns: 1, rows: 1))
            }
            #expect(buffer.textRows.count == size.rows)
        }
    }

    @Test func markingKeepsTextAndWholeSigns() {
        let buffer = screen(6, 2) { buffer in
            buffer.put("漢字漢", at: Point(column: 0, row: 0), as: .added)
            buffer.mark(Rect(column: 1, row: 0, columns: 2, rows: 1), adding: .changed)
            buffer.mark(Rect(column: 4, row: 1, columns: 1, rows: 1), adding: .strong)
        }
        #expect(buffer.textRows == ["漢字漢", "      "])
        #expect(buffer.roleRows == ["AAAAaa", "......"])
        #expect(buffer.markRows == ["cccc..", "....b."])
    }

    @Test func everyRoleHasItsLetter() {
        #expect(Set(Role.allCases.map(\.letter)).count == Role.allCases.count)
        #expect(Set(Role.allCases.flatMap { [$0.letter, $0.markedLetter] }).count == 2 * Role.allCases.count)
    }
}

extension String {
    /// Without the blanks at the end.
    var trimmedBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
