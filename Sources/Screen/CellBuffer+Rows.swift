// Which rows of two screens are the same: asked of every row for every key, so it has to cost next to nothing.

extension CellBuffer {
    /// Whether a row is the same here and in a buffer of the same size. Rows are from 0.
    ///
    /// Cells whose bits are the same are the same; only others are compared by what they mean, since counting the
    /// references to a screen's characters costs more than drawing it.
    public func hasRow(_ row: Int, of other: CellBuffer) -> Bool {
        let range = (row * size.columns)..<((row + 1) * size.columns)
        return withCells { ours in
            other.withCells { theirs in
                let (left, right) = (UnsafeRawBufferPointer(ours), UnsafeRawBufferPointer(theirs))
                for place in range {
                    var word = place * MemoryLayout<Cell>.stride
                    let end = word + MemoryLayout<Cell>.size / 8 * 8
                    while word < end,
                        left.load(fromByteOffset: word, as: UInt64.self)
                            == right.load(fromByteOffset: word, as: UInt64.self)
                    { word += 8 }
                    if word < end, ours[place] != theirs[place] { return false }
                }
                return true
            }
        }
    }
}
