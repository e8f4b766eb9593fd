// A streamed answer grows at its end, so only its end is laid out again: what lies before a safe break is laid out once,
// and code that is still open by line.

internal import Screen

/// The rows of the answer that is being written. Equal to laying out the whole text at once, but for a link whose
/// definition stands elsewhere, which the reply's layout puts right.
struct StreamRows: Equatable, Sendable {
    static let indent = Indent(" ")

    private var entry = 0
    private var width = 0
    /// The text up to the latest break, and its rows.
    private(set) var settled = ""
    private var settledRows: [TextRow] = []
    /// The block of code that `settled` ends in.
    private var code: OpenCode?
    /// The paragraph that the text ends in.
    private var paragraph = GrowingRows()
    /// UTF-8 bytes that were looked at or laid out so far.
    private(set) var work = 0

    private struct OpenCode: Equatable, Sendable {
        var fence: CodeFence
        var rows: CodeRows
        var isEmpty = true
    }

    mutating func rows(of text: String, entry: Int, width: Int, signs: Signs) -> [TextRow] {
        if entry != self.entry || width != self.width || !text.utf8.starts(with: settled.utf8) {
            self = StreamRows()
            self.entry = entry
            self.width = width
        }
        var rest = text[text.utf8.index(text.startIndex, offsetBy: settled.utf8.count)...]
        while true {
            if code != nil {
                rest = settleCode(rest)
                if let code { return open(code, rest) }
            }
            work += rest.utf8.count
            let (end, fence) = StreamBreak.latest(in: rest)
            if end > rest.startIndex {
                settledRows = joined(with: rest[..<end], signs: signs)
                settled += rest[..<end]
                rest = rest[end...]
            }
            guard let fence, let line = SourceLine(in: rest) else { return joined(with: rest, signs: signs) }
            settled += rest[..<line.end]
            rest = rest[line.end...]
            let language = MarkdownRows.language(ofFence: line.text)
            code = OpenCode(
                fence: fence, rows: CodeRows(language: language, width: width, indent: Self.indent, signs: signs))
        }
    }

    /// Takes in the lines that are whole, up to the fence's end, and gives what is left.
    private mutating func settleCode(_ text: Substring) -> Substring {
        var rest = text
        while var open = code, let line = SourceLine(in: rest) {
            work += line.text.utf8.count
            if open.fence.isEnded(by: line.text) {
                if open.isEmpty { add(open.rows.rows(of: ""), toEmpty: true) }
                code = nil
            } else {
                add(open.rows.rows(of: line.text), toEmpty: open.isEmpty)
                open.isEmpty = false
                code = open
            }
            settled += rest[..<line.end]
            rest = rest[line.end...]
        }
        return rest
    }

    private mutating func add(_ rows: [TextRow], toEmpty isFirst: Bool) {
        if isFirst, !settledRows.isEmpty { settledRows.append(TextRow(Self.indent.rest)) }
        settledRows += rows
    }

    /// With the line that is being written.
    private mutating func open(_ code: OpenCode, _ rest: Substring) -> [TextRow] {
        work += rest.utf8.count
        let line = CodeFence.clean(rest)
        let isLine = !rest.isEmpty && !code.fence.isEnded(by: line)
        guard isLine || code.isEmpty else { return settledRows }
        var shown = self
        var lines = code.rows
        shown.add(lines.rows(of: isLine ? line : ""), toEmpty: code.isEmpty)
        return shown.settledRows
    }

    private mutating func joined(with more: Substring, signs: Signs) -> [TextRow] {
        work += more.utf8.count
        let rows = MarkdownRows.rows(
            of: String(more), width: width, indent: Self.indent, signs: signs, endingIn: &paragraph)
        if settledRows.isEmpty || rows.isEmpty { return settledRows + rows }
        return settledRows + [TextRow(Self.indent.rest)] + rows
    }
}
