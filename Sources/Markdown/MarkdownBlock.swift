// What a text says, as blocks and runs. No place, no colour: `App` lays it out.

/// One block of CommonMark with the GFM tables, task lists, strikethrough and autolinks.
public indirect enum MarkdownBlock: Equatable, Sendable {
    /// `level` is 1 to 6.
    case heading(level: Int, [InlineRun])
    case paragraph([InlineRun])
    case list(MarkdownList)
    case quote([MarkdownBlock])
    /// `language` is the first word of the fence's info string, or empty. `text` has no final newline,
    /// and `\n` between its lines.
    case code(language: String, text: String)
    case table(MarkdownTable)
    case rule
    /// Shown as written: raw HTML, which is never interpreted, and what lies beyond `MarkdownLimits.bytes`.
    case verbatim(String)
}

public struct MarkdownList: Equatable, Sendable {
    public struct Item: Equatable, Sendable {
        /// `nil` for an ordinary item; else whether the task is done.
        public var isDone: Bool?
        /// A blank line was left before the item; never of a list's first one.
        public var isSpaced: Bool
        public var blocks: [MarkdownBlock]
        /// The blocks, by their place among `blocks`, that a blank line was left before; never the first.
        public var gaps: Set<Int>

        public init(
            isDone: Bool? = nil, isSpaced: Bool = false, blocks: [MarkdownBlock] = [], gaps: Set<Int> = []
        ) {
            self.isDone = isDone
            self.isSpaced = isSpaced
            self.blocks = blocks
            self.gaps = gaps
        }
    }

    /// The first number of an ordered list; `nil` for bullets.
    public var start: Int?
    public var items: [Item]

    public init(start: Int? = nil, items: [Item] = []) {
        self.start = start
        self.items = items
    }
}

public struct MarkdownTable: Equatable, Sendable {
    public enum Alignment: Equatable, Sendable { case left, center, right }
    public typealias MarkdownCell = [InlineRun]

    /// One for each column.
    public var alignments: [Alignment]
    public var header: [MarkdownCell]
    public var rows: [[MarkdownCell]]

    public init(alignments: [Alignment] = [], header: [MarkdownCell] = [], rows: [[MarkdownCell]] = []) {
        self.alignments = alignments
        self.header = header
        self.rows = rows
    }
}

/// A piece of running text in one manner, or a line's end inside a block.
public enum InlineRun: Equatable, Sendable {
    case text(String, InlineManner = InlineManner())
    /// The writer's line ended here; a space when text is wrapped.
    case softBreak
    case hardBreak
}

/// How a run is meant.
public struct InlineManner: Equatable, Sendable {
    public var isCode = false
    public var isStrong = false
    public var isEmphasised = false
    public var isStruck = false
    /// Where a link or an image points, as written: not checked.
    public var link: String?

    public init(
        code: Bool = false, strong: Bool = false, emphasised: Bool = false, struck: Bool = false, link: String? = nil
    ) {
        isCode = code
        isStrong = strong
        isEmphasised = emphasised
        isStruck = struck
        self.link = link
    }
}
