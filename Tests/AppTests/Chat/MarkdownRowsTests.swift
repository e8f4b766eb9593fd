// Blocks as rows, as plain text: what a reader sees of each construct.

import Screen
import Testing

@testable import App

@Suite struct MarkdownRowsTests {
    private func rows(_ text: String, width: Int = 40) -> [String] {
        MarkdownRows.rows(of: text, width: width, indent: .none, signs: .unicode).map {
            $0.trailing.isEmpty ? $0.line.text : "\($0.line.text) ⟨\($0.trailing.text)⟩"
        }
    }

    @Test func blankRowsAreWhereTheWriterLeftThem() {
        #expect(rows("- a\n- b\n\n- c\n- d") == ["• a", "• b", "", "• c", "• d"])
        #expect(rows("- a\n  - b\n\n    more\n- c").map(\.trimmed) == ["• a", "  • b", "", "    more", "• c"])
        #expect(
            rows("1. a\n\n   | x |\n   |---|\n   | 1 |\n\n2. b").map(\.trimmed)
                == ["1. a", "", "   x", "   ─", "   1", "", "2. b"])
    }

    @Test func numbersGoOnFromTheFirst() {
        #expect(rows("9. a\n9. b\n9. c") == ["9. a", "10. b", "11. c"])
        #expect(rows("0) a") == ["0. a"])
    }

    @Test func quotesNest() {
        #expect(rows("> a\n> > b\n> c").map(\.trimmed) == ["│ a", "│", "│ │ b c"])
        #expect(rows("> - a\n>   > b").map(\.trimmed) == ["│ • a", "│   │ b"])
    }

    @Test func codeKeepsItsLines() {
        #expect(rows("```swift\nlet a = 1\n\n```") == ["│ let a = 1 ⟨swift⟩", "│ "])
        #expect(rows("```\r\na\r\nb\r\n```\r\n") == ["│ a", "│ b"])
        #expect(rows("```\n```") == ["│ "])
        #expect(rows("```\nabcdef\n```", width: 5) == ["│ abc", "│ def"])
    }

    @Test func whatIsNotOursIsShownAsWritten() {
        #expect(rows("a[^1] b\n\n[^1]: The note it is.") == ["a[^1] b", "", "[^1]: The note it is."])
        #expect(rows("&amp; &copy; &#x41; \\* a\\\nb") == ["& © A * a", "b"])
        #expect(rows("<div>\n*a*\n</div>") == ["<div>", "*a*", "</div>"])
        #expect(rows("- [x] a ~~b~~\n- [ ] c") == ["✓ a ~b~", "○ c"])
    }

    @Test func aTableThatIsTooWideIsAList() {
        let table = "| Name | Lines |\n|:--|--:|\n| a | 1 |\n| bcd | 1,204 |"
        #expect(rows(table) == ["Name │ Lines", "─────┼──────", "a    │     1", "bcd  │ 1,204"])
        #expect(rows(table, width: 11) == ["a: 1", "bcd: 1,204"])
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
