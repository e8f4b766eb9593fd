// What the panel asks before it does something large, and what the answer would do.

internal import ChangeReview
internal import Screen

enum ReviewQuestion: Equatable, Sendable {
    case rejectAll(files: Int)
    case undoWrite(ChangePlan)
    case redoWrite(ChangePlan)

    /// The question, then what will happen, file by file.
    func rows(signs: Signs, width: Int) -> [TextRow] {
        let hint = StyledLine("y yes \(signs.separator) n no ", .dim)
        switch self {
        case .rejectAll(let files):
            return [TextRow(StyledLine(" Reject all of \(counted(files, "file"))? ", .attention), trailing: hint)]
        case .undoWrite(let plan): return rows("Undo this write?", plan.inverse, hint, signs, width)
        case .redoWrite(let plan): return rows("Write this again?", plan, hint, signs, width)
        }
    }

    private func rows(_ question: String, _ plan: ChangePlan, _ hint: StyledLine, _ signs: Signs, _ width: Int)
        -> [TextRow]
    {
        let head = TextRow(StyledLine(" \(question) ", .attention), trailing: hint)
        return [head]
            + plan.steps.sorted { $0.path < $1.path }.map { step in
                let verb =
                    step.after == nil ? "remove " : step.before == nil ? "create " : "restore"
                let path = shortenedPath(step.path.text, columns: max(1, width - 12), sign: signs.cut)
                return TextRow(StyledLine("  \(self.verb(verb)) ", .dim) + StyledLine(path, .link))
            }
    }

    private func verb(_ verb: String) -> String {
        if case .redoWrite = self, verb == "restore" { return "change " }
        return verb
    }
}
