// Scrolling: the reader's line stays, whatever comes below it and however the window changes.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ChatPaneTests {
    private let size = Size(columns: 60, rows: 10)

    private func content(_ count: Int) -> ChatContent {
        ChatContent(
            greeting: [TextRow("hello")],
            entries: (1...count).map { Entry(id: $0, content: .user("message \($0), one line")) }, tail: [])
    }

    private func rows(_ pane: inout ChatPane, _ content: ChatContent, _ size: Size) -> [String] {
        var cells = CellBuffer(size: size)
        pane.draw(content, into: &cells, within: Rect(size), signs: .unicode)
        return cells.textRows.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    }

    @Test func followsTheEnd() {
        var pane = ChatPane()
        #expect(rows(&pane, content(20), size).last == " message 20, one line")
        #expect(rows(&pane, content(21), size).last == " message 21, one line")
        #expect(pane.newRows(of: content(21), in: size, signs: .unicode) == nil)
    }

    @Test func keepsTheWordsOnTopWhenTheWindowChanges() {
        let words = (1...400).map { "word\($0)" }.joined(separator: " ")
        let content = ChatContent(greeting: [], entries: [Entry(id: 1, content: .user(words))], tail: [])
        var pane = ChatPane()
        pane.scroll(by: -20, of: content, in: size, signs: .unicode)
        let before = rows(&pane, content, size)
        let first = before[0].split(separator: " ")[0]
        for columns in [24, 31, 90] {
            #expect(rows(&pane, content, Size(columns: columns, rows: 10))[...1].contains { $0.contains(first) })
        }
        #expect(rows(&pane, content, size) == before)
    }

    @Test func staysWhereTheReaderIs() {
        var pane = ChatPane()
        pane.scroll(by: -8, of: content(20), in: size, signs: .unicode)
        let before = rows(&pane, content(20), size)
        #expect(rows(&pane, content(25), size) == before)
        #expect(pane.newRows(of: content(20), in: size, signs: .unicode) == 0)
        #expect(pane.newRows(of: content(25), in: size, signs: .unicode) == 15)
        #expect(rows(&pane, content(25), Size(columns: 30, rows: 6)).first == before.first)
        pane.scroll(by: 1000, of: content(25), in: size, signs: .unicode)
        #expect(pane.position == .bottom)
    }

    /// A block of progress that comes late goes above the answer that streams already: its id is the larger one.
    @Test func staysWhereTheReaderIsWhenABlockComesLate() {
        var content = content(3)
        content.entries.append(Entry(id: 4, content: .user((1...60).map { "line \($0)" }.joined(separator: "\n"))))
        var pane = ChatPane()
        pane.scroll(by: -20, of: content, in: size, signs: .unicode)
        let before = rows(&pane, content, size)
        content.entries.insert(Entry(id: 5, content: .notice("late", times: 1)), at: 3)
        #expect(rows(&pane, content, size) == before)
        content.entries.append(Entry(id: 6, content: .user("more")))
        #expect(rows(&pane, content, size) == before)
    }

    @Test func scrollsLineByLine() {
        var pane = ChatPane()
        pane.scrollToTop(of: content(20), in: size, signs: .unicode)
        var seen: [String] = []
        while pane.position != .bottom {
            seen.append(rows(&pane, content(20), size)[0])
            pane.scroll(by: 1, of: content(20), in: size, signs: .unicode)
        }
        let down = seen
        seen = []
        // And back up, over the same lines.
        while seen.count < down.count {
            pane.scroll(by: -1, of: content(20), in: size, signs: .unicode)
            seen.append(rows(&pane, content(20), size)[0])
        }
        #expect(seen.reversed() == down)
        #expect(down.first == "hello")
    }

    @Test func foldingMovesNothingAboveTheReader() {
        let output = BoundedText((1...40).map { "line \($0)" }.joined(separator: "\n"))
        var content = content(30)
        for index in [3, 8, 28] {
            content.entries[index] = Entry(
                id: index + 1,
                content: .tool(
                    ToolLine(
                        callID: "c\(index)", action: "run_terminal", object: "make", state: .succeeded, output: output,
                        exitStatus: 0)))
        }
        var pane = ChatPane()
        pane.scroll(by: -20, of: content, in: size, signs: .unicode)
        let before = rows(&pane, content, size)
        pane.expandAll(true)
        #expect(rows(&pane, content, size) == before)
        // What was there is no news, however much of it is shown.
        #expect(pane.newRows(of: content, in: size, signs: .unicode) == 0)
        pane.turn(4)
        #expect(rows(&pane, content, size) == before)
        pane.expandAll(false)
        #expect(rows(&pane, content, size) == before)
    }

    @Test func newLinesAreCountedAtAnyWidth() {
        var content = content(20)
        content.entries.append(Entry(id: 21, content: .user((1...30).map { "word\($0)" }.joined(separator: " "))))
        var pane = ChatPane()
        pane.scroll(by: -12, of: content, in: size, signs: .unicode)
        #expect(pane.newRows(of: content, in: Size(columns: 24, rows: 10), signs: .unicode) == 0)
        #expect(pane.newRows(of: content, in: Size(columns: 90, rows: 10), signs: .unicode) == 0)
        content.entries.append(Entry(id: 22, content: .user("new")))
        for columns in [24, 60, 90] {
            #expect(pane.newRows(of: content, in: Size(columns: columns, rows: 10), signs: .unicode) == 3)
        }
    }

    @Test func shortTextStandsOnTop() {
        var pane = ChatPane()
        pane.scroll(by: -5, of: content(1), in: size, signs: .unicode)
        #expect(rows(&pane, content(1), size)[0] == "hello")
        #expect(pane.position == .bottom)
    }
}
