// Where the reader is in a file's diff and how he wants it shown; what that gives is in `DiffRows`.

internal import ChangeReview
internal import Screen

struct DiffWindow: Equatable, Sendable {
    /// One column or two.
    enum Columns: Equatable, Sendable { case automatic, one, two }

    var place = DiffPlace.header(0)
    /// Rows between the window's top and the cursor.
    var lead = 0
    /// Columns that the diff is panned to the right.
    var pan = 0
    /// Where the selection of lines began.
    var anchor: DiffPlace?
    /// What is searched, and walked by the keys that otherwise go to what is undecided.
    var search: DiffSearch?

    var columns = Columns.automatic
    /// Columns of the panel from which two columns are shown unasked.
    var splitColumns = 140
    var context = Hunk.defaultContext
    var blanks = DiffShape.Blanks.shown
    var opened: [Int: DiffShape.Opening] = [:]

    static let mostPanned = 4_000

    func isSplit(columns width: Int) -> Bool {
        switch columns {
        case .automatic: width >= splitColumns
        case .one: false
        case .two: width >= 40
        }
    }

    /// For another file: what was chosen stays, where the reader was does not.
    mutating func begin() {
        place = .header(0)
        lead = 0
        pan = 0
        anchor = nil
        opened = [:]
    }

    /// The first row in a window of so many rows.
    func top(of rows: DiffRows, height: Int) -> Int {
        let row = rows.row(of: place)
        let lead = max(0, min(lead, height - 1))
        return max(0, min(row - lead, rows.count - height))
    }

    // MARK: Moves

    mutating func go(to row: Int, in rows: DiffRows, height: Int) {
        let row = min(max(0, row), rows.count - 1)
        var top = self.top(of: rows, height: height)
        place = rows.place(at: row)
        if row < top { top = row }
        if row >= top + height { top = row - height + 1 }
        lead = row - top
    }

    mutating func step(by count: Int, in rows: DiffRows, height: Int) {
        go(to: rows.row(of: place) + count, in: rows, height: height)
    }

    /// To a hunk's header, with as much of the hunk in the window as there is room for.
    mutating func go(toHunk hunk: Int, in rows: DiffRows, height: Int) {
        guard !rows.headers.isEmpty else { return }
        let hunk = min(max(0, hunk), rows.headers.count - 1)
        let header = rows.headers[hunk]
        go(to: header, in: rows, height: height)
        let end = hunk + 1 < rows.headers.count ? rows.headers[hunk + 1] : rows.count
        let hidden = end - (header - lead + height)
        if hidden > 0 { lead = max(0, lead - hidden) }
    }

    /// The wheel moves the window and takes the cursor along.
    mutating func scroll(by count: Int, in rows: DiffRows, height: Int) {
        let row = rows.row(of: place)
        let top = max(0, min(self.top(of: rows, height: height) + count, rows.count - height))
        let kept = min(max(row, top), max(top, min(rows.count, top + height) - 1))
        place = rows.place(at: kept)
        lead = kept - top
    }
}

/// A text that is looked for in the lines of the diffs.
struct DiffSearch: Equatable, Sendable {
    let text: String
    private let bytes: [UInt8]
    /// A text in small letters finds capitals, too.
    private let foldsCase: Bool

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        foldsCase = !text.contains(where: \.isUppercase)
    }

    private func folded(_ byte: UInt8) -> UInt8 {
        foldsCase && byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
    }

    /// Where the text stands in a line, in bytes from the slice's start; `limit` at most.
    func matches(in line: ArraySlice<UInt8>, limit: Int = .max) -> [Range<Int>] {
        guard let first = bytes.first, line.count >= bytes.count else { return [] }
        var found: [Range<Int>] = []
        line.withUnsafeBufferPointer { line in
            var start = 0
            let last = line.count - bytes.count
            while start <= last, found.count < limit {
                guard folded(line[start]) == first else {
                    start += 1
                    continue
                }
                var length = 1
                while length < bytes.count, folded(line[start + length]) == bytes[length] { length += 1 }
                guard length == bytes.count else {
                    start += 1
                    continue
                }
                found.append(start..<start + length)
                start += length
            }
        }
        return found
    }

    func isFound(in line: ArraySlice<UInt8>) -> Bool { !matches(in: line, limit: 1).isEmpty }
}
