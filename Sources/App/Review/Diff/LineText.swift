// A line of a file as it stands on the screen: what differs, what was searched, and blanks where they are the change.

internal import ChangeReview
internal import Screen

struct LineText {
    let signs: Signs
    let pan: Int
    let room: Int

    /// - Parameters:
    ///   - line: without its line end.
    ///   - differing: byte ranges that the line in whose place this one stands does not have.
    ///   - found: byte ranges that were searched for.
    ///   - colours: roles of byte ranges, in order; the rest has `role`.
    func styled(
        _ line: ArraySlice<UInt8>, _ role: Role, differing: [Range<Int>] = [], found: [Range<Int>] = [],
        colours: [(range: Range<Int>, role: Role)] = [], marksBlanks: Bool
    ) -> StyledLine {
        // A line may be megabytes long; the marks of controls are wider than they are long, so this is enough.
        let shown = line.prefix((pan + room) * 8 + 64)
        let isWhole = shown.count == line.count
        var trailing = shown.count
        if isWhole, marksBlanks {
            while trailing > 0, Self.isBlank(shown[shown.startIndex + trailing - 1]) { trailing -= 1 }
        }
        var cuts: Set<Int> = [0, shown.count, trailing]
        for range in differing + found where range.lowerBound < shown.count {
            cuts.insert(range.lowerBound)
            cuts.insert(min(range.upperBound, shown.count))
        }
        let colours = colours.prefix { $0.range.lowerBound < shown.count }.map { colour in
            (
                range: Self.whole(colour.range.lowerBound, in: shown)..<Self.whole(colour.range.upperBound, in: shown),
                role: colour.role
            )
        }
        for colour in colours {
            cuts.insert(colour.range.lowerBound)
            cuts.insert(colour.range.upperBound)
        }
        var next = 0
        var text = StyledLine()
        var column = 0
        let sorted = cuts.sorted()
        for (start, end) in zip(sorted, sorted.dropFirst()) where start < end {
            let bytes = shown[shown.startIndex + start..<shown.startIndex + end]
            let differs = differing.contains { $0.contains(start) } || start >= trailing
            while next < colours.count, colours[next].range.upperBound <= start { next += 1 }
            let isColoured = next < colours.count && colours[next].range.contains(start)
            // What differs is the message: it keeps the line's own role.
            var style = Style(isColoured && !differs ? colours[next].role : role)
            if differs { style.marks.insert(.changed) }
            if found.contains(where: { $0.contains(start) }) {
                style = Style(.attention, [.strong, .emphasised])
            }
            append(bytes, style, marksTabs: differs && bytes.allSatisfy(Self.isBlank), to: &text, &column)
        }
        return pan > 0 ? text.dropping(columns: pan) : text
    }

    private func append(
        _ bytes: ArraySlice<UInt8>, _ style: Style, marksTabs: Bool, to text: inout StyledLine, _ column: inout Int
    ) {
        let piece = String(decoding: bytes, as: UTF8.self)
        guard marksTabs, bytes.contains(0x09) else {
            let expanded = expandingTabs(piece, from: column)
            column += displayWidth(of: expanded)
            text.append(expanded, style)
            return
        }
        for byte in bytes {
            let width = byte == 0x09 ? 4 - column % 4 : 1
            let sign = byte == 0x09 ? truncated(signs.arrow, columns: width, sign: "") : " "
            text.append(padded(sign, columns: width), style)
            column += width
        }
    }

    /// Where the character begins that has this byte.
    private static func whole(_ offset: Int, in line: ArraySlice<UInt8>) -> Int {
        var place = min(offset, line.count)
        while place > 0, place < line.count, offset - place < 3, line[line.startIndex + place] & 0xC0 == 0x80 {
            place -= 1
        }
        return place
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
