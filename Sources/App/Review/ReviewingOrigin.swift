// Between the chat and the panel: a change by the call that made it, and the calls by the change.

internal import ChangeReview

extension Reviewing {
    /// Shows the diff of what a call has changed; false when none of it is under review.
    mutating func show(changeOf call: String, at path: RelativePath?) -> Bool {
        let made =
            changes.changes.first { change in
                change.path == path && change.authors.contains { $0.id == call }
            } ?? changes.changes.first { $0.authors.contains { $0.id == call } }
        guard let change = made ?? path.flatMap({ changes[$0] }) else { return false }
        list.follow(changes, facts)
        select(change.path)
        touch()
        list.select(change.path, in: changes)
        side = .diff
        return true
    }

    /// The calls that made the hunk under the cursor, on the list the file.
    var callsInSight: Set<String> {
        mutating get {
            guard let path, let change = changes[path] else { return [] }
            let inHunk = side == .diff && !change.hunks.isEmpty ? change.authors(ofHunk: unit()) : []
            let authors = inHunk.isEmpty ? change.authors : inHunk
            return Set(authors.filter { $0.kind == .call || $0.kind == .command }.map(\.id))
        }
    }
}
