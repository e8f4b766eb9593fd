// A styled line on its way into rows: what was broken stays broken, since a row's end depends on what lies before it.

/// Breaks runs of text as they grow. All but the last character of what was taken is broken for good: that one may still
/// become another, with an accent to come.
struct StyledWrapping: Sendable {
    /// A place in runs of text: the run, and the UTF-8 bytes before the place in it.
    private struct Place: Sendable {
        var run = 0
        var byte = 0
    }

    /// The rows that nothing to come can change.
    private(set) var finished: [StyledLine] = []
    private var runs: [StyledRun] = []
    private let indent: StyledLine
    private var breaker: LineBreaker<Place>
    /// Where the last row begins, and what is still to be broken.
    private var (start, rest) = (Place(), Place())
    private var isContinued = false

    init(columns: Int, hanging: Int) {
        breaker = LineBreaker(columns: columns, hanging: hanging)
        indent = StyledLine(
            String(repeating: " ", count: LineBreaker<Place>.hanging(hanging, in: columns)), .plain)
    }

    /// Goes on with runs that begin as the ones before did.
    mutating func take(_ runs: [StyledRun]) {
        self.runs = runs
        advance(byLast: false)
    }

    /// The rows after the finished ones; there is always one.
    func lastRows() -> [StyledLine] {
        var whole = self
        whole.advance(byLast: true)
        let end = Place(run: runs.count - 1, byte: runs.last?.text.utf8.count ?? 0)
        return whole.finished[finished.count...] + [whole.row(to: whole.breaker.lastEnd(end))]
    }

    private mutating func advance(byLast takesLast: Bool) {
        var breaker = breaker
        for number in runs.indices.dropFirst(rest.run) {
            let text = runs[number].text
            let end = takesLast || number < runs.count - 1 ? Int.max : text.utf8.count
            text.forEachSign(from: number == rest.run ? rest.byte : 0) { sign in
                let place = Place(run: number, byte: sign.start)
                rest = place
                guard sign.end < end else { return false }
                rest = Place(run: number, byte: sign.end)
                breaker.take(sign, from: place, to: rest) { row in
                    finished.append(self.row(to: row.end))
                    start = row.next
                    isContinued = !sign.isLineEnd
                }
                return true
            }
        }
        self.breaker = breaker
    }

    /// The row from `start` to `end`.
    private func row(to end: Place) -> StyledLine {
        var row = isContinued ? indent : StyledLine()
        guard !runs.isEmpty, start.run <= end.run else { return row }
        for number in start.run...end.run {
            let text = runs[number].text
            let from = number == start.run ? text.index(atByte: start.byte) : text.startIndex
            let to = number == end.run ? text.index(atByte: end.byte) : text.endIndex
            if from < to { row.append(String(text[from..<to]), runs[number].style) }
        }
        return row
    }
}
