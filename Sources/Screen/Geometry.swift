// Places on a screen. Everything is counted in terminal cells (columns and rows), from the top left, from zero.

/// A cell's place: `column` from the left, `row` from the top.
public struct Point: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }
}

/// A size in cells; never negative.
public struct Size: Hashable, Sendable {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A rectangle of cells; empty when either side is zero.
public struct Rect: Hashable, Sendable {
    public var origin: Point
    public var size: Size

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        origin = Point(column: column, row: row)
        size = Size(columns: columns, rows: rows)
    }

    public init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    public var left: Int { origin.column }
    public var top: Int { origin.row }
    /// The first column to the right of the rectangle.
    public var right: Int { origin.column.saturatingAdding(size.columns) }
    /// The first row below the rectangle.
    public var bottom: Int { origin.row.saturatingAdding(size.rows) }
    public var isEmpty: Bool { size.columns == 0 || size.rows == 0 }

    public func contains(_ point: Point) -> Bool {
        point.column >= left && point.column < right && point.row >= top && point.row < bottom
    }

    public func intersection(_ other: Rect) -> Rect {
        let l = max(left, other.left)
        let t = max(top, other.top)
        let r = min(right, other.right)
        let b = min(bottom, other.bottom)
        return Rect(column: l, row: t, columns: l.distanceUp(to: r), rows: t.distanceUp(to: b))
    }
}

// No place, however far outside, may trap.
extension Int {
    fileprivate func saturatingAdding(_ other: Int) -> Int {
        let (sum, isOverflown) = addingReportingOverflow(other)
        return isOverflown ? (other < 0 ? .min : .max) : sum
    }

    /// Zero when `end` is below.
    fileprivate func distanceUp(to end: Int) -> Int {
        guard end > self else { return 0 }
        let (distance, isOverflown) = end.subtractingReportingOverflow(self)
        return isOverflown ? .max : distance
    }
}
