// What a review asks of a repository: where it is, what a name means, and which files differ.
public import ChangeReview
import Glibc
public import Storage

/// One side of a file in a difference, as git has it.
public struct GitSide: Hashable, Sendable {
    /// `100644`, `100755`; a link is `120000`, a submodule `160000`.
    public var mode: UInt32
    /// The blob; `nil` where only the working tree has it.
    public var id: String?

    public var isFile: Bool { mode & 0o170000 == 0o100000 }
    public var isExecutable: Bool { mode & 0o100 != 0 }

    public init(mode: UInt32, id: String?) {
        self.mode = mode
        self.id = id
    }
}

/// A file that differs; `nil` is no file.
public struct GitDifference: Hashable, Sendable {
    /// As git has it. Not all names are text.
    public var name: [UInt8]
    public var old: GitSide?
    public var new: GitSide?
    /// A merge is under way in it.
    public var isUnmerged = false

    public var path: RelativePath? { String(validating: name, as: UTF8.self).flatMap { RelativePath($0) } }
}

/// What is compared. Revisions are checked names: `GitRepository.revision` knows them.
public enum GitComparison: Hashable, Sendable {
    /// The index, or a revision, with the files on disk.
    case workingTree(from: String?)
    /// A revision with the index.
    case index(from: String)
    case revisions(String, String)
    /// What the second did since it parted from the first (`A...B`).
    case sinceMergeBase(String, String)
    /// What a commit did to its first parent; all of it when it has none.
    case commit(String)
}

/// A repository with a working tree.
public struct GitRepository: Sendable {
    let git: GitProgram
    /// The top of the working tree, its real path.
    public let root: String

    /// The id of the tree that holds nothing (git's `EMPTY_TREE_SHA1_HEX`); git knows it without having it.
    static let emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

    /// - Parameter folder: any folder of the working tree.
    public init(folder: String, environment: [String: String] = Folders.environment()) throws(GitFailure) {
        git = GitProgram(folder: folder, environment: environment)
        let answer = try git.run(["rev-parse", "--show-toplevel"])
        guard answer.status == 0 else {
            let words = answer.words
            let isNone = words.hasPrefix("not a git repository") || words.contains("must be run in a work tree")
            throw isNone ? .noRepository(folder) : .refused(command: "rev-parse", words: words)
        }
        var bytes = answer.output
        if bytes.last == 0x0A { bytes.removeLast() }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw .unreadable(command: "rev-parse")
        }
        do throws(FileError) { root = try realPath(text) } catch { throw .system(error) }
    }

    /// The id that a name stands for; `nil` when it is no commit and no tree.
    public func revision(_ name: String) throws(GitFailure) -> String? {
        guard !name.isEmpty, !name.hasPrefix("-") else { return nil }
        let answer = try git.run(["rev-parse", "--verify", "--quiet", "\(name)^{tree}"])
        return answer.status == 0 ? GitRepository.line(answer.output) : nil
    }

    /// The same, where it has to be one.
    func tree(_ name: String) throws(GitFailure) -> String {
        guard let id = try revision(name) else { throw .unknownRevision(name) }
        return id
    }

    /// Whether there is a commit yet.
    public func hasCommit() throws(GitFailure) -> Bool { try revision("HEAD") != nil }

    /// Files that differ, by path. Renames are a file that goes and one that comes.
    ///
    /// - Parameter paths: only these, and what is below them, from the folder that the repository was opened in.
    public func differences(
        _ comparison: GitComparison, paths: [String] = []
    ) throws(GitFailure) -> [GitDifference] {
        var words = [
            "diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative",
            "--ignore-submodules=dirty", "--no-color",
        ]
        switch comparison {
        case .workingTree(let from): if let from { words.append(try tree(from)) }
        case .index(let from): words += ["--cached", try hasCommit() || from != "HEAD" ? tree(from) : Self.emptyTree]
        case .revisions(let a, let b): words += [try tree(a), try tree(b)]
        case .sinceMergeBase(let a, let b):
            _ = (try tree(a), try tree(b))
            words.append("\(a)...\(b)")
        case .commit(let name):
            let result = try tree(name)
            words += [try revision("\(name)^1") ?? Self.emptyTree, result]
        }
        return try Self.differences(in: git.ask(words + ["--"] + paths))
    }

    /// Files that git does not know and does not ignore, by name.
    public func untracked(paths: [String] = []) throws(GitFailure) -> [[UInt8]] {
        let words = ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--"]
        // Without paths git answers for the folder alone that it runs in.
        let top = GitProgram(folder: paths.isEmpty ? root : git.folder, environment: git.given)
        return try top.ask(words + paths).split(separator: 0).map { Array($0) }.sorted {
            $0.lexicographicallyPrecedes($1)
        }
    }

    /// The blobs of unambiguous beginnings of their ids, as index lines of patches have them; those that are not here are
    /// left out.
    public func blobs(_ prefixes: Set<String>) throws(GitFailure) -> [String: String] {
        let asked = prefixes.filter {
            $0.utf8.count >= 4 && $0.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        }
        .sorted()
        guard !asked.isEmpty else { return [:] }
        // One line of an answer for each of a question.
        let answer = try git.ask(
            ["cat-file", "--batch-check", "--buffer"], input: Array((asked.joined(separator: "\n") + "\n").utf8))
        var found: [String: String] = [:]
        for (prefix, line) in zip(asked, String(decoding: answer, as: UTF8.self).split(separator: "\n")) {
            let words = line.split(separator: " ")
            if words.count == 3, words[1] == "blob" { found[prefix] = String(words[0]) }
        }
        return found
    }

    /// `:100644 100755 <id> <id> M`, NUL, the name, NUL (git-diff(1), raw output format).
    static func differences(in bytes: [UInt8]) throws(GitFailure) -> [GitDifference] {
        var found: [GitDifference] = []
        var records = bytes.split(separator: 0).makeIterator()
        while let head = records.next() {
            let fields = String(decoding: head, as: UTF8.self).split(separator: " ")
            guard fields.count == 5, fields[0].first == ":", let name = records.next(),
                let oldMode = UInt32(fields[0].dropFirst(), radix: 8), let newMode = UInt32(fields[1], radix: 8)
            else { throw .unreadable(command: "diff --raw") }
            func side(_ mode: UInt32, _ id: Substring) -> GitSide? {
                mode == 0 ? nil : GitSide(mode: mode, id: id.allSatisfy { $0 == "0" } ? nil : String(id))
            }
            let difference = GitDifference(
                name: Array(name), old: side(oldMode, fields[2]), new: side(newMode, fields[3]),
                isUnmerged: fields[4].hasPrefix("U"))
            // A file in a merge comes twice: as such, and as it differs.
            if let last = found.last, last.name == difference.name {
                found[found.count - 1].isUnmerged = last.isUnmerged || difference.isUnmerged
            } else {
                found.append(difference)
            }
        }
        return found.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
