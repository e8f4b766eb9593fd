// A screen as an image for documents: what the cells say and mean, in the colours of a theme, on a dark or a light page.

public import Screen

/// An SVG image of a cell buffer (SVG 1.1; colours by CSS, so that one file serves both grounds).
///
/// Text stays text, row by row, so that it can be searched, read aloud and compared. Every piece of it is as wide as its
/// cells, whatever font shows it, and rules are drawn, since fonts leave gaps between the rows.
public struct ScreenPicture {
    /// In tenths of a pixel, as are all places.
    private static let cell = (width: 84, height: 180)
    private static let margin = 100
    private static let grounds: [(theme: Theme, terminal: TerminalColours)] = [
        (.terminal, PublishedPalette.dark.colours), (.terminalLight, PublishedPalette.light.colours),
    ]

    private let cells: CellBuffer
    private let cursor: Point?
    private var styles: [Style] = []

    public init(_ cells: CellBuffer, cursor: Point?) {
        self.cells = cells
        self.cursor = cursor
    }

    /// - Parameter title: what a reader who does not see it is told.
    public mutating func svg(title: String) -> String {
        let body = (0..<cells.size.rows).map { row($0) }.joined()
        let width = Self.number(cells.size.columns * Self.cell.width + 2 * Self.margin)
        let height = Self.number(cells.size.rows * Self.cell.height + 2 * Self.margin)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
            role="img">
            <title>\(Self.escaped(title))</title>
            <style>
            text{font:14px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}
            \(rules(of: 0))
            @media (prefers-color-scheme:light){
            \(rules(of: 1))
            }
            </style>
            <rect class="g" width="100%" height="100%" rx="6"/>
            \(body)\(caret)</svg>

            """
    }

    // MARK: Rows

    /// A piece of a row in one style: the first of its columns, its signs, how many columns they fill.
    private struct Piece {
        var column: Int
        var text: String
        var columns: Int
        var style: Style
        var isRule = false
    }

    private mutating func row(_ row: Int) -> String {
        var lines: [String] = []
        for ground in pieces(of: row, joiningAll: true) where isFilled(ground.style) {
            let place = place(ground.column, row)
            lines.append(
                #"<rect class="b\#(number(of: ground.style))" x="\#(place.x)" y="\#(place.top)" "#
                    + #"width="\#(Self.number(ground.columns * Self.cell.width))" height="18"/>"#)
        }
        for piece in pieces(of: row, joiningAll: false) {
            let style = number(of: piece.style)
            if piece.isRule, let sign = piece.text.first {
                lines.append(#"<path class="r\#(style)" d="\#(outline(sign, piece, row))"/>"#)
                continue
            }
            let place = place(piece.column, row)
            let width = Self.number(piece.columns * Self.cell.width)
            lines.append(
                #"<text class="t\#(style)" x="\#(place.x)" y="\#(place.base)" textLength="\#(width)" "#
                    + #"lengthAdjust="spacingAndGlyphs">\#(Self.escaped(piece.text))</text>"#)
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// - Parameter joiningAll: what has one style is one piece, blanks too; else as it is drawn: no blanks at the ends,
    ///   wide signs and drawn ones by themselves.
    private func pieces(of row: Int, joiningAll: Bool) -> [Piece] {
        var pieces: [Piece] = []
        let line = Array(cells.row(row))
        for (column, cell) in line.enumerated() {
            if cell.isTail {
                if !pieces.isEmpty { pieces[pieces.count - 1].columns += 1 }
                continue
            }
            let style = Style(cell.role, cell.marks)
            let isWide = column + 1 < line.count && line[column + 1].isTail
            let isRule = Self.strokes[cell.text] != nil || cell.text == "▌"
            let isAlone = !joiningAll && (isWide || !cell.text.isASCII)
            if let last = pieces.last, last.style == style, last.column + last.columns == column,
                joiningAll || (isRule ? last.isRule && last.text.first == cell.text : !isAlone && !last.isRule),
                joiningAll || isRule || last.text.allSatisfy(\.isASCII)
            {
                pieces[pieces.count - 1].text.append(cell.text)
                pieces[pieces.count - 1].columns += 1
            } else {
                pieces.append(
                    Piece(column: column, text: String(cell.text), columns: 1, style: style, isRule: isRule))
            }
        }
        return joiningAll ? pieces : pieces.flatMap(Self.withoutBlanks)
    }

    /// Cut where three blanks and more stand, which no reader misses and every font makes as wide as it likes.
    private static func withoutBlanks(_ piece: Piece) -> [Piece] {
        guard !piece.isRule else { return [piece] }
        // Underlined blanks are seen.
        if piece.style.role == .link || piece.style.marks.contains(.emphasised) { return [piece] }
        var (parts, blanks): ([Piece], Int) = ([], 3)
        var column = piece.column
        let isWide = piece.text.count == 1
        for sign in piece.text {
            if sign == " " {
                blanks += 1
            } else if blanks >= 3 || parts.isEmpty {
                parts.append(
                    Piece(
                        column: column, text: String(sign), columns: isWide ? piece.columns : 1, style: piece.style))
                blanks = 0
            } else {
                parts[parts.count - 1].text += String(repeating: " ", count: blanks) + String(sign)
                parts[parts.count - 1].columns += blanks + 1
                blanks = 0
            }
            column += 1
        }
        return parts
    }

    // MARK: Places

    private func place(_ column: Int, _ row: Int) -> (x: String, top: String, base: String) {
        let top = Self.margin + row * Self.cell.height
        return (
            Self.number(Self.margin + column * Self.cell.width), Self.number(top), Self.number(top + 135)
        )
    }

    /// Which of a cell's four sides the strokes of a sign reach: left, right, up, down.
    private static let strokes: [Character: [Bool]] = [
        "─": [true, true, false, false], "│": [false, false, true, true], "┬": [true, true, false, true],
        "┴": [true, true, true, false], "┼": [true, true, true, true], "├": [false, true, true, true],
        "┤": [true, false, true, true],
    ]

    private func outline(_ sign: Character, _ piece: Piece, _ row: Int) -> String {
        let (left, top) = (
            Self.margin + piece.column * Self.cell.width, Self.margin + row * Self.cell.height
        )
        let (middle, centre) = (left + Self.cell.width / 2, top + Self.cell.height / 2)
        let right = left + piece.columns * Self.cell.width
        guard let sides = Self.strokes[sign] else {
            // The half block that marks a row: a thick stroke.
            return "M\(Self.number(left + 20))," + "\(Self.number(top))v18m1,0v-18"
        }
        var path = ""
        if sides[0] || sides[1] {
            path += "M\(Self.number(sides[0] ? left : middle)),\(Self.number(centre))"
            path += "H\(Self.number(sides[1] ? right : middle))"
        }
        if sides[2] || sides[3] {
            path += "M\(Self.number(middle)),\(Self.number(sides[2] ? top : centre))"
            path += "V\(Self.number(sides[3] ? top + Self.cell.height : centre))"
        }
        return path
    }

    private var caret: String {
        guard let cursor else { return "" }
        let place = place(cursor.column, cursor.row)
        return #"<rect class="c" x="\#(place.x)" y="\#(place.top)" width="8.4" height="18"/>"# + "\n"
    }

    // MARK: Colours

    private mutating func number(of style: Style) -> Int {
        if let known = styles.firstIndex(of: style) { return known }
        styles.append(style)
        return styles.count - 1
    }

    private func isFilled(_ style: Style) -> Bool {
        Self.grounds.indices.contains { Self.colours(of: style, on: $0).ground != nil }
    }

    private static func colours(of style: Style, on ground: Int) -> (text: RGB, ground: RGB?) {
        let (theme, terminal) = grounds[ground]
        let ink = theme.ink(for: style, depth: .full)
        var text = terminal.rgb(ink.foreground, own: terminal.foreground) ?? terminal.foreground
        var behind = ink.background < 0 ? nil : terminal.rgb(ink.background, own: terminal.background)
        if ink.attributes.contains(.dim) { text = text.mixed(with: behind ?? terminal.background) }
        if ink.attributes.contains(.reverse) { (text, behind) = (behind ?? terminal.background, text) }
        return (text, behind)
    }

    private func rules(of ground: Int) -> String {
        let (theme, terminal) = Self.grounds[ground]
        var rules = [
            ".g{fill:\(Self.hex(terminal.background))}", ".c{fill:\(Self.hex(terminal.foreground));opacity:.5}",
        ]
        for (number, style) in styles.enumerated() {
            let (text, behind) = Self.colours(of: style, on: ground)
            let attributes = theme.ink(for: style, depth: .full).attributes
            rules.append(
                ".t\(number){fill:\(Self.hex(text));font-weight:\(attributes.contains(.bold) ? "bold" : "normal");"
                    + "text-decoration:\(attributes.contains(.underline) ? "underline" : "none")}"
                    + ".r\(number){stroke:\(Self.hex(text))}"
                    + ".b\(number){fill:\(behind.map(Self.hex) ?? "none")}")
        }
        return rules.joined(separator: "\n")
    }

    private static func hex(_ colour: RGB) -> String {
        let digits = String(colour.number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Pixels.
    private static func number(_ tenths: Int) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, sign in
            switch sign {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(sign)
            }
        }
    }
}
