// Where the parts stand, for every size from nothing to a wall.

internal import Screen

struct Layout: Equatable {
    var size: Size
    /// Program, folder, conversation.
    var top = Rect(column: 0, row: 0, columns: 0, rows: 0)
    var chat = Rect(column: 0, row: 0, columns: 0, rows: 0)
    /// The changes panel.
    var panelRect: Rect?
    /// The column between chat and panel when they stand side by side.
    var divider: Int?
    /// The row above a panel that stands below the chat.
    var panelRule: Int?
    var dock = Rect(column: 0, row: 0, columns: 0, rows: 0)
    /// Messages that wait.
    var queue = Rect(column: 0, row: 0, columns: 0, rows: 0)
    /// What the composer's text is for, when it is no new message.
    var banner = Rect(column: 0, row: 0, columns: 0, rows: 0)
    /// The row above the dock, the queue and the composer.
    var rule: Int?
    var composer = Rect(column: 0, row: 0, columns: 0, rows: 0)
    var status = Rect(column: 0, row: 0, columns: 0, rows: 0)

    /// Smaller than this a plain line says so.
    static let smallest = Size(columns: 20, rows: 4)
    static let sideBySide = 120

    /// The first row that is not the panes'.
    var bottom: Int { rule ?? [dock, queue, banner].first { !$0.isEmpty }?.top ?? composer.top }

    var isTooSmall: Bool { size.columns < Self.smallest.columns || size.rows < Self.smallest.rows }
}

/// What the layout has to know of the parts.
struct LayoutNeeds: Equatable {
    var draftRows: Int
    /// 0: no request waits.
    var dockRows: Int
    var queueRows = 0
    var isQueueFocused = false
    var hasBanner = false
    /// Something is to be reviewed.
    var hasChanges: Bool
    var isPanelFocused: Bool
    var place = PanelPlace.auto
    var shares = PaneShares()
}

extension Layout {
    init(_ size: Size, _ needs: LayoutNeeds) {
        self.size = size
        guard !isTooSmall else { return }
        let columns = size.columns
        status = Rect(column: 0, row: size.rows - 1, columns: columns, rows: 1)
        let composerRows = max(1, min(needs.draftRows, size.rows * 2 / 5))
        composer = Rect(column: 0, row: status.top - composerRows, columns: columns, rows: composerRows)
        var bottom = composer.top
        if needs.hasBanner, bottom > 2 {
            bottom -= 1
            banner = Rect(column: 0, row: bottom, columns: columns, rows: 1)
        }
        bottom -= placeQueue(above: bottom, needs)
        if needs.dockRows > 0 {
            // On low screens the answers are worth more than the chat.
            let rows = max(1, min(needs.dockRows, max((bottom - 1) * 2 / 3, min(6, bottom - 2))))
            dock = Rect(column: 0, row: bottom - rows, columns: columns, rows: rows)
            bottom = dock.top
        }
        if size.rows >= 8, bottom > 3 {
            bottom -= 1
            rule = bottom
        }
        placePanes(Rect(column: 0, row: 0, columns: columns, rows: bottom), needs)
    }

    /// Gives the rows that it took: a waiting request and the chat come first, the queue's keys need a row.
    private mutating func placeQueue(above bottom: Int, _ needs: LayoutNeeds) -> Int {
        let isScarce = size.rows < 16
        var rows = min(needs.queueRows, isScarce ? (needs.isQueueFocused ? 3 : 2) : size.rows / 3)
        if needs.dockRows > 0, !needs.isQueueFocused { rows = isScarce ? 0 : min(rows, 2) }
        rows = max(0, min(rows, bottom - 3))
        queue = Rect(column: 0, row: bottom - rows, columns: size.columns, rows: rows)
        return rows
    }
}
