// Rows of a screen as lines for a terminal that is ours no more: text and colours, no motion of the cursor.
public import Screen

extension NcursesDevice {
    /// A row of cells as text with SGR sequences (ECMA-48 §8.3.117) in the colours that the device has; blanks at the
    /// end left out, no line end. Works after `close`, too.
    public func text(ofRow cells: ArraySlice<Cell>) -> String {
        PrintedRow(palette: palette, isUnicode: isUnicode).text(of: cells)
    }
}

struct PrintedRow {
    let palette: Palette
    let isUnicode: Bool

    func text(of cells: ArraySlice<Cell>) -> String {
        let blank = Cell()
        let end = cells.lastIndex { $0.text != blank.text || $0.isTail || isVisible(palette.attributes(of: $0)) }
        guard let end else { return "" }
        var text = ""
        var shown = ""
        for cell in cells[...end] where !cell.isTail {
            let parameters = parameters(of: cell)
            if parameters != shown {
                text += "\u{1B}[\(parameters.isEmpty ? "0" : "0;" + parameters)m"
                shown = parameters
            }
            text.append(isUnicode || cell.text.isASCII ? cell.text : Character(UnicodeScalar(sign(for: cell))))
        }
        return text + (shown.isEmpty ? "" : "\u{1B}[0m")
    }

    private func sign(for cell: Cell) -> UInt8 { UInt8(ASCIISigns.sign(for: cell.text)) }

    /// Attributes that show on a blank.
    private func isVisible(_ attributes: Ink.Attributes) -> Bool {
        !attributes.isDisjoint(with: [.reverse, .underline])
    }

    private func parameters(of cell: Cell) -> String {
        let ink = palette.ink(for: cell.role)
        let attributes = palette.attributes(of: cell)
        var parameters: [Int] = []
        for (attribute, number) in [(Ink.Attributes.bold, 1), (.dim, 2), (.underline, 4), (.reverse, 7)]
        where attributes.contains(attribute) { parameters.append(number) }
        if ink.foreground >= 0 { parameters.append(ink.foreground < 8 ? 30 + ink.foreground : 82 + ink.foreground) }
        if ink.background >= 0 { parameters.append(ink.background < 8 ? 40 + ink.background : 92 + ink.background) }
        return parameters.map(String.init).joined(separator: ";")
    }
}

extension Palette {
    fileprivate func attributes(of cell: Cell) -> Ink.Attributes { attributes(for: cell.role, marks: cell.marks) }
}
