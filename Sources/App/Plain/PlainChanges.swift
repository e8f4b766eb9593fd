// What is under review as lines: a numbered list of files, and a file's hunks with every changed line numbered.

internal import ChangeReview
internal import Screen

struct PlainChanges {
    /// Lines of a diff that are printed at once.
    static let mostLines = 2_000

    let changes: ChangeSet
    let facts: ReviewFacts

    init(_ reviewing: Reviewing) {
        (changes, facts) = (reviewing.changes, reviewing.facts)
    }

    // MARK: The list

    func list(_ numbers: inout PlainNumbers) -> [String] {
        guard !changes.isEmpty else { return ["Nothing is under review."] }
        var head = "Changes: \(counted(changes.changes.count, "file"))"
        let counts = Self.counts(facts.added, facts.removed)
        if !counts.isEmpty { head += ", \(counts)" }
        head += facts.undecided > 0 ? "; \(groupedCount(facts.undecided)) undecided." : "; all decided."
        return [head]
            + changes.changes.map { change in
                numbers.list(change)
                return line(of: change, number: numbers.number(of: change.path))
            }
    }

    func line(of change: Change, number: Int) -> String {
        var line = "\(number). \(kind(of: change)) \(PlainText.line(change.path.text))"
        if let origin = change.origin { line += " (was \(PlainText.line(origin.text)))" }
        let about = [
            Self.size(of: change), changes.isInPlace(change.path) ? "in place" : "",
            change.isEdited ? "edited by you" : "",
        ]
        .filter { !$0.isEmpty }
        if !about.isEmpty { line += ", " + about.joined(separator: ", ") }
        return line + ": " + state(of: change) + "."
    }

    private func kind(of change: Change) -> String {
        if change.origin != nil { return "renamed" }
        return switch change.kind {
        case .added: "added"
        case .modified: "modified"
        case .deleted: "deleted"
        }
    }

    private static func size(of change: Change) -> String {
        var parts: [String] = []
        switch change.content {
        case .text: parts = [counts(change.addedLines, change.removedLines)]
        case .binary: parts = ["not text, \(bytesText(change.proposed?.bytes.count ?? 0))"]
        case .tooLarge: parts = ["too large for lines, \(bytesText(change.proposed?.bytes.count ?? 0))"]
        }
        if let bit = change.newExecutableBit { parts.append(bit ? "becomes executable" : "no longer executable") }
        return parts.filter { !$0.isEmpty }.joined(separator: ", ")
    }

    private static func counts(_ added: Int, _ removed: Int) -> String {
        var parts: [String] = []
        if added > 0 { parts.append("\(groupedCount(added)) added") }
        if removed > 0 { parts.append("\(groupedCount(removed)) removed") }
        return parts.joined(separator: ", ")
    }

    /// `accepted`, or `3 hunks, 1 accepted, 2 undecided`.
    private func state(of change: Change) -> String {
        var words = Self.word(for: change.summary)
        if change.hunks.count > 1 || change.summary == .partly {
            let counts = [(Decision.accepted, "accepted"), (.rejected, "rejected"), (.undecided, "undecided")]
                .map { (change.count(of: $0), $1) }.filter { $0.0 > 0 }
            words = ([counted(max(1, change.hunks.count), "hunk")] + counts.map { "\(groupedCount($0)) \($1)" })
                .joined(separator: ", ")
        }
        guard let conflict = change.conflict else { return words }
        return "conflict, \(groupedCount(conflict.openCount)) of \(groupedCount(conflict.count)) open; " + words
    }

    static func word(for summary: DecisionSummary) -> String {
        switch summary {
        case .undecided: "undecided"
        case .partly: "partly decided"
        case .accepted: "accepted"
        case .rejected: "rejected"
        }
    }

    // MARK: A file

    /// Its hunks, or the one that is asked for, from 1; `nil`: there is no such hunk.
    ///
    /// - Parameter numbered: which of the hunk's changed lines, from 1; from the first of them on, as many as are printed
    ///   at once.
    func lines(of change: Change, _ number: Int, hunk: Int? = nil, numbered: ClosedRange<Int>? = nil) -> [String]? {
        if let hunk, !(1...max(1, change.hunks.count)).contains(hunk) { return nil }
        var lines = hunk == nil ? [line(of: change, number: number)] : []
        lines += conflictLines(of: change, number)
        guard !change.hunks.isEmpty else { return lines + wholeLines(of: change) + comments(on: change.path) }
        for (index, one) in change.hunks.enumerated() where hunk == nil || hunk == index + 1 {
            guard lines.count < Self.mostLines else {
                lines.append(
                    "\(counted(change.hunks.count - index, "more hunk")): show \(number).\(index + 1) goes on.")
                break
            }
            lines += self.lines(
                of: one, index, "\(number).\(index + 1)", change, numbered, atMost: Self.mostLines - lines.count)
        }
        return lines + comments(on: change.path)
    }

    private func wholeLines(of change: Change) -> [String] {
        change.content == .text && change.newExecutableBit == nil && change.kind == .modified
            ? [] : ["It is decided about as a whole."]
    }

    private func lines(
        of hunk: Hunk, _ index: Int, _ name: String, _ change: Change, _ numbered: ClosedRange<Int>?, atMost limit: Int
    ) -> [String] {
        let summary = change.decisions[index]
        let isOfNew = hunk.newCount > 0
        let (start, count) = isOfNew ? (hunk.newStart, hunk.newCount) : (hunk.oldStart, hunk.oldCount)
        var head = "Hunk \(name), line" + (count == 1 ? " \(start + 1)" : "s \(start + 1) to \(start + count)")
        let heading = PlainText.line(hunk.headingText)
        if !heading.isEmpty { head += ", \(heading)" }
        if let makers = Words.makers(change.authors(ofHunk: index)), !makers.hasPrefix("turn ") {
            head += makers == "merged" ? ", merged" : ", by \(PlainText.line(makers))"
        }
        var lines = ["\(head): \(Self.word(for: summary))."]
        let all = hunk.changed.count
        let (first, last) = (numbered?.lowerBound ?? 1, min(numbered?.upperBound ?? all, all))
        var changed = hunk.changed.lowerBound
        for line in hunk.lines {
            let shown = changed - hunk.changed.lowerBound
            // Unchanged lines are printed between those that are asked for, and around all of them.
            let isAround = line.kind == .context && (first == 1 || shown >= first) && (last == all || shown < last)
            guard isAround || (line.kind != .context && (first...last).contains(shown + 1)) else {
                if line.kind != .context { changed += 1 }
                continue
            }
            guard lines.count <= limit else {
                return lines + [shown < all ? Self.rest(of: name, from: shown, all) : "The rest of it is unchanged."]
            }
            let content = Self.text(of: line)
            if line.kind == .context {
                lines.append("          \(content)")
                continue
            }
            var word = line.kind == .added ? "added" : "removed"
            if summary == .partly, change.marks.indices.contains(changed) {
                word += change.marks[changed] == .undecided ? ", undecided" : ", \(change.marks[changed].rawValue)"
            }
            changed += 1
            lines.append("\(padded("\(changed - hunk.changed.lowerBound)", columns: 4, .right)) \(word): \(content)")
        }
        return last < all ? lines + [Self.rest(of: name, from: last, all)] : lines
    }

    /// How to go on behind so many of a hunk's numbered lines.
    private static func rest(of hunk: String, from shown: Int, _ all: Int) -> String {
        "\(counted(all - shown, "more numbered line")) in this hunk: "
            + "show \(hunk):\(shown + 1)-\(min(all, shown + mostLines)) goes on."
    }

    /// A line's content, with what of it can't be seen.
    static func text(of line: Hunk.Line) -> String {
        let content = String(decoding: line.content, as: UTF8.self)
        var text = PlainText.line(content)
        if line.kind != .context, let last = line.content.last, last == 0x20 || last == 0x09 {
            text += " (ends in blanks)"
        }
        return line.endsInNewline ? text : text + " (no line end)"
    }

    private func comments(on path: RelativePath) -> [String] {
        changes.comments.filter { $0.path == path && $0.state != .resolved }.map { Self.line(of: $0) }
    }

    /// A remark with its number and place.
    static func line(of comment: ReviewComment) -> String {
        var place = PlainText.line(comment.path.text)
        if let range = comment.range {
            let lines = range.lines
            place +=
                lines.count > 1
                ? " lines \(lines.lowerBound + 1) to \(lines.upperBound)" : " line \(lines.lowerBound + 1)"
            if range.side == .old { place += " of before" }
        }
        let kind = comment.kind == .rejection ? "Reason" : "Remark"
        let state: String =
            switch comment.state {
            case .waiting: "not sent yet"
            case .sent: "sent"
            case .touched: "sent, the lines changed since"
            case .resolved: "dealt with"
            }
        return "\(kind) \(comment.id) on \(place), \(state): \(PlainText.joined(comment.text))"
    }

    // MARK: Conflicts

    private func conflictLines(of change: Change, _ number: Int) -> [String] {
        switch change.conflict {
        case nil: return []
        case .changedOnDisk(let finding):
            let choices =
                finding.state == nil
                ? "ours \(number).1 keeps it so" : "ours \(number).1 keeps that, theirs \(number).1 takes the proposal"
            return ["Conflict \(number).1: on disk \(Self.words(for: finding)). \(choices)."]
        case .merging(let merging):
            return merging.merge.conflicts.enumerated().flatMap { index, piece in
                let name = "\(number).\(index + 1)"
                let choice = merging.choices[index]
                var lines = ["Conflict \(name): \(choice.map { "chosen: \(Self.word(for: $0))" } ?? "open")."]
                let sides = [
                    ("on disk", merging.merge.ours, piece.ours), ("before both", merging.merge.base, piece.base),
                    ("proposed", merging.merge.theirs, piece.theirs),
                ]
                for (word, text, range) in sides {
                    if range.isEmpty { lines.append("   \(word): nothing") }
                    for line in range.prefix(Self.mostLines / 4) {
                        lines.append("   \(word): " + Self.text(of: Hunk.Line(.context, text[line])))
                    }
                    let rest = range.count - Self.mostLines / 4
                    if rest > 0 { lines.append("   \(word): \(counted(rest, "more line")); edit \(name) has all.") }
                }
                return lines
                    + (choice == nil
                        ? ["   ours \(name), theirs \(name), both \(name), base \(name) or edit \(name) decides."] : [])
            }
        }
    }

    private static func word(for resolution: ThreeWayMerge.Resolution) -> String {
        switch resolution {
        case .ours: "what is on disk"
        case .theirs: "the proposal"
        case .both: "both"
        case .base: "what was before both"
        case .custom: "your own"
        }
    }

    private static func words(for finding: DiskFinding) -> String {
        switch finding {
        case .file: "there is another file"
        case .missing: "it is gone"
        case .folder: "there is a folder"
        case .symbolicLink: "there is a link"
        case .special: "there is something that is no file"
        case .unreadable(let reason): "it can't be read (\(PlainText.joined(reason)))"
        case .tooLarge(let bytes): "it is too large (\(bytesText(bytes)))"
        }
    }
}
