// Chat and changes on what the rows below leave: side by side, one above the other, or one alone.

internal import Screen

extension Layout {
    /// The panes' parts never get smaller than this by a share, as long as the screen has as much.
    static let leastColumns = 24
    /// Its rule is one of them.
    static let leastPanelRows = 5
    static let leastChatRows = 4

    enum Spot: Equatable { case none, beside, below, whole }

    /// Where the panel has its place in so many columns and rows.
    static func spot(in area: Size, screen: Size, _ needs: LayoutNeeds) -> Spot {
        let isWanted: Bool
        switch needs.place {
        case .auto, .right, .below: isWanted = needs.isPanelFocused || needs.hasChanges
        case .alone, .hidden: isWanted = needs.isPanelFocused
        }
        guard isWanted else { return .none }
        let alone = needs.isPanelFocused ? Spot.whole : .none
        let fitsBelow = area.rows >= leastChatRows + leastPanelRows
        switch needs.place {
        case .auto, .hidden:
            if area.columns >= sideBySide { return .beside }
            return screen.rows >= 24 && fitsBelow ? .below : alone
        case .right: return area.columns > 2 * leastColumns ? .beside : alone
        case .below: return fitsBelow ? .below : alone
        case .alone: return alone
        }
    }

    mutating func placePanes(_ area: Rect, _ needs: LayoutNeeds) {
        var main = area
        switch Self.spot(in: area.size, screen: size, needs) {
        case .none: break
        case .whole:
            panelRect = area
            return
        case .beside:
            let left = area.size.columns - 1 - panelColumns(in: area.size.columns, needs)
            divider = left
            panelRect = Rect(column: left + 1, row: 0, columns: area.size.columns - left - 1, rows: area.size.rows)
            main = Rect(column: 0, row: 0, columns: left, rows: area.size.rows)
        case .below:
            let rows = panelRows(in: area.size.rows, needs)
            panelRule = area.bottom - rows
            panelRect = Rect(column: 0, row: area.bottom - rows + 1, columns: area.size.columns, rows: rows - 1)
            main = Rect(column: 0, row: 0, columns: area.size.columns, rows: area.size.rows - rows)
        }
        if size.rows >= 14, main.size.rows > 6 {
            top = Rect(column: 0, row: 0, columns: main.size.columns - (divider == nil ? 0 : 1), rows: 1)
            let gap = size.rows >= 20 && main.size.rows > 8 ? 2 : 1
            main = Rect(column: 0, row: gap, columns: main.size.columns, rows: main.size.rows - gap)
        }
        chat = main
    }

    private func panelColumns(in columns: Int, _ needs: LayoutNeeds) -> Int {
        if let share = needs.shares.beside {
            let least = min(Self.leastColumns, (columns - 1) / 2)
            return max(least, min(PaneShares.part(share, of: columns), columns - 1 - least))
        }
        guard columns >= Self.sideBySide else { return (columns - 1) / 2 }
        var left = min(EntryRows.widest + 3, max(79, columns * 2 / 3 - 1))
        // Code is read where the user is: the side that has the keys is the wide one.
        if needs.isPanelFocused { left = min(left, max(40, columns - 81)) }
        return columns - left - 1
    }

    /// Its rule is one of them.
    private func panelRows(in rows: Int, _ needs: LayoutNeeds) -> Int {
        let most = rows - Self.leastChatRows
        guard let share = needs.shares.below else {
            return min(max(needs.isPanelFocused ? size.rows * 3 / 5 : size.rows / 3, Self.leastPanelRows), most)
        }
        return max(Self.leastPanelRows, min(PaneShares.part(share, of: size.rows), most))
    }

    /// The rule at a place; the list's is the panel's own.
    func rule(at point: Point) -> PaneRule? {
        if let divider, point.column == divider, point.row < bottom { return .beside }
        return panelRule == point.row ? .below : nil
    }
}
