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
        case .trustNotKept(let reason):
            "That could not be kept: \(sentence(reason)) The project's settings are as they were"
        case .conversationNotWhole(_, true):
            "A newer oropendola wrote this conversation. What is understood of it is shown, and its file is left as it is; "
                + "what comes next goes to a copy"
        case .conversationNotWhole(let count, false):
            "\(counted(count, "line")) of this conversation's file could not be read. "
                + "\(count == 1 ? "It is" : "They are") left in it"
        case .projectNotOpened(let reason):
            "This folder can't be opened: \(sentence(reason)) Nothing was changed. Ctrl-D quits; start in another folder"
        case .notWatched(let reason):
            "Files under review are not watched: \(sentence(reason)) They are compared again before anything is written"
        case .noticeFailed(let program):
            "\(program) could not tell you of this: it is not there, or it failed. Put `notifyCommand` right in the settings"
        case .otherNames(let files):
            files.sorted { $0.key < $1.key }.map { path, count in
                "\(path.text) had \(counted(count, "other name")) (hard links). "
                    + "\(count == 1 ? "It keeps" : "They keep") the old contents"
            }.joined(separator: ". ")
        case .journalNotRead(let reason):
            "What was written here before can't be undone now: \(sentence(reason)) The files are as they are"
        case .keptNotRead(let reason, let aside?):
            "What was decided and said last time can't be read: \(sentence(reason)) It is put aside as \(aside). "
                + "This review begins anew"
        case .keptNotRead(let reason, nil):
            "What was decided and said last time can't be read: \(sentence(reason)) It stays where it is, and nothing of "
                + "this review is kept. Make its folder writable and start again"
        case .journalTooLarge(let reason):
            "The journal could not be made smaller: \(sentence(reason)) Nothing of it is lost. The next write tries again"
        case .writeTooLarge(let bytes):
            "This write alone takes \(bytes >> 20) MB of the journal, which is more than it may have. It can be undone; "
                + "none before it can"
        case .recordingStopped(let reason):
            "The recording stopped: \(sentence(reason)) What was recorded until now can be replayed; the session goes on"
        case .stateNotKept(let folder, let reason):
            "Nothing can be kept in \(folder): \(sentence(reason)) Nothing was changed. Ctrl-D quits; make room or set "
                + "XDG_STATE_HOME, and start again"
        }
    }

    /// A write was under way when the last run ended, and the journal can't be asked.
    static func unknownWrite(_ reason: String) -> String {
        "It is not known whether the last write was done: \(sentence(reason)) Your decisions are kept, and nothing is "
            + "written before it is known. Ctrl-D quits; mend the journal and start again"
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
        if !recovery.damagedEntries.isEmpty {
            let names = recovery.damagedEntries.map(String.init).joined(separator: ", ")
            sentences.append(
                "A write was interrupted, and its journal entry (\(names)) is damaged: what it did is not known. The entry "
                    + "is kept aside; look at your files.")
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
