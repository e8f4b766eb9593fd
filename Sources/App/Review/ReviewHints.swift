// The keys that matter where the reader is, those that are worth most first: whoever draws them takes what fits.

internal import ChangeReview

extension Reviewing {
    /// `space accept`, `x reject` and so on; nil where the ordinary keys are what there is to say.
    var hints: [String]? {
        switch prompt {
        case .question: return hints([(.yes, "yes"), (.no, "no")], in: .question)
        case .menu: return ["Esc close"]
        case .line(.commitMessage, _): return ["Enter commits", "Esc close", "Ctrl-G editor"]
        case .line: return ["Enter done", "Esc close"]
        case nil: break
        }
        if commentRow != nil {
            return hints(
                [(.openItem, "go"), (.toggleItem, "resolve"), (.renameItem, "change"), (.removeItem, "delete")],
                in: .list) + ["Esc close"]
        }
        if window.anchor != nil, side == .diff {
            return hints([(.accept, "accept"), (.reject, "reject")]) + ["Esc end"]
                + hints([(.commentLine, "comment"), (.copyPart, "copy")])
        }
        if let path, let conflict = changes[path]?.conflict { return hints(of: conflict) }
        if window.search != nil {
            return hints([(.nextUndecided, "next"), (.previousUndecided, "previous")]) + ["Esc end"]
        }
        return nil
    }

    /// Each with the key that does it; those that no key does are left out.
    private func hints(_ words: [(Action, String)], in context: KeyContext = .changes) -> [String] {
        words.compactMap { keys.hint($0, $1, in: context) }
    }

    /// The keys of a conflict where there is no room for what each of them takes.
    var choiceHint: String? {
        guard prompt == nil, merging != nil, commentRow == nil else { return nil }
        let actions: [Action] = [.chooseOurs, .chooseTheirs, .chooseBoth, .chooseBase]
        let names = actions.compactMap { keys.key(for: $0, in: [.changes, .everywhere])?.name }
        return "\(names.joined(separator: " ")) choose"
    }

    private func hints(of conflict: Change.Conflict) -> [String] {
        let words: [(ThreeWayMerge.Resolution, Action, String)] = [
            (.ours, .chooseOurs, "disk"), (.theirs, .chooseTheirs, "proposed"), (.both, .chooseBoth, "both"),
            (.base, .chooseBase, "before"),
        ]
        let choices = hints(words.filter { conflict.choices.contains($0.0) }.map { ($0.1, $0.2) })
        guard case .merging = conflict else { return choices }
        return choices + hints([(.editFile, "edit"), (.toggleBase, "show before"), (.nextUndecided, "next undecided")])
    }
}
