// What the panel asks before it does something large, and what the answer would do.

internal import ChangeReview
internal import Screen

enum ReviewQuestion: Equatable, Sendable {
    case rejectAll(files: Int)
    case undoWrite(ChangePlan)
    case redoWrite(ChangePlan)
    /// A write would take more than half of the lines of these files.
    case shrink([RelativePath])

    /// The question, then what will happen, file by file; in `limit` rows at most.
    func rows(signs: Signs, width: Int, limit: Int) -> [TextRow] {
        let hint = StyledLine("y yes \(signs.separator) n no ", .dim)
        switch self {
        case .rejectAll(let files):
            return [TextRow(StyledLine(" Reject all of \(counted(files, "file"))? ", .attention), trailing: hint)]
        case .undoWrite(let plan):
            return cut(rows("Undo this write?", plan.inverse, hint, signs, width), to: limit, signs)
        case .shrink(let paths):
            let text =
                " \(names(of: paths)) would lose more than half of \(paths.count == 1 ? "its" : "their") lines. Write? "
            return [TextRow(StyledLine(text, .attention), trailing: hint)]
        case .redoWrite(let plan): return cut(rows("Write this again?", plan, hint, signs, width), to: limit, signs)
        }
    }

    /// What does not fit is counted.
    private func cut(_ rows: [TextRow], to limit: Int, _ signs: Signs) -> [TextRow] {
        guard rows.count > limit, limit > 1 else { return rows }
        let left = rows.count - (limit - 1)
        return rows.prefix(limit - 1) + [TextRow("  \(signs.dots) and \(counted(left, "more file"))", .dim)]
    }

    private func rows(_ question: String, _ plan: ChangePlan, _ hint: StyledLine, _ signs: Signs, _ width: Int)
        -> [TextRow]
    {
        let head = TextRow(StyledLine(" \(question) ", .attention), trailing: hint)
        let columns = plan.steps.map { verb(for: $0).count }.max() ?? 0
        return [head]
            + plan.steps.sorted { $0.path < $1.path }.map { step in
                let path = shortenedPath(step.path.text, columns: max(1, width - columns - 5), sign: signs.cut)
                let word = padded(verb(for: step), columns: columns)
                return TextRow(StyledLine("  \(word)  ", .dim) + StyledLine(path, .link))
            }
    }

    private func verb(for step: FileStep) -> String {
        let isRedo = if case .redoWrite = self { true } else { false }
        if step.after == nil { return isRedo ? "delete" : "remove" }
        if step.before == nil { return isRedo ? "create" : "bring back" }
        return isRedo ? "change" : "restore"
    }
}
