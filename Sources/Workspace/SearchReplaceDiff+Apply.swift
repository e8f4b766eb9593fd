// Blocks put into a file: all of them or none.

import ChangeReview

extension SearchReplaceDiff {
    /// What became of a file, and a line for each block that did not fit to the letter.
    package struct Outcome: Equatable {
        package var bytes: [UInt8]
        package var notes: [String]
    }

    /// The new contents, or why blocks do not fit; then nothing of the diff is applied, and those that fit are named.
    package func applied(to bytes: [UInt8]) throws(ToolFailure) -> Outcome {
        // The byte order mark is no part of the first line.
        let mark = bytes.starts(with: byteOrderMark) ? byteOrderMark : []
        let lines = ByteLines(Array(bytes[mark.count...]))
        let texts = (0..<lines.count).map { Array(SearchReplaceDiff.withoutEnd(lines[$0])) }
        var edits: [Edit] = []
        var notes: [String] = []
        var fitting: [Int] = []
        var failures: [String] = []
        for (index, block) in blocks.enumerated() {
            let label = name ?? "block \(index + 1)"
            do throws(ToolFailure) {
                let place = try BlockPlace(of: block, label: label, in: texts)
                let found = texts[place.line..<place.line + block.search.count]
                var replace = block.replace
                if !place.isExact {
                    replace = Reindentation(from: block.search, to: Array(found)).fitted(block.replace)
                    notes.append("\(label) fits line \(place.line + 1) but for blanks; the file's indentation was kept")
                }
                edits.append(Edit(range: place.line..<place.line + block.search.count, replace: replace))
                fitting.append(index + 1)
            } catch {
                failures.append(error.text)
            }
        }
        guard failures.isEmpty else {
            if blocks.count > 1 {
                let others = fitting.isEmpty ? "none fits" : "\(fitting.map(String.init).joined(separator: ", ")) fit"
                failures.append("[nothing was applied: of \(blocks.count) blocks \(others); send them all again]")
            }
            throw ToolFailure(failures.joined(separator: "\n"))
        }
        edits.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (one, next) in zip(edits, edits.dropFirst()) where one.range.upperBound > next.range.lowerBound {
            throw ToolFailure("two blocks change line \(next.range.lowerBound + 1)")
        }
        return Outcome(bytes: mark + join(lines, edits, LineEnd(of: bytes)), notes: notes)
    }

    private struct Edit {
        var range: Range<Int>
        var replace: [[UInt8]]
    }

    private func join(_ lines: ByteLines, _ edits: [Edit], _ end: LineEnd) -> [UInt8] {
        var result: [UInt8] = []
        var next = 0
        for edit in edits {
            while next < edit.range.lowerBound {
                result += lines[next]
                next += 1
            }
            // The file's last line may have no end: new lines after it need one, and the new last one gets none.
            if let last = result.last, last != 0x0A, !edit.replace.isEmpty { result += end.fitted([0x0A]) }
            let kept = edit.range.map { lines[$0] }
            for (index, text) in edit.replace.enumerated() {
                result += text
                // Lines that stay keep their own end, in files with mixed ones too.
                let own = index < kept.count ? SearchReplaceDiff.end(of: kept[index]) : []
                result += own.isEmpty ? end.fitted([0x0A]) : Array(own)
            }
            next = edit.range.upperBound
        }
        while next < lines.count {
            result += lines[next]
            next += 1
        }
        let endedBare = !lines.endsInNewline && edits.last?.range.upperBound == lines.count
        if endedBare, edits.last?.replace.isEmpty == false {
            let ending = SearchReplaceDiff.end(of: result[...])
            result.removeLast(ending.count)
        }
        return result
    }

    private static func withoutEnd(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.dropLast(end(of: line).count)
    }

    private static func end(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard line.last == 0x0A else { return [] }
        return line.dropLast().last == 0x0D ? line.suffix(2) : line.suffix(1)
    }
}
