// The start and the end of a line, by columns.

extension StyledLine {
    /// Whether the line is at most so wide. Stops looking as soon as it is not.
    public func fits(in columns: Int) -> Bool {
        var room = columns
        for run in runs {
            run.text.forEachSign { sign in
                room -= sign.width
                return room >= 0
            }
            if room < 0 { return false }
        }
        return room >= 0
    }

    /// As many characters from the start as fit; a wide one that does not fit is left out.
    public func prefix(columns: Int) -> StyledLine {
        var room = columns
        var result = StyledLine()
        for run in runs {
            var end = 0
            run.text.forEachSign { sign in
                room -= sign.width
                if room >= 0 { end = sign.end }
                return room >= 0
            }
            result.append(String(run.text[..<run.text.index(atByte: end)]), run.style)
            if room < 0 { break }
        }
        return result
    }

    /// As many characters from the end as fit.
    public func suffix(columns: Int) -> StyledLine {
        var room = columns
        var kept: [StyledRun] = []
        for run in runs.reversed() {
            var start = run.text.endIndex
            while start > run.text.startIndex {
                let before = run.text.index(before: start)
                room -= displayWidth(of: run.text[before])
                if room < 0 { break }
                start = before
            }
            kept.append(StyledRun(String(run.text[start...]), run.style))
            if room < 0 { break }
        }
        return StyledLine(kept.reversed())
    }

    /// The line without so many columns of its start: what a view that is panned to the right shows. A wide character
    /// that is half left of the edge becomes a blank.
    public func dropping(columns: Int) -> StyledLine {
        var room = columns
        var result = StyledLine()
        for run in runs {
            guard room > 0 else {
                result.append(run.text, run.style)
                continue
            }
            var start = run.text.startIndex
            while room > 0, start < run.text.endIndex {
                room -= displayWidth(of: run.text[start])
                start = run.text.index(after: start)
            }
            if room < 0 { result.append(String(repeating: " ", count: -room), run.style) }
            result.append(String(run.text[start...]), run.style)
        }
        return result
    }
}
