// Which words of a changed line are the change: what a removed line and the added line in its place do not share.

internal import ChangeReview

enum WordDifference {
    /// Runs longer than this are rewritten text, not edited lines; nobody looks for words there.
    private static let longestRun = 40
    private static let longestLine = 1000

    /// The line in whose place this one stands: removed and added runs of one length are paired line by line.
    static func partner(of line: Int, in hunk: Hunk) -> Hunk.Line? {
        let lines = hunk.lines
        let kind = lines[line].kind
        guard kind != .context else { return nil }
        var start = line
        while start > 0, lines[start - 1].kind == kind, line - start <= longestRun { start -= 1 }
        var end = line + 1
        while end < lines.count, lines[end].kind == kind, end - line <= longestRun { end += 1 }
        let count = end - start
        guard count <= longestRun else { return nil }
        let other: Hunk.Kind = kind == .removed ? .added : .removed
        let first = kind == .removed ? end : start - count
        guard first >= 0, first + count <= lines.count,
            lines[first..<(first + count)].allSatisfy({ $0.kind == other })
        else { return nil }
        // The other run must not be longer either.
        let beyond = kind == .removed ? first + count : first - 1
        if lines.indices.contains(beyond), lines[beyond].kind == other { return nil }
        return lines[first + line - start]
    }

    /// The part of `text` that differs from `other`, by whole words; nil when the lines have too little in common.
    static func range(in text: String, against other: String) -> Range<String.Index>? {
        guard text.utf8.count <= longestLine, other.utf8.count <= longestLine else { return nil }
        var start = text.startIndex
        var otherStart = other.startIndex
        while start < text.endIndex, otherStart < other.endIndex, text[start] == other[otherStart] {
            start = text.index(after: start)
            otherStart = other.index(after: otherStart)
        }
        var end = text.endIndex
        var otherEnd = other.endIndex
        while end > start, otherEnd > otherStart {
            let before = text.index(before: end)
            let otherBefore = other.index(before: otherEnd)
            guard text[before] == other[otherBefore] else { break }
            end = before
            otherEnd = otherBefore
        }
        // To the edges of the words; where only the other line has more, the word before the place is marked.
        if start == end || isWord(text[start]) {
            while start > text.startIndex, isWord(text[text.index(before: start)]) { start = text.index(before: start) }
        }
        if start < end, isWord(text[text.index(before: end)]) {
            while end < text.endIndex, isWord(text[end]) { end = text.index(after: end) }
        }
        let shared = text[..<start].filter { $0 != " " }.count + text[end...].filter { $0 != " " }.count
        let differing = text[start..<end].count
        guard start < end, shared * 2 >= differing else { return nil }
        return start..<end
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }
}
