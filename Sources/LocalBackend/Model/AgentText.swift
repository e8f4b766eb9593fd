// The words for what an agent does, notes and ends with: what happened, what was kept, what can be done.

import ModelAgent

enum AgentText {
    /// While it is done: `Reading a.c`.
    static func underWay(_ deed: AgentDeed) -> String { line(forms(deed.verb).underWay, deed) }

    /// `Read a.c`, or `Reading a.c failed`.
    static func over(_ deed: AgentDeed, succeeded: Bool) -> String {
        succeeded ? line(forms(deed.verb).over, deed) : underWay(deed) + " failed"
    }

    static func preparing(_ deed: AgentDeed?) -> String {
        guard let deed else { return "Preparing a call" }
        return line("Preparing to \(forms(deed.verb).toDo)", deed)
    }

    /// What was being prepared and is no call in the end.
    static func notMade(_ deed: AgentDeed?) -> String {
        guard let deed else { return "A call was not made" }
        return line("Did not \(forms(deed.verb).toDo)", deed)
    }

    private static func line(_ verb: String, _ deed: AgentDeed) -> String {
        let object = deed.object.split(separator: "\n").first.map { $0.count > 120 ? $0.prefix(120) + "…" : $0 } ?? ""
        return object.isEmpty ? verb : "\(verb) \(object)"
    }

    private static func forms(_ verb: AgentVerb) -> (underWay: String, over: String, toDo: String) {
        switch verb {
        case .read: ("Reading", "Read", "read")
        case .list: ("Listing", "Listed", "list files")
        case .search: ("Searching for", "Searched for", "search")
        case .outline: ("Outlining", "Outlined", "outline")
        case .edit, .insert: ("Editing", "Edited", "edit")
        case .create: ("Writing", "Wrote", "write a file")
        case .delete: ("Deleting", "Deleted", "delete a file")
        case .move: ("Moving", "Moved", "move a file")
        case .run: ("Running", "Ran", "run a command")
        case .plan: ("Updating the list", "Updated the list", "update the list")
        case .ask: ("Asking", "Asked", "ask")
        case .finish: ("Ending", "Ended", "end")
        }
    }

    // MARK: Notes

    static func words(of note: AgentNote, _ model: String) -> String {
        switch note {
        case .shortened(let count, let context):
            "Earlier results were shortened to fit \(size(context)) tokens: \(count) of them. The task is whole."
        case .writesCalls: "The server of \(model) takes no tools. It is asked to write its calls as text from here on."
        case .corrected(let mistake): "A call could not be read, and was asked for again: \(firstLine(mistake.words))"
        case .cut: "The answer met the limit of tokens, and ends there."
        case .endUnsaid: "The server of \(model) ended the answer without saying that it is whole: it may be cut."
        case .promptCut(let read, let sent):
            "The server of \(model) read \(read) tokens of some \(sent): it cuts what is longer than its context, and says "
                + "nothing. Ollama has 4096 unless told otherwise: start it with OLLAMA_CONTEXT_LENGTH=32768, or set num_ctx "
                + "for the model (docs/MODELS.md)."
        case .callsIgnored(let count):
            "In ask mode no tools are used: \(HelperText.count(count, "call")) \(count == 1 ? "was" : "were") not made."
        }
    }

    /// `8k`, `3000`.
    static func size(_ tokens: Int) -> String { tokens % 1024 == 0 ? "\(tokens / 1024)k" : String(tokens) }

    private static func firstLine(_ text: String) -> String {
        String(text.split(separator: "\n").first ?? "")
    }

    // MARK: Ends

    /// What stands below the model's words when its turn ends before it is done.
    static func words(of stop: AgentStop, done: [AgentDone], _ model: String) -> String {
        let kept = words(of: done)
        switch stop {
        case .malformed(let mistake, let said):
            return """
                \(model) made a call that can't be read, twice. \(firstLine(mistake.words)) Nothing of it was done. \(kept) \
                Ask in other words, or choose another model with `/model`. It said:

                \(ModelAgent.quoted(said))
                """
        case .repeatedCall(let deed, let times):
            return "\(model) made the same call again and again: \(line(forms(deed.verb).toDo, deed).inCode) was done "
                + "\(times) times, nothing changed, and it was told so. \(kept) Say what it should do instead."
        case .failedEdits(let path, let times):
            return
                "\(times) edits of \(path.inCode) in a row did not fit, and the file is as it was. \(kept) Name the lines, "
                + "or let this model write whole files: `edit=whole-file` in `modelProfiles` (docs/AGENT.md)."
        case .repeatedText: return "The answer began to repeat itself, and was cut there. \(kept)"
        case .steps(let count):
            return "\(count) rounds of calls were made for this message, which is the limit (`agentSteps`). \(kept) "
                + "`go on` goes on."
        case .emptyAnswer(let isAtLimit):
            return
                (isAtLimit
                ? "\(model) reached the limit of tokens before it said anything."
                : "\(model) answered with nothing, twice.")
                + " \(kept) Ask again, or choose another model with `/model`."
        case .contextTooSmall(let tokens, let context):
            return
                "This takes some \(tokens) tokens, and the context of \(model) has \(size(context)). \(kept) Attach less, "
                + "or give the model a larger context (docs/AGENT.md)."
        }
    }

    /// What this turn did, in one sentence.
    static func words(of done: [AgentDone]) -> String {
        guard !done.isEmpty else { return "Nothing else was done." }
        var parts: [String] = []
        var failed = 0
        var looks = 0
        var commands = 0
        var files: [String] = []
        for item in done {
            guard item.succeeded else {
                failed += 1
                continue
            }
            if item.deed.verb.isWrite {
                let name = item.deed.object.isEmpty ? "a file" : item.deed.object.inCode
                if !files.contains(name) { files.append(name) }
            } else if item.deed.verb == .run {
                commands += 1
            } else {
                looks += 1
            }
        }
        if looks > 0 { parts.append(HelperText.count(looks, "look") + " at the project") }
        if commands > 0 { parts.append(HelperText.count(commands, "command")) }
        if !files.isEmpty {
            let rest = files.count > 5 ? " and \(files.count - 5) more" : ""
            parts.append("changes of " + files.prefix(5).joined(separator: ", ") + rest + ", which are kept")
        }
        if failed > 0 { parts.append(HelperText.count(failed, "call") + " that failed") }
        return "What was done: " + parts.joined(separator: "; ") + "."
    }
}
