// The security boundary: how text becomes cells. Nothing that a model, a server or a file says reaches the terminal in
// another way.

extension CellBuffer {
    /// Draws text in one row, from a point to the right, and gives the point after it.
    ///
    /// - Text outside of `within` (and of the buffer) is not drawn; drawing stops at its right edge, and the point
    ///   given back is never to the right of that edge, unless `point` was. A wide sign that is half outside becomes a
    ///   blank.
    /// - The text is one row: a tab, a line end and every other control is shown as a mark. Expand tabs before
    ///   (`expandingTabs`), split lines before (`wrap`).
    /// - Unsafe scalars become visible, in role `attention`: C0 controls and DEL as their pictures (`␛`), all else
    ///   spelled out (`‹U+202E›`): C1 controls, bidirectional controls, zero-width characters, soft hyphens, separators
    ///   of lines and paragraphs, tags, fillers, noncharacters and private use. Joiners, variation selectors and tags
    ///   stay where Unicode gives them a meaning (emoji, flags, scripts that join). A combining mark with nothing to
    ///   stand on stands on `◌`, also at the start of the text: text never changes a cell before the point.
    /// - The text advances by `displayWidth(of: text)` columns.
    @discardableResult
    public mutating func put(_ text: String, at point: Point, as style: Style, within rect: Rect? = nil) -> Point {
        var pen = Pen(at: point, style: style, within: (rect ?? bounds).intersection(bounds))
        pen.link = number(of: style.link)
        text.forEachSign { sign in
            guard pen.column < pen.area.right else { return false }
            if sign.isPlain {
                draw(Character(sign.first), sign.width, &pen)
            } else {
                putParts(of: text.text(of: sign), &pen)
            }
            return true
        }
        if pen.hasDrawn { dropTail(at: pen.column, pen.row) }
        return Point(column: pen.column, row: point.row)
    }

    /// Draws text that has a role and no marks.
    @discardableResult
    public mutating func put(_ text: String, at point: Point, as role: Role, within rect: Rect? = nil) -> Point {
        put(text, at: point, as: Style(role), within: rect)
    }

    /// Where the next sign goes.
    private struct Pen {
        var column: Int
        let row: Int
        var style: Style
        var link: UInt32 = 0
        let area: Rect
        let isRowVisible: Bool
        var hasDrawn = false

        init(at point: Point, style: Style, within area: Rect) {
            column = point.column
            row = point.row
            self.style = style
            self.area = area
            isRowVisible = !area.isEmpty && point.row >= area.top && point.row < area.bottom
        }
    }

    private mutating func putParts(of character: Substring, _ pen: inout Pen) {
        for part in GraphemeParts(character) {
            switch part.kind {
            case .whole, .onCircle: draw(part.sign, part.width, &pen)
            case .unsafe: drawMark(of: part.scalars[part.scalars.startIndex], &pen)
            }
        }
    }

    private mutating func drawMark(of scalar: Unicode.Scalar, _ pen: inout Pen) {
        let style = pen.style
        pen.style.role = .attention
        for character in UnsafeMark.text(of: scalar) { draw(character, 1, &pen) }
        pen.style = style
    }

    private mutating func draw(_ sign: Character, _ width: Int, _ pen: inout Pen) {
        let column = pen.column
        guard column < pen.area.right else { return }
        pen.column = Swift.min(column + width, pen.area.right)
        guard pen.isRowVisible, column + width > pen.area.left else { return }
        if !pen.hasDrawn { blankHalves(at: Swift.max(column, pen.area.left), pen.row) }
        pen.hasDrawn = true
        if column >= pen.area.left && column + width <= pen.area.right {
            set(sign, width, pen.style, link: pen.link, at: column, pen.row)
        } else {
            // Half of a wide sign is inside: the left one or the right one.
            set(" ", 1, pen.style, link: pen.link, at: Swift.max(column, pen.area.left), pen.row)
        }
    }
}
