// Kept conversations in words for people: what a start found, and why something did not come about.

internal import TaskMachine

extension Words {
    /// What a start says about the conversation before this one; nothing where there is none.
    static func sentences(aboutConversation report: StartReport) -> [String] {
        if let state = report.conversation, report.isAfterCrash {
            var kept = ["conversation"]
            if !state.note.queue.isEmpty { kept.append(counted(state.note.queue.count, "queued message")) }
            if !report.draft.isEmpty { kept.append("draft") }
            let last = kept.removeLast()
            let list = kept.isEmpty ? last : kept.joined(separator: ", ") + " and " + last
            return [
                "The last run was cut off. Its \(list) \(kept.isEmpty && last == "conversation" ? "is" : "are") back."
            ]
        }
        if report.conversation == nil, let latest = report.latest {
            let title = shortTitle(latest.title)
            return [
                "The latest conversation here\(title.isEmpty ? "" : ", \(title),") is kept. /resume goes on with it"
            ]
        }
        return []
    }

    static func text(of trouble: ConversationTrouble) -> String {
        switch trouble {
        case .missing(let id):
            "There is no conversation \(id) in this folder. Nothing was changed. /sessions lists them"
        case .openElsewhere(let id):
            "Another oropendola has the conversation \(id) open. Nothing was changed. Quit there, or go on here with "
                + "another"
        case .openHere(let id): "The conversation \(id) is the one that is open. Nothing was changed."
        case .unreadable(let id, let reason):
            "The conversation \(id) can't be read: \(sentence(reason)) Its file was left as it is."
        case .failed(let reason): "That did not work: \(sentence(reason)) The conversation is kept as it was."
        case .pathTaken(let path): "\(path) exists. Nothing was written. Give another name"
        }
    }

    /// One line of at most forty characters, in quotes.
    private static func shortTitle(_ title: String) -> String {
        let line = title.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        guard !line.isEmpty else { return "" }
        return "\"\(line.count > 40 ? line.prefix(37) + "..." : line)\""
    }
}
