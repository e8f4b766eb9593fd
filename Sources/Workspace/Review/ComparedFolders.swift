// Two files or two folders of the file system, compared without git: what `git difftool` hands to a program.
public import ChangeReview
import Glibc
public import Storage

/// Two files, or two folders, and what differs between them. The second is what a review would write to.
public struct ComparedFolders: Sendable {
    /// The folder that the review is about.
    public let root: String
    public let steps: [FileStep]
    public let leftOut: [LeftOutFile]

    /// Names of a folder that are compared.
    static let mostNames = 100_000

    /// - Throws: one of them is missing, or they are a file and a folder. `/dev/null` is a file that is not there.
    public init(old: String, new: String) throws(FileError) {
        if try ComparedFolders.isFolder(new) {
            guard try ComparedFolders.isFolder(old) else {
                throw FileError("compare with a folder", old, code: ENOTDIR)
            }
            root = try realPath(new)
            (steps, leftOut) = try ComparedFolders.compared(try realPath(old), root)
        } else {
            guard try !ComparedFolders.isFolder(old) else { throw FileError("compare with a file", old, code: EISDIR) }
            // A file that is to go has no folder of its own to be written to.
            let place = new == "/dev/null" ? old : new
            let folder = place.contains("/") ? String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)]) : "."
            root = try realPath(folder.isEmpty ? "/" : folder)
            guard let path = RelativePath(String(place.split(separator: "/").last ?? "")) else {
                throw FileError("name", place, code: EILSEQ)
            }
            let step = FileStep(
                path: path, before: try ComparedFolders.state(old), after: try ComparedFolders.state(new))
            steps = step.before == step.after ? [] : [step]
            leftOut = []
        }
    }

    private static func compared(
        _ old: String, _ new: String
    ) throws(FileError) -> ([FileStep], [LeftOutFile]) {
        var steps: [FileStep] = []
        var leftOut: [LeftOutFile] = []
        var names: Set<[UInt8]> = []
        for folder in [old, new] {
            let walk = TreeWalk(
                start: try Descriptor(folder: folder), prefix: [], isFlat: false, names: mostNames,
                milliseconds: 60_000, skipped: [".git"], keepsLinks: true)
            if walk.more != nil { throw FileError("list all of", folder, code: E2BIG) }
            names.formUnion(walk.paths)
        }
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            guard let text = String(validating: name, as: UTF8.self), let path = RelativePath(text) else {
                leftOut.append(LeftOutFile(name: String(decoding: name, as: UTF8.self), reason: .nameNotText))
                continue
            }
            if isLink("\(old)/\(text)") || isLink("\(new)/\(text)") {
                leftOut.append(LeftOutFile(name: text, reason: .symbolicLink))
                continue
            }
            do throws(FileError) {
                let step = FileStep(path: path, before: try state("\(old)/\(text)"), after: try state("\(new)/\(text)"))
                if step.before != step.after { steps.append(step) }
            } catch {
                leftOut.append(LeftOutFile(name: text, reason: .found(.unreadable(reason: error.reason))))
            }
        }
        return (steps, leftOut)
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private static func isFolder(_ path: String) throws(FileError) -> Bool {
        if path == "/dev/null" { return false }
        var status = stat()
        guard stat(path, &status) == 0 else { throw FileError("find", path, code: errno) }
        return status.st_mode & S_IFMT == S_IFDIR
    }

    /// `nil` when there is no file, and for `/dev/null`.
    private static func state(_ path: String) throws(FileError) -> FileState? {
        if path == "/dev/null" { return nil }
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard number >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw FileError("open", path, code: errno)
        }
        let file = Descriptor(owning: number)
        var status = stat()
        guard fstat(number, &status) == 0 else { throw FileError("look at", path, code: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw FileError("read", path, code: EINVAL) }
        guard let bytes = try SystemFiles().readAll(file, limit: ProjectFolder.largestFile) else {
            throw FileError("read all of", path, code: EFBIG)
        }
        return FileState(bytes: bytes, isExecutable: status.st_mode & S_IXUSR != 0)
    }
}
