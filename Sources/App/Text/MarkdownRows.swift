// Markdown as rows: blocks under each other, a blank row between them, structure told by indent and role alone.

internal import Markdown
internal import Screen
internal import Syntax

struct MarkdownRows {
    let width: Int
    let signs: Signs
    private(set) var rows: [TextRow] = []

    /// The rows of a text, each beginning with `indent`.
    static func rows(of text: String, width: Int, indent: Indent, signs: Signs) -> [TextRow] {
        var layout = MarkdownRows(width: width, signs: signs)
        layout.add(MarkdownDocument(text).blocks, indent: indent, isTight: false)
        return layout.rows
    }

    private init(width: Int, signs: Signs) {
        self.width = width
        self.signs = signs
    }

    private mutating func add(_ blocks: [MarkdownBlock], indent: Indent, isTight: Bool) {
        var indent = indent
        for (index, block) in blocks.enumerated() {
            if index > 0, !isTight { rows.append(TextRow(indent.rest)) }
            add(block, indent: indent)
            indent = indent.continued
        }
    }

    private mutating func add(_ block: MarkdownBlock, indent: Indent) {
        switch block {
        case .heading(_, let runs):
            append(line(of: runs, in: Style(.heading, .strong)), indent)
        case .paragraph(let runs):
            append(line(of: runs, in: Style(.plain)), indent)
        case .list(let list):
            add(list, indent: indent)
        case .quote(let blocks):
            add(blocks, indent: indent.then(Indent(StyledLine(signs.vertical + " ", .rule))), isTight: false)
        case .code(let language, let text):
            add(code: text, language: language, indent: indent)
        case .table(let table):
            rows += TableRows.rows(of: table, width: width, indent: indent, signs: signs) { line(of: $0, in: $1) }
        case .rule:
            let length = max(1, min(24, width - indent.columns))
            rows.append(TextRow(indent.first + StyledLine(String(repeating: signs.horizontal, count: length), .rule)))
        case .verbatim(let text):
            append(StyledLine(expandingTabs(text), .dim), indent)
        }
    }

    private mutating func add(_ list: MarkdownList, indent: Indent) {
        var indent = indent
        let widest = "\((list.start ?? 0) + list.items.count - 1)".count
        for (index, item) in list.items.enumerated() {
            if index > 0, !list.isTight { rows.append(TextRow(indent.rest)) }
            var marker = StyledLine(signs.bullet + " ", .dim)
            if let start = list.start {
                marker = StyledLine(padded("\(start + index)", columns: widest, .right) + ". ", .dim)
            }
            if let isDone = item.isDone {
                marker = isDone ? StyledLine(signs.done + " ", .added) : StyledLine(signs.waiting + " ", .dim)
            }
            let inner = indent.then(Indent(marker: marker))
            if item.blocks.isEmpty { rows.append(TextRow(inner.first)) }
            add(item.blocks, indent: inner, isTight: list.isTight)
            indent = indent.continued
        }
    }

    /// Code keeps its lines; one that is too long goes on in the next row, cut anywhere.
    private mutating func add(code text: String, language: String, indent: Indent) {
        var indent = indent.then(Indent(StyledLine(signs.vertical + " ", .rule)))
        let room = max(1, width - indent.columns)
        let lexer = signs.coloursSyntax ? Language(fence: language).map { Lexer($0, isSnippet: true) } : nil
        var state = lexer?.start ?? LexerState()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let spans = lexer?.spans(of: Array(line.utf8)[...], state: &state) ?? []
            let shown = expandingTabs(StyledLine(String(line), .code).coloured(by: spans, over: .code))
            for piece in pieces(of: shown, columns: room) {
                rows.append(TextRow(indent.first + piece))
                indent = indent.continued
            }
            if index == 0 { rows[rows.count - 1].trailing = StyledLine(language, .dim) }
        }
    }

    private mutating func append(_ line: StyledLine, _ indent: Indent) {
        rows += wrapped(line, width: width, indent: indent)
    }

    // MARK: Running text

    private func line(of runs: [InlineRun], in style: Style) -> StyledLine {
        var line = StyledLine()
        for (index, run) in runs.enumerated() {
            switch run {
            case .softBreak: line.append(" ", style)
            case .hardBreak: line.append("\n", style)
            case .text(let text, let manner):
                line.append(manner.isStruck ? "~\(text)~" : text, self.style(of: manner, in: style))
                if let link = manner.link, !isContinued(link, by: runs, after: index) {
                    let shown = label(of: link, in: runs, endingAt: index)
                    if !link.isEmpty, link != shown, link != "mailto:" + shown, link != "http://" + shown {
                        line.append(" (\(link))", .dim)
                    }
                }
            }
        }
        return line
    }

    private func style(of manner: InlineManner, in style: Style) -> Style {
        var style = style
        if manner.isStrong { style.marks.insert(.strong) }
        if manner.isEmphasised { style.marks.insert(.emphasised) }
        if manner.isStruck { style.role = .dim }
        if manner.isCode { style.role = .code }
        if manner.link != nil { style.role = .link }
        return style
    }

    private func isContinued(_ link: String, by runs: [InlineRun], after index: Int) -> Bool {
        guard index + 1 < runs.count else { return false }
        guard case .text(_, let manner) = runs[index + 1] else {
            return isContinued(link, by: runs, after: index + 1)
        }
        return manner.link == link
    }

    /// All of a link's words.
    private func label(of link: String, in runs: [InlineRun], endingAt end: Int) -> String {
        var words = ""
        for run in runs[...end].reversed() {
            guard case .text(let text, let manner) = run, manner.link == link else { break }
            words = text + words
        }
        return words
    }
}
