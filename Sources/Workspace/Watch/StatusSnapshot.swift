// How files were a moment ago, for where the kernel tells nothing: another look finds what has changed.
import ChangeReview
import Storage

/// The status of each file of a target, as it was at the last look.
struct StatusSnapshot {
    private var known: [[UInt8]: FileStatus?] = [:]

    /// The largest tree that is looked through, in names, and the longest time for it.
    static let mostNames = 50_000
    static let milliseconds = 500

    /// Looks again; returns the files that were looked at before, or could have been, and are different now.
    mutating func update(_ project: ProjectFolder, _ target: WatchTarget) -> [RelativePath] {
        let names: [[UInt8]]
        let isTree: Bool
        switch target {
        case .nothing: (names, isTree) = ([], false)
        case .files(let paths): (names, isTree) = (paths.map { Array($0.text.utf8) }, false)
        case .tree:
            let walk = TreeWalk(
                start: project.root, prefix: [], isFlat: false, names: StatusSnapshot.mostNames,
                milliseconds: StatusSnapshot.milliseconds, skipped: Set(TreeWalk.skippedFolders), keepsLinks: true)
            (names, isTree) = (walk.paths, true)
        }
        let isFirst = known.isEmpty
        var now: [[UInt8]: FileStatus?] = [:]
        var changed: [RelativePath] = []
        for name in names {
            let status = status(of: name, in: project.root)
            now.updateValue(status, forKey: name)
            let before = known.removeValue(forKey: name)
            // A file that was not asked for before is not news; one that was not in the tree is.
            let isNews = before.map { $0 != status } ?? (isTree && !isFirst)
            if isNews, let path = RelativePath(String(decoding: name, as: UTF8.self)) { changed.append(path) }
        }
        if isTree {
            for name in known.keys {
                if let path = RelativePath(String(decoding: name, as: UTF8.self)) { changed.append(path) }
            }
        }
        known = now
        return changed.sorted()
    }
}
