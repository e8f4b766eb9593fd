// What a watch tells: where to look, never what is there.
public import ChangeReview

/// Paths that may have changed. Told at most twenty times a second, each path once.
public struct WatchNews: Hashable, Sendable {
    /// Files that came, went, or were written. By path.
    public var files: [RelativePath] = []
    /// Folders below which anything may have changed: they came, went, or were renamed. By path.
    public var folders: [RelativePath] = []
    /// Anything may have changed: there was more than the kernel could tell.
    public var everything = false

    public init(files: [RelativePath] = [], folders: [RelativePath] = [], everything: Bool = false) {
        self.files = files
        self.folders = folders
        self.everything = everything
    }
}

/// What is watched.
public enum WatchTarget: Hashable, Sendable {
    case nothing
    /// These files, whether they are there or not.
    case files([RelativePath])
    /// All files of the project but those in folders that hold what is made or fetched (`TreeWalk`).
    case tree
}

/// A folder of the project; the root has no path.
struct WatchedFolder: Hashable, Comparable, Sendable {
    var path: RelativePath?

    static let root = WatchedFolder(path: nil)

    /// The path of a name in it; `nil` when the name is no text.
    func child(_ name: [UInt8]) -> RelativePath? {
        guard let text = String(validating: name, as: UTF8.self) else { return nil }
        return RelativePath(path.map { "\($0.text)/\(text)" } ?? text)
    }

    /// Whether a path is the folder or lies below it.
    func holds(_ other: RelativePath?) -> Bool {
        guard let path else { return true }
        guard let other, other.text.utf8.starts(with: path.text.utf8) else { return false }
        let rest = other.text.utf8.dropFirst(path.text.utf8.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }

    /// Every folder on the way to a file, the root first.
    static func above(_ file: RelativePath) -> [WatchedFolder] {
        var folders = [WatchedFolder.root]
        var text = ""
        for part in file.parts.dropLast() {
            text += text.isEmpty ? String(part) : "/\(part)"
            folders.append(WatchedFolder(path: RelativePath(text)))
        }
        return folders
    }

    static func < (a: WatchedFolder, b: WatchedFolder) -> Bool {
        guard let second = b.path else { return false }
        guard let first = a.path else { return true }
        return first < second
    }
}
