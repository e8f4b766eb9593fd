// What holds for any bytes in any language.

import TestSupport
import Testing

@testable import Syntax

@Suite struct LexerLawsTests {
    /// Pieces that open and close things, so that random text gets deep into every table.
    private static let pieces: [String] = [
        "\"", "'", "`", "\"\"\"", "'''", "/*", "*/", "//", "#", "--", "<!--", "-->", "${", "$(", "#{", "\\(", "{", "}",
        "(", ")", "[", "]", "<", ">", "</script", "<script>", "<style>", "<?php ", "?>", "```", "~~~ swift", "---",
        "<<EOF", "<<~EOS ", "<<<'X'", "EOF", "EOS", "X", "=begin", "=end", "r#\"", "R\"a(", ")a\"", "f\"", "%w[", "q{",
        "m/", "/", "\\", "$x", "@a", ": |", "- ", "key: ", "= ", "def ", "func ", "class ", "1e-", "0x", ".", "é",
        "\u{FF}",
        "--[==[", "]==]", "$$", "**", "__", "~", "\t", " ", "if", "true", "&amp;", "%", "!", ";", ",", "#\"", "\"#",
    ]

    private func line(_ random: inout SeededGenerator) -> [UInt8] {
        var line: [UInt8] = []
        for _ in 0..<Int.random(in: 0...14, using: &random) {
            if Int.random(in: 0..<8, using: &random) == 0 {
                line.append(UInt8.random(in: .min ... .max, using: &random))
            } else {
                line += Self.pieces.randomElement(using: &random)!.utf8
            }
        }
        return line.filter { $0 != 0x0A }
    }

    @Test func spansAreInOrderAndInRange() {
        var random = SeededGenerator.fresh()
        let seed = random.seed
        for round in 0..<fuzzRounds(default: 400) {
            for language in Language.all {
                let lexer = Lexer(language, isSnippet: round % 2 == 1)
                var state = lexer.start
                for _ in 0..<12 {
                    let bytes = line(&random)
                    let spans = lexer.spans(of: bytes[...], state: &state)
                    var end = 0
                    for span in spans {
                        guard span.range.lowerBound >= end, !span.range.isEmpty, span.range.upperBound <= bytes.count,
                            span.role != .plain
                        else {
                            Issue.record("\(language.name), seed \(seed) round \(round): \(bytes) gives \(spans)")
                            return
                        }
                        end = span.range.upperBound
                    }
                    #expect(state.frames.count <= LexerState.mostFrames + 1)
                }
            }
        }
    }

    /// A viewer that begins anywhere, with the state kept there, sees what one sees who began at the top. Neither a line
    /// end nor where a line lies in memory makes a difference, and states alone are the same states.
    @Test func aKeptStateIsAsGoodAsTheStart() {
        var random = SeededGenerator.fresh()
        let seed = random.seed
        for round in 0..<fuzzRounds(default: 100) {
            for language in Language.all {
                let lexer = Lexer(language)
                let lines = (0..<10).map { _ in line(&random) }
                var state = lexer.start
                var states = [state]
                var all: [[SyntaxSpan]] = []
                for line in lines {
                    all.append(lexer.spans(of: line[...], state: &state))
                    states.append(state)
                }
                for index in lines.indices {
                    var other = states[index]
                    let padded = [0x2F, 0x2A] + lines[index] + Array((index % 2 == 0 ? "\n" : "\r\n").utf8)
                    let spans = lexer.spans(of: padded.dropFirst(2), state: &other)
                    let isSame = spans == all[index] && other == states[index + 1]
                    // Note: a carriage return at a line's end is taken for a part of the end.
                    #expect(
                        isSame || lines[index].last == 0x0D,
                        "\(language.name), seed \(seed) round \(round) line \(index): \(lines[index])")
                    var passed = states[index]
                    lexer.pass(lines[index][...], state: &passed)
                    #expect(passed == states[index + 1])
                }
            }
        }
    }

    /// The work for a line grows with its length alone, whatever is repeated in it.
    @Test func workIsLinear() {
        let repeated =
            Self.pieces + [
                "/[", "a/", "a b ", "\"a\" ", "x:", "a ", "==", "[=", "##", "r##", "``", "* *a", "**a ", "$a", "<a",
                "<a ",
                "a=", "-", "1", "- - ", "a: b, ", "\\u", "\\x", "'a", "%q(", "a{b:c", "a:b,", "@a:", "[a]", "a.b", "&a",
            ]
        for language in Language.all {
            let lexer = Lexer(language, isSnippet: true)
            for piece in repeated {
                let unit = Array(piece.utf8).filter { $0 != 0x0A }
                func steps(_ count: Int) -> Int {
                    let line = Array(repeatElement(unit, count: count / unit.count + 1).joined())
                    var state = lexer.start
                    return lexer.read(line[...], shown: Lexer.shownBytes, state: &state).steps
                }
                let (some, more) = (steps(300), steps(2400))
                #expect(more <= some * 10 + 1000, "\(language.name), \(piece): \(some), then \(more)")
                #expect(more <= 2400 * 128, "\(language.name), \(piece): \(more) steps")
            }
        }
    }

    /// Of a line without measure only the beginning is looked at, and what it opened is taken to be closed.
    @Test func linesOfMegabytesAreBounded() throws {
        let lexer = Lexer(try #require(Language(fence: "sql")))
        var state = lexer.start
        let line = Array(repeatElement(Array("('a''b', 1), ".utf8), count: 200_000).joined())
        let (spans, steps) = lexer.read(line[...], shown: Lexer.shownBytes, state: &state)
        #expect(spans.last.map { $0.range.upperBound <= Lexer.shownBytes } == true)
        #expect(steps < Lexer.readBytes * 10)
        #expect(state == lexer.start)
        let open = Array("'open".utf8)
        _ = lexer.spans(of: open[...], state: &state)
        let before = state
        _ = lexer.spans(of: line[...], state: &state)
        // It closes the string of the line before, and opens one that is not closed: neither is open behind it.
        #expect(before.isOpen && !state.isOpen)
        var comment = lexer.start
        lexer.pass(Array("/* open".utf8)[...], state: &comment)
        let kept = comment
        lexer.pass(line[...], state: &comment)
        #expect(comment == kept)
        lexer.pass((Array("*/".utf8) + line)[...], state: &comment)
        #expect(!comment.isOpen)
        // Up to `readBytes` the state is the true one.
        var short = lexer.start
        let opening = Array(repeatElement(UInt8(ascii: " "), count: 60_000)) + open
        _ = lexer.spans(of: opening[...], state: &short)
        #expect(short.isOpen)
    }
}
