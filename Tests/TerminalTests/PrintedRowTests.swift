// Rows of a screen as lines of text with colours.
import Screen
import Testing

@testable import Terminal

struct PrintedRowTests {
    private func text(_ line: StyledLine, colours: Int = 16, isUnicode: Bool = true, columns: Int = 20) -> String {
        var cells = CellBuffer(size: Size(columns: columns, rows: 1))
        cells.put(line, at: Point(column: 0, row: 0))
        let palette = Palette(.terminal, depth: ColourDepth(colours: colours))
        return PrintedRow(palette: palette, isUnicode: isUnicode).text(of: cells.row(0))
    }

    @Test func coloursBeginAndEndWithTheirWords() {
        #expect(text(" plain") == " plain")
        #expect(
            text(StyledLine("you ", .user) + StyledLine("see", .error))
                == "\u{1B}[0;36myou \u{1B}[0;1;91msee\u{1B}[0m")
        #expect(text(StyledLine("a", .dim) + StyledLine(" b")) == "\u{1B}[0;2ma\u{1B}[0m b")
        #expect(text(StyledLine("found", .match)) == "\u{1B}[0;30;46mfound\u{1B}[0m")
        #expect(text(StyledLine()) == "")
    }

    @Test func withoutColoursAttributesAreLeft() {
        #expect(text(StyledLine("see", .error), colours: 0) == "\u{1B}[0;1msee\u{1B}[0m")
        #expect(text(StyledLine("found", .match), colours: 0) == "\u{1B}[0;7mfound\u{1B}[0m")
        #expect(text(StyledLine("you", .user), colours: 0) == "you")
    }

    @Test func wideSignsAndPoorTerminals() {
        #expect(text("漢字 x") == "漢字 x")
        #expect(text("✓ done", isUnicode: false) == "+ done")
    }

    /// Whatever a message holds, nothing of it commands the terminal.
    @Test func noSequenceComesThrough() {
        let text = text("a\u{1B}[2Jb\u{9B}31mc\u{07}", columns: 40)
        // Ours are of colours alone.
        let ours = text.split(separator: "\u{1B}", omittingEmptySubsequences: false).dropFirst()
        #expect(ours.allSatisfy { $0.wholeMatch(of: /\[[0-9;]*m[^\u{1B}]*/) != nil })
        #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0.value != 0x1B) || $0.value == 0x9B })
    }
}
