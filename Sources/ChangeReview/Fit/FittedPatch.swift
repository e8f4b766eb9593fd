// A whole patch laid onto what is there, file by file: which of it is in place, which can be put in, and what does not
// fit and why.

/// What becomes of a patch where it is to be reviewed.
public struct FittedPatch: Hashable, Sendable {
    /// A file of the patch that goes neither way.
    public struct Misfit: Hashable, Sendable {
        public var patch: FilePatch
        /// Why it can't be put in.
        public var forward: FilePatch.Obstacle
        /// Why it can't be taken out.
        public var reverse: FilePatch.Obstacle
        /// The file that it was made from is known, so that the three can be merged.
        public var offersThreeWay: Bool
    }

    public private(set) var files: [FittedFile] = []
    public private(set) var misfits: [Misfit] = []
    /// Links, submodules, binaries without content, names outside.
    public private(set) var notReviewed: [FilePatch] = []
    private let keepsWhole: Bool

    /// - Parameters:
    ///   - found: what is at a path; asked once for each path of the patch.
    ///   - blob: the file that a patch was made from, by its index line, if it is to be had.
    ///   - mergesThreeWay: what does not fit is merged with the blob.
    ///   - keepsWhole: hunks that are there are under review with the others: what is accepted goes into another patch.
    ///   - inPlace: files that were reviewed in place earlier. Of these, hunks that are not there were taken out; of
    ///     others, hunks that are there were put in.
    public init(
        _ patch: Patch, reversed: Bool = false, options: PatchFit.Options = .init(), mergesThreeWay: Bool = false,
        keepsWhole: Bool = false, inPlace: Set<RelativePath> = [], inflate: FilePatch.Inflate?,
        found: (RelativePath) -> DiskFinding, blob: (FilePatch) -> FileState?
    ) {
        self.keepsWhole = keepsWhole
        let patches = reversed ? patch.files.reversed().map(\.reversed) : patch.files
        var reviewed: [FilePatch] = []
        for file in patches {
            switch file.content {
            case .binaryLeftOut, .symbolicLink, .submodule: notReviewed.append(file)
            case .none, .hunks, .binary:
                if file.path == nil || !file.namesAreInside { notReviewed.append(file) } else { reviewed.append(file) }
            }
        }
        for group in PatchGroup.groups(of: reviewed) {
            var states: [RelativePath: FileState] = [:]
            var stranger: (RelativePath, DiskFinding)?
            for path in group.paths.sorted() {
                let finding = found(path)
                switch finding.state {
                case .some(let state): states[path] = state
                case nil: stranger = (path, finding)
                }
            }
            if let (path, finding) = stranger {
                files.append(
                    FittedFile(step: FileStep(path: path, before: nil, after: nil), standing: .conflict(finding)))
                continue
            }
            fit(group, states, options, mergesThreeWay: mergesThreeWay, inPlace, inflate, blob)
        }
        files.sort { $0.step.path < $1.step.path }
    }

    private mutating func fit(
        _ group: PatchGroup, _ states: [RelativePath: FileState], _ options: PatchFit.Options, mergesThreeWay: Bool,
        _ inPlace: Set<RelativePath>, _ inflate: FilePatch.Inflate?, _ blob: (FilePatch) -> FileState?
    ) {
        let (forward, reverse) = (group.putIn(states, options, inflate), group.takeOut(states, options, inflate))
        if let patch = group.patches.first, group.patches.count == 1 {
            // A rename that was written in part has its new name: what is left is a change of that file.
            if patch.kind == .renamed, case (.refused, .refused) = (forward, reverse), let path = patch.newPath,
                states[path] != nil, patch.oldPath.flatMap({ states[$0] }) == nil
            {
                var rest = patch
                (rest.kind, rest.oldPath) = (.modified, path)
                for group in PatchGroup.groups(of: [rest]) {
                    fit(group, states, options, mergesThreeWay: mergesThreeWay, inPlace, inflate, blob)
                }
                return
            }
            if let path = patch.path, let found = states[path], patch.kind != .copied,
                let fit = HunkFit(patch, in: found.bytes)
            {
                append(patch, fit, found, at: path, isInPlace: inPlace.contains(path))
                return
            }
        }
        switch (forward, reverse) {
        case (.states(let put), .states(let taken)):
            append(group.isHeld(by: states) ? taken : put, states, isInPlace: group.isHeld(by: states))
        case (.states(let put), .refused): append(put, states, isInPlace: false)
        case (.refused, .states(let taken)): append(taken, states, isInPlace: true)
        case (.refused(let patch, let forward), .refused(_, let reverse)):
            let source = group.patches.count == 1 && patch.kind == .modified ? blob(patch) : nil
            if mergesThreeWay, let source, let path = patch.path,
                case .becomes(let bytes?) = patch.applied(to: source.bytes, options: options, inflate: inflate)
            {
                let after = FileState(bytes: bytes, isExecutable: patch.newExecutableBit ?? source.isExecutable)
                let step = FileStep(path: path, before: source, after: after)
                if let file = FittedFile(step, on: DiskFinding(states[path])) { files.append(file) }
            } else {
                misfits.append(
                    Misfit(patch: patch, forward: forward, reverse: reverse, offersThreeWay: source != nil))
            }
        }
    }

    /// What is left of a patch that is there in part.
    private mutating func append(
        _ patch: FilePatch, _ fit: HunkFit, _ found: FileState, at path: RelativePath, isInPlace: Bool
    ) {
        if keepsWhole {
            let (old, new) = (fit.bytes(holding: false), fit.bytes(holding: true))
            let before = FileState(bytes: old, isExecutable: patch.oldExecutableBit ?? found.isExecutable)
            let after = FileState(bytes: new, isExecutable: patch.newExecutableBit ?? found.isExecutable)
            let step = FileStep(
                path: path, before: patch.kind == .added ? nil : before, after: patch.kind == .deleted ? nil : after)
            files.append(FittedFile(step: step, standing: .forApplying))
            return
        }
        let bytes = fit.bytes(holding: !isInPlace)
        let bit = isInPlace ? patch.oldExecutableBit : patch.newExecutableBit
        var other: FileState? = FileState(bytes: bytes, isExecutable: bit ?? found.isExecutable)
        if bytes.isEmpty, patch.kind == (isInPlace ? .added : .deleted) { other = nil }
        var file = FittedFile(
            step: FileStep(path: path, before: isInPlace ? other : found, after: isInPlace ? found : other),
            standing: isInPlace ? .inPlace : .forApplying)
        file.settledHunks = fit.count(of: isInPlace ? .lacking : .held)
        file.partlySettledHunks = fit.count(of: .inPart)
        files.append(file)
    }

    private mutating func append(
        _ changed: [RelativePath: FileState?], _ found: [RelativePath: FileState], isInPlace: Bool
    ) {
        for (path, other) in changed {
            let step = FileStep(path: path, before: found[path], after: other)
            files.append(
                FittedFile(step: isInPlace ? step.inverse : step, standing: isInPlace ? .inPlace : .forApplying))
        }
    }
}

extension FilePatch {
    /// Every name that the patch gives is a path below the project.
    fileprivate var namesAreInside: Bool {
        (oldName == nil || oldPath != nil) && (newName == nil || newPath != nil)
    }
}

extension PatchGroup {
    /// Of a patch that goes both ways: whether what is there has it already. The ids of the index lines know, then the
    /// modes; else the patch is taken as new.
    fileprivate func isHeld(by states: [RelativePath: FileState]) -> Bool {
        patches.allSatisfy { patch in
            guard let state = patch.path.flatMap({ states[$0] }) else { return patch.kind == .deleted }
            let id = BlobID(of: state.bytes)
            let (isNew, isOld) = (patch.newBlob.map(id.isAbbreviated), patch.oldBlob.map(id.isAbbreviated))
            if let isNew, let isOld, isNew != isOld { return isNew }
            if let bit = patch.newExecutableBit, bit != patch.oldExecutableBit { return state.isExecutable == bit }
            return false
        }
    }
}
