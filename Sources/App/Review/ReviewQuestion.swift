// What the panel asks before it does something large, and what the answer would do.

internal import ChangeReview
internal import Screen

enum ReviewQuestion: Equatable, Sendable {
    case rejectAll(files: Int)
    /// `isChecked`: the files were looked at; until then it is what was written.
    case undoWrite(UndoPreview, isChecked: Bool)
    case redoWrite(ChangePlan)
    /// These files would lose more than half of their lines.
    case shrink([RelativePath])
    /// A commit that did not come about.
    case commitRefused(CommitRefusal, isWritten: Bool)

    /// The question, then what will happen, file by file; in `limit` rows at most.
    func rows(signs: Signs, width: Int, limit: Int) -> [TextRow] {
        switch self {
        case .rejectAll(let files): return [head("Reject all of \(counted(files, "file"))?", signs)]
        case .shrink(let paths):
            let lost = paths.map { ("loses most", $0, "") }
            return cut(
                [head("Write files that lose more than half of their lines?", signs)] + rows(lost, signs, width),
                to: limit, signs)
        case .undoWrite(let preview, let isChecked):
            let steps = preview.steps.sorted { $0.path < $1.path }.map { (verb(for: $0), $0.path, "") }
            let skipped = preview.skipped.map { ("left alone", $0.path, Words.text(of: $0.reason)) }
            let looking = isChecked ? [] : [TextRow("  Looking at the files\(signs.dots)", .dim)]
            return cut(
                [head("Undo this write?", signs)] + looking + rows(steps + skipped, signs, width), to: limit, signs)
        case .redoWrite(let plan):
            let steps = plan.steps.sorted { $0.path < $1.path }.map { (verb(for: $0), $0.path, "") }
            return cut([head("Write this again?", signs)] + rows(steps, signs, width), to: limit, signs)
        case .commitRefused(let refusal, let isWritten): return rows(of: refusal, isWritten, signs, width, limit)
        }
    }

    /// The end of what git and the hooks said is what tells most.
    private func rows(of refusal: CommitRefusal, _ isWritten: Bool, _ signs: Signs, _ width: Int, _ limit: Int)
        -> [TextRow]
    {
        let first =
            isWritten
            ? head("No commit. Try again?", signs)
            : TextRow(StyledLine(" No commit can be made ", .attention), trailing: StyledLine("n close ", .dim))
        let kept = isWritten ? "The files are written." : "Nothing was written; what is accepted stays accepted."
        let lines = Words.rows(of: refusal).flatMap {
            wrapped(StyledLine(visibleText($0)), width: width, indent: Indent("  "))
        }
        let last = wrapped(StyledLine(kept, .dim), width: width, indent: Indent("  "))
        let room = max(1, limit - 1 - last.count)
        guard lines.count > room else { return [first] + lines + last }
        let left = lines.count - room + 1
        return [first, TextRow("  \(signs.dots) \(counted(left, "line")) above", .dim)] + lines.suffix(room - 1) + last
    }

    private func head(_ question: String, _ signs: Signs) -> TextRow {
        TextRow(
            StyledLine(" \(question) ", .attention), trailing: StyledLine("y yes \(signs.separator) n no ", .dim))
    }

    /// What does not fit is counted.
    private func cut(_ rows: [TextRow], to limit: Int, _ signs: Signs) -> [TextRow] {
        guard rows.count > limit, limit > 1 else { return rows }
        let left = rows.count - (limit - 1)
        return rows.prefix(limit - 1) + [TextRow("  \(signs.dots) and \(counted(left, "more file"))", .dim)]
    }

    private func rows(_ list: [(verb: String, path: RelativePath, reason: String)], _ signs: Signs, _ width: Int)
        -> [TextRow]
    {
        let columns = list.map { $0.verb.count }.max() ?? 0
        return list.map { verb, path, reason in
            let why = reason.isEmpty ? StyledLine() : StyledLine(" \(reason) ", .attention)
            let room = max(8, width - columns - 5 - why.width)
            let path = shortenedPath(path.text, columns: room, sign: signs.cut)
            let word = padded(verb, columns: columns)
            return TextRow(StyledLine("  \(word)  ", .dim) + StyledLine(path, .link), trailing: why)
        }
    }

    private func verb(for step: FileStep) -> String {
        let isRedo = if case .redoWrite = self { true } else { false }
        if step.after == nil { return isRedo ? "delete" : "remove" }
        if step.before == nil { return isRedo ? "create" : "bring back" }
        return isRedo ? "change" : "restore"
    }
}
