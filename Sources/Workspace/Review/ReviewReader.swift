// From what a person named to what he reviews: both sides are read, and laid onto what is there.
public import ChangeReview
import Glibc
import Storage

/// Reads the beginnings of reviews in one folder.
public struct ReviewReader: Sendable {
    public let project: ProjectFolder
    /// `nil` outside of a repository: then there are patches and files alone.
    public let repository: GitRepository?
    public let target: ReviewTarget

    public init(project: ProjectFolder, repository: GitRepository?, target: ReviewTarget) {
        self.project = project
        self.repository = repository
        self.target = target
    }

    /// A comparison of git's.
    ///
    /// - Parameters:
    ///   - paths: only these, and what is below them.
    ///   - untracked: files that git does not know are new ones; only with the working tree on one side.
    ///   - reversed: the sides change places.
    ///   - inPlace: files that an earlier review of it took parts out of.
    public func read(
        _ comparison: GitComparison, paths: [String] = [], untracked: Bool = false, reversed: Bool = false,
        inPlace: Set<RelativePath> = []
    ) throws(GitFailure) -> ReviewContents {
        guard let repository else { throw .noRepository(project.rootPath) }
        var contents = ReviewContents()
        var differences: [GitDifference] = []
        for difference in try repository.differences(comparison, paths: paths) {
            if let reason = leftOut(difference) {
                contents.leftOut.append(
                    LeftOutFile(name: String(decoding: difference.name, as: UTF8.self), reason: reason))
            } else {
                differences.append(difference)
            }
        }
        if untracked, case .workingTree = comparison {
            for name in try repository.untracked(paths: paths) {
                differences.append(GitDifference(name: name, old: nil, new: GitSide(mode: 0o100644, id: nil)))
            }
        }
        var names: Set<GitBlobName> = []
        for difference in differences {
            guard let path = difference.path else { continue }
            for id in [difference.old?.id, difference.new?.id].compactMap({ $0 }) {
                names.insert(GitBlobName(id: id, path: path))
            }
        }
        let blobs = try repository.contents(of: Array(names))
        // Each file is looked at once, or what is compared and what it is laid onto might differ.
        var found: [RelativePath: DiskFinding] = [:]
        var steps: [FileStep] = []
        for difference in differences {
            guard let path = difference.path else {
                let name = String(decoding: difference.name, as: UTF8.self)
                contents.leftOut.append(LeftOutFile(name: name, reason: .nameNotText))
                continue
            }
            if difference.isOnDisk { found[path] = project.finding(at: path) }
            switch (state(difference.old, path, blobs, found), state(difference.new, path, blobs, found)) {
            case (.success(let old), .success(let new)):
                let step = FileStep(path: path, before: old, after: new)
                steps.append(reversed ? step.inverse : step)
            case (.failure(let failure), _), (_, .failure(let failure)):
                contents.leftOut.append(LeftOutFile(name: path.text, reason: failure.reason))
            }
        }
        contents.files = try fitted(steps, target == .workingTree ? found : [:], inPlace)
        return contents
    }

    /// Files that differ and are left out by the paths, or as untracked ones: what is kept of them is about a part of
    /// the same review that is not looked at now.
    public func unselected(
        _ comparison: GitComparison, paths: [String], untracked: Bool
    ) throws(GitFailure) -> Set<RelativePath> {
        guard let repository else { return [] }
        func names(_ paths: [String], _ untracked: Bool) throws(GitFailure) -> Set<RelativePath> {
            var names = try repository.differences(comparison, paths: paths).map(\.name)
            if untracked, case .workingTree = comparison { names += try repository.untracked(paths: paths) }
            return Set(names.compactMap { RelativePath(String(decoding: $0, as: UTF8.self)) })
        }
        return try names([], true).subtracting(names(paths, untracked))
    }

    /// A patch.
    ///
    /// - Parameters:
    ///   - fuzz: lines of context at either end of a hunk that need not fit, 0 to 2.
    ///   - mergesThreeWay: what does not fit is merged with the file that it was made from, where git has it.
    ///   - inPlace: files that an earlier review of it took parts out of.
    public func read(
        _ patch: Patch, reversed: Bool = false, fuzz: Int = 0, mergesThreeWay: Bool = false,
        inPlace: Set<RelativePath> = []
    ) throws(GitFailure) -> ReviewContents {
        var contents = ReviewContents()
        let paths = Set(patch.files.flatMap { [$0.oldPath, $0.newPath].compactMap { $0 } })
        let found = try findings(paths.sorted())
        // Asked for before, since the fitting itself asks nobody.
        var blobs: [FilePatch: FileState] = [:]
        if let repository {
            let sources = patch.files.filter { $0.kind == .modified }.map { reversed ? $0.reversed : $0 }
            let ids = try repository.blobs(Set(sources.compactMap(\.oldBlob)))
            let names = sources.compactMap { source -> GitBlobName? in
                guard let path = source.path, let id = source.oldBlob.flatMap({ ids[$0] }) else { return nil }
                return GitBlobName(id: id, path: path)
            }
            let contents = try repository.contents(of: names)
            for source in sources {
                guard let path = source.path, let id = source.oldBlob.flatMap({ ids[$0] }),
                    case .bytes(let bytes) = contents[GitBlobName(id: id, path: path)]
                else { continue }
                blobs[source] = FileState(bytes: bytes, isExecutable: source.oldExecutableBit ?? false)
            }
        }
        let fitted = FittedPatch(
            patch, reversed: reversed, options: PatchFit.Options(fuzz: fuzz), mergesThreeWay: mergesThreeWay,
            keepsWhole: target == .patch, inPlace: inPlace, inflate: { inflated($0, count: $1) },
            found: { found[$0] ?? .missing }, blob: { blobs[$0] })
        for file in fitted.files {
            if case .conflict(let finding) = file.standing, finding.state == nil {
                contents.leftOut.append(LeftOutFile(name: file.step.path.text, reason: .found(finding)))
            } else {
                contents.files.append(file)
            }
        }
        contents.leftOut += fitted.notReviewed.map { LeftOutFile(name: $0.shownName, reason: $0.reasonLeftOut) }
        contents.misfits = fitted.misfits
        contents.problems = patch.problems
        if target == .patch { contents.files = contents.files.map(\.forCollecting) }
        return contents
    }

    /// Steps that somebody else made: a comparison of two files or folders.
    public func read(_ steps: [FileStep]) throws(GitFailure) -> ReviewContents {
        var contents = ReviewContents()
        contents.files = try fitted(steps)
        return contents
    }

    private func fitted(
        _ steps: [FileStep], _ known: [RelativePath: DiskFinding] = [:], _ inPlace: Set<RelativePath> = []
    ) throws(GitFailure) -> [FittedFile] {
        let steps = steps.sorted { $0.path < $1.path }
        guard target != .patch else {
            return steps.filter { $0.before != $0.after }.map { FittedFile(step: $0, standing: .forApplying) }
        }
        let found = try findings(steps.map(\.path).filter { known[$0] == nil })
        return steps.compactMap {
            FittedFile(
                $0, on: known[$0.path] ?? found[$0.path] ?? .missing, staysInPlace: inPlace.contains($0.path))
        }
    }

    /// What is at these paths where accepted parts go.
    public func findings(_ paths: [RelativePath]) throws(GitFailure) -> [RelativePath: DiskFinding] {
        var found: [RelativePath: DiskFinding] = [:]
        switch (target, repository) {
        case (.workingTree, _), (.patch, _), (_, nil):
            for path in paths { found[path] = project.finding(at: path) }
        case (.index, let repository?), (.commit, let repository?):
            let sides = try self.sides(paths, in: repository)
            let states = try repository.states(sides)
            for path in paths {
                if let side = sides[path] {
                    found[path] =
                        states[path].map { .file($0) } ?? (side.mode == 0o120000 ? .symbolicLink : .special)
                } else {
                    found[path] = .missing
                }
            }
        }
        return found
    }

    /// What git has at these paths where accepted parts go.
    public func sides(
        _ paths: [RelativePath], in repository: GitRepository
    ) throws(GitFailure) -> [RelativePath: GitSide] {
        guard target == .commit else { return try repository.indexed(paths) }
        return try repository.hasCommit() ? repository.committed(paths, in: "HEAD") : [:]
    }

    // MARK: One side

    private struct Unusable: Error {
        var reason: LeftOutFile.Reason
    }

    private func state(
        _ side: GitSide?, _ path: RelativePath, _ blobs: [GitBlobName: GitBlob], _ found: [RelativePath: DiskFinding]
    ) -> Result<FileState?, Unusable> {
        guard let side else { return .success(nil) }
        guard let id = side.id else {
            let finding = found[path] ?? .missing
            if case .tooLarge(let bytes) = finding { return .failure(Unusable(reason: .tooLarge(bytes: bytes))) }
            return finding.state.map { .success($0) } ?? .failure(Unusable(reason: .found(finding)))
        }
        switch blobs[GitBlobName(id: id, path: path)] {
        case .bytes(let bytes): return .success(FileState(bytes: bytes, isExecutable: side.isExecutable))
        case .tooLarge(let bytes): return .failure(Unusable(reason: .tooLarge(bytes: bytes)))
        case .missing, nil: return .failure(Unusable(reason: .objectMissing))
        }
    }

    private func leftOut(_ difference: GitDifference) -> LeftOutFile.Reason? {
        if difference.isUnmerged { return .unmerged }
        if difference.path == nil { return .nameNotText }
        for side in [difference.old, difference.new].compactMap({ $0 }) where !side.isFile {
            return side.mode == 0o160000 ? .submodule : .symbolicLink
        }
        return nil
    }
}

extension GitDifference {
    /// One of its sides is the working tree's.
    fileprivate var isOnDisk: Bool { [old, new].contains { $0.map { $0.id == nil } ?? false } }
}

extension FittedFile {
    /// For a patch that is made of the accepted parts it does not matter what the tree holds.
    fileprivate var forCollecting: FittedFile {
        if case .inPlace = standing { FittedFile(step: step, standing: .forApplying) } else { self }
    }
}

extension FilePatch {
    fileprivate var shownName: String {
        path?.text ?? (newName ?? oldName).map { String(decoding: $0, as: UTF8.self) } ?? "line \(line)"
    }

    fileprivate var reasonLeftOut: LeftOutFile.Reason {
        switch content {
        case .binaryLeftOut: .binaryWithoutContent
        case .symbolicLink: .symbolicLink
        case .submodule: .submodule
        case .none, .hunks, .binary: .nameOutside
        }
    }
}
