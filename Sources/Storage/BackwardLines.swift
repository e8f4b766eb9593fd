// The lines of a file from its end: what is read is what is asked for, and a little more.

/// Goes from the last line to the first.
public struct BackwardLines: Sendable {
    private let open: RecordFile.Open
    private let files: any FileOperations
    private let piece: Int
    private let longest: Int
    /// What was read and not yet given: it begins at `start` in the file and ends with the end of a line.
    private var bytes: [UInt8] = []
    private var start: Int

    init(_ open: RecordFile.Open, files: any FileOperations, end: Int, piece: Int, longest: Int) {
        self.open = open
        self.files = files
        self.piece = max(1, piece)
        self.longest = longest
        start = end
    }

    /// Where the line begins that was given last; the lines before it were not given.
    public var offset: Int { start + bytes.count }

    /// The line before; nil when that was the first. An empty line is passed over.
    public mutating func next() throws(FileError) -> RecordLine? {
        while offset > 0 {
            let line = try nextLine()
            if line.count > 0 { return line }
        }
        return nil
    }

    private mutating func nextLine() throws(FileError) -> RecordLine {
        let end = offset - 1
        // The end of the line itself.
        if bytes.isEmpty { start = end } else { bytes.removeLast() }
        var searched = bytes.count
        var isTooLong = false
        var step = piece
        while true {
            let stop = bytes[..<searched].lastIndex(of: newline)
            if stop != nil || start == 0 {
                let first = stop.map { $0 + 1 } ?? 0
                let place = start + first
                let line = isTooLong || end - place > longest ? nil : Array(bytes[first...])[...]
                bytes.removeSubrange(first...)
                return RecordLine(offset: place, count: end - place, bytes: line)
            }
            if bytes.count > longest {
                isTooLong = true
                bytes = []
            }
            let from = max(0, start - step)
            let more = try files.read(open.file, at: from, wholly: start - from)
            searched = more.count
            bytes = more + bytes
            start = from
            // A line of megabytes is not put together from hundreds of pieces, each of them copied again.
            step = min(step * 2, 16 << 20)
        }
    }
}
