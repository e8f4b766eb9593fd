// The words of the helper's answers, plain and exact. Markdown, since replies are.

enum HelperText {
    /// `1 line`, `2 lines`, `1 match`, `2 matches`.
    static func count(_ number: Int, _ noun: String) -> String {
        if number == 1 { return "1 \(noun)" }
        return "\(number) \(noun)\(noun.hasSuffix("ch") ? "es" : "s")"
    }

    /// A code block whose fence is longer than any run of backticks in it.
    static func fenced(_ text: String) -> String {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: max(3, longest + 1))
        return "\(fence)\n\(text)\n\(fence)"
    }

    static func failure(_ what: String, _ answer: ToolAnswer?) -> String {
        let reason = (answer?.firstLine ?? "no answer came").trimmed(of: ". ")
        return "\(what): \(reason.isEmpty ? "no reason given" : reason). Nothing was changed."
    }

    /// Behind what was done, in auto mode.
    static let writtenAtOnce = " In auto mode it is written at once; `/undo` takes a write back."

    static let toolsForbidden = """
        This needs tools, and in ask mode none may be used. Nothing was done. In agent mode it works.
        """

    static func exists(_ path: String) -> String {
        "\(path.inCode) exists already. Nothing was changed. To replace it: \("overwrite \(path) with TEXT".inCode)."
    }

    // What can be asked.

    static var help: String {
        "I am the built-in helper. I work by fixed rules, without a model. This is what I understand:\n\n" + reference
            + "\n\n`help rename` says more about `rename`. Changes are staged: nothing is on disk until you write it."
    }

    /// One line each, so that all of it is on a small screen.
    private static var reference: String {
        let width = HelperVerb.allCases.map(\.usage.count).max() ?? 0
        let rows = HelperVerb.allCases.map { verb in
            verb.usage + String(repeating: " ", count: width - verb.usage.count + 2) + (verb.examples.first ?? "")
        }
        return fenced(rows.joined(separator: "\n"))
    }

    static func help(_ verb: HelperVerb) -> String {
        "\(verb.usage.inCode): \(verb.meaning)\n\nFor example:\n\n"
            + verb.examples.map { "- \($0.inCode)" }.joined(separator: "\n")
            + (verb == .help || verb == .yes
                ? "" : "\n\nA text or a path with blanks goes in quotes. docs/HELPER.md has the rules.")
    }

    /// Short: why it can't is what has to stay on a small screen.
    static let beyondRules = """
        I am the built-in helper: I work by fixed rules and can't answer that. It needs a language model, or an \
        Oropendola account with one. `/model` lists the models of this machine, and docs/MODELS.md has a line for every \
        other; `oropendola login` in a shell, or `/login` here, signs in to a server that has one.

        What I can do: \(HelperVerb.allCases.map(\.rawValue.inCode).joined(separator: ", ")). `help` shows how.
        """

    static func mistake(_ verb: HelperVerb, _ reason: String) -> String {
        """
        \(reason) Nothing was done.

        The form is `\(verb.usage)`, for example \((verb.examples.first ?? "").inCode). I work by fixed rules: \
        free language needs a model. `help` lists what I understand.
        """
    }

    // What is staged.

    static func explanation(of staged: [StagedFile]) -> String {
        guard !staged.isEmpty else { return "Nothing is staged." }
        let added = staged.reduce(0) { $0 + $1.added }
        let removed = staged.reduce(0) { $0 + $1.removed }
        let shown = staged.prefix(100)
        var text = "\(count(staged.count, "file")) staged, +\(added) −\(removed) lines. Not on disk yet:\n\n"
        text += shown.map { file in
            "- \(file.kind) \(file.path.inCode) +\(file.added) −\(file.removed): \(file.decision)"
        }.joined(separator: "\n")
        if staged.count > shown.count { text += "\n- and \(count(staged.count - shown.count, "more file"))" }
        let undecided = staged.reduce(0) { $0 + $1.undecided }
        text +=
            undecided > 0
            ? "\n\n\(count(undecided, "hunk")) undecided. What is accepted is written when you write; the rest stays."
            : "\n\nEverything is decided."
        return text
    }
}
