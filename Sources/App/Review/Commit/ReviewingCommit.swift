// From `M` to git's answer: a message, a write of what is accepted, a commit of exactly that.

public import ChangeReview
internal import Screen

/// Where what is accepted would be committed.
enum CommitRoute: Equatable, Sendable {
    case afterWriting
    /// Writing is committing here.
    case byWriting
    /// It goes into a patch.
    case nowhere
}

/// A commit on its way.
enum Committing: Equatable, Sendable {
    case idle
    /// The message is in the user's editor.
    case editing
    /// What is accepted is written first.
    case writing(message: String)
    /// Git is at work; it has these writes of the ledger.
    case running(message: String, writes: Set<Int>)
}

/// What a repository has to say about a commit.
public enum CommitNews: Equatable, Sendable {
    /// It can be made; on this branch, nil: on none.
    case possible(branch: String?)
    case made(CommitReport)
    case refused(CommitRefusal)
}

extension Reviewing {
    var isCommitting: Bool {
        switch committing {
        case .idle, .editing: false
        case .writing, .running: true
        }
    }

    /// Git commits, or will when a write is done: whoever quits now would not bring the index along.
    var waitsForGit: Bool {
        switch committing {
        case .idle, .editing: false
        case .writing: changes.isWriting
        case .running: true
        }
    }

    mutating func askCommit() -> [Effect] {
        switch commitRoute {
        case .byWriting: return requestWrite()
        case .nowhere: return [.say("What is accepted goes into a patch here; nothing is committed")]
        case .afterWriting: break
        }
        guard !isCommitting, !changes.isWriting else { return [.say("A write is on its way; try again in a moment")] }
        let files = accepted.union(ledger.paths).sorted()
        guard !files.isEmpty else { return [.say("Nothing to commit. space accepts, M commits what is accepted")] }
        prompt = .line(
            .commitMessage(files: files, branch: nil, takenOut: takenOut), TextLine(keptMessage))
        return [.findRepository]
    }

    /// Files of which something would be written.
    private var accepted: Set<RelativePath> {
        Set(changes.changes.filter { $0.conflict == nil && $0.marks.contains(.accepted) }.map(\.path))
    }

    /// Rejected changes that stand in the files, and go with the write before the commit.
    private var takenOut: Int {
        changes.changes.reduce(0) { $0 + (changes.isInPlace($1.path) ? $1.count(of: .rejected) : 0) }
    }

    /// The words are there: what is accepted is written, and then committed.
    mutating func commit(_ text: String) -> [Effect] {
        let message = text.trimmed
        keptMessage = message
        guard !message.isEmpty else { return [.say("No message, no commit. What is accepted stays accepted")] }
        guard !accepted.isEmpty else { return commitWritten(message) }
        committing = .writing(message: message)
        return review(.applyRequested)
    }

    private mutating func commitWritten(_ message: String) -> [Effect] {
        guard !ledger.isEmpty else {
            committing = .idle
            return []
        }
        committing = .running(message: message, writes: ledger.numbers)
        return [.say("Committing\(signs.dots)"), .commit(ledger.steps, message: message)]
    }

    /// The message goes to the editor, with what is written of it.
    mutating func editMessage(_ line: TextLine) -> [Effect] {
        committing = .editing
        return [.editText(line.text)]
    }

    /// What the editor made of the message; nil: nothing. Enter commits it.
    mutating func messageEdited(_ text: String?) -> [Effect] {
        guard committing == .editing else { return [] }
        committing = .idle
        guard case .line(let purpose, _) = prompt else {
            // Meanwhile it was found that there can be no commit. What was written is there again when there can.
            if let text, !text.trimmed.isEmpty { keptMessage = text.trimmed }
            return []
        }
        guard let text else { return [.say("The editor gave nothing back; the message is as it was")] }
        prompt = .line(purpose, TextLine(text.trimmed))
        return [.say("Enter commits")]
    }

    // MARK: What is in it

    /// The changes that an event may settle, as they are before it.
    func settled(by event: ChangeSet.Event) -> [Change] {
        switch event {
        case .applied: changes.beingWritten
        case .applyRequested, .applyConfirmed, .redoRequested: changes.changes.filter { $0.conflict == nil }
        default: []
        }
    }

    /// Keeps the ledger, and goes on with a commit that waited for a write.
    mutating func followCommit(
        _ event: ChangeSet.Event, _ effects: [ChangeSet.Effect], before: [Change], undo: UndoStep?
    ) -> [Effect] {
        let isSettled = effects.contains { if case .settled = $0 { true } else { false } }
        switch event {
        case .applied(let entry) where isSettled: ledger.wrote(before.flatMap(\.acceptedSteps), entry: entry)
        case .undone(let entry, let skipped, _, _) where !effects.isEmpty: ledger.undid(entry, skipped: skipped)
        case .undoRequested: if case .dropped(let paths)? = undo { ledger.undidInPlace(paths) }
        default: if isSettled { ledger.wrote(before.flatMap(\.acceptedSteps), entry: nil) }
        }
        guard case .writing(let message) = committing, !changes.isWriting else { return [] }
        if isSettled { return commitWritten(message) }
        // A question, a file that is left out, or a write that was refused; the last two are told by themselves.
        if !isAsking { committing = .idle }
        return []
    }

    // MARK: News

    mutating func hear(_ news: CommitNews) -> [Effect] {
        switch news {
        case .possible(let branch):
            if case .line(.commitMessage(let files, _, let takenOut), let line) = prompt {
                prompt = .line(.commitMessage(files: files, branch: branch, takenOut: takenOut), line)
            }
            return []
        case .made(let report):
            guard case .running(let message, let writes) = committing else { return [] }
            committing = .idle
            keptMessage = ""
            refusedCommit = nil
            inCommit = changes.nextUndo.map { ($0, report.id) }
            let isCut = ledger.isCut
            ledger.committed(writes)
            return [.note(Words.text(of: report, subject: message.firstLine, isCut: isCut))]
        case .refused(.nothing):
            // Whoever committed it did what M was to do.
            guard case .running(_, let writes) = committing else { return [] }
            committing = .idle
            refusedCommit = nil
            ledger.committed(writes)
            return [.note(Words.text(of: .nothing))]
        case .refused(let refusal):
            if case .line(.commitMessage, let line) = prompt {
                // Before anything was done: there is no repository to commit to.
                keptMessage = line.text
                prompt = .question(.commitRefused(refusal, isWritten: false))
                return [.asked]
            }
            guard case .running = committing else { return [] }
            committing = .idle
            refusedCommit = refusal
            if prompt == nil { prompt = .question(.commitRefused(refusal, isWritten: true)) }
            return [.note(Words.text(of: refusal)), .asked]
        }
    }
}

extension String {
    /// Without blanks and line ends around it.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    fileprivate var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? "" }
}
