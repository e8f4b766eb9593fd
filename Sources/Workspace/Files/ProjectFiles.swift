// The names of a project's files, ready to be looked through: read beside whatever else goes on, and anew when they are
// asked for again. What is known so far can be looked through while the rest is read.
import ChangeReview
import Glibc
import Matching
import Synchronization

/// The files that a project has: what git tracks and what it does not ignore; without git what a bounded walk finds.
/// Our own state and git's are not among them.
public final class ProjectFiles: Sendable {
    private struct State {
        /// What is looked through.
        var table = PathTable()
        /// What is being read, until it is whole.
        var next: PathTable?
        /// The first reading is over.
        var isKnown = false
    }

    /// Bounds of one reading: names, and milliseconds.
    public struct Limits: Equatable, Sendable {
        public var names = 1_000_000
        public var time = 30_000

        public init() {}
    }

    private let project: ProjectFolder
    private let environment: [String: String]
    private let limits: Limits
    private let state = Mutex(State())

    public init(project: ProjectFolder, environment: [String: String], limits: Limits = Limits()) {
        self.project = project
        self.environment = environment
        self.limits = limits
    }

    /// The best answers to a few letters. Blocks for as long as it takes to look through all names: some milliseconds.
    ///
    /// - Parameters:
    ///   - added: paths that count as well, whether or not they are on disk.
    ///   - removed: paths that don't.
    ///   - goesOn: `false` ends the search early; what was found by then is of no use.
    /// - Returns: `soFar`: how many names are known while the first reading goes on; nil when all are.
    public func best(
        _ text: String, limit: Int, recent: [String] = [], added: [String] = [], removed: [String] = [],
        goesOn: () -> Bool = { true }
    ) -> (paths: [String], soFar: Int?) {
        let pattern = FuzzyPattern(text)
        let (paths, soFar) = state.withLock { state in
            let isWhole = state.isKnown
            let table = isWhole ? state.table : state.next ?? state.table
            return (
                table.best(pattern, limit: limit, recent: recent, hidden: Set(removed), goesOn: goesOn),
                isWhole ? nil : table.count
            )
        }
        let known = Set(paths)
        let new = added.filter { !known.contains($0) }
        guard !new.isEmpty else { return (paths, soFar) }
        var staged = PathTable()
        for path in new.sorted() { staged.add(Array(path.utf8)[...]) }
        let scored = (paths + staged.best(pattern, limit: limit, recent: recent).filter { !$0.hasSuffix("/") })
            .enumerated().map { (index: $0, path: $1, score: pattern.score(of: $1) ?? 0) }
        return (scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.prefix(limit).map(\.path), soFar)
    }

    /// Reads the names. What was known stays until all are there; the first time, what is known so far counts.
    ///
    /// - Parameter grown: called now and then while the first reading goes on, and when it is over.
    public func read(grown: @escaping @Sendable () -> Void) async {
        let isFirst = state.withLock { state in
            state.next = PathTable()
            return !state.isKnown
        }
        let onTheWay: @Sendable () -> Void = { if isFirst { grown() } }
        if await !readRepository(onTheWay) { readFolders(onTheWay) }
        state.withLock { state in
            state.table = state.next ?? state.table
            state.next = nil
            state.isKnown = true
        }
        grown()
    }

    private func add(_ paths: [ArraySlice<UInt8>]) {
        state.withLock { state in
            for path in paths where isAllowed(path) { state.next?.add(path) }
        }
    }

    /// Git's own data and ours are no files of the project.
    private func isAllowed(_ path: ArraySlice<UInt8>) -> Bool {
        guard let text = String(validating: path, as: UTF8.self), let path = RelativePath(text) else { return false }
        do throws(AccessFailure) {
            try project.rootGuard.check(path)
            return true
        } catch {
            return false
        }
    }

    // MARK: Git

    /// False without a repository, or without git.
    private func readRepository(_ grown: @escaping @Sendable () -> Void) async -> Bool {
        guard TreeListing.isInRepository(project.rootPath) else { return false }
        let words = [
            "git", "-C", project.rootPath, "-c", "core.fsmonitor=false", "ls-files", "-z", "--cached", "--others",
            "--exclude-standard",
        ]
        let command = Command(
            words: words, environment: gitEnvironment(environment), timeLimit: limits.time, grace: 500,
            cancelGrace: 500, joinsErrors: false)
        let pieces = NamePieces(limit: limits.names)
        let end = await command.run { bytes in
            let (names, goesOn, isDue) = await pieces.take(bytes)
            self.add(names)
            if isDue { grown() }
            return goesOn
        }
        switch end {
        case .exited(0), .timedOut, .cancelled: return true
        case .exited, .killed, .notStarted: return false
        }
    }

    // MARK: Without git

    private func readFolders(_ grown: @escaping @Sendable () -> Void) {
        state.withLock { $0.next = PathTable() }
        var waiting: [ArraySlice<UInt8>] = []
        var told = ContinuousClock.now
        do throws(AccessFailure) {
            _ = try TreeWalk(
                project: project, below: nil, isFlat: false, names: limits.names, milliseconds: limits.time
            ) { path in
                waiting.append(path)
                guard waiting.count >= 1000 else { return }
                self.add(waiting)
                waiting = []
                guard .now - told > .milliseconds(NamePieces.pause) else { return }
                told = .now
                grown()
            }
        } catch {
            // A root that can't be listed has no names; every other use of it says why.
        }
        add(waiting)
    }
}

/// Names that end in NUL, as they come in pieces.
private actor NamePieces {
    /// Milliseconds between two words about what is known so far.
    static let pause = 100

    private let limit: Int
    private var count = 0
    private var part: [UInt8] = []
    private var told = ContinuousClock.now

    init(limit: Int) { self.limit = limit }

    func take(_ bytes: [UInt8]) -> (names: [ArraySlice<UInt8>], goesOn: Bool, isDue: Bool) {
        var names: [ArraySlice<UInt8>] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0) {
            let name = part.isEmpty ? bytes[start..<end] : (part + bytes[start..<end])[...]
            part = []
            // `folder/` is a repository inside this one: git says no more about it.
            if !name.isEmpty, name.last != UInt8(ascii: "/") { names.append(name) }
            start = end + 1
        }
        part += bytes[start...]
        count += names.count
        let isDue = .now - told > .milliseconds(Self.pause)
        if isDue { told = .now }
        return (names, count < limit, isDue)
    }
}
