// Where vi's motions lead in a draft: words of letters, words of signs, lines.

extension Draft {
    private enum Class { case blank, word, sign }

    private func kind(_ place: Int) -> Class {
        let piece = pieces[place]
        return piece.isBlank || piece.isNewline ? .blank : piece.isWord ? .word : .sign
    }

    /// Where a motion leads, done so many times.
    func place(_ motion: ViKeys.Motion, _ times: Int) -> Int {
        switch motion {
        case .left: return max(lineStart, cursor - times)
        case .right: return min(lineEnd, cursor + times)
        case .lineStart: return lineStart
        case .firstLetter: return pieces[lineStart..<lineEnd].firstIndex { !$0.isBlank } ?? lineEnd
        case .lineEnd: return lineEnd
        case .textStart: return 0
        case .textEnd: return (pieces.lastIndex(where: \.isNewline) ?? -1) + 1
        case .up, .down: return cursor
        case .word, .wordBack, .wordEnd:
            var place = cursor
            for _ in 0..<times {
                let next =
                    motion == .word ? nextWord(place) : motion == .wordBack ? wordBefore(place) : endOfWord(place)
                if next == place { break }
                place = next
            }
            return place
        }
    }

    /// What an operator with this motion is about.
    func range(_ motion: ViKeys.Motion, _ times: Int) -> Range<Int> {
        switch motion {
        case .up: return lines(from: -times, to: 0)
        case .down: return lines(from: 0, to: times)
        case .textStart: return 0..<min(pieces.count, lineEnd + 1)
        case .textEnd: return lineStart..<pieces.count
        default: break
        }
        var end = place(motion, times)
        if motion.isInclusive { end = min(pieces.count, end + 1) }
        // A word's end is the end of its line: the next line does not come up.
        if motion == .word, end > lineEnd, times == 1 { end = max(cursor, lineEnd) }
        return min(cursor, end)..<max(cursor, end)
    }

    /// The word, the signs or the blanks at the cursor and so many runs more, within the line; `around`: a word with the
    /// blanks behind it, or before it where none are, and blanks with the word behind them.
    func word(around: Bool, _ times: Int) -> Range<Int> {
        guard cursor < lineEnd else { return cursor..<cursor }
        func endOfRun(_ from: Int) -> Int {
            pieces[from..<lineEnd].indices.first { kind($0) != kind(from) } ?? lineEnd
        }
        var start = cursor
        while start > lineStart, kind(start - 1) == kind(cursor) { start -= 1 }
        var end = start
        for _ in 0..<times where end < lineEnd {
            end = endOfRun(end)
            if around, end < lineEnd, (kind(end - 1) == .blank) != (kind(end) == .blank) { end = endOfRun(end) }
        }
        if around, kind(cursor) != .blank, kind(end - 1) != .blank {
            while start > lineStart, kind(start - 1) == .blank { start -= 1 }
        }
        return start..<end
    }

    /// So many lines from that of the cursor, with their ends.
    func lines(_ times: Int) -> Range<Int> { lines(from: 0, to: times - 1) }

    private func lines(from first: Int, to last: Int) -> Range<Int> {
        var start = lineStart
        for _ in 0..<max(0, -first) where start > 0 {
            start = (pieces[..<(start - 1)].lastIndex(where: \.isNewline) ?? -1) + 1
        }
        var end = lineEnd
        for _ in 0..<max(0, last) where end < pieces.count {
            end = pieces[(end + 1)...].firstIndex(where: \.isNewline) ?? pieces.count
        }
        return start..<min(pieces.count, end + 1)
    }

    private func nextWord(_ from: Int) -> Int {
        var place = from
        guard place < pieces.count else { return place }
        let first = kind(place)
        while place < pieces.count, first != .blank, kind(place) == first { place += 1 }
        while place < pieces.count, kind(place) == .blank { place += 1 }
        return place
    }

    private func wordBefore(_ from: Int) -> Int {
        var place = from
        while place > 0, kind(place - 1) == .blank { place -= 1 }
        guard place > 0 else { return 0 }
        let first = kind(place - 1)
        while place > 0, kind(place - 1) == first { place -= 1 }
        return place
    }

    private func endOfWord(_ from: Int) -> Int {
        var place = from + 1
        while place < pieces.count, kind(place) == .blank { place += 1 }
        guard place < pieces.count else { return max(from, pieces.count - 1) }
        let first = kind(place)
        while place + 1 < pieces.count, kind(place + 1) == first { place += 1 }
        return place
    }
}
