// docs/PLAIN.md has the table of words.

import App
import TestSupport
import Testing

@Suite struct PlainDocumentTests {
    @Test func wordsAreThoseOfTheTable() throws {
        let path = packageRoot(of: #filePath) + "/docs/PLAIN.md"
        let text = String(decoding: try readFile(path), as: UTF8.self)
        let (begin, end) = ("<!-- words -->\n", "<!-- end of words -->")
        let first = try #require(text.firstRange(of: begin))
        let last = try #require(text.firstRange(of: end))
        let expected = text[..<first.upperBound] + "\n\(PlainWordTable.markdown)\n\n" + text[last.lowerBound...]
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(path, Array(expected.utf8))
            return
        }
        #expect(text == expected)
    }
}
