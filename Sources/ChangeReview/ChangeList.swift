// Changes in the order of their paths, which is the order everybody shows and writes them in.

/// A sorted list of changes, one per path. Reading it costs nothing; finding a path is a binary search.
struct ChangeList: Equatable, Sendable {
    private(set) var items: [Change] = []

    subscript(path: RelativePath) -> Change? {
        get {
            let place = place(of: path)
            return place < items.count && items[place].path == path ? items[place] : nil
        }
        set {
            let place = place(of: path)
            let isThere = place < items.count && items[place].path == path
            switch (newValue, isThere) {
            case (let change?, true): items[place] = change
            case (let change?, false): items.insert(change, at: place)
            case (nil, true): items.remove(at: place)
            case (nil, false): break
            }
        }
    }

    /// Where the path is, or belongs.
    private func place(of path: RelativePath) -> Int {
        var (low, high) = (0, items.count)
        while low < high {
            let middle = (low + high) / 2
            if items[middle].path < path { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
