// What the program does with the conversations of its project: the open one is appended to, others are looked after.
import App
import Glibc
import Storage
import TaskMachine
import Workspace

/// The open conversation, and the project's others. Its methods block on the disk; they are called from a lane, never
/// from the terminal's thread.
actor ConversationDesk {
    private var shelf: ConversationShelf?
    private var session: Session?
    /// nil as long as nothing of the conversation is kept.
    private var file: ConversationFile?
    private var pages: ConversationPages?
    /// The same file for a search, which goes ahead of what is read.
    private var searched: ConversationPages?
    /// What the disk did not take, and what a new file begins with: goes before what comes next.
    private var unkept: [ConversationRecord] = []
    /// The ends of conversations that were left while the disk took nothing: they go before all else.
    private var left: [LeftEnd] = []
    /// The user knows that nothing is kept at the moment.
    private var isTroubleTold = false

    /// Takes up the conversation that was asked for, else the one that a crash cut off.
    func start(
        in session: Session, _ shelf: ConversationShelf, resuming asked: String?, first report: StartReport
    ) -> (report: StartReport, news: [AppMessage]) {
        self.session = session
        self.shelf = shelf
        var report = report
        var news: [AppMessage] = []
        do throws(FileError) {
            let unfinished = try session.unfinished()
            report.draft = unfinished.draft
            report.isAfterCrash = unfinished.conversation != nil && asked == nil
            if let id = asked ?? unfinished.conversation {
                do throws(ConversationTrouble) {
                    report.conversation = try takeUp(id)
                    report.conversationID = id
                    news = whatIsMissing()
                } catch {
                    // The crash may have come between a conversation's name and its file.
                    let isExpected = asked == nil && error == .missing(id)
                    if !isExpected { news = [.conversationTroubled(error)] }
                }
            }
        } catch {
            news = [.conversationTroubled(.failed(reason: "\(error)"))]
        }
        if let state = report.conversation, state.hasSent(report.draft) { report.draft = "" }
        if report.conversation == nil { report.latest = try? shelf.latest() }
        return (report, news)
    }

    // MARK: Keeping

    /// Appends and syncs; says when it could not, once.
    func keep(_ records: [ConversationRecord]) -> Trouble? {
        unkept += records
        return told { () throws(FileError) in try keepRest() }
    }

    /// What comes next goes to a conversation of its own. What the disk did not take of the old one is held.
    func begin() -> Trouble? {
        var trouble: Trouble?
        do throws(FileError) {
            try keepRest()
            try session?.note(conversation: nil)
            isTroubleTold = false
        } catch {
            // Even when the trouble is known: that what is left is not on disk yet is news.
            trouble =
                unkept.isEmpty ? .conversationNotKept(reason: "\(error)") : .conversationEndNotKept(reason: "\(error)")
            isTroubleTold = true
            if !unkept.isEmpty { left.append(LeftEnd(file: file, records: unkept)) }
        }
        file = nil
        pages = nil
        unkept = []
        return trouble
    }

    func keepDraft(_ text: String) -> Trouble? {
        told { () throws(FileError) in try session?.keepDraft(text) }
    }

    /// - Parameter isClean: the user ended the program, so that the next start begins afresh.
    func end(isClean: Bool) {
        // Nobody is there to be told any more.
        try? keepRest()
        if isClean { try? session?.end() }
        file = nil
    }

    private func keepRest() throws(FileError) {
        guard let shelf, let session else { return }
        try keepEnds(on: shelf)
        guard !unkept.isEmpty else { return }
        if file != nil {
            do throws(FileError) { try file?.append(unkept) } catch {
                // Somebody removed the file: what comes next is kept in another.
                if error.isMissing { file = nil }
                throw error
            }
        } else {
            let seconds = time(nil)
            let id = ConversationName.make(seconds: seconds, chance: UInt64.random(in: 0 ... .max))
            // Before the file: a crash in between leaves a name without a file, which means nothing.
            try session.note(conversation: id)
            file = try shelf.create(id: id, seconds: seconds, with: unkept)
        }
        unkept = []
    }

    private func keepEnds(on shelf: ConversationShelf) throws(FileError) {
        while let end = left.first {
            if end.file != nil {
                do throws(FileError) { try left[0].file?.append(end.records) } catch {
                    if error.isMissing { left[0].file = nil }
                    throw error
                }
            } else {
                // Not noted: the session goes on with another.
                let seconds = time(nil)
                let id = ConversationName.make(seconds: seconds, chance: UInt64.random(in: 0 ... .max))
                _ = try shelf.create(id: id, seconds: seconds, with: end.records)
            }
            left.removeFirst()
        }
    }

    private func told(_ work: () throws(FileError) -> Void) -> Trouble? {
        do throws(FileError) {
            try work()
            isTroubleTold = false
            return nil
        } catch {
            defer { isTroubleTold = true }
            return isTroubleTold ? nil : .conversationNotKept(reason: "\(error)")
        }
    }

    // MARK: Opening

    func open(_ id: String) -> [AppMessage] {
        do throws(ConversationTrouble) {
            guard id != file?.id else { throw .openHere(id) }
            // Known trouble, too: what is not on disk would be gone with the conversation.
            do throws(FileError) { try keepRest() } catch { throw .failed(reason: "\(error)") }
            return [.conversationOpened(try takeUp(id), id: id)] + whatIsMissing()
        } catch {
            return [.conversationTroubled(error)]
        }
    }

    private func whatIsMissing() -> [AppMessage] {
        guard let pages, pages.unreadable > 0 || file == nil else { return [] }
        return [
            .troubled(.conversationNotWhole(unreadable: pages.unreadable, isOfNewerProgram: file == nil))
        ]
    }

    /// The open conversation stays open when this fails.
    private func takeUp(_ id: String) throws(ConversationTrouble) -> ConversationState {
        guard let shelf, let session else { throw .failed(reason: "the project is not open") }
        let opened = try shelf.open(id)
        do throws(FileError) {
            // A newer program's file is not written: this goes on in one of its own.
            try session.note(conversation: opened.file == nil ? nil : id)
        } catch {
            throw .failed(reason: "\(error)")
        }
        file = opened.file
        pages = opened.pages
        unkept = opened.file == nil ? opened.state.records : []
        return opened.state
    }

    /// What stands above the entries that were read.
    func earlier() -> AppMessage {
        do throws(FileError) {
            guard let entries = try pages?.readEarlier() else { return .earlierEntries([], isPartial: false) }
            return .earlierEntries(entries, isPartial: pages?.isPartial ?? false)
        } catch {
            return .conversationTroubled(.failed(reason: "\(error)"))
        }
    }

    /// Looks through the next stretch of what is not read; small ones, since what is to be kept waits for its turn.
    func search(_ search: TextSearch, isFirst: Bool) -> [AppMessage] {
        if isFirst { searched = pages }
        do throws(FileError) {
            let entries = try searched?.readEarlier() ?? []
            let isDone = !(searched?.isPartial ?? false)
            if isDone { searched = nil }
            return [.earlierSearched(EarlierFinds(search, in: entries, isDone: isDone))]
        } catch {
            searched = nil
            return [
                .earlierSearched(EarlierFinds(search, in: [], isDone: true)),
                .conversationTroubled(.failed(reason: "\(error)")),
            ]
        }
    }

    /// All that was not read of the open conversation; nil when it can't be.
    func rest() -> [Entry]? {
        try? pages?.readEarlier(bytes: .max) ?? []
    }

    // MARK: All of them

    func list() -> AppMessage {
        do throws(ConversationTrouble) { return .conversationsListed(try summaries()) } catch {
            return .conversationTroubled(error)
        }
    }

    func rename(_ id: String, _ title: String) -> AppMessage {
        change(id) { shelf throws(ConversationTrouble) in try shelf.rename(id, title: title) }
    }

    func delete(_ id: String) -> AppMessage {
        change(id) { shelf throws(ConversationTrouble) in try shelf.delete(id) }
    }

    func export(_ format: ExportFormat, to path: String?) -> AppMessage {
        do throws(ConversationTrouble) {
            guard let shelf, let id = file?.id else {
                throw .failed(reason: "nothing of this conversation is kept yet")
            }
            let export = ConversationExport(reading: try shelf.read(id), format: format)
            let place = if let path { path } else { try ownPlace(of: "\(id).\(format.rawValue)", shelf) }
            return .exported(path: try export.write(to: place))
        } catch {
            return .conversationTroubled(error)
        }
    }

    /// Where exports go that have no other place.
    private func ownPlace(of name: String, _ shelf: ConversationShelf) throws(ConversationTrouble) -> String {
        let folder = "\(shelf.path)/exports"
        do throws(FileError) { _ = try makeFolder(at: folder) } catch { throw .failed(reason: "\(error)") }
        return "\(folder)/\(name)"
    }

    private func change(
        _ id: String, _ work: (ConversationShelf) throws(ConversationTrouble) -> Void
    ) -> AppMessage {
        do throws(ConversationTrouble) {
            guard id != file?.id else { throw .openHere(id) }
            if let shelf { try work(shelf) }
            return .conversationsListed(try summaries())
        } catch {
            return .conversationTroubled(error)
        }
    }

    private func summaries() throws(ConversationTrouble) -> [ConversationSummary] {
        var all = try shelf?.list() ?? []
        for index in all.indices where all[index].id == file?.id { all[index].state = .here }
        return all
    }
}

/// What a conversation's file, or a new one, is still to get.
private struct LeftEnd {
    var file: ConversationFile?
    var records: [ConversationRecord]
}

extension ConversationState {
    /// All of it, as a new file begins.
    fileprivate var records: [ConversationRecord] {
        entries.map { .entry($0) }
            + history.enumerated().map { .message($1, number: firstMessage + $0) } + [.note(note)]
    }

    /// Sending a message empties the composer a moment before the draft on disk is gone.
    fileprivate func hasSent(_ kept: String) -> Bool {
        let draft = KeptDraft.text(of: kept)
        let latest = entries.last { if case .user = $0.content { true } else { false } }
        return note.queue.last == draft || latest?.content == .user(draft)
    }
}
