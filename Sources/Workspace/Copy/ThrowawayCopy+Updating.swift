// The copy brought up to date: only what differs is touched, so that a build in it goes on where it was.
import ChangeReview
import Glibc
import Storage

extension ThrowawayCopy {
    /// What a name of the copy should hold.
    private enum Wanted {
        case disk
        case staged(FileState)
    }

    /// Tells in a few words what is missing in the copy.
    func update(_ tree: CopiedTree, _ view: StagedView) async throws -> [String] {
        let source = try CopiedTree(project.rootPath)
        var names = try await names(of: source, tree)
        let unreadable = names.unreadable
        var wanted: [String: Wanted] = [:]
        for name in names.all { wanted[name] = .disk }
        for (path, state) in view.staged.states {
            wanted[path.text] = state.map { .staged($0) }
        }
        names.all = wanted.keys.sorted()
        try checkSize(names.all, wanted, source)
        var notes: [String] = []
        leavingLinks = []
        for name in names.all {
            if Task.isCancelled { throw ToolFailure("cancelled while the project was copied") }
            switch wanted[name] {
            case .staged(let state)?: try put(state, at: name, in: tree)
            case .disk?: try put(from: source, name, in: tree)
            case nil: continue
            }
        }
        for name in Array(known.keys) + made where wanted[name] == nil {
            tree.removeWithFolders(name)
            known[name] = nil
        }
        made = made.filter { wanted[$0] != nil }
        let (empty, others) = foldersWithout(names.all)
        for name in empty { tree.makeFolder(name) }
        let absent = shares == true ? [] : others.prefix(12).map { printed($0) + "/" }
        if !absent.isEmpty {
            notes.append(
                "not in the copy, since git ignores it or it can be made again: \(absent.joined(separator: ", "))")
        }
        if !leavingLinks.isEmpty {
            let shown = leavingLinks.sorted().prefix(5).map(printed).joined(separator: ", ")
            let more = leavingLinks.count > 5 ? ", … (\(leavingLinks.count) in all)" : ""
            notes.append("not in the copy, since these links lead out of the project: \(shown)\(more)")
        }
        if unreadable > 0 { notes.append("\(unreadable) files whose names are not UTF-8 are not in the copy") }
        return notes
    }

    private func names(of source: CopiedTree, _ tree: CopiedTree) async throws -> (all: [String], unreadable: Int) {
        var bounds = ToolBox.Limits()
        bounds.listingTime = 20_000
        let listing = try await TreeListing.list(project, below: nil, bounds, environment, keepsLinks: true)
        var paths = listing.paths
        if let more = listing.more { throw tooLarge("its files can't be listed: \(more)") }
        if shares == nil,
            let first = paths.lazy.compactMap({ String(validating: $0, as: UTF8.self) }).first(where: {
                source.stamp($0)?.kind == .file
            })
        {
            shares = try canShare(source, first, tree)
        }
        if shares == true {
            // Sharing costs next to nothing, so what git ignores comes along: a build finds what it made before.
            let walk = try TreeWalk(
                project: project, below: nil, isFlat: false, names: limits.sharedFiles + 1,
                milliseconds: bounds.listingTime, skipped: [".git"], keepsLinks: true)
            if let more = walk.more { throw tooLarge("its files can't be listed: \(more)") }
            paths = walk.paths.filter { path in
                guard let text = String(validating: path, as: UTF8.self), let path = RelativePath(text) else {
                    return true
                }
                return (try? project.rootGuard.check(path)) != nil
            }
        }
        let texts = paths.compactMap { String(validating: $0, as: UTF8.self) }
        return (texts, paths.count - texts.count)
    }

    private func canShare(_ source: CopiedTree, _ name: String, _ tree: CopiedTree) throws -> Bool {
        guard let file = source.reading(name) else { return false }
        let probe = try tree.making(".oropendola-probe", mode: 0o600)
        defer { tree.remove(".oropendola-probe") }
        return cloning.clone(file, to: probe)
    }

    private func checkSize(_ names: [String], _ wanted: [String: Wanted], _ source: CopiedTree) throws(ToolFailure) {
        let most = shares == true ? limits.sharedFiles : limits.files
        guard names.count <= most else { throw tooLarge("it has \(names.count) files, and \(most) is the limit") }
        if shares == true { return }
        var bytes = 0
        for name in names {
            if case .staged(let state)? = wanted[name] {
                bytes += state.bytes.count
            } else if let stamp = source.stamp(name), stamp.kind == .file {
                bytes += stamp.size
            }
        }
        guard bytes <= limits.bytes else {
            throw tooLarge("it has \(bytes >> 20) MB, and \(limits.bytes >> 20) MB is the limit")
        }
    }

    private func tooLarge(_ reason: String) -> ToolFailure {
        ToolFailure(
            "no throwaway copy of this project is made: \(reason).\nNothing was run. The user can let the command run "
                + "on the disk as it is, or write what is accepted first.")
    }

    private func put(_ state: FileState, at name: String, in tree: CopiedTree) throws {
        let origin = Origin.content(fingerprint(state.bytes), isExecutable: state.isExecutable)
        if let present = known[name], present.origin == origin, tree.stamp(name) == present.copy { return }
        let file = try tree.making(name, mode: state.isExecutable ? 0o755 : 0o644)
        try SystemFiles().write(state.bytes, to: file)
        note(name, origin, tree)
    }

    private func put(from source: CopiedTree, _ name: String, in tree: CopiedTree) throws {
        guard let stamp = source.stamp(name) else {
            // It went while we looked.
            tree.remove(name)
            known[name] = nil
            return
        }
        switch stamp.kind {
        case .file:
            let origin = Origin.disk(stamp)
            if let present = known[name], present.origin == origin, tree.stamp(name) == present.copy { return }
            guard let file = source.reading(name) else { return }
            let made = try tree.making(name, mode: stamp.mode & 0o777)
            if shares != true || !cloning.clone(file, to: made) { try copyBytes(file, to: made, name: name) }
            setModified(stamp.modified, of: made)
            note(name, origin, tree)
        case .symbolicLink:
            guard let target = source.link(name) else { return }
            guard let own = route(to: tree.path).linkText(target, of: name) else {
                leavingLinks.insert(name)
                tree.remove(name)
                known[name] = nil
                return
            }
            if known[name]?.origin == .link(own), tree.link(name) == own { return }
            try tree.makeLink(name, to: own)
            note(name, .link(own), tree)
        case .folder, .pipe, .socket, .device: return
        }
    }

    private func note(_ name: String, _ origin: Origin, _ tree: CopiedTree) {
        known[name] = tree.stamp(name).map { Known(origin: origin, copy: $0) }
    }

    /// Folders of the root of which nothing was copied: the empty ones, which git does not know and a command may write
    /// into, and the others.
    private func foldersWithout(_ names: [String]) -> (empty: [String], others: [String]) {
        let here = Set(
            names.compactMap { $0.utf8.split(separator: UInt8(ascii: "/")).first.map { String(Substring($0)) } })
        guard let root = try? Descriptor(folder: project.rootPath), let entries = try? listEntries(root, label: "")
        else {
            return ([], [])
        }
        var found: (empty: [String], others: [String]) = ([], [])
        for entry in entries where entry.kind == .folder {
            let name = String(decoding: entry.name, as: UTF8.self)
            guard name != ".git", !here.contains(name), let path = RelativePath(name),
                (try? project.rootGuard.check(path)) != nil
            else { continue }
            if isEmpty(name, in: root) { found.empty.append(name) } else { found.others.append(name) }
        }
        return (found.empty.sorted(), found.others.sorted())
    }

    private func isEmpty(_ name: String, in root: borrowing Descriptor) -> Bool {
        do throws(FileError) {
            return try listEntries(try SystemFiles().open(name, in: root, .folder), label: name, limit: 1).isEmpty
        } catch {
            return false
        }
    }
}
