// The diffs of `apply_diff` (contract §4.6): blocks that say what to look for and what to put there.
//
//     <<<<<<< SEARCH
//     :start_line:12
//     -------
//     old text
//     =======
//     new text
//     >>>>>>> REPLACE
//
// A line of the texts that looks like a marker has one backslash before it; so has a line that begins with a backslash
// and such a marker.

/// A parsed diff.
package struct SearchReplaceDiff: Equatable {
    package struct Block: Equatable {
        /// Counted from 1; a hint.
        var startLine: Int?
        /// Lines without their ends.
        var search: [[UInt8]]
        var replace: [[UInt8]]
    }

    var blocks: [Block]
    /// What the only block is called in a failure, where it was not written as one.
    var name: String?

    /// A single block from texts, for a string that is not found as it is.
    init(replacing old: String, with new: String, startLine: Int?, name: String) {
        var search = SearchReplaceDiff.lines(old)
        var replace = SearchReplaceDiff.lines(new)
        if search.last?.isEmpty == true, search.count > 1 {
            search.removeLast()
            if replace.last?.isEmpty == true { replace.removeLast() }
        }
        if new.isEmpty { replace = [] }
        blocks = [Block(startLine: startLine, search: search, replace: replace)]
        self.name = name
    }

    private static func lines(_ text: String) -> [[UInt8]] {
        text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            line.last == UInt8(ascii: "\r") ? Array(line.dropLast()) : Array(line)
        }
    }

    package init(_ text: String) throws(ToolFailure) {
        blocks = []
        var state = State.between
        var block = Block(startLine: nil, search: [], replace: [])
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        for (index, whole) in lines.enumerated() {
            let line = whole.last == UInt8(ascii: "\r") ? Array(whole.dropLast()) : whole
            let marker = Marker(line)
            switch (state, marker) {
            case (.between, .search?):
                block = Block(startLine: nil, search: [], replace: [])
                state = .head
            case (.between, nil) where line.allSatisfy { $0 == 0x20 || $0 == 0x09 }: continue
            case (.head, nil) where line.starts(with: Array(":start_line:".utf8)):
                let digits = String(decoding: line.dropFirst(12), as: UTF8.self).filter { $0 != " " }
                guard let number = Int(digits) else {
                    throw ToolFailure("diff line \(index + 1): the start line is not a number")
                }
                block.startLine = number
            case (.head, nil) where line.starts(with: Array(":end_line:".utf8)): continue
            case (.head, nil) where line.elementsEqual("-------".utf8): state = .search
            case (.head, .divider?), (.search, .divider?): state = .replace
            case (.head, nil), (.search, nil):
                state = .search
                block.search.append(Marker.unescaped(line))
            case (.replace, .replace?):
                blocks.append(block)
                state = .between
            case (.replace, nil): block.replace.append(Marker.unescaped(line))
            default:
                throw ToolFailure(
                    "diff line \(index + 1): \(printed(line)) is out of place; write blocks of "
                        + "<<<<<<< SEARCH, =======, >>>>>>> REPLACE")
            }
        }
        guard state == .between else { throw ToolFailure("the diff ends inside a block") }
        guard !blocks.isEmpty else { throw ToolFailure("the diff has no SEARCH/REPLACE block") }
    }

    private enum State { case between, head, search, replace }

    private enum Marker {
        case search, divider, replace

        init?(_ line: [UInt8]) {
            var line = line[...]
            while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
            if line.elementsEqual("<<<<<<< SEARCH".utf8) {
                self = .search
            } else if line.elementsEqual("=======".utf8) {
                self = .divider
            } else if line.elementsEqual(">>>>>>> REPLACE".utf8) {
                self = .replace
            } else {
                return nil
            }
        }

        /// `\=======` is `=======`, and `\\=======` is `\=======`.
        static func unescaped(_ line: [UInt8]) -> [UInt8] {
            let rest = Array(line.drop { $0 == UInt8(ascii: "\\") })
            guard rest.count < line.count, Marker(rest) != nil || rest.elementsEqual("-------".utf8) else {
                return line
            }
            return Array(line.dropFirst())
        }
    }
}
