// Where the lines to look for stand in a file: as they are, else but for blanks, else nowhere. Never a guess.

/// The one place of a block.
struct BlockPlace: Equatable {
    /// Counted from 0.
    var line: Int
    var isExact: Bool

    /// How far from the line that was said an exact place may be.
    static let window = 40

    /// - Parameter label: what the block is called in a failure.
    init(of block: SearchReplaceDiff.Block, label: String, in lines: [[UInt8]]) throws(ToolFailure) {
        if block.search.isEmpty {
            isExact = true
            // Nothing to look for: lines are put in, which needs a line to put them at, or an empty file.
            if lines.isEmpty {
                line = 0
                return
            }
            guard let start = block.startLine, start >= 1, start <= lines.count + 1 else {
                throw ToolFailure("\(label): SEARCH is empty; give a :start_line: that is in the file")
            }
            line = start - 1
            return
        }
        if let place = try BlockPlace.place(of: block.search, block.startLine, label, in: lines) {
            line = place
            isExact = true
            return
        }
        // Blanks alone would fit anywhere.
        let bare = block.search.map { Array(withoutBlanks($0)) }
        if bare.contains(where: { !$0.isEmpty }) {
            let bareLines = lines.map { Array(withoutBlanks($0)) }
            if let place = try BlockPlace.place(of: bare, block.startLine, label, in: bareLines) {
                line = place
                isExact = false
                return
            }
        }
        throw ToolFailure("\(label): the text was not found\(NearestLines(to: block.search, in: lines)?.text ?? "")")
    }

    private static func place(
        of search: [[UInt8]], _ startLine: Int?, _ label: String, in lines: [[UInt8]]
    ) throws(ToolFailure) -> Int? {
        let count = search.count
        func fits(_ place: Int) -> Bool {
            place >= 0 && place + count <= lines.count && lines[place..<place + count].elementsEqual(search)
        }
        // A line far outside is no hint, and arithmetic with it would not be safe.
        if let startLine, startLine >= 1, startLine <= lines.count + window {
            if fits(startLine - 1) { return startLine - 1 }
            for distance in 1...window {
                let near = [startLine - 1 - distance, startLine - 1 + distance].filter(fits)
                if near.count == 2 {
                    throw ToolFailure(
                        "\(label): the text stands \(distance) lines before and after line \(startLine)")
                }
                if let place = near.first { return place }
            }
        }
        let all = lines.count < count ? [] : (0...lines.count - count).filter(fits)
        if all.count > 1 {
            let shown = all.prefix(5).map { String($0 + 1) }.joined(separator: ", ") + (all.count > 5 ? ", …" : "")
            throw ToolFailure("\(label): the text stands \(all.count) times (lines \(shown)); add a :start_line:")
        }
        return all.first
    }
}

/// A line without the blanks before and behind.
func withoutBlanks(_ line: [UInt8]) -> ArraySlice<UInt8> {
    var line = line[...]
    while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
    return line.drop { $0 == 0x20 || $0 == 0x09 }
}
