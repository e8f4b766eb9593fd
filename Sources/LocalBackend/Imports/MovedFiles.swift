// Which files move, and which there are: what an import must resolve in to be changed.

/// A move of one file, or of all files of a folder.
struct MovedFiles: Equatable, Sendable {
    /// From old path to new.
    let paths: [String: String]
    /// All files of the project before the move, as far as they are known.
    let known: Set<String>
    /// The folders that hold known files, the root as an empty text.
    private let folders: Set<String>
    /// Of those, the ones whose known files all go to one other folder.
    private let movedFolders: [String: String]
    /// The folders that files move out of, or are renamed in; and the names of files that go to another folder.
    private let touched: Set<String>
    private let leaving: Set<String>

    init(paths: [String: String] = [:], known: Set<String> = []) {
        self.paths = paths
        self.known = known
        var counts: [String: Int] = [:]
        for path in known { Self.eachFolder(of: path) { counts[$0, default: 0] += 1 } }
        var goals: [String: (new: String, count: Int)] = [:]
        for (old, new) in paths where known.contains(old) {
            Self.eachFolder(of: old) { folder in
                let rest = old.dropFirst(folder.count)
                guard !folder.isEmpty, new.hasSuffix(rest) else { return }
                let goal = String(new.dropLast(rest.count))
                if goals[folder, default: (goal, 0)].new == goal { goals[folder, default: (goal, 0)].count += 1 }
            }
        }
        folders = Set(counts.keys)
        touched = Set(paths.keys.map(PathText.folder))
        leaving = Set(paths.filter { PathText.folder(of: $0) != PathText.folder(of: $1) }.keys.map(PathText.name))
        movedFolders = goals.filter { $0.value.count == counts[$0.key] }.mapValues(\.new)
    }

    func new(_ path: String) -> String { paths[path] ?? path }
    func moves(_ path: String) -> Bool { paths[path] != nil }

    func hasFolder(_ path: String) -> Bool { folders.contains(path) }
    func newFolder(_ path: String) -> String { movedFolders[path] ?? path }
    func movesFolder(_ path: String) -> Bool { movedFolders[path] != nil }

    func touches(_ folder: String) -> Bool { touched.contains(folder) }
    /// Whether a file of this name, in any folder, goes to another one.
    func leaves(_ name: String) -> Bool { leaving.contains(name) }

    /// Where something goes that is in no list, with a folder that moves as a whole.
    func carried(_ path: String) -> String? {
        var result: String?
        Self.eachFolder(of: path) { folder in
            if result == nil, let new = movedFolders[folder] { result = new + path.dropFirst(folder.count) }
        }
        return result
    }

    /// Of several files that a text could mean: the only one, or nil.
    func only(of candidates: [String]) -> String? {
        let there = candidates.filter(known.contains)
        return there.count == 1 ? there[0] : nil
    }

    /// The folders around a file, the nearest first, the root last. A longer path is no file's.
    private static func eachFolder(of path: String, _ body: (String) -> Void) {
        guard path.utf8.count <= PathText.limit else { return }
        var folder = path
        repeat {
            folder = PathText.folder(of: folder)
            body(folder)
        } while !folder.isEmpty
    }
}
