// What words find in a text, and how a match is shown in rows.

import Screen
import Testing

@testable import App

@Suite struct TextSearchTests {
    private func count(_ words: String, _ text: String, isMarkdown: Bool = false) -> Int? {
        TextSearch(words)?.count(in: text, isMarkdown: isMarkdown)
    }

    @Test func smallLettersFindCapitals() {
        #expect(count("parse", "Parse, parse, PARSE") == 3)
        #expect(count("Parse", "Parse, parse, PARSE") == 1)
        #expect(count("über", "Über über") == 2)
        #expect(count("Ж", "жЖ") == 1)
    }

    @Test func blanksFindLineEnds() {
        #expect(count("two words", "two\n   words, two words, twowords") == 2)
        #expect(TextSearch("  \n") == nil)
        #expect(count(" x", "a x") == 1)
    }

    @Test func marksOfMarkdownMayStandBetween() {
        #expect(count("the parse helper", "the **parse** `helper`", isMarkdown: true) == 1)
        #expect(count("the parse helper", "the **parse** `helper`") == 0)
        #expect(count("**parse", "the **parse** `helper`", isMarkdown: true) == 1)
    }

    @Test func matchesDoNotOverlapNorCutCharacters() {
        #expect(count("aa", "aaaaa") == 2)
        // e with an accent of its own is another letter.
        #expect(count("e", "e\u{301}e") == 1)
        #expect(count("👩", "👩‍👧👩") == 1)
        #expect(count("abc", "ab") == 0)
    }

    @Test func aWrappedMatchIsInBothRows() throws {
        let search = try #require(TextSearch("one two"))
        let rows = [TextRow(" say one"), TextRow(" two and one"), TextRow(" two")]
        #expect(search.ranges(in: rows) == [[5..<8], [1..<4, 9..<12], [1..<4]])
        #expect(search.hits(in: rows) == [SearchMarks.Hit(row: 0, start: 5), SearchMarks.Hit(row: 1, start: 9)])
    }

    @Test func marksKeepTheText() {
        let line = StyledLine("ab", .dim) + StyledLine("cdef", .code)
        let marked = line.marking([1..<3, 4..<5], current: 4)
        #expect(
            marked.runs == [
                StyledRun("a", Style(.dim)), StyledRun("bc", Style(.match)), StyledRun("d", Style(.code)),
                StyledRun("e", Style(.match, [.strong, .emphasised])), StyledRun("f", Style(.code)),
            ])
    }
}
