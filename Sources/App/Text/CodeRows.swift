// A code block's rows, line by line, so that code that is being written costs its new lines alone.

internal import Screen
internal import Syntax

struct CodeRows: Equatable, Sendable {
    private let label: String
    private let width: Int
    private let language: Language?
    private var state: LexerState
    private var indent: Indent
    private var isFirst = true

    init(language: String, width: Int, indent: Indent, signs: Signs) {
        label = language
        self.width = width
        self.indent = indent.then(Indent(StyledLine(signs.vertical + " ", .rule)))
        self.language = signs.coloursSyntax ? Language(fence: language) : nil
        state = self.language.map { Lexer($0, isSnippet: true).start } ?? LexerState()
    }

    /// The rows of the next line; one that is too long goes on in the next row, cut anywhere.
    mutating func rows(of line: Substring) -> [TextRow] {
        // As the reader of markdown has it, so that streamed code and the whole of it are the same.
        let text = line.contains("\0") ? String(line.map { $0 == "\0" ? "\u{FFFD}" : $0 }) : String(line)
        var spans: [SyntaxSpan] = []
        if let language {
            spans = Lexer(language, isSnippet: true).spans(of: Array(text.utf8)[...], state: &state)
        }
        let shown = expandingTabs(StyledLine(text, .code).coloured(by: spans, over: .code))
        var rows: [TextRow] = []
        for piece in pieces(of: shown, columns: max(1, width - indent.columns)) {
            rows.append(TextRow(indent.first + piece))
            indent = indent.continued
        }
        if isFirst { rows[0].trailing = StyledLine(label, .dim) }
        isFirst = false
        return rows
    }
}
