// What went wrong beside the agent and the review, in words for people.

internal import ChangeReview

extension Words {
    static func text(of trouble: Trouble) -> String {
        switch trouble {
        case .decisionNotKept(let reason):
            "This decision could not be kept on disk: \(sentence(reason)) It is kept in memory, and on disk as soon as there is room"
        case .conversationNotKept(let reason):
            "The conversation can't be kept on disk: \(sentence(reason)) It is kept in memory, and on disk as soon as that "
                + "works again"
        case .conversationEndNotKept(let reason):
            "The end of the conversation before this one is not on disk: \(sentence(reason)) It is kept in memory, and on "
                + "disk as soon as that works again; quitting before that loses it"
        case .rulesNotKept(let reason):
            "This rule could not be kept on disk: \(sentence(reason)) It holds until the program ends"
        case .rulesNotRead(let path, let reason):
            "The rules of this project could not be read: \(sentence(reason)) Nothing is allowed by them; every command "
                + "asks. Mend or remove \(path)"
        case .conversationNotWhole(_, true):
            "A newer oropendola wrote this conversation. What is understood of it is shown, and its file is left as it is; "
                + "what comes next goes to a copy"
        case .conversationNotWhole(let count, false):
            "\(counted(count, "line")) of this conversation's file could not be read. "
                + "\(count == 1 ? "It is" : "They are") left in it"
        case .projectNotOpened(let reason):
            "This folder can't be opened: \(sentence(reason)) Nothing was changed. Ctrl-D quits; start in another folder"
        case .stateNotKept(let folder, let reason):
            "Nothing can be kept in \(folder): \(sentence(reason)) Nothing was changed. Ctrl-D quits; make room or set "
                + "XDG_STATE_HOME, and start again"
        }
    }

    /// What a start found half done; nothing when all was in order.
    static func sentences(about recovery: StartReport.Recovery) -> [String] {
        var sentences: [String] = []
        if !recovery.restored.isEmpty {
            let files = counted(recovery.restored.count, "file")
            let verb = recovery.restored.count == 1 ? "is" : "are"
            sentences.append("A write was interrupted. \(files) \(verb) as before; your decisions are kept.")
        }
        if !recovery.leftAlone.isEmpty {
            let names = recovery.leftAlone.map(\.text).joined(separator: ", ")
            sentences.append("Changed since the interrupted write, and left alone: \(names).")
        }
        if let failure = recovery.failure {
            sentences.append(
                "An interrupted write can't be taken back yet: \(sentence(failure)) The next write tries again.")
        }
        if recovery.unreadable > 0 {
            let lines = counted(recovery.unreadable, "line")
            sentences.append(
                "\(lines) of the staging log could not be read and \(recovery.unreadable == 1 ? "is" : "are") kept aside."
            )
        }
        return sentences
    }
}
