// What the program does with the project's files: opened after the first paint, then used in order by one lane.
import App
import ChangeReview
import JSON
import Storage
import TaskMachine
import Workspace

/// The open project. Its methods block on the disk; they are called from lanes, never from the terminal's thread.
actor ProjectDesk {
    private var opened: OpenedProject?
    private var stateFolder: String?
    private var sentMessages: AppendLog?
    private var copy: ThrowawayCopy?
    /// Recorded while the disk took nothing; these go before the next ones, so that a replay finds no gap.
    private var unkept: [RecordedEvent] = []
    /// What the log is to start over with, before those.
    private var anew: [RecordedEvent]?

    /// Opens the folder, takes a session, brings interrupted writes to one of their ends.
    func open(_ path: String, first report: StartReport) throws(OpenFailure) -> StartReport {
        let folders = Folders()
        let opened = try OpenedProject.open(root: path, folders: folders)
        self.opened = opened
        var full = report
        full.stateFolder = StateFolder(folders: folders, root: opened.project.rootPath).path
        stateFolder = full.stateFolder
        full.isSecond = opened.report.isSecond
        full.isReadOnly = !opened.project.isWritable
        full.recorded = opened.report.recorded
        full.recovery = StartReport.Recovery(
            restored: opened.recovery.restored, leftAlone: opened.recovery.leftAlone,
            failure: opened.recovery.failure.map { "\($0)" }, unreadable: opened.report.unreadable,
            damagedEntries: opened.recovery.unreadable)
        full.history = readHistory(folders, opened.project.rootPath)
        askJournal(opened, &full)
        return full
    }

    /// What the journal holds, and what it knows of a write or undo whose end the staging log does not know.
    private func askJournal(_ opened: OpenedProject, _ report: inout StartReport) {
        do throws(FileError) {
            report.written = try opened.project.writtenFacts()
            guard let seen = opened.report.latestSeenEntry else { return }
            report.latestWrites = try opened.project.latestWrites(after: seen).map {
                StartReport.JournalFact(
                    entry: $0.number, plan: $0.plan, undoes: $0.undoes, undone: $0.undone, skipped: $0.skipped)
            }
        } catch {
            // Never taken for "not written": the review waits until it can be told.
            report.journalFailure = "\(error)"
        }
    }

    var project: ProjectFolder? { opened?.project }

    /// Finds the conversation to go on with; nothing without an open project.
    func begin(
        _ conversations: ConversationDesk, resuming id: String?, first report: StartReport
    ) async -> (report: StartReport, news: [AppMessage]) {
        guard let opened else { return (report, []) }
        let shelf = ConversationShelf(stateFolder: report.stateFolder, project: opened.project.rootPath)
        return await conversations.start(in: opened.session, shelf, resuming: id, first: report)
    }

    /// The project's standing answers, and what is wrong with their file.
    func rules(in stateFolder: String) -> (rules: [ApprovalRule], trouble: Trouble?) {
        let rules = ProjectRules(stateFolder: stateFolder)
        do throws(DocumentProblem) {
            return (try rules.read(), nil)
        } catch {
            return ([], .rulesNotRead(path: rules.path, reason: error.words))
        }
    }

    func keep(_ rules: [ApprovalRule]) async -> Trouble? {
        guard let stateFolder else { return nil }
        do throws(DocumentProblem) {
            try await ProjectRules(stateFolder: stateFolder).keep(rules)
            return nil
        } catch {
            return .rulesNotKept(reason: error.words)
        }
    }

    /// Where commands run that should see what is staged; made on disk when the first one does.
    func copy(environment: [String: String]) -> ThrowawayCopy? {
        if copy == nil, let project {
            copy = ThrowawayCopy(project: project, folders: Folders(), environment: environment)
        }
        return copy
    }

    func removeCopy() async { await copy?.remove() }

    /// Appends to the staging log; says when it could not be kept, once.
    func record(_ event: RecordedEvent) -> Trouble? {
        let wasKept = unkept.isEmpty && anew == nil
        unkept.append(event)
        guard let reason = keepRest() else { return nil }
        return wasKept ? .decisionNotKept(reason: reason) : nil
    }

    /// Starts the staging log over; says when it could not be done, once. The old one stays until then.
    func record(anew events: [RecordedEvent]) -> Trouble? {
        let wasKept = unkept.isEmpty && anew == nil
        anew = events
        // What could not be kept so far is in them.
        unkept = []
        guard let reason = keepRest() else { return nil }
        return wasKept ? .decisionNotKept(reason: reason) : nil
    }

    /// Tries again to keep what could not be kept; the reason when it still can't be.
    @discardableResult
    func keepRest() -> String? {
        guard opened != nil, !unkept.isEmpty || anew != nil else { return nil }
        do throws(FileError) {
            if let events = anew {
                try opened?.staging.replace(with: events)
                anew = nil
            }
            try opened?.staging.append(unkept)
            unkept = []
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Appends to the messages that ↑ brings back.
    func remember(_ message: String) {
        // A lost line of history is not worth a word to the user.
        try? sentMessages?.append([.string(message)])
    }

    private func readHistory(_ folders: Folders, _ root: String) -> [String] {
        do throws(FileError) {
            let folder = try StateFolder(folders: folders, root: root).open(root: root)
            let (log, contents) = try AppendLog.open("history.jsonl", in: folder)
            sentMessages = log
            return contents.values.suffix(1000).compactMap(\.asString)
        } catch {
            return []
        }
    }
}

extension DocumentProblem {
    var words: String {
        switch self {
        case .file(let error): "\(error)"
        case .broken: "it is not JSON"
        }
    }
}
