// A file that goes and one that comes with its contents are one change: a rename.
//
// It stands at the new path, with the old file as its base and the old path as its `origin`. Accepting any of it renames
// the file: the plan has two steps, so that a write, its undo and a recovery know of no renames. Whatever happens to one
// of the two paths alone parts it into the two changes again.

extension ChangeSet {
    /// Files that came or went, up to which each new one is compared with all of them; beyond, contents must be equal.
    private static let mostCompared = 32

    /// Makes one change of this one and its other half, when both are as they were proposed.
    ///
    /// Other halves are files with the same content, or, of the same call, files that are alike.
    mutating func joinRename(_ path: RelativePath, _ author: Author) {
        guard let change = files[path], isHalf(change) else { return }
        let isAdded = change.base == nil
        let others = changes.filter { isHalf($0) && ($0.base == nil) != isAdded }
        guard let content = (change.base ?? change.proposed)?.bytes, !content.isEmpty, !others.isEmpty else { return }
        func file(_ change: Change) -> RenameDetection.File {
            RenameDetection.File(path: change.path, bytes: (change.base ?? change.proposed)?.bytes ?? [])
        }
        let near = others.filter { other in
            file(other).bytes == content
                || others.count <= Self.mostCompared && !author.id.isEmpty && other.author == author
        }
        let (own, rest) = ([file(change)], near.map(file))
        let found = RenameDetection(deleted: isAdded ? rest : own, added: isAdded ? own : rest).renames
        guard let rename = found.first(where: { $0.from == path || $0.to == path }), let old = files[rename.from],
            let new = files[rename.to]
        else { return }
        var joined = Change(path: rename.to, base: old.base, proposed: new.proposed, author: author)
        joined.origin = rename.from
        files[rename.from] = nil
        files[rename.to] = joined
    }

    private func isHalf(_ change: Change) -> Bool {
        (change.base == nil || change.proposed == nil) && change.origin == nil && change.conflict == nil
            && change.summary == .undecided && !isBeingWritten(change.path) && held[change.path] == nil
    }

    /// The rename that takes a file away from this path.
    func rename(from path: RelativePath) -> Change? { files.items.first { $0.origin == path } }

    /// Makes two changes of a rename that has this path at one end. What was accepted or rejected as a whole stays so.
    mutating func partRename(at path: RelativePath) {
        guard let joined = files[path].flatMap({ $0.origin == nil ? nil : $0 }) ?? rename(from: path),
            let origin = joined.origin
        else { return }
        var halves = [
            Change(path: origin, base: joined.base, proposed: nil, author: joined.author),
            Change(path: joined.path, base: nil, proposed: joined.proposed, author: joined.author),
        ]
        for index in halves.indices {
            if joined.summary != .partly, let mark = joined.marks.first { halves[index].mark(mark) }
            files[halves[index].path] = halves[index]
        }
    }

    /// Where the files under review are on disk: their paths, and where renamed ones come from. By path.
    public var pathsOnDisk: [RelativePath] {
        let origins = changes.compactMap(\.origin)
        return origins.isEmpty ? changes.map(\.path) : (changes.map(\.path) + origins).sorted()
    }
}

extension Change {
    /// What a write of the accepted lines does: two steps for a rename.
    func steps(to after: FileState?) -> [FileStep] {
        guard let origin else { return [FileStep(path: path, before: base, after: after)] }
        return [
            FileStep(path: origin, before: base, after: nil), FileStep(path: path, before: nil, after: after),
        ]
    }

    /// Nothing would change.
    var isNothing: Bool { base == proposed && origin == nil }
}
