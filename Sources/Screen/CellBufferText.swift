// The security boundary: how text becomes cells. Nothing that a model, a server or a file says reaches the terminal in
// another way.

extension CellBuffer {
    /// Draws text in one row, from a point to the right, and gives the point after it.
    ///
    /// - Text outside of `within` (and of the buffer) is not drawn; drawing stops at its right edge, and the point given
    ///   back is never to the right of that edge, unless `point` was. A wide sign that is half outside becomes a blank.
    /// - The text is one row: a tab, a line end and every other control is shown as a mark. Expand tabs before
    ///   (`expandingTabs`), split lines before (`wrap`).
    /// - Unsafe scalars become visible, in role `attention`: C0 controls and DEL as their pictures (`␛`), all else spelled
    ///   out (`‹U+202E›`): C1 controls, bidirectional controls, zero-width characters, soft hyphens, separators of lines
    ///   and paragraphs, tags, fillers, noncharacters and private use. Joiners, variation selectors and tags stay where
    ///   Unicode gives them a meaning (emoji, flags, scripts that join). A combining mark with nothing to stand on stands
    ///   on `◌`, also at the start of the text: text never changes a cell before the point.
    /// - The text advances by `displayWidth(of: text)` columns.
    @discardableResult
    public mutating func put(_ text: String, at point: Point, as style: Style, within rect: Rect? = nil) -> Point {
        var pen = Pen(at: point, style: style, within: (rect ?? bounds).intersection(bounds))
        var bytes = text.utf8.makeIterator()
        // Nearly all text is ASCII; the first other byte ends the fast way.
        var drawn = 0
        while let byte = bytes.next() {
            guard byte < 0x80, byte >= 0x20, byte != 0x7F else {
                putSlowly(text, from: drawn, &pen)
                break
            }
            guard pen.column < pen.area.right else { break }
            draw(Character(Unicode.Scalar(byte)), 1, &pen)
            drawn += 1
        }
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
        let style: Style
        let area: Rect
        let isRowVisible: Bool

        init(at point: Point, style: Style, within area: Rect) {
            column = point.column
            row = point.row
            self.style = style
            self.area = area
            isRowVisible = !area.isEmpty && point.row >= area.top && point.row < area.bottom
        }
    }

    /// Draws what is after the first `drawn` bytes, all of which were printable ASCII and one sign each.
    private mutating func putSlowly(_ text: String, from drawn: Int, _ pen: inout Pen) {
        // A combining mark belongs to the ASCII character before it: that one is drawn again, with its mark.
        let back = drawn > 0 ? 1 : 0
        pen.column -= back
        let rest = text[text.utf8.index(text.startIndex, offsetBy: drawn - back)...]
        for character in rest {
            guard pen.column < pen.area.right else { return }
            put(character, &pen)
        }
    }

    private mutating func put(_ character: Character, _ pen: inout Pen) {
        let scalars = character.unicodeScalars
        let first = scalars[scalars.startIndex]
        if scalars.index(after: scalars.startIndex) == scalars.endIndex {
            // The fast way for the signs of one scalar.
            switch ScalarClass(of: first).width {
            case .narrow: return draw(character, 1, &pen)
            case .wide: return draw(character, 2, &pen)
            case .zero, .unsafe: break
            }
        }
        for part in GraphemeParts(character) {
            switch part.kind {
            case .whole, .onCircle: draw(part.sign, part.width, &pen)
            case .unsafe: drawMark(of: part.scalars[part.scalars.startIndex], &pen)
            }
        }
    }

    private mutating func drawMark(of scalar: Unicode.Scalar, _ pen: inout Pen) {
        var mark = Pen(
            at: Point(column: pen.column, row: pen.row), style: Style(.attention, pen.style.marks), within: pen.area)
        for character in UnsafeMark.text(of: scalar) { draw(character, 1, &mark) }
        pen.column = mark.column
    }

    private mutating func draw(_ sign: Character, _ width: Int, _ pen: inout Pen) {
        let column = pen.column
        guard column < pen.area.right else { return }
        pen.column = Swift.min(column + width, pen.area.right)
        guard pen.isRowVisible, column + width > pen.area.left else { return }
        if column >= pen.area.left && column + width <= pen.area.right {
            set(sign, width, pen.style, at: column, pen.row)
        } else {
            // Half of a wide sign is inside: the left one or the right one.
            set(" ", 1, pen.style, at: Swift.max(column, pen.area.left), pen.row)
        }
    }
}
