// The user's project, held by an open folder: every access walks from there, one component at a time, and follows
// no link.
public import ChangeReview
import Glibc
public import Storage

/// A project's root and what may be done in it. Reading is here; writing is in `ProjectFolder+Apply`.
public final class ProjectFolder: Sendable {
    /// The real path of the root.
    public let rootPath: String
    /// Which paths may be named at all.
    public let rootGuard: RootGuard
    let root: Descriptor
    /// Where we keep what belongs to this project.
    let state: Descriptor
    /// Its path, for people.
    let statePath: String
    let files: any FileOperations
    let journal: Journal

    /// The largest file that is read or written as a whole: 64 MiB.
    public static let largestFile = 64 << 20

    /// Opens a project. Quick on any folder: nothing is listed.
    ///
    /// - Parameters:
    ///   - path: the root as the user named it; links in it are followed once, here.
    ///   - folders: where our state goes. Made when missing.
    ///   - files: the file system, a double in tests.
    /// - Throws: the root is missing or unreadable, or the state cannot be kept.
    public init(
        _ path: String, folders: Folders, files: any FileOperations = SystemFiles(),
        limits: Journal.Limits = Journal.Limits()
    ) throws(OpenFailure) {
        let real: String
        do throws(FileError) {
            real = try realPath(path)
            root = try Descriptor(folder: real)
        } catch {
            throw .root(error)
        }
        rootPath = real
        self.files = files
        let place = StateFolder(folders: folders, root: real)
        statePath = place.path
        do throws(FileError) {
            state = try place.open(root: real, files: files)
            journal = try Journal(in: try state.duplicate(), mark: place.hash, files: files, limits: limits)
        } catch {
            throw .state(place.path, error)
        }
        var own: [String] = []
        for folder in folders.all { own += [folder, (try? realPath(folder)) ?? folder] }
        rootGuard = RootGuard(roots: [real, path], ownFolders: own)
    }

    /// A file's state, or `nil` when there is no such file.
    public func state(of path: RelativePath, limit: Int = largestFile) throws(AccessFailure) -> FileState? {
        try look(at: path, limit: limit)?.state
    }

    /// What stands at a path, for a review; nothing of it is an error.
    public func finding(at path: RelativePath, limit: Int = largestFile) -> DiskFinding {
        do throws(AccessFailure) { return DiskFinding(try state(of: path, limit: limit)) } catch {
            switch error {
            case .isFolder: return .folder
            case .symbolicLink: return .symbolicLink
            case .special: return .special
            case .tooLarge(_, let bytes, _): return .tooLarge(bytes: bytes)
            case .notFolder: return .missing
            default: return .unreadable(reason: error.text)
            }
        }
    }

    /// A file with its status, from one descriptor; `nil` when there is none.
    func look(at path: RelativePath, limit: Int = largestFile) throws(AccessFailure) -> FoundFile? {
        guard let opened = try openFile(path) else { return nil }
        let file = opened.file
        let bytes = try at(path.text) { () throws(FileError) in try files.readAll(file, limit: limit) }
        guard let bytes else { throw .tooLarge(path.text, bytes: opened.status.size, limit: limit) }
        return FoundFile(
            state: FileState(bytes: bytes, isExecutable: opened.status.isExecutable), status: opened.status)
    }

    /// A regular file, open for reading; `nil` when there is none.
    func openFile(_ path: RelativePath) throws(AccessFailure) -> OpenedFile? {
        try rootGuard.check(path)
        guard let folder = try openFolder(of: path) else { return nil }
        let name = path.name
        let seen = try at(path.text) { () throws(FileError) in try files.status(of: name, in: folder) }
        guard let seen else { return nil }
        try refuse(seen.kind, path)
        let file = try at(path.text) { () throws(FileError) in try files.open(name, in: folder, .read) }
        // Again, of what was opened: the name may have been given to something else since.
        let status = try at(path.text) { () throws(FileError) in try files.status(of: file) }
        try refuse(status.kind, path)
        return OpenedFile(file: file, status: status)
    }

    /// The folder that a path's last part is in; `nil` when it does not exist.
    func openFolder(of path: RelativePath) throws(AccessFailure) -> Descriptor? {
        try openFolder(parts: path.parts.dropLast())
    }

    /// A folder itself; `nil` when it does not exist. The root is the path `nil`.
    func openFolder(_ path: RelativePath?) throws(AccessFailure) -> Descriptor? {
        if let path { try rootGuard.check(path) }
        return try openFolder(parts: path?.parts[...] ?? [])
    }

    private func openFolder(parts: ArraySlice<Substring>) throws(AccessFailure) -> Descriptor? {
        var folder = try at(rootPath) { () throws(FileError) in try root.duplicate() }
        var walked = ""
        for part in parts {
            let name = String(part)
            walked += walked.isEmpty ? name : "/\(name)"
            let status = try at(walked) { () throws(FileError) in try files.status(of: name, in: folder) }
            guard let status else { return nil }
            if status.kind == .symbolicLink { throw .symbolicLink(walked) }
            guard status.kind == .folder else { throw .notFolder(walked) }
            folder = try at(walked) { () throws(FileError) in try files.open(name, in: folder, .folder) }
        }
        return folder
    }

    /// Whatever stands at a path that is no regular file is refused by its kind.
    func refuse(_ kind: FileStatus.Kind, _ path: RelativePath) throws(AccessFailure) {
        switch kind {
        case .file: return
        case .folder: throw .isFolder(path.text)
        case .symbolicLink: throw .symbolicLink(path.text)
        case .pipe, .socket, .device: throw .special(path.text, kind: kind)
        }
    }

    /// One call of the file system, about a path: its error names the path, and a link in the way is a refusal.
    func at<Result: ~Copyable>(
        _ path: String, _ call: () throws(FileError) -> Result
    ) throws(AccessFailure) -> Result {
        do { return try call() } catch {
            if error.code == ELOOP { throw .symbolicLink(path) }
            throw .system(FileError(error.operation, path, code: error.code))
        }
    }
}

/// Why a project could not be opened.
public enum OpenFailure: Error, Hashable, Sendable {
    /// The root is missing, no folder, or unreadable.
    case root(FileError)
    /// Our own state folder (its path) can't be made, read or written.
    case state(String, FileError)
}

/// A file that was read.
struct FoundFile {
    var state: FileState
    var status: FileStatus
}

/// A file that can be read.
struct OpenedFile: ~Copyable {
    let file: Descriptor
    let status: FileStatus
}

extension RelativePath {
    /// The last part, as the file system calls want it.
    var name: String { String(lastPart) }
}
