// A streamed answer is laid out at its end alone, and comes to the same rows as the whole text at once.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct StreamRowsTests {
    private static let blocks = [
        "A paragraph of some words, long enough to be wrapped in a narrow window.\n\n", "Two\nlines\n\n",
        "# Heading\n\n",
        "- one\n- two\n\n", "- loose\n\n- list\n\n  with more\n\n", "1. first\n2. second\n\n", "* * *\n\n",
        "```swift\nlet a = 1\n\nlet b = 2\n```\n\n", "~~~\n```\n\n~~~\n", "> said\n\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "    code\n\n    more\n\n", "\n\n", "`x` é漢👩‍👩‍👧 **strong\n\nopen**\n", "<div>\n\nhtml\n\n</div>\n\n", "\r\n\r\n",
        "word", "12", "-", "===\n", "\t- deep\n\n", "Setext\n---\n\n",
    ]

    @Test func comesToTheRowsOfTheWhole() {
        var chance = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 60) {
            let text = (0..<Int.random(in: 1..<12, using: &chance)).map { _ in
                Self.blocks.randomElement(using: &chance) ?? ""
            }.joined()
            let width = Int.random(in: 12...101, using: &chance)
            var stream = StreamRows()
            var so = ""
            var rest = text[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1..<20, using: &chance))
                so += piece
                rest = rest.dropFirst(piece.count)
                let whole = MarkdownRows.rows(of: so, width: width, indent: StreamRows.indent, signs: .unicode)
                let rows = stream.rows(of: so, entry: round, width: width, signs: .unicode)
                guard rows == whole else {
                    Issue.record("FUZZ_SEED=\(chance.seed) \(so.debugDescription)")
                    return
                }
            }
        }
    }

    @Test func laysOutItsEndAlone() {
        var stream = StreamRows()
        var text = ""
        var longest = 0
        for number in 0..<1_500 {
            text += number % 10 == 9 ? "end.\n\n" : "word\(number) "
            _ = stream.rows(of: text, entry: 1, width: 80, signs: .unicode)
            longest = max(longest, text.utf8.count - stream.settled.utf8.count)
        }
        #expect(longest < 300, "of \(text.utf8.count) bytes")
    }

    @Test func anotherTextBeginsAnew() {
        var stream = StreamRows()
        for (entry, text) in [(1, "One\n\ntwo\n\nthree\n"), (1, "Other\n\nwords\n"), (2, "One\n\ntwo\n\n")] {
            #expect(
                stream.rows(of: text, entry: entry, width: 40, signs: .unicode)
                    == MarkdownRows.rows(of: text, width: 40, indent: StreamRows.indent, signs: .unicode))
        }
    }

    /// A piece costs the layout of its own entry, whatever stands above.
    @Test func aStreamLeavesTheTranscriptAlone() {
        let size = Size(columns: 80, rows: 24)
        var model = AppModel(StartReport(folder: "~/shop", folderPath: "/home/ada/shop"))
        _ = model.update(.started(StartReport(folder: "~/shop", folderPath: "/home/ada/shop")))
        for number in 0..<200 { _ = model.update(.agent(.noticed("Notice \(number)"), at: 0)) }
        _ = model.update(.input(.pasted("go")))
        _ = model.update(.input(.key(Key(.enter))))
        _ = model.update(.prepared(PreparedTurn(), id: 1))
        _ = model.frame(in: size)
        let before = model.chat.layoutCount
        for number in 0..<1_500 {
            let piece = StreamedPiece(answer: number % 20 == 19 ? "\n\n" : "word\(number) ")
            _ = model.update(.agent(.progressed(AgentProgress(kind: .streamed(piece))), at: number))
            // The loop takes all that waits before it paints.
            if number % 10 == 9 { _ = model.frame(in: size) }
        }
        #expect(model.chat.layoutCount - before == 150)
        let streamed = model.frame(in: size).cells.textRows
        let last = model.conversation.entries.last
        guard case .assistant(let answer) = last?.content else {
            Issue.record("no answer")
            return
        }
        _ = model.update(.agent(.replied(ChatReply(text: answer.text), request: 1), at: 1_500))
        let replied = model.frame(in: size).cells.textRows
        #expect(streamed.dropLast(2) == replied.dropLast(2), "the reply makes no jump")
        #expect(model.conversation.entries.last?.id == last?.id)
    }
}
