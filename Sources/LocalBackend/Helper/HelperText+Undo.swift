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

    static func undone(_ run: HelperTurn.UndoRun) -> (short: String, text: String) {
        let short =
            run.restored.isEmpty
            ? "Nothing could be taken back." : "Taken back in \(count(run.restored.count, "file"))."
        var text = short
        if !run.restored.isEmpty { text = "\(short.dropLast()): \(named(run.restored))." }
        if !run.written.isEmpty {
            let isOne = run.written.count == 1
            text +=
                "\n\n\(isOne ? "This is" : "These are") on disk already: \(named(run.written)). Putting "
                + "\(isOne ? "it" : "them") back is staged as a change; `/undo` takes the write itself back."
        }
        if !run.left.isEmpty {
            text += "\n\nNot taken back:\n\n"
            text += run.left.prefix(20).map { "- \($0.path.inCode): \($0.reason)" }.joined(separator: "\n")
            if run.left.count > 20 { text += "\n- and \(count(run.left.count - 20, "more file"))" }
        }
        return (short, text)
    }

    static func named(_ paths: [String]) -> String {
        let shown = paths.prefix(5).map(\.inCode).joined(separator: ", ")
        return paths.count > 5 ? "\(shown) and \(paths.count - 5) more" : shown
    }
}
