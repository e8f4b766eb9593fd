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
    private var links: [String] = []

    init(depthLimit: Int) { self.depthLimit = max(1, depthLimit) }

    mutating func enter(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE: push(.quote([]))
        case CMARK_NODE_LIST:
            let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            push(
                .list(
                    MarkdownList(
                        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
                        isTight: cmark_node_get_list_tight(node) != 0)))
        case CMARK_NODE_ITEM:
            let isTask = Self.name(node) == "tasklist"
            push(.item(MarkdownList.Item(isDone: isTask ? cmark_gfm_extensions_get_tasklist_item_checked(node) : nil)))
        case CMARK_NODE_THEMATIC_BREAK: append(.rule)
        case CMARK_NODE_HTML_BLOCK: append(.verbatim(Self.trimmed(Self.literal(node))))
        case CMARK_NODE_CODE_BLOCK:
            let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
            let language = info.split(whereSeparator: { $0.isWhitespace }).first.map(String.init) ?? ""
            append(.code(language: language, text: Self.trimmed(Self.literal(node))))
        case CMARK_NODE_TEXT: add(Self.literal(node))
        case CMARK_NODE_HTML_INLINE: add(Self.literal(node))
        case CMARK_NODE_CODE: add(Self.literal(node), code: true)
        case CMARK_NODE_SOFTBREAK: runs.append(.softBreak)
        case CMARK_NODE_LINEBREAK: runs.append(.hardBreak)
        case CMARK_NODE_STRONG: strong += 1
        case CMARK_NODE_EMPH: emphasised += 1
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE:
            links.append(cmark_node_get_url(node).map { String(cString: $0) } ?? "")
        default:
            switch Self.name(node) {
            case "table": open.append(.table(MarkdownTable(alignments: Self.alignments(node))))
            case "strikethrough": struck += 1
            default: break
            }
        }
    }

    mutating func leave(_ node: OpaquePointer) {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_BLOCK_QUOTE, CMARK_NODE_LIST, CMARK_NODE_ITEM: pop()
        case CMARK_NODE_PARAGRAPH: append(.paragraph(takeRuns()))
        case CMARK_NODE_HEADING:
            append(.heading(level: Int(cmark_node_get_heading_level(node)), takeRuns()))
        case CMARK_NODE_STRONG: strong -= 1
        case CMARK_NODE_EMPH: emphasised -= 1
        case CMARK_NODE_LINK, CMARK_NODE_IMAGE: links.removeLast()
        default:
            switch Self.name(node) {
            case "strikethrough": struck -= 1
            case "table_cell": row.append(takeRuns())
            case "table_header", "table_row": closeRow(isHeader: Self.name(node) == "table_header")
            case "table": if case .table(let table)? = open.popLast() { append(.table(table)) }
            default: break
            }
        }
    }

    private mutating func push(_ container: Open) {
        if open.count >= depthLimit { ignored += 1 } else { open.append(container) }
    }

    private mutating func pop() {
        if ignored > 0 {
            ignored -= 1
            return
        }
        switch open.popLast() {
        case .quote(let inner): append(.quote(inner))
        case .list(let list): append(.list(list))
        case .item(let item): append(item)
        case .table, nil: break
        }
    }

    private mutating func append(_ block: MarkdownBlock) {
        switch open.popLast() {
        case .quote(var inner):
            inner.append(block)
            open.append(.quote(inner))
        case .item(var item):
            item.blocks.append(block)
            open.append(.item(item))
        case .list(var list):
            // The list was the deepest kept container, so its items are not: each block stands as an item.
            list.items.append(MarkdownList.Item(blocks: [block]))
            open.append(.list(list))
        case .table(let table): open.append(.table(table))
        case nil: blocks.append(block)
        }
    }

    private mutating func append(_ item: MarkdownList.Item) {
        guard case .list(var list)? = open.popLast() else { return }
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
        let manner = InlineManner(
            code: code, strong: strong > 0, emphasised: emphasised > 0, struck: struck > 0, link: links.last)
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
