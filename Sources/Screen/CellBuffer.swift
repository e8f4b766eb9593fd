// A screen as a value. `put` is the only way text gets in, and so the only place that has to be safe.

/// A grid of cells.
///
/// A wide sign fills a cell and makes the next one its tail; whoever draws over one half of it blanks the other, so the
/// buffer never holds half a sign. All places and rectangles may lie outside: what is outside is not drawn.
public struct CellBuffer: Equatable, Sendable {
    public let size: Size
    private var cells: [Cell]
    /// The addresses of links by their numbers, each once.
    private var links: [UInt32: LinkAddress] = [:]

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

    func withCells<Result>(_ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
        cells.withUnsafeBufferPointer(body)
    }

    /// The whole buffer as a rectangle.
    public var bounds: Rect { Rect(size) }

    /// Fills a rectangle with a sign of one column, by default with blanks. A wider or unsafe sign fills it with
    /// blanks.
    public mutating func fill(_ rect: Rect, with sign: Character = " ", as style: Style = Style(.plain)) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        let parts = Array(GraphemeParts(Substring(String(sign))))
        let isPlain = parts.count == 1 && parts[0].width == 1 && parts[0].kind == .whole
        let cell = Cell(isPlain ? sign : " ", as: style.role, marks: style.marks)
        for row in area.top..<area.bottom {
            blankHalves(at: area.left, row)
            blankHalves(at: area.right, row)
            let start = row * size.columns
            for index in (start + area.left)..<(start + area.right) { cells[index] = cell }
        }
    }

    /// Adds marks to what is there: a selected row, a changed word.
    ///
    /// A wide sign that is half inside is marked whole.
    public mutating func mark(_ rect: Rect, adding marks: CellMarks) {
        let area = rect.intersection(bounds)
        guard !area.isEmpty else { return }
        for row in area.top..<area.bottom {
            let start = row * size.columns
            let from = cells[start + area.left].isTail ? area.left - 1 : area.left
            let isCut = area.right < size.columns && cells[start + area.right].isTail
            for index in (start + from)..<(start + area.right + (isCut ? 1 : 0)) { cells[index].marks.formUnion(marks) }
        }
    }

    /// Where a cell's link leads.
    public func link(of cell: Cell) -> LinkAddress? { cell.link == 0 ? nil : links[cell.link] }

    /// The number that cells of a link carry. Of two addresses with one number the second is no link.
    mutating func number(of link: LinkAddress?) -> UInt32 {
        guard let link else { return 0 }
        let number = link.number
        if let known = links[number] { return known == link ? number : 0 }
        links[number] = link
        return number
    }

    /// Writes one sign. The cells are inside the buffer: `column` and, for a wide sign, the one after it. What was
    /// there before and after may be half a sign now: `blankHalves` before the first sign of a run, `dropTail` after
    /// the last.
    mutating func set(
        _ sign: Character, _ width: Int, _ style: Style, link: UInt32, at column: Int, _ row: Int
    ) {
        let index = row * size.columns + column
        cells[index] = Cell(sign, as: style.role, marks: style.marks, link: link)
        if width == 2 { cells[index + 1] = Cell(" ", as: style.role, marks: style.marks, isTail: true, link: link) }
    }

    /// Where a wide sign lies across the left edge of `column`, both of its halves become blanks.
    mutating func blankHalves(at column: Int, _ row: Int) {
        guard column > 0, column < size.columns else { return }
        let index = row * size.columns + column
        guard cells[index].isTail else { return }
        cells[index - 1].text = " "
        cells[index].isTail = false
    }

    /// Where the sign that a tail belongs to was drawn over, the tail becomes a blank.
    mutating func dropTail(at column: Int, _ row: Int) {
        guard column < size.columns else { return }
        cells[row * size.columns + column].isTail = false
    }
}
