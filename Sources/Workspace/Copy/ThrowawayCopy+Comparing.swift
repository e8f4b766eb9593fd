// What a command changed in the copy, as proposals of its own: written by it, reviewed like all others, on disk never.
import ChangeReview
import Glibc
import Storage

extension ThrowawayCopy {
    /// What came of a command.
    struct Changes {
        var steps: [FileStep] = []
        /// One line for each step.
        var lines: [String] = []
        /// What is not taken over, and why.
        var notes: [String] = []
    }

    /// Folders that commands fill where no git says what is made and what is written.
    private static let madeFolders: Set<String> = [
        "target", "build", "dist", "out", "bin", "obj", "coverage", ".next", ".nuxt", ".pytest_cache", ".mypy_cache",
        ".ruff_cache", "DerivedData", "vendor", ".parcel-cache", ".turbo", "htmlcov", ".swiftpm",
    ]

    /// Compares the copy with what was put there. Everything that was found is noted, so that it is told once.
    func changes(_ view: StagedView) async throws(ToolFailure) -> Changes {
        guard let tree else { return Changes() }
        let source: CopiedTree
        do throws(FileError) { source = try CopiedTree(project.rootPath) } catch {
            throw ToolFailure("the project can't be opened any more: \(error.reason)")
        }
        var found = Findings()
        for name in known.keys.sorted() {
            guard let present = known[name], tree.stamp(name) != present.copy else { continue }
            switch present.origin {
            case .link: found.links += 1
            case .disk(let stamp) where source.stamp(name) != stamp:
                // What the command made is of another text than what a proposal would be compared with.
                found.refused.append(
                    "\(printed(name)) changed on disk meanwhile; what the command made of it is not taken over")
            case .disk, .content: try look(at: name, tree, view, &found)
            }
        }
        for name in leavingLinks where tree.stamp(name) != nil { found.links += 1 }
        for name in await newNames(tree) where known[name] == nil && !leavingLinks.contains(name) {
            // What was not taken over is told once.
            guard let stamp = tree.stamp(name), made.insert(name).inserted else { continue }
            if stamp.kind == .symbolicLink { found.links += 1 }
            guard stamp.kind == .file else { continue }
            try look(at: name, tree, view, &found)
        }
        return found.changes(limits)
    }

    private struct Findings {
        var changes: [(step: FileStep, from: FileState?)] = []
        var links = 0
        var large: [String] = []
        var refused: [String] = []
        var binary = 0

        func changes(_ limits: Limits) -> Changes {
            var result = Changes()
            let bytes = changes.reduce(0) { $0 + ($1.step.after?.bytes.count ?? 0) }
            if changes.count > limits.proposedFiles || bytes > limits.proposedBytes {
                result.notes.append(
                    "the command changed \(changes.count) files (\(bytes) bytes) in the copy, too many to review: none is taken over"
                )
            } else {
                result.steps = changes.map(\.step)
                result.lines = changes.map { change in
                    let shown = Change(path: change.step.path, base: change.from, proposed: change.step.after)
                    let letter = change.from == nil ? "A" : change.step.after == nil ? "D" : "M"
                    return "\(letter) \(printed(change.step.path.text)) +\(shown.addedLines) -\(shown.removedLines)"
                }
            }
            if links > 0 { result.notes.append("\(links) symbolic links that it made or changed are not taken over") }
            for name in large.prefix(5) { result.notes.append("\(printed(name)) is too large to take over") }
            for text in refused.prefix(5) { result.notes.append(text) }
            if binary > 0 {
                result.notes.append("\(binary) new binary files are not taken over; no git says what is made here")
            }
            return result
        }
    }

    private func look(
        at name: String, _ tree: CopiedTree, _ view: StagedView, _ found: inout Findings
    ) throws(ToolFailure) {
        guard let path = RelativePath(name) else { return }
        let stamp = tree.stamp(name)
        var after: FileState?
        if let stamp, stamp.kind == .file {
            guard stamp.size <= view.limit else {
                found.large.append(name)
                return
            }
            guard let file = tree.reading(name) else { return }
            do throws(FileError) {
                guard let bytes = try SystemFiles().readAll(file, limit: view.limit) else {
                    found.large.append(name)
                    return
                }
                after = FileState(bytes: bytes, isExecutable: stamp.mode & 0o100 != 0)
            } catch {
                found.refused.append("\(printed(name)) can't be read: \(error.reason)")
                return
            }
            // Without git a new binary is nearly always something built.
            if known[name] == nil, !hasRepository, after?.bytes.prefix(8192).contains(0) == true {
                found.binary += 1
                return
            }
        } else if stamp != nil {
            // A link or a folder in its place: for the project the file is gone.
            found.links += 1
        }
        do throws(AccessFailure) { try project.rootGuard.check(path) } catch {
            found.refused.append(error.text)
            return
        }
        let before = try view.current(path)
        note(name, after, stamp)
        guard after != before else { return }
        found.changes.append((try view.step(path, to: after), before))
    }

    private func note(_ name: String, _ state: FileState?, _ stamp: FileStamp?) {
        guard let state, let stamp else {
            known[name] = nil
            return
        }
        known[name] = Known(
            origin: .content(fingerprint(state.bytes), isExecutable: state.isExecutable), copy: stamp)
    }

    /// Files of the copy that nobody put there, without those that git ignores.
    private func newNames(_ tree: CopiedTree) async -> [String] {
        if hasRepository {
            let words = ["ls-files", "-z", "--others", "--exclude-standard"]
            if let output = await git(words, in: tree.path, environment, milliseconds: 20_000, bytes: 16 << 20) {
                return output.bytes.split(separator: 0).compactMap { String(validating: $0, as: UTF8.self) }
                    .filter { !$0.hasSuffix("/") }
            }
        }
        guard let root = try? Descriptor(folder: tree.path) else { return [] }
        let walk = TreeWalk(
            start: root, prefix: [], isFlat: false, names: 200_000, milliseconds: 20_000,
            skipped: Set(TreeWalk.skippedFolders), keepsLinks: true)
        return walk.paths.compactMap { String(validating: $0, as: UTF8.self) }.filter { name in
            if known[name] != nil { return true }
            let folders = name.utf8.split(separator: UInt8(ascii: "/")).dropLast().map { String(Substring($0)) }
            return !folders.contains { ThrowawayCopy.madeFolders.contains($0) } && !name.hasSuffix(".o")
                && !name.hasSuffix(".pyc")
        }
    }
}
