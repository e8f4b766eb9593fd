// Git's index as a place to write accepted parts to, and the commit of exactly these.
public import ChangeReview
import Glibc
import Storage

extension GitRepository {
    /// The files of the index at these paths; a path that is missing is not in it.
    ///
    /// - Parameter index: another index file than the repository's own.
    public func indexed(_ paths: [RelativePath], index: String? = nil) throws(GitFailure) -> [RelativePath: GitSide] {
        try entries(["ls-files", "--stage", "-z"], paths, extra: Self.variables(index))
    }

    /// The files of a revision at these paths.
    public func committed(_ paths: [RelativePath], in revision: String) throws(GitFailure) -> [RelativePath: GitSide] {
        try entries(["ls-tree", "-r", "-z", "--full-tree", try tree(revision)], paths, extra: [:])
    }

    /// States of files that git has, as a checkout would write them; `nil` for those that are no regular file, too large
    /// or missing.
    public func states(_ sides: [RelativePath: GitSide]) throws(GitFailure) -> [RelativePath: FileState] {
        let names = sides.compactMap { path, side in
            side.isFile ? side.id.map { GitBlobName(id: $0, path: path) } : nil
        }
        let blobs = try contents(of: names)
        var states: [RelativePath: FileState] = [:]
        for (name, blob) in blobs {
            guard case .bytes(let bytes) = blob, let side = sides[name.path] else { continue }
            states[name.path] = FileState(bytes: bytes, isExecutable: side.isExecutable)
        }
        return states
    }

    /// Puts states into the index, the working tree untouched, and returns what was there.
    ///
    /// - Parameters:
    ///   - states: `nil` takes the path out.
    ///   - before: what each path has to hold now; anything else is `indexChanged`, and nothing was done.
    @discardableResult
    public func stage(
        _ states: [RelativePath: FileState?], expecting before: [RelativePath: GitSide], index: String? = nil
    ) throws(GitFailure) -> [RelativePath: GitSide] {
        var sides: [RelativePath: GitSide?] = [:]
        for (path, state) in states {
            guard let state else {
                sides.updateValue(nil, forKey: path)
                continue
            }
            let mode: UInt32 = state.isExecutable ? 0o100755 : 0o100644
            sides[path] = GitSide(mode: mode, id: try store(state.bytes, at: path))
        }
        try replace(sides, expecting: before, index: index)
        var result: [RelativePath: GitSide] = [:]
        for (path, side) in sides { result[path] = side }
        return result
    }

    /// Gives entries of the index other blobs, all or none.
    public func replace(
        _ sides: [RelativePath: GitSide?], expecting before: [RelativePath: GitSide], index: String? = nil
    ) throws(GitFailure) {
        let now = try indexed(sides.keys.sorted(), index: index)
        let changed = sides.keys.filter { now[$0] != before[$0] }.sorted()
        guard changed.isEmpty else { throw .indexChanged(changed.map(\.text)) }
        var input: [UInt8] = []
        // What goes first makes room: a file may come where a folder was.
        let (gone, kept) = (sides.filter { $0.value == nil }, sides.compactMapValues { $0 })
        for path in gone.keys.sorted() {
            input += Array("0 \(String(repeating: "0", count: 40))\t\(path.text)".utf8) + [0]
        }
        for (path, side) in kept.sorted(by: { $0.key < $1.key }) {
            input += Array("\(String(side.mode, radix: 8)) \(side.id ?? "")\t\(path.text)".utf8) + [0]
        }
        _ = try top.ask(["update-index", "-z", "--index-info"], input: input, extra: Self.variables(index))
    }

    /// Stores bytes of the working tree's form as a blob: line ends and filters are undone as `git add` would.
    func store(_ bytes: [UInt8], at path: RelativePath) throws(GitFailure) -> String {
        Self.line(try top.ask(["hash-object", "-w", "--stdin", "--path=\(path.text)"], input: bytes))
    }

    static func variables(_ index: String?) -> [String: String] { index.map { ["GIT_INDEX_FILE": $0] } ?? [:] }

    /// `<mode> [blob] <id> [stage]`, TAB, the path, NUL; unmerged paths are left out.
    private func entries(
        _ words: [String], _ paths: [RelativePath], extra: [String: String]
    ) throws(GitFailure) -> [RelativePath: GitSide] {
        var found: [RelativePath: GitSide] = [:]
        var rest = paths[...]
        while !rest.isEmpty {
            // Command lines have an end.
            let some = rest.prefix(500)
            rest = rest.dropFirst(500)
            let answer = try top.ask(words + ["--"] + some.map(\.text), extra: extra)
            found.merge(try self.entries(in: answer, isTree: words[0] == "ls-tree")) { $1 }
        }
        return found
    }

    /// What `ls-files` and `ls-tree` print, by path; names that are no text are left out.
    func entries(in answer: [UInt8], isTree: Bool) throws(GitFailure) -> [RelativePath: GitSide] {
        var found: [RelativePath: GitSide] = [:]
        for record in answer.split(separator: 0) {
            guard let tab = record.firstIndex(of: 0x09),
                let name = String(validating: record[(tab + 1)...], as: UTF8.self), let path = RelativePath(name)
            else { continue }
            let fields = String(decoding: record[..<tab], as: UTF8.self).split(separator: " ")
            guard fields.count == 3, let mode = UInt32(fields[0], radix: 8) else {
                throw .unreadable(command: isTree ? "ls-tree" : "ls-files")
            }
            if !isTree, fields[2] != "0" { continue }
            found[path] = GitSide(mode: mode, id: String(fields[isTree ? 2 : 1]))
        }
        return found
    }
}

extension GitRepository {
    /// An index of its own that holds what HEAD holds; whoever asked for it removes the file.
    ///
    /// - Throws: `refused` while a merge is under way: a commit would end it without what it merges.
    public func temporaryIndex() throws(GitFailure) -> String {
        if let what = try underWay() {
            throw .refused(command: "commit", words: "\(what) is under way here; git status says how to end it")
        }
        let place = Self.line(try git.ask(["rev-parse", "--path-format=absolute", "--git-path", "oropendola-index"]))
        let index = "\(place)-\(getpid())"
        let tree = try hasCommit() ? ["HEAD"] : ["--empty"]
        do throws(GitFailure) { _ = try top.ask(["read-tree"] + tree, extra: Self.variables(index)) } catch {
            unlink(index)
            throw error
        }
        return index
    }
}
