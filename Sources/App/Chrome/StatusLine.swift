// The last row, drawn: fields at the left and at the right, of which some go where there is no room for all.

internal import Screen

/// A row of fields, each with its own importance, drawn on one ground.
struct StatusLine: Equatable {
    struct Field: Equatable {
        /// Said as one, with separators between its parts.
        struct Part: Equatable {
            var text: String
            /// What a press on it does; nil: nothing.
            var press: StatusPress?

            init(_ text: String, _ press: StatusPress? = nil) {
                self.text = text
                self.press = press
            }
        }

        var parts: [Part]
        /// Fields with the lowest importance go first.
        var importance: Int
        /// Its own ground, with a blank at both ends; nil: the line's.
        var role: Role?
        /// Said instead where there is no room, the longest first.
        var shorter: [[Part]]
        /// Fields that are worth less than this go before it has to say less.
        var worthOfWords: Int

        init(
            _ parts: [Part], _ importance: Int, role: Role? = nil, shorter: [[Part]] = [], worthOfWords: Int? = nil
        ) {
            self.parts = parts
            self.shorter = shorter
            self.importance = importance
            self.role = role
            self.worthOfWords = worthOfWords ?? importance - 10
        }

        init(_ text: String, _ importance: Int, press: StatusPress? = nil, role: Role? = nil) {
            self.init(text.isEmpty ? [] : [Part(text, press)], importance, role: role)
        }
    }

    var left: [Field]
    var right: [Field]
    var ground: Role

    func draw(into cells: inout CellBuffer, within rect: Rect, signs: Signs) {
        cells.fill(rect, with: " ", as: Style(ground))
        let fitting = fitted(columns: rect.size.columns, signs)
        let leftLine = line(fitting.left, signs)
        let rightLine = line(fitting.right, signs)
        let room = rect.size.columns
        if !leftLine.isEmpty {
            let whole = StyledLine(" ", ground) + leftLine
            let cut = whole.width > room ? Self.cut(whole.text, columns: room, signs) : nil
            cells.put(
                cut.map { StyledLine($0, fitting.left[0].role ?? ground) } ?? whole, at: rect.origin, within: rect)
        }
        guard !rightLine.isEmpty, rightLine.width + 2 <= room else { return }
        cells.put(rightLine, at: Point(column: rect.right - rightLine.width - 1, row: rect.top), within: rect)
    }

    /// What of the fields there is room for.
    func fitted(columns: Int, _ signs: Signs) -> StatusLine {
        var line = self
        while line.width(signs) > columns, line.giveUpLeast() {}
        return line
    }

    /// Shortens or takes out what is worth least; false: one field is left, in its shortest words.
    private mutating func giveUpLeast() -> Bool {
        let all = left + right
        let costs = all.map { $0.shorter.isEmpty ? $0.importance : $0.worthOfWords }
        // Of equals the last one goes, and the right before the left.
        guard let least = costs.min(), let place = costs.lastIndex(of: least) else { return false }
        let isLeft = place < left.count
        let index = isLeft ? place : place - left.count
        var field = all[place]
        if !field.shorter.isEmpty {
            field.parts = field.shorter.removeFirst()
            if isLeft { left[index] = field } else { right[index] = field }
            return true
        }
        guard all.count > 1 else { return false }
        if isLeft { left.remove(at: index) } else { right.remove(at: index) }
        return true
    }

    private func width(_ signs: Signs) -> Int {
        line(left, signs).width + line(right, signs).width + (left.isEmpty || right.isEmpty ? 2 : 4)
    }

    private func line(_ fields: [Field], _ signs: Signs) -> StyledLine {
        var line = StyledLine()
        for piece in pieces(fields, signs) { line.append(piece.text, piece.role ?? ground) }
        return line
    }

    /// The fields with all that stands between them.
    private func pieces(_ fields: [Field], _ signs: Signs) -> [(text: String, role: Role?, press: StatusPress?)] {
        var pieces: [(text: String, role: Role?, press: StatusPress?)] = []
        let separator = " \(signs.separator) "
        for field in fields where !field.parts.isEmpty {
            if !pieces.isEmpty { pieces.append((separator, nil, nil)) }
            let margin = field.role == nil ? "" : " "
            for (index, part) in field.parts.enumerated() {
                pieces.append((index == 0 ? margin : separator, field.role, nil))
                pieces.append((part.text, field.role, part.press))
            }
            pieces.append((margin, field.role, nil))
        }
        return pieces
    }

    /// What a press on a column of the line does, as it is drawn in so many; nil: nothing.
    func press(at column: Int, columns: Int, signs: Signs) -> StatusPress? {
        let fitting = fitted(columns: columns, signs)
        let right = line(fitting.right, signs).width
        func press(_ fields: [Field], from start: Int) -> StatusPress? {
            var start = start
            for piece in pieces(fields, signs) {
                let end = start + displayWidth(of: piece.text)
                if (start..<end).contains(column) { return piece.press }
                start = end
            }
            return nil
        }
        guard (0..<columns).contains(column) else { return nil }
        if right > 0, right + 2 <= columns, column >= columns - right - 1 {
            return press(fitting.right, from: columns - right - 1)
        }
        return press(fitting.left, from: 1)
    }

    /// Never inside a number: half of one is another number.
    static func cut(_ text: String, columns: Int, _ signs: Signs) -> String {
        let room = columns - displayWidth(of: signs.cut)
        guard displayWidth(of: text) > columns, room > 0 else { return truncated(text, columns: columns, sign: "") }
        var start = truncated(text, columns: room, sign: "")
        if let next = text.dropFirst(start.count).first, isOfNumber(next) {
            while let last = start.last, isOfNumber(last) { start.removeLast() }
        }
        return start + signs.cut
    }

    private static func isOfNumber(_ character: Character) -> Bool {
        character.isASCII && (character.isNumber || "/:.,$%+-".contains(character))
    }
}
