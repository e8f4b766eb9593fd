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
        let end = cells.lastIndex { $0.text != blank.text || $0.isTail || isVisible(palette.ink(of: $0)) }
        guard let end else { return "" }
        var text = ""
        var shown = ""
        for cell in cells[...end] where !cell.isTail {
            let parameters = palette.ink(of: cell).sgr
            if parameters != shown {
                text += "\u{1B}[\(parameters.isEmpty ? "0" : "0;" + parameters)m"
                shown = parameters
            }
            text.append(isUnicode || cell.text.isASCII ? cell.text : Character(UnicodeScalar(sign(for: cell))))
        }
        return text + (shown.isEmpty ? "" : "\u{1B}[0m")
    }

    private func sign(for cell: Cell) -> UInt8 { UInt8(ASCIISigns.sign(for: cell.text)) }

    /// It shows on a blank.
    private func isVisible(_ ink: Ink) -> Bool {
        ink.background >= 0 || !ink.attributes.isDisjoint(with: [.reverse, .underline])
    }
}
