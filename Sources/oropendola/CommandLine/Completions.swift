// What a shell can complete that only this machine knows: conversations, accounts, verbs. Never a word on the terminal.
import Backend
import Console
import Storage
import TaskMachine
import Workspace

enum Completions {
    /// Verbs of `sessions`, in the order of its help.
    static let verbs = ["rename", "delete", "restore", "export", "empty-trash"]

    /// The ids of this folder's conversations; none where they can't be read, since a completion has nobody to tell.
    static var conversations: [String] {
        guard let shelf = try? KeptSessions.here(), let kept = try? shelf.list() else { return [] }
        return kept.map(\.id)
    }

    static var trashed: [String] {
        guard let shelf = try? KeptSessions.here(), let kept = try? shelf.listTrash() else { return [] }
        return kept.map(\.id)
    }

    static var accounts: [String] {
        guard let book = try? AccountDesk(environment: Folders.environment()).book() else { return [] }
        return book.accounts.map(\.name)
    }

    /// - Parameters:
    ///   - words: the whole command line, `oropendola sessions …`.
    ///   - place: which of them is being completed.
    static func sessionWords(_ words: [String], at place: Int) -> [String] {
        let before = words.prefix(max(0, place)).dropFirst().drop { $0 != "sessions" }.dropFirst()
            .filter { !$0.hasPrefix("-") }
        switch before.first {
        case nil: return verbs
        case "restore" where before.count == 1: return trashed
        case "rename" where before.count == 1, "delete" where before.count == 1, "export" where before.count == 1:
            return conversations
        default: return []
        }
    }
}
