// Writing several files so that a crash at any moment leaves a way back: the steps of one journal entry.
//
// New contents are first written beside their targets, so that a full disk is met before anything is changed; then the
// old file gets a second name, so that the way back needs no space; then each target is renamed into place.
import ChangeReview
import Glibc
import Storage

/// One journal entry being carried out or taken back. Used under the journal's lock alone.
struct Transaction {
    let project: ProjectFolder
    let number: Int
    let entry: JournalEntry

    /// A step's failure, or the whole's.
    struct Failure: Error {
        var path: RelativePath?
        var error: AccessFailure
    }

    /// How the names begin that we make in the project for the time of a write.
    static let temporaryPrefix = ".oropendola-"

    private var files: any FileOperations { project.files }

    // MARK: Forward

    /// Makes folders and temporary files. Nothing that the user has is changed yet.
    func prepare() throws(Failure) {
        for path in entry.madeFolders {
            try about(path) { folder throws(FileError) in
                do throws(FileError) { try files.makeFolder(path.name, in: folder, mode: 0o777) } catch {
                    guard error.code == EEXIST else { throw error }
                }
            }
        }
        for (index, step) in entry.steps.enumerated() {
            guard let after = step.step.after else { continue }
            try about(step.step.path) { folder throws(FileError) in
                try write(after, of: step, as: temporary(index, "new"), in: folder)
            }
        }
        // All were written before the first is synced: one commit of the file system then serves many of them.
        for (index, step) in entry.steps.enumerated() where step.step.after != nil {
            try about(step.step.path) { folder throws(FileError) in
                try files.sync(try files.open(temporary(index, "new"), in: folder, .read))
            }
        }
    }

    /// Puts every file into its place. `seen` is the status each had when its contents were compared.
    func swap(seen: [RelativePath: FileStatus]) throws(Failure) {
        for (index, step) in entry.steps.enumerated() {
            let path = step.step.path
            try about(path) { folder throws(FileError) in
                let old = temporary(index, "old")
                let new = temporary(index, "new")
                if step.step.before != nil {
                    try keep(path.name, as: old, in: folder)
                    let now = try files.status(of: path.name, in: folder)
                    guard let now, let before = seen[path], now.isSameContents(as: before) else {
                        throw FileError("replace", path.text, code: ESTALE)
                    }
                    if step.step.after != nil {
                        try files.rename(new, in: folder, to: path.name, in: folder)
                    } else {
                        try files.remove(path.name, in: folder)
                    }
                } else {
                    try place(new, as: path.name, in: folder)
                }
            }
        }
        try syncFolders()
    }

    /// Removes temporary names, and folders that an undo left empty. What fails is left for the next recovery.
    func tidy() -> Bool {
        var isTidy = true
        for (index, step) in entry.steps.enumerated() {
            do throws(Failure) {
                try about(step.step.path) { folder throws(FileError) in try removeTemporaries(index, in: folder) }
            } catch {
                // Only a disk that fails is worth another try: where no folder is, no names are left.
                if case .system = error.error { isTidy = false }
            }
        }
        do throws(Failure) { try removeFolders(entry.leftFolders) } catch { isTidy = false }
        return isTidy
    }

    // MARK: Back

    /// Takes back whatever was done of this entry. Returns the files that are neither before nor after: those were
    /// changed by somebody else, and stay.
    func rollBack() throws(Failure) -> [RelativePath] {
        var leftAlone: [RelativePath] = []
        for (index, step) in entry.steps.enumerated().reversed() {
            let path = step.step.path
            var current: FileState?
            do { current = try project.state(of: path) } catch {
                if case .system = error { throw Failure(path: path, error: error) }
                // A folder, a link or a device stands there now: not ours to remove.
                leftAlone.append(path)
                continue
            }
            let isMissingFolder = try isFolderMissing(path)
            if current == step.step.before {
                if isMissingFolder { continue }
                try about(path) { folder throws(FileError) in try removeTemporaries(index, in: folder) }
            } else if current == step.step.after {
                try about(path) { folder throws(FileError) in try restore(step, index, in: folder) }
            } else {
                leftAlone.append(path)
                if isMissingFolder { continue }
                try about(path) { folder throws(FileError) in try removeTemporaries(index, in: folder) }
            }
        }
        try removeFolders(entry.madeFolders.reversed())
        try syncFolders()
        return leftAlone.sorted()
    }

    private func restore(
        _ step: JournalEntry.Step, _ index: Int, in folder: borrowing Descriptor
    ) throws(FileError) {
        let name = step.step.path.name
        if let before = step.step.before {
            let old = temporary(index, "old")
            if try files.status(of: old, in: folder) == nil {
                try removeTemporaries(index, in: folder)
                try write(before, of: step, as: old, in: folder)
                try files.sync(try files.open(old, in: folder, .read))
            }
            try files.rename(old, in: folder, to: name, in: folder)
        } else {
            try files.remove(name, in: folder)
        }
        try removeTemporaries(index, in: folder)
    }

    // MARK: Parts

    /// A second name for the old file. A file system without links does without: the journal has the bytes.
    private func keep(_ name: String, as old: String, in folder: borrowing Descriptor) throws(FileError) {
        if try files.status(of: old, in: folder) != nil { try files.remove(old, in: folder) }
        do throws(FileError) { try files.link(name, to: old, in: folder) } catch {
            guard error.hasNoLinks else { throw error }
        }
    }

    /// A new file at a name that nobody has: a link never replaces, a rename would.
    private func place(_ new: String, as name: String, in folder: borrowing Descriptor) throws(FileError) {
        do throws(FileError) { try files.link(new, to: name, in: folder) } catch {
            guard error.hasNoLinks else { throw error }
            guard try files.status(of: name, in: folder) == nil else { throw FileError("make", name, code: EEXIST) }
            try files.rename(new, in: folder, to: name, in: folder)
        }
    }

    private func write(
        _ state: FileState, of step: JournalEntry.Step, as name: String, in folder: borrowing Descriptor
    ) throws(FileError) {
        // A leftover of a crash: the name is ours.
        if try files.status(of: name, in: folder) != nil { try files.remove(name, in: folder) }
        guard step.mode != JournalEntry.newMode else {
            let file = try files.open(name, in: folder, .createNew(mode: state.isExecutable ? 0o777 : 0o666))
            return try files.write(state.bytes, to: file)
        }
        let file = try files.open(name, in: folder, .createNew(mode: 0o600))
        try files.write(state.bytes, to: file)
        let made = try files.status(of: file)
        if made.owner != step.owner || made.group != step.group {
            // Only root may give files away; for others the file becomes theirs, as with any editor that renames.
            do throws(FileError) { try files.setOwner(step.owner, group: step.group, of: file) } catch {
                guard error.isForbidden else { throw error }
            }
        }
        if let seen = try files.status(of: step.step.path.name, in: folder), seen.kind == .file {
            try files.copyAttributes(from: try files.open(step.step.path.name, in: folder, .read), to: file)
        }
        // After the owner, which clears set-user-id, and after an access control list, whose mask the mode's group is.
        var mode = step.mode
        if state.isExecutable != (mode & 0o100 != 0) {
            mode = state.isExecutable ? mode | (mode & 0o444) >> 2 | 0o100 : mode & ~0o111
        }
        try files.setMode(mode, of: file)
    }

    private func removeTemporaries(_ index: Int, in folder: borrowing Descriptor) throws(FileError) {
        for kind in ["new", "old"] {
            let name = temporary(index, kind)
            if try files.status(of: name, in: folder) != nil { try files.remove(name, in: folder) }
        }
    }

    /// Removes folders that are empty. One that isn't, or is gone, is no failure.
    private func removeFolders(_ paths: [RelativePath]) throws(Failure) {
        for path in paths {
            do throws(Failure) {
                try about(path) { folder throws(FileError) in try files.removeFolder(path.name, in: folder) }
            } catch {
                guard case .system(let cause) = error.error else { continue }
                if ![ENOTEMPTY, EEXIST, ENOENT, ENOTDIR, EBUSY].contains(cause.code) { throw error }
            }
        }
    }

    private func syncFolders() throws(Failure) {
        var parents: Set<String> = []
        for path in entry.steps.map(\.step.path) + entry.madeFolders { parents.insert(path.parent) }
        for parent in parents.sorted() {
            let path = RelativePath(parent)
            do throws(AccessFailure) {
                guard let folder = try project.openFolder(path) else { continue }
                try project.at(parent) { () throws(FileError) in try files.sync(folder) }
            } catch {
                throw Failure(path: path, error: error)
            }
        }
    }

    private func isFolderMissing(_ path: RelativePath) throws(Failure) -> Bool {
        do throws(AccessFailure) { return try project.openFolder(of: path) == nil } catch {
            throw Failure(path: path, error: error)
        }
    }

    private func temporary(_ index: Int, _ kind: String) -> String {
        "\(Transaction.temporaryPrefix)\(project.journal.mark)-\(number)-\(index).\(kind)"
    }

    /// Does something in the folder that a path is in.
    private func about(
        _ path: RelativePath, _ body: (borrowing Descriptor) throws(FileError) -> Void
    ) throws(Failure) {
        do throws(AccessFailure) {
            guard let folder = try project.openFolder(of: path) else { throw .missing(path.parent) }
            try project.at(path.text) { () throws(FileError) in try body(folder) }
        } catch {
            throw Failure(path: path, error: error)
        }
    }
}

extension FileError {
    /// The file system, or its rules, allow no second name for a file.
    fileprivate var hasNoLinks: Bool { [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) }
}

extension RelativePath {
    /// The folder the path is in; empty for the root.
    var parent: String { parts.dropLast().joined(separator: "/") }
}
