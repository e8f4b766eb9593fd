// What is read for its colours, when, and how a row then looks.

import ChangeReview
import Screen
import Syntax
import TestSupport
import Testing

@testable import App

@Suite struct HighlightsTests {
    private func change(_ path: String, _ old: String?, _ new: String?) throws -> Change {
        func state(_ text: String?) -> FileState? { text.map { FileState(bytes: Array($0.utf8)) } }
        return Change(path: try #require(RelativePath(path)), base: state(old), proposed: state(new))
    }

    private func request(_ change: Change) throws -> HighlightRequest { try #require(HighlightRequest(change)) }

    @Test func onlyTheChangeInSightIsRead() throws {
        let first = try change("a.swift", "let a\n", "let b\n")
        let second = try change("b.swift", "let a\n", "let b\n")
        let third = try change("c.swift", "let a\n", "let b\n")
        var highlights = Highlights()
        #expect(highlights.handle(.shown(nil)) == [])
        #expect(highlights.handle(.shown(first)) == [.highlight(try request(first))])
        #expect(highlights.handle(.shown(first)) == [])
        // While one is read, those that are passed by are not asked for.
        #expect(highlights.handle(.shown(second)) == [])
        #expect(highlights.handle(.shown(third)) == [])
        #expect(highlights.current == nil)
        #expect(highlights.handle(.highlighted(try request(first).performed())) == [.highlight(try request(third))])
        #expect(highlights.current == nil)
        #expect(highlights.handle(.highlighted(try request(third).performed())) == [])
        #expect(highlights.current == (try request(third).performed()))
        // What was read is kept.
        #expect(highlights.handle(.shown(first)) == [])
        #expect(highlights.current == (try request(first).performed()))
        #expect(highlights.handle(.shown(nil)) == [])
        #expect(highlights.current == nil)
    }

    @Test func aNewProposalIsReadAnew() throws {
        let before = try change("a.swift", "let a\n", "let b\n")
        let after = try change("a.swift", "let a\n", "let c\n")
        var highlights = Highlights()
        _ = highlights.handle(.shown(before))
        #expect(highlights.handle(.shown(after)) == [])
        #expect(highlights.handle(.highlighted(try request(before).performed())) == [.highlight(try request(after))])
        #expect(highlights.current == nil)
    }

    @Test func onlySoManyAreKept() throws {
        var highlights = Highlights()
        let changes = try (0..<20).map { try change("\($0).c", "int a;\n", "int b;\n") }
        for change in changes {
            #expect(highlights.handle(.shown(change)) == [.highlight(try request(change))])
            _ = highlights.handle(.highlighted(try request(change).performed()))
        }
        #expect(highlights.handle(.shown(changes[10])) == [])
        #expect(highlights.handle(.shown(changes[0])) == [.highlight(try request(changes[0]))])
    }

    @Test func nothingIsAskedWhereNothingCanBeColoured() throws {
        let long = String(repeating: "int a;\n", count: 400_000)
        #expect(HighlightRequest(try change("a.unknown", "a\n", "b\n")) == nil)
        #expect(HighlightRequest(try change("a.c", "a\0\n", "b\0\n")) == nil)
        #expect(HighlightRequest(try change("a.c", long, long + "b\n")) == nil)
        #expect(HighlightRequest(try change("run", "#!/bin/sh\nif\n", "#!/bin/sh\nfi\n")) != nil)
        // One side alone is short enough.
        let shortened = try request(change("a.c", long, "int b;\n")).performed()
        #expect(shortened.old == nil && shortened.new != nil)
    }

    /// A removed line is read as what it was in the old text, an added and a kept one as what they are in the new.
    @Test func eachSideHasItsOwnStates() throws {
        let highlighted = try request(change("a.c", "/* a\nint b;\n*/\n", "int b;\nint c;\n")).performed()
        func colours(_ line: Int, isOld: Bool, over role: Role) -> [String] {
            highlighted.colours(ofLine: line, isOld: isOld, over: role).map { "\($0.range) \($0.role)" }
        }
        #expect(colours(1, isOld: true, over: .plain) == ["0..<6 dim"])
        #expect(colours(1, isOld: true, over: .removed) == [])
        #expect(colours(0, isOld: false, over: .added) == ["0..<3 syntaxName"])
        #expect(colours(8, isOld: false, over: .plain) == [])
    }

    // MARK: Rows

    private func row(_ line: StyledLine) -> String {
        line.runs.map { "\($0.style.role.letter)\($0.style.marks.isEmpty ? "" : "!")[\($0.text)]" }.joined()
    }

    @Test func colourGoesWhereNothingElseIsSaid() {
        let spans = [
            SyntaxSpan(0..<3, .keyword), SyntaxSpan(8..<10, .number), SyntaxSpan(11..<16, .comment),
        ]
        let text = "let a = 10 // é"
        #expect(
            row(StyledLine(text).coloured(by: spans, over: .plain)) == "k[let].[ a = ]v[10].[ ]d[// é]")
        // On an added line what has no colour of its own is green, prose too, and what changed stays as it is marked.
        let added = StyledLine("let a = 1", .added) + StyledLine("0 ", .added, .changed) + StyledLine("// é", .added)
        #expect(row(added.coloured(by: spans, over: .added)) == "k[let]a[ a = ]v[1]a![0 ]a[// é]")
        #expect(row(StyledLine(text).coloured(by: [], over: .plain)) == ".[let a = 10 // é]")
        #expect(StyledLine().coloured(by: spans, over: .plain).isEmpty)
        // Spans that end inside a character or beyond the text leave it whole.
        #expect(row(StyledLine("éa").coloured(by: [SyntaxSpan(0..<1, .keyword)], over: .plain)) == ".[éa]")
        #expect(row(StyledLine("éa").coloured(by: [SyntaxSpan(2..<9, .keyword)], over: .plain)) == ".[é]k[a]")
    }

    /// The text never changes, whatever the spans.
    @Test func theTextStaysWhole() {
        var random = SeededGenerator.fresh()
        let seed = random.seed
        let pieces = ["a", "é", "漢", "\"", "e\u{301}", " ", "👩‍👧", "x1"]
        for round in 0..<fuzzRounds(default: 2000) {
            var line = StyledLine()
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                let text = (0..<3).map { _ in pieces.randomElement(using: &random)! }.joined()
                line.append(
                    text, [Role.added, .removed].randomElement(using: &random)!,
                    Bool.random(using: &random) ? .changed : [])
            }
            var end = 0
            var spans: [SyntaxSpan] = []
            while end < 60 {
                let start = end + Int.random(in: 0..<4, using: &random)
                end = start + Int.random(in: 1..<9, using: &random)
                spans.append(SyntaxSpan(start..<end, SyntaxRole.allCases.randomElement(using: &random)!))
            }
            let coloured = line.coloured(by: spans, over: .added)
            #expect(coloured.text == line.text, "seed \(seed) round \(round)")
            let removed = { (line: StyledLine) in line.runs.filter { $0.style.role == .removed }.map(\.text).joined() }
            #expect(removed(coloured) == removed(line), "seed \(seed) round \(round)")
        }
    }

    // MARK: The chat

    @Test func codeBlocksOfAnswersAreColoured() {
        func rows(_ markdown: String, colours: Bool = true) -> [String] {
            var signs = Signs.unicode
            signs.coloursSyntax = colours
            return MarkdownRows.rows(of: markdown, width: 60, indent: Indent(""), signs: signs)
                .map { row($0.line) }
        }
        let swift = "```swift\nlet a = \"x\" // y\n/* open\nlet */ let\n```"
        #expect(
            rows(swift) == [
                "-[│ ]k[let]c[ a = ]q[\"x\"]c[ ]d[// y]", "-[│ ]d[/* open]", "-[│ ]d[let */]c[ ]k[let]",
            ])
        #expect(rows(swift, colours: false)[0] == "-[│ ]c[let a = \"x\" // y]")
        #expect(rows("```diff\n+a\n-b\n c\n```") == ["-[│ ]a[+a]", "-[│ ]r[-b]", "-[│ ]c[ c]"])
        #expect(rows("```php\nreturn $x;\n```") == ["-[│ ]k[return]c[ ]v[$x]c[;]"])
        #expect(rows("```nothing\nlet a\n```") == ["-[│ ]c[let a]"])
    }
}
