// The list of files: which of them are shown, in what order, flat or in their folders, and where the cursor is.

internal import ChangeReview

struct FileList: Equatable, Sendable {
    enum Order: Equatable, Sendable, CaseIterable { case path, state, size }
    enum Shown: Equatable, Sendable, CaseIterable { case all, undecided, decided, conflicts, edited }

    struct Row: Equatable, Sendable {
        enum Kind: Equatable, Sendable {
            /// By its place in the change set.
            case file(Int)
            /// Its whole path, and how many files are in it.
            case folder(String, files: Int)
        }
        var kind: Kind
        var depth: Int
        /// What a folder's path has beyond the one that it stands in.
        var label = ""
    }

    var order = Order.path
    var shown = Shown.all
    /// Part of a path.
    var filter = ""
    var isTree = false
    /// Folders that are shown without what is in them.
    var closed: Set<String> = []
    /// The cursor's row.
    var cursor = 0
    private(set) var rows: [Row] = []
    private var made: Making?

    /// What the rows were made from.
    private struct Making: Equatable, Sendable {
        var structure: Int
        /// 0 where decisions don't matter.
        var revision: Int
        var order: Order
        var shown: Shown
        var filter: String
        var isTree: Bool
        var closed: Set<String>
    }

    var isFiltered: Bool { !filter.isEmpty || shown != .all }

    /// Makes the rows anew when something that they depend on has changed. True when it did.
    ///
    /// Note: sorted by state, a decision moves no file: the cursor would jump. The next change of the files does.
    @discardableResult
    mutating func follow(_ changes: ChangeSet, _ facts: ReviewFacts) -> Bool {
        let making = Making(
            structure: facts.structure, revision: shown == .all ? 0 : facts.revision, order: order, shown: shown,
            filter: filter, isTree: isTree, closed: closed)
        guard making != made else { return false }
        made = making
        var places = changes.changes.indices.filter { isShown(changes.changes[$0], facts) }
        switch order {
        case .path: break
        case .state:
            let ranks = places.map { facts[changes.changes[$0].path].rank }
            places = places.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { places[$0] }
        case .size:
            let sizes = places.map { -(changes.changes[$0].addedLines + changes.changes[$0].removedLines) }
            places = places.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map { places[$0] }
        }
        rows = isTree ? tree(places, changes) : places.map { Row(kind: .file($0), depth: 0) }
        return true
    }

    private func isShown(_ change: Change, _ facts: ReviewFacts) -> Bool {
        guard filter.isEmpty || Self.contains(change.path.text, filter) else { return false }
        switch shown {
        case .all: return true
        case .undecided: return facts[change.path].undecided > 0
        case .decided: return facts[change.path].undecided == 0
        case .conflicts: return facts[change.path].hasConflict
        case .edited: return facts[change.path].isEdited
        }
    }

    /// Small letters find capitals, too; every word must be in it.
    static func contains(_ path: String, _ filter: String) -> Bool {
        let folds = !filter.contains(where: \.isUppercase)
        let path = folds ? path.lowercased() : path
        return filter.split(separator: " ").allSatisfy { path.contains($0) }
    }

    /// Files below their folders. A folder that holds nothing but one other is one row with it.
    private func tree(_ places: [Int], _ changes: ChangeSet) -> [Row] {
        let paths = places.map { changes.changes[$0].path.text.split(separator: "/").map(String.init) }
        // Whatever the order of the files, a folder's stand together, where the first of them would.
        var rows: [Row] = []
        append(Array(places.indices), depth: 0, prefix: 0, "", places, paths, to: &rows)
        return rows
    }

    private func append(
        _ members: [Int], depth: Int, prefix: Int, _ folder: String, _ places: [Int], _ paths: [[String]],
        to rows: inout [Row]
    ) {
        var done: Set<String> = []
        var byFolder: [String: [Int]] = [:]
        for member in members where paths[member].count > prefix + 1 {
            byFolder[paths[member][prefix], default: []].append(member)
        }
        for member in members {
            let path = paths[member]
            guard path.count > prefix + 1 else {
                rows.append(Row(kind: .file(places[member]), depth: depth))
                continue
            }
            guard done.insert(path[prefix]).inserted, let inside = byFolder[path[prefix]] else { continue }
            var name = folder + path[prefix] + "/"
            var next = prefix + 1
            while inside.allSatisfy({ paths[$0].count > next + 1 && paths[$0][next] == path[next] }) {
                name += path[next] + "/"
                next += 1
            }
            rows.append(
                Row(kind: .folder(name, files: inside.count), depth: depth, label: String(name.dropFirst(folder.count)))
            )
            if !closed.contains(name) {
                append(inside, depth: depth + 1, prefix: next, name, places, paths, to: &rows)
            }
        }
    }

    /// Puts the cursor on a file's row; on the folder that hides it, if one does.
    mutating func select(_ path: RelativePath, in changes: ChangeSet) {
        if rows.indices.contains(cursor) {
            switch rows[cursor].kind {
            case .file(let place) where changes.changes.indices.contains(place):
                if changes.changes[place].path == path { return }
            case .folder(let folder, _): if path.text.hasPrefix(folder) { return }
            default: break
            }
        }
        let found = rows.firstIndex { row in
            switch row.kind {
            case .file(let place): changes.changes[place].path == path
            case .folder(let folder, _): closed.contains(folder) && path.text.hasPrefix(folder)
            }
        }
        cursor = found ?? min(cursor, max(0, rows.count - 1))
    }

    func path(at row: Int, in changes: ChangeSet) -> RelativePath? {
        guard rows.indices.contains(row), case .file(let place) = rows[row].kind else { return nil }
        return changes.changes.indices.contains(place) ? changes.changes[place].path : nil
    }

    /// The folder with the cursor.
    var folder: String? {
        guard rows.indices.contains(cursor), case .folder(let name, _) = rows[cursor].kind else { return nil }
        return name
    }
}
