// The words about what is taken back.

extension HelperText {
    static let undoInAuto = """
        In auto mode what I change is written at once, and an undo of mine would be, too. `/undo` takes the latest write \
        back as a whole. Nothing was done.
        """

    static func nothingToUndo(_ verb: HelperVerb?, isLost: Bool) -> String {
        let what = verb.map { "No \($0.rawValue.inCode) of mine" } ?? "Nothing of mine"
        return "\(what) in this conversation is left to take back."
            + (isLost ? " Of some turns the results are no longer in the history: those I can't know." : "")
            + " `undo FILE` drops all that is staged of a file, and `/undo` takes back what was written."
    }

    static func undone(_ run: HelperTurn.UndoRun, written: [String]) -> String {
        var text =
            run.restored.isEmpty
            ? "Nothing could be taken back."
            : "Taken back in \(count(run.restored.count, "file")): \(named(run.restored))."
        if !written.isEmpty {
            text +=
                " \(named(written)): on disk already, or decided about, so that putting "
                + "\(written.count == 1 ? "it" : "them") back is staged like a change; `/undo` takes a write itself back."
        }
        if !run.left.isEmpty {
            text += "\n\nNot taken back:\n\n"
            text += run.left.prefix(20).map { "- \($0.path.inCode): \($0.reason)" }.joined(separator: "\n")
            if run.left.count > 20 { text += "\n- and \(count(run.left.count - 20, "more file"))" }
        }
        return text
    }

    static func named(_ paths: [String]) -> String {
        let shown = paths.prefix(5).map(\.inCode).joined(separator: ", ")
        return paths.count > 5 ? "\(shown) and \(paths.count - 5) more" : shown
    }
}
