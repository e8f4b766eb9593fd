// How the screen is shared out, in shares: a terminal of another size keeps the proportions, and a file the choice.

/// Where the changes panel stands.
public enum PanelPlace: String, CaseIterable, Sendable {
    /// Right of the chat where there is room, else below it, else alone.
    case auto
    case right, below
    /// One part at a time, over the whole screen.
    case alone
    /// As `auto`, while it has the keys; else not at all.
    case hidden
}

/// Parts of the screen in thousandths; nil: as the program shares it out.
public struct PaneShares: Hashable, Sendable {
    /// The panel's part of the columns, right of the chat.
    public var beside: Int?
    /// The panel's part of the rows, below the chat.
    public var below: Int?
    /// The list's part of the panel's rows.
    public var list: Int?

    public init(beside: Int? = nil, below: Int? = nil, list: Int? = nil) {
        self.beside = beside
        self.below = below
        self.list = list
    }

    /// The share of a part; up to 1000 cells it gives the same part again.
    static func share(_ part: Int, of whole: Int) -> Int {
        whole > 0 ? max(0, min(1000, (part * 1000 + whole / 2) / whole)) : 0
    }

    /// The part of a share, in cells.
    static func part(_ share: Int, of whole: Int) -> Int { (whole * share + 500) / 1000 }
}
