// Files of a patch that build on each other, tried as a whole in both directions: a series of mails may touch a file
// five times, and a rename has two names.

/// Files of a patch that share paths, in the patch's order.
struct PatchGroup {
    var patches: [FilePatch]
    private(set) var paths: Set<RelativePath>

    enum Attempt {
        case states([RelativePath: FileState?])
        case refused(FilePatch, FilePatch.Obstacle)
    }

    /// The files of a patch in groups, in the order of their first files.
    static func groups(of files: [FilePatch]) -> [PatchGroup] {
        var groups: [PatchGroup] = []
        var place: [RelativePath: Int] = [:]
        for file in files {
            let paths = Set([file.oldPath, file.newPath].compactMap { $0 })
            var known = Set(paths.compactMap { place[$0] }).sorted()
            if known.isEmpty {
                known = [groups.count]
                groups.append(PatchGroup(patches: [], paths: []))
            }
            // Two groups that were apart are one from here on.
            for other in known.dropFirst() {
                groups[known[0]].patches += groups[other].patches
                groups[known[0]].paths.formUnion(groups[other].paths)
                groups[other] = PatchGroup(patches: [], paths: [])
            }
            groups[known[0]].patches.append(file)
            groups[known[0]].paths.formUnion(paths)
            for path in groups[known[0]].paths { place[path] = known[0] }
        }
        return groups.filter { !$0.patches.isEmpty }
    }

    private init(patches: [FilePatch], paths: Set<RelativePath>) {
        self.patches = patches
        self.paths = paths
    }

    func putIn(
        _ found: [RelativePath: FileState], _ options: PatchFit.Options, _ inflate: FilePatch.Inflate?
    ) -> Attempt {
        var states = found
        for patch in patches {
            let (old, new) = (patch.oldPath.flatMap { states[$0] }, patch.newPath.flatMap { states[$0] })
            let outcome = patch.applied(
                to: (patch.kind == .added ? new : old)?.bytes, newExists: new != nil, options: options,
                inflate: inflate)
            guard case .becomes(let bytes) = outcome else { return refusal(patch, outcome) }
            if patch.kind != .copied, let path = patch.oldPath { states[path] = nil }
            if let bytes, let path = patch.newPath {
                let isExecutable = patch.newExecutableBit ?? old?.isExecutable ?? false
                states[path] = FileState(bytes: bytes, isExecutable: isExecutable)
            }
        }
        return .states(difference(from: found, to: states))
    }

    func takeOut(
        _ found: [RelativePath: FileState], _ options: PatchFit.Options, _ inflate: FilePatch.Inflate?
    ) -> Attempt {
        var states = found
        for patch in patches.reversed() {
            let (old, new) = (patch.oldPath.flatMap { states[$0] }, patch.newPath.flatMap { states[$0] })
            let outcome = patch.takenOut(
                of: (patch.kind == .deleted ? old : new)?.bytes, old: old?.bytes, options: options, inflate: inflate)
            guard case .becomes(let bytes) = outcome else { return refusal(patch, outcome) }
            if let path = patch.newPath { states[path] = nil }
            if let bytes, let path = patch.oldPath {
                let isExecutable = patch.oldExecutableBit ?? new?.isExecutable ?? false
                states[path] = FileState(bytes: bytes, isExecutable: isExecutable)
            }
        }
        return .states(difference(from: found, to: states))
    }

    private func refusal(_ patch: FilePatch, _ outcome: FilePatch.Outcome) -> Attempt {
        guard case .refused(let obstacle) = outcome else { return .states([:]) }
        return .refused(patch, obstacle)
    }

    private func difference(
        from found: [RelativePath: FileState], to states: [RelativePath: FileState]
    ) -> [RelativePath: FileState?] {
        var changed: [RelativePath: FileState?] = [:]
        for path in paths where found[path] != states[path] { changed.updateValue(states[path], forKey: path) }
        return changed
    }
}
