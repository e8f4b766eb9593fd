// A copy of the project that holds the staged files, for commands that should see them while the disk does not. It is
// kept between commands and brought up to date before each; what a command changes in it comes back as proposals.
import ChangeReview
import Glibc
public import Storage
import TaskMachine

/// The copy of one project.
public actor ThrowawayCopy {
    /// Above these there is no copy; the defaults are the product's.
    public struct Limits: Equatable, Sendable {
        /// Files and bytes that are copied where the file system can't share blocks.
        public var files = 20_000
        public var bytes = 500 << 20
        /// Files where it can.
        public var sharedFiles = 200_000
        /// Files and bytes that one command may propose.
        public var proposedFiles = 500
        public var proposedBytes = 64 << 20

        public init() {}
    }

    /// What a command's run in the copy needs and tells.
    struct Ready {
        /// The copy's root.
        var root: String
        var route: CopyRoute
        var environment: [String: String]
        var notes: [String]
    }

    /// Where the contents of a copied file came from.
    enum Origin: Equatable {
        case disk(FileStamp)
        case content(UInt64, isExecutable: Bool)
        case link(String)
    }

    struct Known: Equatable {
        var origin: Origin
        /// What it was when it was put there; whatever differs later was changed by a command.
        var copy: FileStamp
    }

    let project: ProjectFolder
    let environment: [String: String]
    let limits: Limits
    let cloning: any FileCloning
    private let folders: Folders
    private var place: CopyPlace?
    var tree: CopiedTree?
    var known: [String: Known] = [:]
    /// Files that commands made, and that go again unless they are staged.
    var made: Set<String> = []
    /// Links that lead out of the project: a command would write through them, so the copy has none of them.
    var leavingLinks: Set<String> = []
    var repository: [FileStamp?] = []
    var hasRepository = false
    /// Whether the file system shares blocks; nil: not tried yet.
    var shares: Bool?

    public init(project: ProjectFolder, folders: Folders, environment: [String: String], limits: Limits = Limits()) {
        self.init(project: project, folders: folders, environment: environment, limits: limits, cloning: Reflinks())
    }

    init(
        project: ProjectFolder, folders: Folders, environment: [String: String], limits: Limits = Limits(),
        cloning: any FileCloning
    ) {
        self.project = project
        self.folders = folders
        self.environment = environment
        self.limits = limits
        self.cloning = cloning
    }

    /// Removes what earlier programs left behind.
    ///
    /// - Returns: how many can't be removed.
    @discardableResult public static func removeStale(_ folders: Folders) throws(FileError) -> Int {
        try CopyPlace.removeStale(folders)
    }

    /// Removes the copy. A later command makes a new one.
    public func remove() {
        tree = nil
        known = [:]
        made = []
        leavingLinks = []
        repository = []
        hasRepository = false
        if let place = place.take() { place.remove() }
    }

    /// Makes the copy, or brings it up to date: what is on disk now, under what is staged now.
    func refresh(_ view: StagedView) async throws(ToolFailure) -> Ready {
        do {
            if place == nil {
                place = try CopyPlace.make(for: project.rootPath, folders: folders)
                tree = nil
            }
            guard let root = place?.root, let ceiling = place?.ceiling else {
                throw FileError("make", "copy", code: EIO)
            }
            let tree = try self.tree ?? CopiedTree(root)
            self.tree = tree
            var notes = try await update(tree, view)
            if let count = place?.unremoved, count > 0 {
                notes.append("\(count) earlier copies can't be removed from \(printed(folders.cache + "/copies"))")
            }
            notes += try refreshRepository(tree)
            var variables = environment
            variables["GIT_CEILING_DIRECTORIES"] = ceiling
            for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] { variables[name] = nil }
            return Ready(root: root, route: route(to: root), environment: variables, notes: notes)
        } catch let failure as ToolFailure {
            throw failure
        } catch let failure as AccessFailure {
            throw ToolFailure(failure)
        } catch let error as FileError {
            throw ToolFailure("the copy could not be made: \(error.reason) (\(error.operation) \(printed(error.path)))")
        } catch {
            throw ToolFailure("the copy could not be made: \(error)")
        }
    }

    func route(to root: String) -> CopyRoute { CopyRoute(project, copy: root, home: environment["HOME"]) }

    private func refreshRepository(_ tree: CopiedTree) throws(FileError) -> [String] {
        let found: CopiedRepository?
        do throws(FileError) { found = try CopiedRepository(root: project.rootPath) } catch {
            tree.remove(".git")
            hasRepository = false
            return ["git does not work in the copy: \(printed(error.path)) can't be read (\(error.reason))"]
        }
        guard let source = found else {
            if hasRepository { tree.remove(".git") }
            hasRepository = false
            return []
        }
        let stamps = source.stamps
        guard stamps != repository || !hasRepository else { return [] }
        let reason = try source.copy(to: tree)
        repository = stamps
        hasRepository = reason == nil
        return reason.map { ["git does not work in the copy: \($0)"] } ?? []
    }
}
