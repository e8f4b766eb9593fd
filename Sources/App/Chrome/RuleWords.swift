// Standing answers in words.

internal import Screen
internal import TaskMachine

enum RuleWords {
    static func text(of rule: ApprovalRule, signs: Signs) -> (sign: StyledLine, words: String) {
        switch rule.answer {
        case .allow(let prefix, let place):
            let condition = place == .copy ? ", in a copy while something is staged" : ""
            return (StyledLine(signs.done, .added), "`\(prefix.text)` runs without asking\(condition)")
        case .deny(let prefix): return (StyledLine(signs.failed, .removed), "`\(prefix.text)` is refused")
        case .place(.copy):
            return (StyledLine(signs.arrow, .dim), "commands run in a copy while something is staged")
        case .place(.disk): return (StyledLine(signs.arrow, .dim), "commands run on disk, whatever is staged")
        }
    }

    static func scope(of rule: ApprovalRule) -> String {
        switch rule.scope {
        case .session: "this session"
        case .project: "this project"
        }
    }
}
