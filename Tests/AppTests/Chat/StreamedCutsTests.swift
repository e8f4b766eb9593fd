// A text that is cut anywhere: rows that are finished never change until the whole is there, and a piece costs its own
// block.
//
// Finished is what a blank line or a whole line of code has closed. What is open may still become something else, as
// CommonMark has it: a paragraph a heading (`---` below it) or a table, a table's columns wider. A link whose definition
// comes later shows as it is written until the reply.

import Screen
import TestSupport
import Testing

@testable import App

@Suite struct StreamedCutsTests {
    static let corpus = ["README.md", "docs/ARCHITECTURE.md", "docs/JOURNAL.md", "docs/SOCKETIO.md", "docs/THEMES.md"]
    private static let root = packageRoot(of: #filePath)

    private static let answers = [
        "Here it is:\n```swift\nfunc a() {\n\n    b()\n}\n```\nThen:\n1. one\n2. two\n   ```sh\n   make\n   ```\n3. three\n\n"
            + "   more of it\n4. four\n\nSetext\n---\n\ntext\n",
        "- a\n- b\n\n- c\n  - d\n\n    e\n\n> q\nlazy\n> > r\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- [x] t\n- [ ] u\n9. x\n10. y\n",
        "<details>\n<summary>x</summary>\n\ntext\n\n</details>\n\n<!-- a\n\nb -->\n\n~~~~\n```\n~~~\n\n~~~~\nend\n\n```a`b\nc\n\nd\n",
        "a\r\n\r\n```\r\nb\r\n\r\nc\r\n```\r\nd\r\re\r```\rf\r\r```\rg\n\nh\n", "```\n```\n```x\n\u{0}\n```\n\n\n\nz\n",
    ]

    private static func texts() throws -> [String] {
        let files = try corpus.compactMap { name -> String? in
            guard let text = String(validating: try readFile("\(root)/\(name)"), as: UTF8.self) else { return nil }
            // From its middle, where there is more than a title.
            return String(text.dropFirst(text.count / 3).prefix(1_500))
        }
        return answers + files
    }

    /// The text up to where the last block that is surely closed ends, or the last whole line of open code.
    private func finished(_ text: Substring) -> Substring {
        var end = text.startIndex
        var fence: CodeFence?
        var rest = text
        while let line = SourceLine(in: rest) {
            let mark = line.text.utf8.drop { $0 == 0x20 }
            if let open = fence {
                if open.isEnded(by: line.text) { fence = nil }
                end = line.end
            } else if mark.allSatisfy(StreamBreak.isBlank) {
                end = line.end
            } else if mark.count == line.text.utf8.count {
                fence = CodeFence(mark)
            }
            rest = rest[line.end...]
        }
        return text[..<end]
    }

    @Test func finishedRowsNeverChange() throws {
        for text in try Self.texts() {
            let isPlain = !text.contains("]: ") && !text.contains("`b\nc")
            var stream = StreamRows()
            var last: (text: Substring, rows: [TextRow]) = ("", [])
            for end in text.indices.dropFirst() {
                let so = text[..<end]
                let rows = stream.rows(of: String(so), entry: 1, width: 72, signs: .unicode)
                if isPlain, !rows.starts(with: last.rows) {
                    Issue.record("\(so.suffix(120).debugDescription): finished were \(last.text.suffix(60))")
                    break
                }
                let closed = finished(so)
                if closed.utf8.count > last.text.utf8.count {
                    last = (
                        closed,
                        MarkdownRows.rows(of: String(closed), width: 72, indent: StreamRows.indent, signs: .unicode)
                    )
                }
            }
        }
    }

    @Test func everyCutShowsWhatTheWholeWould() throws {
        for text in Self.answers {
            var stream = StreamRows()
            for end in text.unicodeScalars.indices.dropFirst() + [text.endIndex] {
                let so = String(text[..<end])
                let whole = MarkdownRows.rows(of: so, width: 30, indent: StreamRows.indent, signs: .unicode)
                guard stream.rows(of: so, entry: 1, width: 30, signs: .unicode) == whole else {
                    Issue.record("\(so.debugDescription)")
                    return
                }
            }
        }
    }

    /// A thousand lines of code in one block: each is looked at a few times, not all of them for each.
    @Test func openCodeCostsItsNewLinesAlone() {
        var stream = StreamRows()
        var text = "See:\n```swift\n"
        for number in 0..<1_000 {
            text += "let value\(number) = \(number)"
            _ = stream.rows(of: text, entry: 1, width: 80, signs: .unicode)
            text += "\n"
            _ = stream.rows(of: text, entry: 1, width: 80, signs: .unicode)
        }
        #expect(stream.work < 4 * text.utf8.count)
        #expect(stream.settled == text)
    }

    /// Paragraphs with markup between them: each is looked at as often as pieces come for it.
    @Test func aPieceCostsItsBlock() {
        var stream = StreamRows()
        var text = ""
        for number in 0..<500 {
            for piece in ["Word \(number) ", "and more.\n", "\n", "<b>x</b>\n\n"] {
                text += piece
                let before = stream.work
                _ = stream.rows(of: text, entry: 1, width: 80, signs: .unicode)
                #expect(stream.work - before < 200)
            }
        }
    }
}
