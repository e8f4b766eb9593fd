// The last row: left, what happens now, in the seed's words; right, mode, link, tokens, cost. Fields go as width goes.

internal import Screen
internal import TaskMachine

/// A row of fields, each with its own importance, drawn on one ground.
struct StatusLine: Equatable {
    struct Field: Equatable {
        var text: String
        /// Fields with the lowest importance go first.
        var importance: Int
        /// Its own ground; nil: the line's.
        var role: Role?
        /// Said instead where there is no room; nil: the field goes.
        var short: String?

        init(_ text: String, _ importance: Int, role: Role? = nil, short: String? = nil) {
            self.text = text
            self.short = short
            self.importance = importance
            self.role = role
        }
    }

    var left: [Field]
    var right: [Field]
    var ground: Role

    func draw(into cells: inout CellBuffer, within rect: Rect, signs: Signs) {
        cells.fill(rect, with: " ", as: Style(ground))
        var left = left
        var right = right
        while width(left, right, signs) > rect.size.columns, left.count + right.count > 1 {
            let least = (left + right).map(\.importance).min() ?? 0
            if let index = left.lastIndex(where: { $0.short != nil }) {
                left[index].text = left[index].short ?? ""
                left[index].short = nil
            } else if let index = right.lastIndex(where: { $0.importance == least }) {
                right.remove(at: index)
            } else if let index = left.lastIndex(where: { $0.importance == least }) {
                left.remove(at: index)
            }
        }
        let leftLine = line(left, signs)
        let rightLine = line(right, signs)
        cells.put(
            truncated(StyledLine(" ", ground) + leftLine, columns: rect.size.columns, sign: signs.cut), at: rect.origin,
            within: rect)
        guard !rightLine.isEmpty, leftLine.width + rightLine.width + 4 <= rect.size.columns || left.isEmpty else {
            return
        }
        cells.put(rightLine, at: Point(column: rect.right - rightLine.width - 1, row: rect.top), within: rect)
    }

    private func width(_ left: [Field], _ right: [Field], _ signs: Signs) -> Int {
        line(left, signs).width + line(right, signs).width + (left.isEmpty || right.isEmpty ? 2 : 4)
    }

    private func line(_ fields: [Field], _ signs: Signs) -> StyledLine {
        var line = StyledLine()
        for field in fields where !field.text.isEmpty {
            if !line.isEmpty { line.append(" \(signs.separator) ", ground) }
            line.append(field.text, field.role ?? ground)
        }
        return line
    }
}
