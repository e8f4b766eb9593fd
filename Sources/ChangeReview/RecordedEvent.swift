// What the staging log keeps, so that a set of changes is there again after a restart.

/// An event that changed a `ChangeSet`. Fed in order to an empty set, recorded events give an equal set.
///
/// It is made of paths, bytes and numbers alone; whoever writes it to disk picks the form.
public enum RecordedEvent: Hashable, Sendable {
    case proposed(FileStep, by: Author)
    case decided(Decision, Selection)
    case split(RelativePath, at: Int)
    case joined(RelativePath, at: Int)
    case changedOnDisk(RelativePath, DiskFinding)
    case applyRequested
    case applied(journalEntry: Int)
    case applyFailed
    case undoRequested
    case undone(journalEntry: Int, skipped: [RelativePath])
    case undoFailed
    case redoRequested

    var event: ChangeSet.Event {
        switch self {
        case .proposed(let step, let author): .proposed(step, by: author)
        case .decided(let decision, let selection): .decided(decision, selection)
        case .split(let path, let line): .split(path, at: line)
        case .joined(let path, let line): .joined(path, at: line)
        case .changedOnDisk(let path, let finding): .changedOnDisk(path, finding)
        case .applyRequested: .applyRequested
        case .applied(let entry): .applied(journalEntry: entry)
        case .applyFailed: .applyFailed(.failed(path: nil, reason: ""))
        case .undoRequested: .undoRequested
        case .undone(let entry, let skipped): .undone(journalEntry: entry, skipped: skipped)
        case .undoFailed: .undoFailed(reason: "")
        case .redoRequested: .redoRequested
        }
    }
}
