// A repository for a copy: its own head, index and settings, and the objects of the user's, which it only reads. What
// git writes in the copy stays in the copy.
import Glibc
import Storage

/// The `.git` of a project, and what a copy gets of it.
struct CopiedRepository {
    /// What belongs to the working tree, and what is shared by several of one repository (gitrepository-layout(5)).
    let own: String
    let common: String

    /// Bytes that are copied besides objects.
    static let limit = 64 << 20

    /// nil when the root is no root of a working tree.
    init?(root: String) throws(FileError) {
        var raw = stat()
        guard lstat("\(root)/.git", &raw) == 0 else { return nil }
        switch FileStatus(raw).kind {
        case .folder: own = "\(root)/.git"
        case .file:
            // A further working tree, or a submodule: the file says where.
            guard let text = try CopiedRepository.text("\(root)/.git"), text.hasPrefix("gitdir: ") else { return nil }
            let path = String(text.dropFirst(8).prefix { $0 != "\n" })
            own = path.hasPrefix("/") ? path : "\(root)/\(path)"
        default: return nil
        }
        guard access("\(own)/HEAD", R_OK) == 0 else { return nil }
        if let text = try CopiedRepository.text("\(own)/commondir") {
            let path = String(text.prefix { $0 != "\n" })
            common = path.hasPrefix("/") ? path : "\(own)/\(path)"
        } else {
            common = own
        }
    }

    /// What tells that the user's repository has moved on.
    var stamps: [FileStamp?] {
        ["\(own)/HEAD", "\(own)/index", "\(common)/packed-refs", "\(common)/config", "\(own)/logs/HEAD"].map { path in
            var raw = stat()
            return lstat(path, &raw) == 0 ? FileStamp(raw) : nil
        }
    }

    /// Makes a `.git` in the copy, in place of one that is there.
    ///
    /// - Returns: `nil`, or why there is none, in a few words.
    func copy(to tree: CopiedTree) throws(FileError) -> String? {
        // Its settings would lead git back to the user's files.
        if let config = try CopiedRepository.text("\(common)/config")?.lowercased(), config.contains("worktree") {
            return "its settings name another working tree"
        }
        guard let objects = try? realPath("\(common)/objects") else { return "it has no objects" }
        tree.remove(".git")
        var room = CopiedRepository.limit
        for folder in common == own ? [common] : [common, own] {
            let source = try CopiedTree(folder)
            let names: [String]
            do throws(FileError) { names = try CopiedRepository.names(in: folder) } catch {
                tree.remove(".git")
                return "\(printed(error.path)) of it can't be listed (\(error.reason))"
            }
            for name in names {
                guard let stamp = source.stamp(name), stamp.kind == .file else { continue }
                guard let file = source.reading(name) else {
                    // It went while we looked, or is not ours to read: half a repository says what is not so.
                    if source.stamp(name) == nil { continue }
                    tree.remove(".git")
                    return "\(printed(name)) of it can't be read"
                }
                room -= stamp.size
                guard room > 0 else {
                    tree.remove(".git")
                    return "it is too large without its objects"
                }
                let made = try tree.making(".git/\(name)", mode: stamp.mode & 0o777)
                try copyBytes(file, to: made, name: name)
                setModified(stamp.modified, of: made)
            }
        }
        // A line of an earlier repository that this one borrows from holds for this one's objects alone.
        let alternates = try tree.making(".git/objects/info/alternates", mode: 0o644)
        try SystemFiles().write(Array("\(objects)\n".utf8), to: alternates)
        // Git takes a folder without these for no repository.
        for name in [".git/refs/heads/.keep", ".git/objects/pack/.keep"] {
            _ = try tree.making(name, mode: 0o644)
            tree.remove(name)
        }
        return nil
    }

    /// Files below a folder of git's, without objects, other working trees and submodules.
    private static func names(in root: String) throws(FileError) -> [String] {
        let left: Set<String> = ["objects", "worktrees", "modules", "lfs", "commondir", "gitdir", "index.lock"]
        var found: [String] = []
        func visit(_ prefix: String) throws(FileError) {
            guard found.count < 20_000 else { throw FileError("list", prefix, code: EFBIG) }
            let folder = try Descriptor(folder: "\(root)/\(prefix)")
            for entry in try listEntries(folder, label: prefix) {
                guard let name = String(validating: entry.name, as: UTF8.self), !prefix.isEmpty || !left.contains(name)
                else {
                    continue
                }
                switch entry.kind {
                case .folder: try visit(prefix + name + "/")
                case .file, .unknown: found.append(prefix + name)
                case .other: continue
                }
            }
        }
        try visit("")
        return found.sorted()
    }

    /// nil when there is no such file. Not one that waits for a writer: a pipe is empty.
    static func text(_ path: String) throws(FileError) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("read", path, code: errno)
        }
        let descriptor = Descriptor(owning: file)
        guard let bytes = try SystemFiles().readAll(descriptor, limit: 1 << 20) else {
            throw FileError("read", path, code: EFBIG)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
