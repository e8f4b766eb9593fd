// A server reports what it believes was done to files. What our own tools did in the same turn is shown as theirs, once.

/// Paths and command lines that this turn's tools really touched and ran.
struct HappenedHere: Equatable, Sendable {
    private var paths: Set<String> = []
    private var commands: Set<String> = []
    /// The workspace's path as the server was told it, with a slash at its end; empty when it was told none.
    private let root: String

    init(in workspacePath: String = "") {
        root = workspacePath.isEmpty || workspacePath.hasSuffix("/") ? workspacePath : workspacePath + "/"
    }

    mutating func proposed(_ paths: [String]) { self.paths.formUnion(paths) }

    mutating func ran(_ command: String) { commands.insert(PlainText.trimmed(command)) }

    /// What is left for the server alone to know.
    func removed(from reported: ReportedChanges) -> ReportedChanges {
        ReportedChanges(
            created: reported.created.filter { !has($0.path) }, modified: reported.modified.filter { !has($0.path) },
            deleted: reported.deleted.filter { !has($0.path) },
            commands: reported.commands.filter { !commands.contains(PlainText.trimmed($0.command)) })
    }

    /// Servers give whole paths, too. Below another root stands another file, whatever its name.
    private func has(_ path: String) -> Bool {
        guard path.hasPrefix("/") else {
            return paths.contains(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
        }
        return !root.isEmpty && path.hasPrefix(root) && paths.contains(String(path.dropFirst(root.count)))
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
