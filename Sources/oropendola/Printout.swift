// The conversation on the terminal that is the shell's again.
import App
import Glibc
import Screen
import Synchronization
import TaskMachine
import Terminal

/// Prints what the user wanted to keep of the chat, in the colours of the terminal.
struct Printout {
    let what: PrintOnExit
    let columns: Int
    let device: NcursesDevice
    let desk: ConversationDesk

    func print(_ model: AppModel) {
        guard what != .none, !model.conversation.entries.isEmpty else { return }
        model.print(what, earlier: earlier(than: model), columns: columns) { cells in
            Swift.print(device.text(ofRow: cells.row(0)))
        }
    }

    /// What of a long conversation was not read yet.
    private func earlier(than model: AppModel) -> [Entry] {
        guard what == .all, model.conversation.isPartial else { return [] }
        let read = Rest()
        waitAtMost(milliseconds: 60_000) { [desk] in read.set(await desk.rest()) }
        guard let rest = read.value else {
            complain(
                "oropendola: the beginning of the conversation can't be read. `oropendola sessions` has all of it.")
            return []
        }
        let known = Set(model.conversation.entries.map(\.id))
        return rest.filter { !known.contains($0.id) }
    }
}

/// What comes back from the thread pool.
private final class Rest: Sendable {
    private let entries = Mutex<[Entry]?>(nil)

    var value: [Entry]? { entries.withLock { $0 } }

    func set(_ rest: [Entry]?) { entries.withLock { $0 = rest } }
}
