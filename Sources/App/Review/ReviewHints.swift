// The keys that matter where the reader is, those that are worth most first: whoever draws them takes what fits.

internal import ChangeReview

extension Reviewing {
    /// `space accept`, `x reject` and so on; nil where the ordinary keys are what there is to say.
    var hints: [String]? {
        switch prompt {
        case .question: return ["y yes", "n no"]
        case .menu: return ["Esc close"]
        case .line(.commitMessage, _): return ["Enter commits", "Esc close", "Ctrl-G editor"]
        case .line: return ["Enter done", "Esc close"]
        case nil: break
        }
        if commentRow != nil { return ["Enter go", "space resolve", "r change", "x delete", "Esc close"] }
        if window.anchor != nil, side == .diff {
            return ["space accept", "x reject", "Esc end", "c comment", "y copy"]
        }
        if let path, let conflict = changes[path]?.conflict { return Self.hints(of: conflict) }
        if window.search != nil { return ["n next", "N previous", "Esc end"] }
        return nil
    }

    /// The keys of a conflict where there is no room for what each of them takes.
    var choiceHint: String? { prompt == nil && merging != nil && commentRow == nil ? "1 2 3 4 choose" : nil }

    private static func hints(of conflict: Change.Conflict) -> [String] {
        let words: [(ThreeWayMerge.Resolution, String)] = [
            (.ours, "1 disk"), (.theirs, "2 proposed"), (.both, "3 both"), (.base, "4 before"),
        ]
        let choices = words.filter { conflict.choices.contains($0.0) }.map(\.1)
        guard case .merging = conflict else { return choices }
        return choices + ["e edit", "b show before", "n next undecided"]
    }
}
