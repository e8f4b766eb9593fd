// Links on the screen. ncurses knows none, so a row that has some is sent once more behind its back: the same signs at
// the same places, with the sequences that make links of them. It finds the screen as it left it.

import Screen

struct LinkedRows {
    let palette: Palette
    let fitting: GlyphFitting

    /// What makes links of a frame's cells that ncurses has drawn already; empty where there are none.
    ///
    /// A row that has changed and has links, or had some, is sent whole: ncurses may have shifted its cells, links and
    /// all, to save bytes.
    ///
    /// - Parameter before: the frame that was on the screen; nil: nothing of it is.
    func sequence(for cells: CellBuffer, before: CellBuffer?, within size: Size) -> String {
        var text = ""
        for number in 0..<min(cells.size.rows, size.rows) {
            let row = cells.row(number)
            if let before {
                if cells.hasRow(number, of: before) || !(hasLinks(row) || hasLinks(before.row(number))) { continue }
            } else if !hasLinks(row) {
                continue
            }
            text += "\u{1B}[\(number + 1);1H" + linked(row.prefix(size.columns), of: cells)
        }
        // DECSC and DECRC keep the place and the rendition; terminals with links have both.
        return text.isEmpty ? "" : "\u{1B}7" + text + "\u{1B}8"
    }

    private func hasLinks(_ row: ArraySlice<Cell>) -> Bool { row.contains { $0.link != 0 } }

    /// Up to the last cell that is not blank; the rest was erased, and its links with it. Every link is closed in the
    /// row where it was opened.
    private func linked(_ row: ArraySlice<Cell>, of cells: CellBuffer) -> String {
        guard let last = row.lastIndex(where: { $0.text != " " || $0.isTail || $0.link != 0 }) else { return "" }
        var text = "\u{1B}[0m"
        var (rendition, link) = ("", 0 as UInt32)
        for place in row.startIndex...last where !row[place].isTail {
            let cell = row[place]
            if cell.link != link {
                link = cell.link
                text += Self.opening(cells.link(of: cell), number: link)
            }
            let parameters = palette.ink(of: cell).sgr
            if parameters != rendition {
                rendition = parameters
                text += "\u{1B}[0\(parameters.isEmpty ? "" : ";" + parameters)m"
            }
            let isWide = place + 1 < row.endIndex && row[place + 1].isTail
            let glyph = fitting.fit(cell.text, columns: isWide ? 2 : 1)
            for scalar in glyph.scalars.compactMap(Unicode.Scalar.init) { text.unicodeScalars.append(scalar) }
            text += String(repeating: " ", count: glyph.padding)
        }
        return text + (link == 0 ? "" : Self.opening(nil, number: 0)) + (rendition.isEmpty ? "" : "\u{1B}[0m")
    }

    /// The number says that rows of one link belong together.
    private static func opening(_ link: LinkAddress?, number: UInt32) -> String {
        guard let link else { return "\u{1B}]8;;\u{1B}\\" }
        return "\u{1B}]8;id=\(String(number, radix: 36));\(link.text)\u{1B}\\"
    }
}
