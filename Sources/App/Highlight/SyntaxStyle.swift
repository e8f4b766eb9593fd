// From what a piece of source is to how the screen means it: many roles of syntax, few of the screen.

internal import Screen
internal import Syntax

extension SyntaxRole {
    /// Nil: as the text around it.
    func screenRole(over role: Role) -> Role? {
        // On a changed line prose keeps the line's colour: green and red say more there than that it is a string.
        let isChanged = role == .added || role == .removed
        return switch self {
        case .plain: nil
        // Within a diff the signs of a patch would be taken for the diff's own.
        case .inserted: role == .code ? .added : nil
        case .deleted: role == .code ? .removed : nil
        case .comment: isChanged ? nil : .dim
        case .string: isChanged ? nil : .syntaxString
        case .heading, .emphasis: isChanged ? nil : .syntaxName
        case .keyword: .syntaxKeyword
        case .type, .function, .tag, .key: .syntaxName
        case .constant, .number, .escape, .attribute, .variable: .syntaxLiteral
        }
    }
}

extension StyledLine {
    /// The same text with the colours of its syntax, where it has no marks and the role that the line has as a whole. What
    /// is marked keeps its looks: the changed words of a changed line are the message.
    ///
    /// - Parameters:
    ///   - spans: bytes of the line's text.
    ///   - role: the whole line's. On an added or a removed one strings and comments keep it.
    func coloured(by spans: [SyntaxSpan], over role: Role) -> StyledLine {
        guard !spans.isEmpty else { return self }
        var line = StyledLine()
        var offset = 0
        var next = 0
        for run in runs {
            let end = offset + run.text.utf8.count
            guard run.style == Style(role) else {
                line.append(run.text, run.style)
                offset = end
                continue
            }
            var start = run.text.startIndex
            func take(to place: Int, _ role: Role) {
                let index = place >= end ? run.text.endIndex : run.text.scalarIndex(atByte: place - offset)
                guard index > start else { return }
                line.append(String(run.text[start..<index]), role)
                start = index
            }
            while next < spans.count, spans[next].range.upperBound <= offset { next += 1 }
            for span in spans[next...] {
                guard span.range.lowerBound < end else { break }
                guard let shown = span.role.screenRole(over: role) else { continue }
                if span.range.lowerBound > offset { take(to: span.range.lowerBound, role) }
                take(to: span.range.upperBound, shown)
            }
            take(to: end, role)
            offset = end
        }
        return line
    }
}

extension String {
    /// The character that a byte is a part of.
    fileprivate func scalarIndex(atByte offset: Int) -> Index {
        var index = utf8.index(startIndex, offsetBy: offset)
        while index > startIndex, index.samePosition(in: unicodeScalars) == nil { index = utf8.index(before: index) }
        return index
    }
}
