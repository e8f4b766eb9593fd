// The face on cmark-gfm: text in, blocks out. Nothing of C leaves this file and `BlockBuilder`.

internal import CCmarkGFM
internal import Synchronization

/// How much of a text is read as markdown.
public struct MarkdownLimits: Equatable, Sendable {
    /// UTF-8 bytes; what lies beyond is one verbatim block.
    public var bytes: Int
    /// Quotes, lists and items inside each other; what is deeper joins the deepest one that is kept.
    public var depth: Int

    public init(bytes: Int, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    public static let standard = MarkdownLimits(bytes: 1 << 20, depth: 24)
}

/// A text as a list of blocks.
public struct MarkdownDocument: Equatable, Sendable {
    public var blocks: [MarkdownBlock]

    /// Never fails: every text is markdown.
    public init(_ text: String, limits: MarkdownLimits = .standard) {
        let (head, rest) = Self.split(text, at: limits.bytes)
        blocks = Self.library.withLock { isRegistered in
            if !isRegistered {
                cmark_gfm_core_extensions_ensure_registered()
                isRegistered = true
            }
            return Self.parse(head, depth: limits.depth)
        }
        if let rest { blocks.append(.verbatim(rest)) }
    }

    /// Note: cmark-gfm keeps its registry and, while it parses, its table of special characters in globals.
    private static let library = Mutex(false)

    private static func split(_ text: String, at limit: Int) -> (String, rest: String?) {
        guard text.utf8.count > limit else { return (text, nil) }
        let cut = text.utf8.index(text.startIndex, offsetBy: max(0, limit))
        let line = text[..<cut].lastIndex(where: \.isNewline) ?? text[..<cut].indices.last ?? text.startIndex
        return (String(text[..<line]), String(text[line...]))
    }

    private static func parse(_ text: String, depth: Int) -> [MarkdownBlock] {
        guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE) else { return [] }
        defer { cmark_parser_free(parser) }
        for name in ["table", "strikethrough", "tasklist", "autolink"] {
            cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
        }
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let root = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(root) }
        var builder = BlockBuilder(depthLimit: depth)
        guard let walk = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(walk) else { return builder.blocks }
            if event == CMARK_EVENT_ENTER { builder.enter(node) } else { builder.leave(node) }
        }
    }
}
