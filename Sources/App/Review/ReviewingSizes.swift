// How the panel's rows are shared out between list and diff.

internal import Screen

extension Reviewing {
    /// What the keys for it do; nil: the action is another.
    mutating func performInSizes(_ action: Action) -> [Effect]? {
        let step: Int
        switch action {
        case .longerList: step = 1
        case .shorterList: step = -1
        case .resetSizes: return resetList()
        default: return nil
        }
        guard let layout, !layout.rule.isEmpty, commentRow == nil else {
            return [.say("The list and a diff are not both in sight here")]
        }
        let before = listShare
        setList(rows: layout.list.size.rows + step)
        if before == listShare { return [.say("The list can't be \(step > 0 ? "longer" : "shorter")")] }
        return [.sharesChanged]
    }

    /// Gives the list so many rows, as far as it has files and the diff keeps its own.
    mutating func setList(rows: Int) {
        guard let place, let layout, !layout.rule.isEmpty else { return }
        let room = layout.whole.size.rows - PanelLayout.leastDiff
        listShare = PaneShares.share(max(1, min(rows, min(shownRows, room))), of: place.size.rows)
    }

    mutating func resetList() -> [Effect] {
        guard listShare != nil else { return [] }
        listShare = nil
        return [.sharesChanged]
    }

    /// Whether the rule between list and diff is there.
    func isRule(at point: Point) -> Bool { commentRow == nil && prompt == nil && layout?.rule.contains(point) == true }
}
