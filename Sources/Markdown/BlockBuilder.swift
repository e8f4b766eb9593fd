// Blocks from a walk over cmark's tree. It keeps its own stack, so that deep nesting costs memory, not the call stack.

internal import CCmarkGFM

struct BlockBuilder {
    /// What is open: containers gather blocks, the others gather what is theirs.
    private enum Open {
        case quote([MarkdownBlock])
        case list(MarkdownList)
        case item(MarkdownList.Item)
        case table(MarkdownTable)
    }

    private(set) var blocks: [MarkdownBlock] = []
    private let depthLimit: Int
    private var open: [Open] = []
    /// Containers inside the deepest one that is kept.
    private var ignored = 0
    private var runs: [InlineRun] = []
    private var row: [MarkdownTable.MarkdownCell] = []
    private var strong = 0
    private var emphasised = 0
    private var struck = 0
    private var links: [Link] = []
    /// The last line of what was read so far, and of the table's row; from 1.
    private var lastLine = 0
    private var rowLine = 0
    /// Of the containers that are open: whether a blank line stands before each.
    private var spacing: [Bool] = []

    /// A link, or a picture, which may stand in a link: that one is then where its words lead.
    private struct Link {
        var address: String
        var hasWords = false
    }

    init(depthLimit: Int) { self.depthLimit = max(1, depthLimit) }

    mutating func enter(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE: push(.quote([]), node)
        case CMARK_NODE_LIST:
            let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            push(.list(MarkdownList(start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil)), node)
        case CMARK_NODE_ITEM:
            let isTask = Self.name(node) == "tasklist"
            let isDone = isTask ? cmark_gfm_extensions_get_tasklist_item_checked(node) : nil
            push(.item(MarkdownList.Item(isDone: isDone)), node)
        case CMARK_NODE_THEMATIC_BREAK: append(.rule, node)
        case CMARK_NODE_HTML_BLOCK: append(.verbatim(Self.trimmed(Self.lines(Self.literal(node)))), node)
        case CMARK_NODE_CODE_BLOCK:
            let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
            let language = info.split(whereSeparator: { $0.isWhitespace }).first.map(String.init) ?? ""
            append(.code(language: language, text: Self.trimmed(Self.lines(Self.literal(node)))), node)
        case CMARK_NODE_TEXT: add(Self.literal(node))
        case CMARK_NODE_HTML_INLINE: add(Self.literal(node))
        case CMARK_NODE_CODE: add(Self.literal(node), code: true)
        case CMARK_NODE_SOFTBREAK: runs.append(.softBreak)
        case CMARK_NODE_LINEBREAK: runs.append(.hardBreak)
        case CMARK_NODE_STRONG: strong += 1
        case CMARK_NODE_EMPH: emphasised += 1
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            links.append(Link(address: cmark_node_get_url(node).map { String(cString: $0) } ?? ""))
        default:
            switch Self.name(node) {
            case "table":
                spacing.append(isSpaced(node))
                open.append(.table(MarkdownTable(alignments: Self.alignments(node))))
            case "strikethrough": struck += 1
            default: break
            }
        }
    }

    mutating func leave(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM: pop()
        case CMARK_NODE_PARAGRAPH: append(.paragraph(takeRuns()), node)
        case CMARK_NODE_HEADING:
            append(.heading(level: Int(cmark_node_get_heading_level(node)), takeRuns()), node)
        case CMARK_NODE_STRONG: strong -= 1
        case CMARK_NODE_EMPH: emphasised -= 1
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            // A picture without words, or a link: its address is all there is to show.
            if let link = links.last, !link.hasWords { add(link.address) }
            links.removeLast()
        default:
            switch Self.name(node) {
            case "strikethrough": struck -= 1
            case "table_cell": row.append(takeRuns())
            case "table_header", "table_row":
                rowLine = Int(cmark_node_get_start_line(node))
                closeRow(isHeader: Self.name(node) == "table_header")
            case "table":
                lastLine = max(lastLine, rowLine)
                let isSpaced = spacing.popLast() ?? false
                if case .table(let table)? = open.popLast() { append(.table(table), isSpaced: isSpaced) }
            default: break
            }
        }
    }

    /// A blank line stands before the block.
    private func isSpaced(_ node: OpaquePointer) -> Bool {
        Int(cmark_node_get_start_line(node)) > lastLine + 1
    }

    private mutating func push(_ container: Open, _ node: OpaquePointer) {
        if open.count >= depthLimit {
            ignored += 1
        } else {
            spacing.append(isSpaced(node))
            open.append(container)
        }
    }

    private mutating func pop() {
        if ignored > 0 {
            ignored -= 1
            return
        }
        let isSpaced = spacing.popLast() ?? false
        switch open.popLast() {
        case .quote(let inner): append(.quote(inner), isSpaced: isSpaced)
        case .list(let list): append(.list(list), isSpaced: isSpaced)
        case .item(var item):
            item.isSpaced = isSpaced
            append(item)
        case .table, nil: break
        }
    }

    /// A block without others in it.
    private mutating func append(_ block: MarkdownBlock, _ node: OpaquePointer) {
        append(block, isSpaced: isSpaced(node))
        lastLine = max(lastLine, Int(cmark_node_get_end_line(node)))
    }

    private mutating func append(_ block: MarkdownBlock, isSpaced: Bool) {
        switch open.popLast() {
        case .quote(var inner):
            inner.append(block)
            open.append(.quote(inner))
        case .item(var item):
            if isSpaced, !item.blocks.isEmpty { item.gaps.insert(item.blocks.count) }
            item.blocks.append(block)
            open.append(.item(item))
        case .list(var list):
            // The list was the deepest kept container, so its items are not: each block stands as an item.
            list.items.append(MarkdownList.Item(isSpaced: isSpaced && !list.items.isEmpty, blocks: [block]))
            open.append(.list(list))
        case .table(let table): open.append(.table(table))
        case nil: blocks.append(block)
        }
    }

    private mutating func append(_ item: MarkdownList.Item) {
        guard case .list(var list)? = open.popLast() else { return }
        var item = item
        if list.items.isEmpty { item.isSpaced = false }
        list.items.append(item)
        open.append(.list(list))
    }

    private mutating func closeRow(isHeader: Bool) {
        guard case .table(var table)? = open.popLast() else { return }
        if isHeader { table.header = row } else { table.rows.append(row) }
        row = []
        open.append(.table(table))
    }

    private mutating func add(_ text: String, code: Bool = false) {
        guard !text.isEmpty else { return }
        for index in links.indices { links[index].hasWords = true }
        let manner = InlineManner(
            code: code, strong: strong > 0, emphasised: emphasised > 0, struck: struck > 0, link: links.first?.address)
        if case .text(let before, manner)? = runs.last {
            runs[runs.count - 1] = .text(before + text, manner)
        } else {
            runs.append(.text(text, manner))
        }
    }

    private mutating func takeRuns() -> [InlineRun] {
        defer { runs = [] }
        return runs
    }

    private static func name(_ node: OpaquePointer) -> String {
        cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
    }

    private static func literal(_ node: OpaquePointer) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
    }

    /// With one kind of line end. Note: `\r\n` is one character, which is not `\n`.
    private static func lines(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        return String(text.map { $0 == "\r\n" || $0 == "\r" ? "\n" : $0 })
    }

    private static func trimmed(_ text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    private static func alignments(_ table: OpaquePointer) -> [MarkdownTable.Alignment] {
        let count = Int(cmark_gfm_extensions_get_table_columns(table))
        guard let letters = cmark_gfm_extensions_get_table_alignments(table) else { return [] }
        return (0..<count).map { column in
            switch letters[column] {
            case UInt8(ascii: "r"): .right
            case UInt8(ascii: "c"): .center
            default: .left
            }
        }
    }
}
