// Where an address stands behind a link's words, and what of a link reaches the cells.

import Screen
import Testing

@testable import App

@Suite struct LinkRowsTests {
    private func rows(_ text: String, hides: Bool) -> [TextRow] {
        var signs = Signs.unicode
        signs.hidesAddresses = hides
        return MarkdownRows.rows(of: text, width: 80, indent: .none, signs: signs)
    }

    private func text(_ text: String, hides: Bool) -> String {
        rows(text, hides: hides).map(\.line.text).joined(separator: "\n")
    }

    @Test func theAddressStandsThereWhereTheTerminalTellsNothing() {
        #expect(text("[words](https://example.org/a)", hides: false) == "words (https://example.org/a)")
        #expect(text("[words](https://example.org/a)", hides: true) == "words")
    }

    @Test func wordsThatLookLikeAnAddressAreNeverLeftAlone() {
        for words in ["https://bank.example", "bank.example", "www.bank.example", "ada@bank.example", "bank.example/x"]
        {
            #expect(
                text("[\(words)](https://evil.example)", hides: true) == "\(words) (https://evil.example)")
        }
        #expect(text("[Read this. Then that.](https://example.org)", hides: true) == "Read this. Then that.")
        #expect(text("https://example.org", hides: true) == "https://example.org")
    }

    @Test func whatIsNoAddressIsWrittenOut() {
        for target in ["Sources/Parser.swift", "javascript:x", "file:///etc/passwd"] {
            let rows = rows("[words](\(target))", hides: true)
            #expect(rows.map(\.line.text) == ["words (\(target))"])
            #expect(rows.allSatisfy { $0.line.runs.allSatisfy { $0.style.link == nil } })
        }
    }

    @Test func anImageIsItsWordsOrItsAddress() {
        #expect(text("![a chart](https://example.org/c.png)", hides: true) == "a chart")
        #expect(text("![](c.png)", hides: false) == "c.png")
        #expect(text("[](https://example.org)", hides: false) == "https://example.org")
        #expect(text("[![](badge.svg)](https://example.org)", hides: false) == "badge.svg (https://example.org)")
        #expect(text("[![tests](b.svg)](https://example.org)", hides: false) == "tests (https://example.org)")
    }

    @Test func linksOfOneLabelInManyMannersAreOne() {
        let row = rows("[a **b** `c`](https://example.org)", hides: true)[0]
        #expect(row.line.text == "a b c")
        #expect(row.line.runs.allSatisfy { $0.style.link?.text == "https://example.org" })
    }
}
