// Finding where each block belongs: the said line, its neighbourhood, then the whole file, and never a guess.
import ChangeReview

extension SearchReplaceDiff {
    /// How far from the said line a block is looked for (contract §4.6).
    static let window = 40

    /// The new contents, or why a block does not fit; then nothing of the diff is applied.
    func applied(to bytes: [UInt8]) throws(ToolFailure) -> [UInt8] {
        // The byte order mark is no part of the first line.
        let mark = bytes.starts(with: byteOrderMark) ? byteOrderMark : []
        let lines = ByteLines(Array(bytes[mark.count...]))
        let texts = (0..<lines.count).map { Array(SearchReplaceDiff.withoutEnd(lines[$0])) }
        var edits: [(range: Range<Int>, block: Block)] = []
        for (index, block) in blocks.enumerated() {
            let place = try place(of: block, number: index + 1, in: texts)
            edits.append((place..<place + block.search.count, block))
        }
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (one, next) in zip(edits, edits.dropFirst()) where one.range.upperBound > next.range.lowerBound {
            throw ToolFailure("two blocks change line \(next.range.lowerBound + 1)")
        }
        return mark + join(lines, edits, LineEnd(of: bytes))
    }

    private func join(
        _ lines: ByteLines, _ edits: [(range: Range<Int>, block: Block)], _ end: LineEnd
    ) -> [UInt8] {
        var result: [UInt8] = []
        var next = 0
        for (range, block) in edits {
            while next < range.lowerBound {
                result += lines[next]
                next += 1
            }
            // The file's last line may have no end: new lines after it need one, and the new last one gets none.
            if let last = result.last, last != 0x0A, !block.replace.isEmpty { result += end.fitted([0x0A]) }
            let kept = range.map { lines[$0] }
            for (index, text) in block.replace.enumerated() {
                result += text
                // Lines that stay keep their own end, in files with mixed ones too.
                let own = index < kept.count ? SearchReplaceDiff.end(of: kept[index]) : []
                result += own.isEmpty ? end.fitted([0x0A]) : Array(own)
            }
            next = range.upperBound
        }
        while next < lines.count {
            result += lines[next]
            next += 1
        }
        let endedBare = !lines.endsInNewline && edits.last?.range.upperBound == lines.count
        if endedBare, edits.last?.block.replace.isEmpty == false {
            let ending = SearchReplaceDiff.end(of: result[...])
            result.removeLast(ending.count)
        }
        return result
    }

    private func place(of block: Block, number: Int, in lines: [[UInt8]]) throws(ToolFailure) -> Int {
        let count = block.search.count
        if count == 0 {
            // Nothing to look for: lines are put in, which needs a line to put them at, or an empty file.
            if lines.isEmpty { return 0 }
            guard let line = block.startLine, line >= 1, line <= lines.count + 1 else {
                throw ToolFailure("block \(number): SEARCH is empty; give a :start_line: that is in the file")
            }
            return line - 1
        }
        func fits(_ place: Int) -> Bool {
            place >= 0 && place + count <= lines.count && lines[place..<place + count].elementsEqual(block.search)
        }
        if let line = block.startLine {
            if fits(line - 1) { return line - 1 }
            for distance in 1...SearchReplaceDiff.window {
                let near = [line - 1 - distance, line - 1 + distance].filter(fits)
                if near.count == 2 {
                    throw ToolFailure(
                        "block \(number): the text stands \(distance) lines before and after line \(line)")
                }
                if let place = near.first { return place }
            }
        }
        let all = lines.count < count ? [] : (0...lines.count - count).filter(fits)
        if all.count == 1 { return all[0] }
        guard all.isEmpty else {
            let shown = all.prefix(5).map { String($0 + 1) }.joined(separator: ", ")
            throw ToolFailure(
                "block \(number): the text stands \(all.count) times (lines \(shown)); add a :start_line:")
        }
        throw ToolFailure("block \(number): the text was not found" + nearest(to: block, in: lines))
    }

    /// The line that has most of the block's lines after it, as a hint.
    private func nearest(to block: Block, in lines: [[UInt8]]) -> String {
        var best = (score: 0, line: 0)
        let search = block.search.prefix(50).map(SearchReplaceDiff.trimmed)
        for start in lines.indices.prefix(50_000) {
            var score = 0
            for (offset, text) in search.enumerated() where start + offset < lines.count {
                if !text.isEmpty, SearchReplaceDiff.trimmed(lines[start + offset]) == text { score += 1 }
            }
            if score > best.score { best = (score, start + 1) }
        }
        if best.score == 0 { return "" }
        return "; the nearest is at line \(best.line), where \(best.score) of \(block.search.count) lines match"
            + " but for spaces"
    }

    private static func trimmed(_ line: [UInt8]) -> ArraySlice<UInt8> {
        var line = line[...]
        while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
        return line.drop { $0 == 0x20 || $0 == 0x09 }
    }

    private static func withoutEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.dropLast(end(of: line).count)
    }

    private static func end(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.last == 0x0A else { return [] }
        return line.dropLast().last == 0x0D ? line.suffix(2) : line.suffix(1)
    }
}
