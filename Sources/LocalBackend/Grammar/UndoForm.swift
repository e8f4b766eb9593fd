// The forms of `undo`: the latest change, the latest of a kind, or a file.

/// Reads what is to be taken back.
enum UndoForm {
    /// Behind `undo`, `revert`, `discard`, `put … back`, `take … back`, `restore`.
    static func read(_ line: RequestLine) throws(RequestMistake) -> UndoTarget {
        var words = try line.words()[...]
        while let word = words.last, word.says(oneOf: ["please", "again"]) { words.removeLast() }
        let isBack = words.contains { $0.says("back") }
        if words.count > 1, let word = words.last, word.says("back") {
            words.removeLast()
        } else if words.count > 1, let word = words.first, word.says("back") {
            words.removeFirst()
        }
        while words.count > 1, let word = words.first, word.says(oneOf: fillers) { words.removeFirst() }
        guard let word = words.first else { return .last(nil) }
        guard words.count == 1 else {
            throw RequestMistake("`undo` takes back the latest change, `undo the last rename`, or one file.")
        }
        if word.kind == .plain {
            let name = word.text.lowercased().trimmed(of: ".!?")
            if let verb = kinds[name] { return .last(verb) }
            if lastWords.contains(name) { return .last(nil) }
            if ["all", "everything", "files"].contains(name) {
                throw RequestMistake("One change or one file at a time; in the review, `R` rejects all that is left.")
            }
        }
        guard !word.text.isEmpty, word.kind == .quoted || word.text.looksLikePath || isBack else {
            throw RequestMistake("`undo` takes back the latest change, `undo the last rename`, or one file.")
        }
        return .file(word.text)
    }

    private static let fillers: Set<String> = [
        "the", "my", "your", "last", "latest", "file", "staged", "changes", "to", "in", "of",
    ]
    private static let lastWords: Set<String> = [
        "that", "it", "this", "last", "change", "changes", "edit", "one", "step",
    ]
    private static let kinds: [String: HelperVerb] = [
        "rename": .rename, "renaming": .rename, "replace": .replace, "replacement": .replace, "create": .create,
        "creation": .create, "delete": .delete, "deletion": .delete, "removal": .delete, "move": .move,
    ]
}
