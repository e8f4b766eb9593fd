// From what was named to what is reviewed: the repository, the folder, both sides, and what does not fit.
import App
import ChangeReview
import Glibc
import Storage
import Workspace

/// A review that can begin.
struct ReviewOpening {
    let reader: ReviewReader
    let subject: ReviewSubject
    let contents: ReviewContents
    /// What git has at the paths of the review.
    let sides: [RelativePath: GitSide]
    let watched: WatchBase?
    /// What is kept of this review between runs: under what is reviewed, and where it goes.
    let kept: KeptFromBefore

    init(
        _ options: ReviewCommand, paths: [String]?, _ environment: [String: String]
    ) throws(ReviewTrouble) {
        let repository = try ReviewOpening.repository(options, environment)
        let choice = try ReviewChoice(options, paths: paths, repository: repository)
        var watched: WatchBase?
        switch choice {
        case .comparison(let comparison, let subject):
            guard let repository else {
                guard options.undo, options.what.isEmpty else {
                    throw .git(.noRepository((try? realPath(".")) ?? "."))
                }
                // There is a journal all the same.
                let project = try ReviewOpening.project(".")
                reader = ReviewReader(project: project, repository: nil, target: options.target)
                (self.subject, contents) = (subject, ReviewContents())
                kept = KeptFromBefore("\(comparison)", options, in: project)
                break
            }
            let project = try ReviewOpening.project(repository.root)
            let reader = ReviewReader(project: project, repository: repository, target: options.target)
            // Which way a file went that was written in part is known from the last time alone.
            var kept = KeptFromBefore("\(comparison)", options, in: project)
            let inPlace = kept.inPlace
            let contents = try git { () throws(GitFailure) in
                try reader.read(
                    comparison, paths: paths ?? [], untracked: options.untracked, reversed: options.reverse,
                    inPlace: inPlace)
            }
            // The same review with other paths: what is kept of the rest of it is not lost.
            let away = kept.marks.paths.subtracting(contents.files.map(\.step.path))
            if !away.isEmpty {
                let unselected = try git { () throws(GitFailure) in
                    try reader.unselected(comparison, paths: paths ?? [], untracked: options.untracked)
                }
                kept.carry(away.intersection(unselected))
            }
            (self.kept, self.contents) = (kept, contents)
            (self.reader, self.subject) = (reader, subject)
        case .patch(let bytes, let name):
            let patch = try ReviewOpening.patch(bytes, name ?? "standard input")
            let root = ReviewOpening.root(of: patch, repository)
            let project = try ReviewOpening.project(root)
            let reader = ReviewReader(project: project, repository: repository, target: options.target)
            // Two patches of the same files are two reviews; one that was made anew goes on with what was kept of it.
            kept = KeptFromBefore(
                "patch \(Set(patch.files.compactMap { $0.path?.text }).sorted())",
                exactly: "\(ContentHash(of: bytes))", options, in: project)
            let inPlace = kept.inPlace
            contents = try git { () throws(GitFailure) in
                try reader.read(
                    patch, reversed: options.reverse, fuzz: options.fuzz, mergesThreeWay: options.threeWay,
                    inPlace: inPlace)
            }
            (self.reader, subject) = (reader, .patch(name: name))
        case .files(let old, let new):
            if options.index || options.commit {
                throw .usage("Two files have no repository: --index and --commit go with patches and revisions.")
            }
            let compared: ComparedFolders
            do throws(FileError) { compared = try ComparedFolders(old: old, new: new) } catch { throw .file(error) }
            let project = try ReviewOpening.project(compared.root)
            let reader = ReviewReader(project: project, repository: nil, target: options.target)
            let steps = options.reverse ? compared.steps.map(\.inverse) : compared.steps
            var contents = try git { () throws(GitFailure) in try reader.read(steps) }
            contents.leftOut = compared.leftOut
            (self.reader, self.contents, subject) = (reader, contents, .files(old: old, new: new))
            kept = KeptFromBefore("files \(old)\n\(new)", options, in: project)
        case .watch:
            let project = try ReviewOpening.project(repository?.root ?? ".")
            let reader = ReviewReader(project: project, repository: repository, target: options.target)
            let base = try git { () throws(GitFailure) in try WatchBase(reader) }
            var contents = ReviewContents()
            contents.leftOut = base.leftOut
            (self.reader, self.contents, subject) = (reader, contents, .watch)
            watched = base
            kept = KeptFromBefore("watch", options, in: project)
        }
        self.watched = watched
        var sides: [RelativePath: GitSide] = [:]
        if let repository, options.target == .index || options.target == .commit {
            let (reader, contents) = (reader, contents)
            sides = try git { () throws(GitFailure) in
                try reader.sides(contents.files.map(\.step.path), in: repository)
            }
        }
        self.sides = sides
    }

    /// `nil` outside of one, where a patch or two files can be reviewed all the same.
    private static func repository(
        _ options: ReviewCommand, _ environment: [String: String]
    ) throws(ReviewTrouble) -> GitRepository? {
        do throws(GitFailure) { return try GitRepository(folder: ".", environment: environment) } catch {
            switch error {
            case .noRepository, .notInstalled:
                if options.index || options.commit || options.staged || options.untracked { throw .git(error) }
                return nil
            default: throw .git(error)
            }
        }
    }

    private static func project(_ root: String) throws(ReviewTrouble) -> ProjectFolder {
        do throws(OpenFailure) {
            let project = try ProjectFolder(root, folders: Folders())
            // What an interrupted write left is taken back first: the sides are read from what is there.
            if let failure = project.recover().failure { throw OpenFailure.state(root, failure) }
            return project
        } catch {
            throw .open(error)
        }
    }

    private static func patch(_ bytes: [UInt8], _ name: String) throws(ReviewTrouble) -> Patch {
        guard bytes.contains(where: { $0 != 0x0A && $0 != 0x20 && $0 != 0x0D }) else { throw .emptyInput }
        do throws(PatchRefusal) {
            let patch = try PatchReader.read(bytes)
            if patch.files.isEmpty { throw PatchRefusal.tooManyFiles(limit: 0) }
            return patch
        } catch {
            if error == .tooManyFiles(limit: 0) { throw .notAPatch(name: name) }
            throw .patch(error, name: name)
        }
    }

    /// Where the names of a patch are meant from: the top of the repository, as git writes them, unless only the current
    /// folder has such files.
    private static func root(of patch: Patch, _ repository: GitRepository?) -> String {
        guard let repository else { return "." }
        let names = patch.files.compactMap { $0.path?.text }
        let isAtTop = names.contains { access("\(repository.root)/\($0)", F_OK) == 0 }
        return isAtTop || !names.contains { access($0, F_OK) == 0 } ? repository.root : "."
    }
}

/// A call of git's face, with its failure as a review's.
private func git<Value>(_ call: () throws(GitFailure) -> Value) throws(ReviewTrouble) -> Value {
    do throws(GitFailure) { return try call() } catch { throw .git(error) }
}
