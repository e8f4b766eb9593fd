// A screen as a value. `put` is the only way text gets in, and so the only place that has to be safe.

/// A grid of cells.
public struct CellBuffer: Equatable, Sendable {
    public let size: Size
    private var cells: [Cell]

    public init(size: Size) {
        self.size = size
        cells = Array(repeating: Cell(), count: size.columns * size.rows)
    }

    /// The cell at a place inside the buffer.
    public subscript(column: Int, row: Int) -> Cell {
        cells[row * size.columns + column]
    }

    public func row(_ row: Int) -> ArraySlice<Cell> {
        cells[(row * size.columns)..<((row + 1) * size.columns)]
    }
}
