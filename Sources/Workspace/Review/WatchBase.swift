// What files were when a watch began, without a copy of all of them: git has most, and the rest is kept in memory.
public import ChangeReview
import Storage

/// The files of a project at one moment.
public struct WatchBase: Sendable {
    private let reader: ReviewReader
    /// As they were: what git can't give back.
    private var kept: [RelativePath: FileState] = [:]
    /// Clean then, so that the index has their contents.
    private var tracked: [RelativePath: GitSide] = [:]
    /// Folders that were there: in a repository only those without a file that git knows, each for all in it.
    private var folders: Set<RelativePath> = []
    /// Files whose contents at the start are not known: a change of theirs can't be shown.
    public private(set) var leftOut: [LeftOutFile] = []

    /// Bytes that are kept in memory; files beyond are left out.
    static let largest = 256 << 20
    static let mostNames = 50_000

    public init(_ reader: ReviewReader) throws(GitFailure) {
        self.reader = reader
        var names: [RelativePath] = []
        if let repository = reader.repository {
            tracked = try repository.allIndexed()
            names = try repository.candidates()
            names.removeAll { tracked[$0] == nil && $0.isEditorsOwn }
            for name in names { tracked[name] = nil }
            folders = try repository.untrackedFolders()
        } else {
            let walk = WatchBase.walk(reader.project)
            names = WatchBase.paths(walk.paths).filter { !$0.isEditorsOwn }
            folders = Set(WatchBase.paths(walk.folders))
        }
        var bytes = 0
        for name in names.sorted() {
            let finding = reader.project.finding(at: name)
            guard case .file(let state) = finding else {
                if finding.state == nil { leftOut.append(LeftOutFile(name: name.text, reason: .found(finding))) }
                continue
            }
            bytes += state.bytes.count
            guard bytes <= WatchBase.largest else {
                bytes -= state.bytes.count
                leftOut.append(LeftOutFile(name: name.text, reason: .tooLarge(bytes: state.bytes.count)))
                continue
            }
            kept[name] = state
        }
    }

    /// What these files were, each with what it is now. Ignored ones, and those that were left out, are not in it.
    public func steps(_ paths: [RelativePath]) throws(GitFailure) -> [FileStep] {
        let unknown = Set(leftOut.map(\.name))
        var paths = paths.filter {
            !unknown.contains($0.text) && (tracked[$0] != nil || kept[$0] != nil || !$0.isEditorsOwn)
        }
        if let repository = reader.repository {
            let others = paths.filter { tracked[$0] == nil && kept[$0] == nil }
            let ignored = try repository.ignored(others)
            paths = paths.filter { !ignored.contains($0) }
            let states = try repository.states(tracked.filter { paths.contains($0.key) })
            return paths.compactMap { step($0, before: kept[$0] ?? states[$0]) }
        }
        return paths.compactMap { step($0, before: kept[$0]) }
    }

    /// Whether a folder was there, as far as one can know.
    public func hadFolder(_ folder: RelativePath) -> Bool {
        if reader.repository == nil { return folders.contains(folder) }
        let inside = folder.text + "/"
        return folders.contains { folder == $0 || folder.text.hasPrefix($0.text + "/") || $0.text.hasPrefix(inside) }
            || tracked.keys.contains { $0.text.hasPrefix(inside) } || kept.keys.contains { $0.text.hasPrefix(inside) }
    }

    private func step(_ path: RelativePath, before: FileState?) -> FileStep? {
        reader.project.finding(at: path).state.map { FileStep(path: path, before: before, after: $0) }
    }

    /// Every file that may be another one than at the start. One that was changed and then added or committed is what the
    /// index has, so the index is compared with itself.
    public func candidates() throws(GitFailure) -> [RelativePath] {
        if let repository = reader.repository {
            let now = try repository.allIndexed()
            let moved = Set(tracked.keys).union(now.keys).filter { tracked[$0] != now[$0] }
            return Set(try repository.candidates()).union(kept.keys).union(moved).sorted()
        }
        return Set(WatchBase.paths(WatchBase.walk(reader.project).paths)).union(kept.keys).sorted()
    }

    private static func walk(_ project: ProjectFolder) -> TreeWalk {
        TreeWalk(
            start: project.root, prefix: [], isFlat: false, names: mostNames, milliseconds: 10_000,
            skipped: Set(TreeWalk.skippedFolders), keepsLinks: false)
    }

    private static func paths(_ names: [[UInt8]]) -> [RelativePath] {
        names.compactMap { String(validating: $0, as: UTF8.self).flatMap { RelativePath($0) } }
    }
}

extension RelativePath {
    /// A swap, backup or lock file of vim or emacs, by its name: those come and go with the editor.
    var isEditorsOwn: Bool {
        let name = text.utf8.split(separator: UInt8(ascii: "/")).last.map { Array($0) } ?? []
        func begins(_ start: String) -> Bool { name.starts(with: start.utf8) }
        func ends(_ end: String) -> Bool { name.suffix(end.utf8.count).elementsEqual(end.utf8) }
        if begins(".#") || ends("~") || begins("#") && ends("#") || name.elementsEqual("4913".utf8) { return true }
        guard begins("."), name.count > 5, let last = name.last else { return false }
        return name.dropLast().suffix(3).elementsEqual(".sw".utf8)
            && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(last)
    }
}

extension GitRepository {
    /// The index, whole.
    func allIndexed() throws(GitFailure) -> [RelativePath: GitSide] {
        try entries(in: top.ask(["ls-files", "--stage", "-z"]), isTree: false).filter { $0.value.isFile }
    }

    /// Files on disk that are not what the index has, and those that it does not know.
    func candidates() throws(GitFailure) -> [RelativePath] {
        let differences = try differences(.workingTree(from: nil)).compactMap(\.path)
        return differences
            + (try untracked()).compactMap {
                String(validating: $0, as: UTF8.self).flatMap { RelativePath($0) }
            }
    }

    /// Folders without a file that the index has, empty ones too. One for all that are in it.
    func untrackedFolders() throws(GitFailure) -> Set<RelativePath> {
        let names = try top.ask(["ls-files", "--others", "--directory", "-z"]).split(separator: 0)
        return Set(
            names.filter { $0.last == UInt8(ascii: "/") }.compactMap {
                String(validating: $0.dropLast(), as: UTF8.self).flatMap { RelativePath($0) }
            })
    }

    /// Those that `.gitignore` names.
    func ignored(_ paths: [RelativePath]) throws(GitFailure) -> Set<RelativePath> {
        guard !paths.isEmpty else { return [] }
        var input: [UInt8] = []
        for path in paths { input += Array(path.text.utf8) + [0] }
        // Status 1: none of them.
        let answer = try top.run(
            ["check-ignore", "-z", "--stdin"], input: input, extra: ["GIT_LITERAL_PATHSPECS": "0"])
        return Set(answer.output.split(separator: 0).compactMap { RelativePath(String(decoding: $0, as: UTF8.self)) })
    }
}
