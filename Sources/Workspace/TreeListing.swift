// Which files a project has: what git says where there is a repository, else what a bounded walk finds.
import ChangeReview
import Glibc

/// The files of a tree, as paths relative to the root, sorted by bytes.
struct TreeListing {
    var paths: [[UInt8]]
    /// Why the list is not complete.
    var more: String?
    /// Folders that were left out on purpose, when git was not there to say which.
    var skipped: [String] = []
    /// The path that was asked for names a file; it is the one here.
    var isOneFile = false

    /// Lists what is below a folder. Staged files are laid over it by the caller.
    ///
    /// - Parameter isFlat: without git, only the folder itself is looked at; its folders end in `/`.
    static func list(
        _ project: ProjectFolder, below folder: RelativePath?, isFlat: Bool = false, _ limits: ToolBox.Limits,
        _ environment: [String: String], keepsLinks: Bool = false
    ) async throws(ToolFailure) -> TreeListing {
        do throws(AccessFailure) {
            guard try project.openFolder(folder) != nil else { throw .missing(folder?.text ?? "") }
            if var listing = await ofRepository(project, folder, limits, environment) {
                listing.paths = listing.paths.filter { isAllowed($0, in: project) }
                return listing
            }
            let walk = try TreeWalk(
                project: project, below: folder, isFlat: isFlat, names: limits.listedNames,
                milliseconds: limits.listingTime, keepsLinks: keepsLinks)
            return TreeListing(
                paths: walk.paths.filter { isAllowed($0, in: project) }.sorted { $0.lexicographicallyPrecedes($1) },
                more: walk.more, skipped: walk.skipped.sorted())
        } catch {
            throw ToolFailure(error)
        }
    }

    private static func isAllowed(_ path: [UInt8], in project: ProjectFolder) -> Bool {
        // A name that is no text can't be git's or ours, and is listed, quoted.
        let path = path.last == UInt8(ascii: "/") ? path.dropLast() : path[...]
        guard let path = String(validating: path, as: UTF8.self).flatMap({ RelativePath($0) }) else { return true }
        do throws(AccessFailure) {
            try project.rootGuard.check(path)
            return true
        } catch {
            return false
        }
    }

    /// Tracked and untracked files, without ignored ones. `nil` without a repository, or without git.
    private static func ofRepository(
        _ project: ProjectFolder, _ folder: RelativePath?, _ limits: ToolBox.Limits, _ environment: [String: String]
    ) async -> TreeListing? {
        guard isInRepository(project.rootPath) else { return nil }
        // A repository's own settings may name programs to run: none of them is.
        var words = ["git", "-C", project.rootPath, "-c", "core.fsmonitor=false", "ls-files", "-z"]
        words += ["--cached", "--others", "--exclude-standard"]
        if let folder { words += ["--", folder.text] }
        let command = Command(
            words: words, environment: gitEnvironment(environment), timeLimit: limits.listingTime, grace: 500,
            cancelGrace: 500,
            joinsErrors: false)
        let names = ListedNames(limit: limits.listedNames)
        let end = await command.run { await names.take($0) }
        let (found, isFull) = await names.all()
        switch end {
        case .exited(0): return TreeListing(paths: found, more: nil)
        case .timedOut: return TreeListing(paths: found, more: "stopped at the time limit")
        case .cancelled where isFull:
            return TreeListing(paths: found, more: "stopped after \(limits.listedNames) names")
        case .cancelled: return TreeListing(paths: found, more: "cancelled")
        case .exited, .killed, .notStarted: return nil
        }
    }

    static func isInRepository(_ root: String) -> Bool {
        var folder = root == "/" ? "" : root
        while true {
            if access("\(folder)/.git", F_OK) == 0 { return true }
            guard let slash = folder.utf8.lastIndex(of: UInt8(ascii: "/")) else { return false }
            folder = String(folder[..<slash])
        }
    }
}

/// Names that end in NUL, as they come in pieces.
private actor ListedNames {
    private let limit: Int
    private var names: Set<[UInt8]> = []
    private var part: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    func take(_ bytes: [UInt8]) -> Bool {
        for piece in bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast() {
            let name = part + piece
            part = []
            // `folder/` is a repository inside this one: git says no more about it.
            if !name.isEmpty, name.last != UInt8(ascii: "/") { names.insert(name) }
        }
        part += bytes.split(separator: 0, omittingEmptySubsequences: false).last ?? []
        return names.count < limit
    }

    func all() -> (names: [[UInt8]], isFull: Bool) {
        (names.sorted { $0.lexicographicallyPrecedes($1) }, names.count >= limit)
    }
}
