// Spans from anywhere in a text are those of a reading from its start.

import TestSupport
import Testing

@testable import Syntax

@Suite struct HighlightedFileTests {
    private func language(_ fence: String) throws -> Language { try #require(Language(fence: fence)) }

    @Test func everyLineIsAsFromTheStart() throws {
        let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Syntax"
        for name in try run(["ls", folder]).text.split(separator: "\n") where !name.hasSuffix(".golden") {
            // Three times, so that what the first leaves open reaches into the others.
            let once = try readFile("\(folder)/\(name)")
            let bytes = once + once + once.dropLast()
            let language = try #require(Language(path: String(name)))
            let file = try #require(HighlightedFile(bytes, in: language))
            let lexer = Lexer(language)
            var state = lexer.start
            var expected: [[SyntaxSpan]] = []
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                expected.append(lexer.spans(of: line, state: &state))
            }
            for line in expected.indices.reversed() {
                #expect(file.spans(ofLine: line) == expected[line], "\(name), line \(line + 1)")
            }
            #expect(file.spans(ofLines: 0..<expected.count) == expected)
            #expect(file.spans(ofLines: 3..<20) == Array(expected[3..<20]))
        }
    }

    @Test func aLongLineHidesNothingBehindIt() throws {
        let long = Array(repeatElement(Array("x = \"a\"; ".utf8), count: 2000).joined())
        let bytes = Array("a /* b\n".utf8) + long + Array("*/ if\n".utf8) + long + Array("\nif \"x\"".utf8)
        let file = try #require(HighlightedFile(bytes, in: language("c")))
        #expect(file.spans(ofLine: 1) == [SyntaxSpan(0..<Lexer.shownBytes, .comment)])
        #expect(file.spans(ofLine: 2).first == SyntaxSpan(4..<7, .string))
        #expect(file.spans(ofLines: 0..<4).last == [SyntaxSpan(0..<2, .keyword), SyntaxSpan(3..<6, .string)])
        #expect(file.spans(ofLine: 3) == [SyntaxSpan(0..<2, .keyword), SyntaxSpan(3..<6, .string)])
    }

    @Test func thereIsNothingBehindTheEnd() throws {
        let file = try #require(HighlightedFile(Array("let a\nlet b".utf8), in: language("swift")))
        #expect(file.spans(ofLines: 0..<9).count == 2)
        #expect(file.spans(ofLine: 2).isEmpty && file.spans(ofLine: -1).isEmpty)
        let empty = try #require(HighlightedFile([], in: language("swift")))
        #expect(empty.spans(ofLines: 0..<9).isEmpty)
    }

    @Test func largeTextsStayPlain() throws {
        let bytes = [UInt8](repeating: 0x0A, count: HighlightedFile.largest)
        #expect(try HighlightedFile(bytes + [0x0A], in: language("c")) == nil)
        let file = try #require(HighlightedFile(bytes, in: language("c")))
        #expect(file.spans(ofLine: bytes.count - 1).isEmpty)
    }
}
