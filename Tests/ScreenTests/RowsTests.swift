// Rows compared by their bits are the same as rows compared by what they mean.

import Screen
import TestSupport
import Testing

@Suite struct RowsTests {
    /// Every byte of a cell is looked at: its size is a multiple of a word, or the rest would be left out.
    @Test func aCellIsWholeWords() {
        #expect(MemoryLayout<Cell>.size % 8 == 0)
        #expect(MemoryLayout<Cell>.stride == MemoryLayout<Cell>.size)
    }

    @Test func agreesWithTheCells() {
        var chance = SeededGenerator.fresh()
        // The last two are too long for a character's own bytes.
        let signs = [
            "a", "b", "é", "漢", "👍🏽", " ", "👩‍👩‍👧‍👦", "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}",
        ]
        let size = Size(columns: 12, rows: 4)
        for _ in 0..<fuzzRounds(default: 400) {
            func buffer() -> CellBuffer {
                var cells = CellBuffer(size: size)
                for _ in 0..<Int.random(in: 0...5, using: &chance) {
                    let place = Point(
                        column: Int.random(in: 0..<12, using: &chance), row: Int.random(in: 0..<4, using: &chance))
                    cells.put(
                        signs.randomElement(using: &chance) ?? "", at: place,
                        as: Bool.random(using: &chance) ? .plain : .dim, within: cells.bounds)
                }
                if Bool.random(using: &chance) {
                    cells.mark(Rect(column: 2, row: 1, columns: 3, rows: 1), adding: .selected)
                }
                return cells
            }
            let (one, other) = (buffer(), buffer())
            for row in 0..<4 {
                #expect(one.hasRow(row, of: other) == (one.row(row) == other.row(row)), "seed \(chance.seed)")
                #expect(one.hasRow(row, of: one))
            }
        }
    }
}
