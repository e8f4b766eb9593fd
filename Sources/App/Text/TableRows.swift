// Tables as rows: aligned columns where they fit, a list of `name: value` where they don't.

internal import Markdown
internal import Screen

enum TableRows {
    typealias Inline = ([InlineRun], Style) -> StyledLine

    static func rows(
        of table: MarkdownTable, width: Int, indent: Indent, signs: Signs, inline: Inline
    ) -> [TextRow] {
        let header = table.header.map { inline($0, Style(.heading, .strong)) }
        let body = table.rows.map { $0.map { inline($0, Style(.plain)) } }
        var columns = header.map(\.width)
        for row in body {
            for (index, cell) in row.enumerated() where index < columns.count {
                columns[index] = max(columns[index], cell.width)
            }
        }
        let separator = StyledLine(" \(signs.vertical) ", .rule)
        let total = columns.reduce(0, +) + max(0, columns.count - 1) * separator.width
        guard total + indent.columns <= width else {
            return list(header: header, body: body, width: width, indent: indent)
        }
        func row(_ cells: [StyledLine]) -> StyledLine {
            var line = StyledLine()
            for (index, size) in columns.enumerated() {
                if index > 0 { line += separator }
                let alignment = table.alignments.indices.contains(index) ? table.alignments[index] : .left
                line += aligned(cells.indices.contains(index) ? cells[index] : StyledLine(), to: size, alignment)
            }
            return line
        }
        let rule = columns.map { String(repeating: signs.horizontal, count: $0) }
            .joined(separator: signs.horizontal + signs.cross + signs.horizontal)
        return [TextRow(indent.first + row(header)), TextRow(indent.rest + StyledLine(rule, .rule))]
            + body.map { TextRow(indent.rest + row($0)) }
    }

    private static func list(header: [StyledLine], body: [[StyledLine]], width: Int, indent: Indent) -> [TextRow] {
        var rows: [TextRow] = []
        for (number, cells) in body.enumerated() {
            if number > 0, cells.count > 2 { rows.append(TextRow(indent.rest)) }
            guard cells.count > 2 else {
                // Two columns are names and values already.
                let line = cells.count == 2 ? cells[0] + StyledLine(": ", .dim) + cells[1] : cells.first ?? StyledLine()
                rows += wrapped(line, width: width, indent: rows.isEmpty ? indent : indent.continued)
                continue
            }
            for (index, cell) in cells.enumerated() {
                let name = index < header.count ? header[index] + StyledLine(": ", .dim) : StyledLine()
                rows += wrapped(name + cell, width: width, indent: rows.isEmpty ? indent : indent.continued)
            }
        }
        return rows
    }

    private static func aligned(_ cell: StyledLine, to size: Int, _ where: MarkdownTable.Alignment) -> StyledLine {
        switch `where` {
        case .left: padded(cell, columns: size)
        case .right: padded(cell, columns: size, .right)
        case .center: padded(padded(cell, columns: cell.width + (size - cell.width) / 2, .right), columns: size)
        }
    }
}
