// The rows of a diff as texts: headers, folds, and lines with their numbers and what differs in them.

internal import ChangeReview
internal import Screen

struct DiffTexts {
    let view: DiffView
    let width: Int
    /// The hunk with the cursor.
    let hunk: Int
    /// Which lines stand in whose place, of the runs that are in sight.
    private var partners: [Int: [LinePairing.Pair]] = [:]

    init(view: DiffView, width: Int, hunk: Int) {
        self.view = view
        self.width = width
        self.hunk = hunk
    }

    private var change: Change { view.change }
    private var signs: Signs { view.signs }

    mutating func text(of row: DiffRow, at number: Int) -> TextRow {
        switch row.kind {
        case .note: return TextRow(StyledLine(" ") + view.contentNote)
        case .header: return header(Int(row.hunk))
        case .fold: return fold(at: number)
        case .comment:
            let rows = view.comments[view.rows.comments[Int(row.hunk)]] ?? []
            return rows.indices.contains(Int(row.changed)) ? rows[Int(row.changed)] : .blank
        case .added: return TextRow(line(row, .new, columns: width, margin: margin(of: row, .added)))
        case .removed: return TextRow(line(row, .old, columns: width, margin: margin(of: row, .removed)))
        case .context, .pair: return TextRow(line(row, .new, columns: width, margin: margin(of: row, .context)))
        }
    }

    private func gutter(_ row: Int) -> StyledLine {
        row == hunk ? StyledLine(signs.pointer, .user) : StyledLine(" ")
    }

    /// `@@ 12 → 12  func decode   ○`
    private func header(_ hunk: Int) -> TextRow {
        var line = gutter(hunk)
        let first = view.rows.firstLines[hunk]
        line.append("@@ \(first.old) \(signs.arrow) \(first.new)", .user)
        var trailing = StyledLine()
        let makers = view.rows.makers[hunk]
        if !makers.isEmpty, width >= 60 { trailing.append("\(makers)  ", .dim) }
        if isBlank(hunk) { trailing.append("blanks only  ", .dim) }
        if change.decisions.indices.contains(hunk) {
            let decision = change.decisions[hunk]
            let (sign, role) = ReviewSigns.sign(of: decision, signs)
            if decision != .undecided, width >= 60 { trailing.append("\(decision) ", .dim) }
            trailing.append(sign, role)
            trailing.append(" ")
        }
        let heading = change.hunks[hunk].headingText
        if !heading.isEmpty { line.append("  " + expandingTabs(heading), .dim) }
        return TextRow(truncated(line, columns: width - trailing.width - 1, sign: signs.cut), trailing: trailing)
    }

    private func isBlank(_ hunk: Int) -> Bool {
        guard !view.rows.blankRuns.isEmpty else { return false }
        let lines = change.hunks[hunk].changed
        let weave = change.weave
        return view.rows.blankRuns[weave.run(of: lines.lowerBound)...weave.run(of: lines.upperBound - 1)]
            .allSatisfy { $0 }
    }

    private func fold(at row: Int) -> TextRow {
        let isCursor =
            view.hasCursor && view.rows.rows[row].hunk == view.rows.rows[view.rows.row(of: view.window.place)].hunk
            && view.rows.rows[view.rows.row(of: view.window.place)].kind == .fold
        let words = " \(signs.dots) \(counted(view.rows.hidden(at: row), "unchanged line")) "
        return TextRow(
            StyledLine(words, .dim), trailing: StyledLine(isCursor && width >= 60 ? "z 10 more  Z all " : "", .dim))
    }

    // MARK: Lines

    /// What stands before the text of a line: the cursor's hunk, both numbers, the sign.
    func margin(of row: DiffRow, _ kind: DiffRow.Kind) -> StyledLine {
        func column(_ number: Int?) -> String {
            padded(number.map { String($0 + 1) } ?? "", columns: view.rows.numberColumns, .right)
        }
        var line = gutter(Int(row.hunk))
        line.append("\(column(row.oldLine)) \(column(row.newLine))", numberRole(of: kind))
        line += fate(of: row, Int(row.changed))
        let (sign, role) = Self.sign(of: kind)
        line.append("\(sign) ", role)
        return line
    }

    /// The decision about a line where its hunk is not decided as one.
    func fate(of row: DiffRow, _ changed: Int) -> StyledLine {
        let hunk = Int(row.hunk)
        guard row.kind != .context, change.decisions.indices.contains(hunk), change.decisions[hunk] == .partly,
            change.marks.indices.contains(changed)
        else { return StyledLine(" ", .dim) }
        let (sign, role) = view.fate(of: changed)
        return StyledLine(sign, role)
    }

    /// Where the text has colours of its own, the numbers say with the sign what is added and what is removed.
    func numberRole(of kind: DiffRow.Kind) -> Role {
        let role = Self.sign(of: kind).1
        return view.colours == nil || role == .plain ? .dim : role
    }

    static func sign(of kind: DiffRow.Kind) -> (String, Role) {
        switch kind {
        case .added: ("+", .added)
        case .removed: ("-", .removed)
        case .note, .fold, .header, .context, .pair, .comment: (" ", .plain)
        }
    }

    /// A row's line of one side after its margin.
    mutating func line(_ row: DiffRow, _ side: ReviewComment.Range.Side, columns: Int, margin: StyledLine) -> StyledLine
    {
        let isOld = side == .old
        let text = isOld ? change.weave.old[Int(row.old)] : change.weave.new[Int(row.new)]
        let content = text.last == 0x0A ? text.dropLast() : text
        let isChange = row.kind != .context
        var role: Role = isChange ? (isOld ? .removed : .added) : .plain
        var differing: [Range<Int>] = []
        var hidesReturn = content.last == 0x0D
        if isChange {
            let run = change.weave.run(of: Int(row.changed))
            if view.rows.blankRuns.indices.contains(run), view.rows.blankRuns[run] {
                role = .dim
            } else if let other = partner(of: row, isOld: isOld, in: run) {
                let trimmed = other.last == 0x0A ? other.dropLast() : other
                if hidesReturn { hidesReturn = trimmed.last == 0x0D }
                differing = Self.differing(content, trimmed, isOld: isOld)
            } else if hidesReturn {
                hidesReturn = hasReturns(isOld: isOld)
            }
        }
        let drawn = LineText(signs: signs, pan: view.window.pan, room: max(0, columns - margin.width))
        let shown = hidesReturn ? content.dropLast() : content
        let number = isOld ? Int(row.old) : Int(row.new)
        let colours = role == .dim ? [] : view.colours?.colours(ofLine: number, isOld: isOld, over: role) ?? []
        var line = margin
        line += drawn.styled(
            shown, role, differing: differing,
            found: view.window.search?.matches(in: shown.prefix(64_000), limit: 200) ?? [],
            colours: colours, marksBlanks: isChange && role != .dim)
        if text.last != 0x0A { line.append("  no newline at end", .dim) }
        return line
    }

    private static func differing(_ line: ArraySlice<UInt8>, _ other: ArraySlice<UInt8>, isOld: Bool) -> [Range<Int>] {
        // Nobody looks for words in a line that is longer than a screen is wide, many times over.
        guard line.count <= 4_000, other.count <= 4_000 else { return [] }
        let ranges = isOld ? WordDiff.ranges(old: line, new: other) : WordDiff.ranges(old: other, new: line)
        return (isOld ? ranges?.old : ranges?.new) ?? []
    }

    /// Whether a file's lines end in a carriage return anyway, on the side where this one would be.
    private func hasReturns(isOld: Bool) -> Bool {
        let other = isOld ? change.weave.new : change.weave.old
        guard other.count > 0 else { return true }
        return other[0].dropLast().last == 0x0D
    }

    /// The line in whose place this one stands.
    private mutating func partner(of row: DiffRow, isOld: Bool, in index: Int) -> ArraySlice<UInt8>? {
        let weave = change.weave
        let run = weave.runs[index]
        guard !run.old.isEmpty, !run.new.isEmpty else { return nil }
        if run.old.count * run.new.count > LinePairing.mostCandidates {
            guard run.old.count == run.new.count else { return nil }
            return isOld
                ? weave.new[run.new.lowerBound + Int(row.old) - run.old.lowerBound]
                : weave.old[run.old.lowerBound + Int(row.new) - run.new.lowerBound]
        }
        let pairs: [LinePairing.Pair]
        if let known = partners[index] {
            pairs = known
        } else {
            pairs = LinePairing.pairs(old: run.old.map { weave.old[$0] }, new: run.new.map { weave.new[$0] })
            partners[index] = pairs
        }
        let line = isOld ? Int(row.old) - run.old.lowerBound : Int(row.new) - run.new.lowerBound
        let place = DiffRows.partition(pairs.count) { (isOld ? pairs[$0].old : pairs[$0].new) < line }
        guard place < pairs.count, (isOld ? pairs[place].old : pairs[place].new) == line else { return nil }
        return isOld
            ? weave.new[run.new.lowerBound + pairs[place].new] : weave.old[run.old.lowerBound + pairs[place].old]
    }
}
