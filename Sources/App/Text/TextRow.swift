// One row of a pane before it has a place: a line from the left, and what stands at the right edge.

internal import Screen

/// A row. The left part is cut where it is too wide; the right part is left out when it would touch the left one.
struct TextRow: Equatable, Sendable {
    var line: StyledLine
    var trailing: StyledLine

    init(_ line: StyledLine = StyledLine(), trailing: StyledLine = StyledLine()) {
        self.line = line
        self.trailing = trailing
    }

    init(_ text: String, _ role: Role = .plain, _ marks: CellMarks = []) {
        self.init(StyledLine(text, role, marks))
    }

    static let blank = TextRow()
}

extension CellBuffer {
    /// Draws a row `offset` rows below the top of a rectangle. With marks (a selected row) they reach to both edges.
    mutating func draw(_ row: TextRow, at offset: Int, in rect: Rect, signs: Signs, marks: CellMarks = []) {
        guard offset >= 0, offset < rect.size.rows, rect.size.columns > 0 else { return }
        let place = Rect(column: rect.left, row: rect.top + offset, columns: rect.size.columns, rows: 1)
        let trailing = row.trailing.width
        let fits = trailing > 0 && row.line.fits(in: place.size.columns - trailing - 1)
        let line = truncated(row.line, columns: place.size.columns, sign: signs.cut)
        put(line, at: place.origin, within: place)
        if fits { put(row.trailing, at: Point(column: place.right - trailing, row: place.top), within: place) }
        if !marks.isEmpty { mark(place, adding: marks) }
    }

    /// Draws a rule over the whole width of a row.
    mutating func drawRule(at row: Int, from column: Int, columns: Int, signs: Signs) {
        guard let sign = signs.horizontal.first else { return }
        fill(Rect(column: column, row: row, columns: columns, rows: 1), with: sign, as: Style(.rule))
    }
}

extension TextRow {
    /// In one role: a selected row is one bar of one colour, its signs say what their colours said.
    func coloured(_ role: Role) -> TextRow {
        func coloured(_ line: StyledLine) -> StyledLine {
            StyledLine(line.runs.map { StyledRun($0.text, Style(role, $0.style.marks)) })
        }
        return TextRow(coloured(line), trailing: coloured(trailing))
    }
}

/// What stands before the first row of a block, and before the ones after it; equally wide.
struct Indent: Equatable, Sendable {
    var first: StyledLine
    var rest: StyledLine

    static let none = Indent(first: StyledLine(), rest: StyledLine())

    init(first: StyledLine, rest: StyledLine) {
        self.first = first
        self.rest = rest
    }

    /// The same before every row.
    init(_ line: StyledLine) { self.init(first: line, rest: line) }

    /// A mark before the first row, blanks before the others.
    init(marker: StyledLine) {
        self.init(first: marker, rest: StyledLine(String(repeating: " ", count: marker.width)))
    }

    var columns: Int { rest.width }

    /// This indent, then another inside it.
    func then(_ inner: Indent) -> Indent { Indent(first: first + inner.first, rest: rest + inner.rest) }
    /// For blocks after the first one: what marked the first (a bullet) is not said again.
    var continued: Indent { Indent(first: rest, rest: rest) }
}

/// A line broken into rows of at most `width` columns, indent included. Always gives a row.
func wrapped(_ line: StyledLine, width: Int, indent: Indent = .none) -> [TextRow] {
    wrap(line, columns: max(1, width - indent.columns)).enumerated().map { index, part in
        TextRow((index == 0 ? indent.first : indent.rest) + part)
    }
}
