// A server reports what it believes was done to files. What our own tools did in the same turn is shown as theirs, once.

/// Paths and command lines that this turn's tools really touched and ran.
struct HappenedHere: Equatable, Sendable {
    private var paths: Set<String> = []
    private var commands: Set<String> = []

    mutating func proposed(_ paths: [String]) { self.paths.formUnion(paths) }

    mutating func ran(_ command: String) { commands.insert(PlainText.trimmed(command)) }

    /// What is left for the server alone to know.
    func removed(from reported: ReportedChanges) -> ReportedChanges {
        ReportedChanges(
            created: reported.created.filter { !has($0.path) }, modified: reported.modified.filter { !has($0.path) },
            deleted: reported.deleted.filter { !has($0.path) },
            commands: reported.commands.filter { !commands.contains(PlainText.trimmed($0.command)) })
    }

    /// Servers give paths from their own root, too.
    private func has(_ path: String) -> Bool {
        let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
        if paths.contains(path) { return true }
        return path.hasPrefix("/") && paths.contains { path.hasSuffix("/" + $0) }
    }
}

extension Conversation {
    /// Takes out of the turn's answers what has happened here since they came.
    mutating func settleReports() {
        for index in entries.indices.reversed() {
            guard entries[index].id >= turnStart else { return }
            guard case .assistant(var answer) = entries[index].content, !answer.reported.isEmpty else { continue }
            answer.reported = happened.removed(from: answer.reported)
            change(index, to: .assistant(answer))
        }
    }
}
