// Markdown as rows: blocks under each other, a blank row between them, structure told by indent and role alone.

internal import Markdown
internal import Screen

struct MarkdownRows {
    let width: Int
    let signs: Signs
    private(set) var rows: [TextRow] = []

    /// The rows of a text, each beginning with `indent`.
    static func rows(of text: String, width: Int, indent: Indent, signs: Signs) -> [TextRow] {
        var paragraph = GrowingRows()
        return rows(of: text, width: width, indent: indent, signs: signs, endingIn: &paragraph)
    }

    /// - Parameter paragraph: what a paragraph at the text's end was laid out as before; it may have grown since.
    static func rows(
        of text: String, width: Int, indent: Indent, signs: Signs, endingIn paragraph: inout GrowingRows
    ) -> [TextRow] {
        var layout = MarkdownRows(width: width, signs: signs)
        var blocks = MarkdownDocument(text).blocks
        guard case .paragraph(let runs)? = blocks.last else {
            layout.add(blocks, indent: indent)
            return layout.rows
        }
        blocks.removeLast()
        layout.add(blocks, indent: indent)
        if !blocks.isEmpty { layout.rows.append(TextRow(indent.rest)) }
        return layout.rows
            + paragraph.rows(
                of: layout.line(of: runs, in: Style(.plain)), width: width,
                indent: blocks.isEmpty ? indent : indent.continued)
    }

    /// What a line that opens a block of code says of its language.
    static func language(ofFence line: Substring) -> String {
        guard case .code(let language, _)? = MarkdownDocument(String(line)).blocks.first else { return "" }
        return language
    }

    private init(width: Int, signs: Signs) {
        self.width = width
        self.signs = signs
    }

    /// - Parameter gaps: the blocks with a blank row before them; nil: all.
    private mutating func add(_ blocks: [MarkdownBlock], indent: Indent, gaps: Set<Int>? = nil) {
        var indent = indent
        for (index, block) in blocks.enumerated() {
            if index > 0, gaps?.contains(index) ?? true { rows.append(TextRow(indent.rest)) }
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
            add(blocks, indent: indent.then(Indent(StyledLine(signs.vertical + " ", .rule))))
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

    /// What follows must not move what stands: blank rows are where the writer left blank lines, not between all items
    /// once one of them has some, and numbers are not padded to the longest one to come.
    private mutating func add(_ list: MarkdownList, indent: Indent) {
        var indent = indent
        for (index, item) in list.items.enumerated() {
            if index > 0, item.isSpaced { rows.append(TextRow(indent.rest)) }
            var marker = StyledLine(signs.bullet + " ", .dim)
            if let start = list.start {
                marker = StyledLine("\(start + index). ", .dim)
            }
            if let isDone = item.isDone {
                marker = isDone ? StyledLine(signs.done + " ", .added) : StyledLine(signs.waiting + " ", .dim)
            }
            let inner = indent.then(Indent(marker: marker))
            if item.blocks.isEmpty { rows.append(TextRow(inner.first)) }
            add(item.blocks, indent: inner, gaps: item.gaps)
            indent = indent.continued
        }
    }

    private mutating func add(code text: String, language: String, indent: Indent) {
        var code = CodeRows(language: language, width: width, indent: indent, signs: signs)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { rows += code.rows(of: line) }
    }

    private mutating func append(_ line: StyledLine, _ indent: Indent) {
        rows += wrapped(line, width: width, indent: indent)
    }

    private func line(of runs: [InlineRun], in style: Style) -> StyledLine {
        InlineText(hidesAddresses: signs.hidesAddresses).line(of: runs, in: style)
    }
}
