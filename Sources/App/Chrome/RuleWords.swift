// Standing answers in words.

internal import Screen
internal import TaskMachine

enum RuleWords {
    /// The sign tells a yes from a no; where there is room, words do so as well.
    static func text(of rule: ApprovalRule, signs: Signs, isNarrow: Bool) -> (sign: StyledLine, words: String) {
        switch rule.answer {
        case .allow(let prefix, let place):
            let condition = place == .copy ? ", in a copy while something is staged" : ""
            return (
                StyledLine(signs.done, .added),
                "`\(prefix.text)`" + (isNarrow ? "" : " runs without asking\(condition)")
            )
        case .deny(let prefix):
            return (StyledLine(signs.failed, .removed), "`\(prefix.text)`" + (isNarrow ? "" : " is refused"))
        case .place(.copy):
            return (
                StyledLine(signs.arrow, .dim),
                isNarrow ? "in a copy" : "commands run in a copy while something is staged"
            )
        case .place(.disk):
            return (StyledLine(signs.arrow, .dim), isNarrow ? "on disk" : "commands run on disk, whatever is staged")
        }
    }
}
