// Which of the many things a person can name is meant, and why not.
import App
import ChangeReview
import Glibc
import Storage
import Workspace

/// Why a review does not begin.
enum ReviewTrouble: Error {
    case usage(String)
    case git(GitFailure)
    case open(OpenFailure)
    case file(FileError)
    case patch(PatchRefusal, name: String)
    case notAPatch(name: String)
    case neither(String)
    case bothRevisionAndFile(String)
    case emptyInput

    var status: Int32 {
        switch self {
        case .usage: 2
        // As when git has no difference to show: a pipe with nothing in it is not an error.
        case .emptyInput: 0
        default: 1
        }
    }
}

/// What was named, resolved: revisions are revisions, files are there.
enum ReviewChoice {
    case comparison(GitComparison, ReviewSubject)
    case patch(bytes: [UInt8], name: String?)
    case files(old: String, new: String)
    case watch

    init(_ options: ReviewCommand, paths: [String]?, repository: GitRepository?) throws(ReviewTrouble) {
        if options.watch {
            self = .watch
            return
        }
        if let name = options.editPatch {
            self = .patch(bytes: try ReviewChoice.read(name), name: name)
            return
        }
        switch options.what.count {
        case 0: self = try ReviewChoice.ofNothing(options, hasPaths: paths != nil)
        case 1:
            self = try ReviewChoice.of(options.what[0], options, isRevision: paths != nil, repository)
        default:
            let (first, second) = (options.what[0], options.what[1])
            if ReviewChoice.exists(first), ReviewChoice.exists(second) {
                self = .files(old: first, new: second)
                return
            }
            for name in [first, second] { try ReviewChoice.check(name, repository) }
            self = .comparison(.revisions(first, second), .revisions("\(first)..\(second)"))
        }
    }

    private static func ofNothing(_ options: ReviewCommand, hasPaths: Bool) throws(ReviewTrouble) -> ReviewChoice {
        if options.staged { return .comparison(.index(from: "HEAD"), .staged(from: "HEAD")) }
        if !hasPaths, PipedInput.isThere {
            return .patch(bytes: try read(descriptor: STDIN_FILENO, name: "standard input"), name: nil)
        }
        // A commit stands on HEAD, so that is what it is compared with.
        let from = options.commit ? "HEAD" : nil
        return .comparison(.workingTree(from: from), .workingTree(from: from))
    }

    private static func of(
        _ word: String, _ options: ReviewCommand, isRevision: Bool, _ repository: GitRepository?
    ) throws(ReviewTrouble) -> ReviewChoice {
        if word == "-" {
            return .patch(bytes: try read(descriptor: STDIN_FILENO, name: "standard input"), name: nil)
        }
        let isFile = exists(word)
        if !isFile || isRevision {
            if word.hasSuffix("^!") {
                let name = String(word.dropLast(2))
                try check(name, repository)
                return .comparison(.commit(name), .revisions(word))
            }
            for (dots, isSince) in [("...", true), ("..", false)] {
                guard let (first, second) = parted(word, at: dots) else { continue }
                for name in [first, second] { try check(name, repository) }
                return .comparison(
                    isSince ? .sinceMergeBase(first, second) : .revisions(first, second), .revisions(word))
            }
        }
        let isKnown: Bool
        do throws(GitFailure) { isKnown = try repository?.revision(word) != nil } catch { throw .git(error) }
        if isFile, isKnown, !isRevision { throw .bothRevisionAndFile(word) }
        if isKnown {
            return options.staged
                ? .comparison(.index(from: word), .staged(from: word))
                : .comparison(.workingTree(from: word), .workingTree(from: word))
        }
        guard isFile else { throw .neither(word) }
        return .patch(bytes: try read(word), name: word)
    }

    /// `A..B` in two; a missing side is HEAD, as git has it.
    private static func parted(_ word: String, at dots: String) -> (String, String)? {
        let bytes = Array(word.utf8)
        let mark = Array(dots.utf8)
        guard bytes.count >= mark.count else { return nil }
        for place in 0...(bytes.count - mark.count) where Array(bytes[place..<place + mark.count]) == mark {
            let first = String(decoding: bytes[..<place], as: UTF8.self)
            let second = String(decoding: bytes[(place + mark.count)...], as: UTF8.self)
            return (first.isEmpty ? "HEAD" : first, second.isEmpty ? "HEAD" : second)
        }
        return nil
    }

    private static func check(_ name: String, _ repository: GitRepository?) throws(ReviewTrouble) {
        guard let repository else { throw .neither(name) }
        do throws(GitFailure) {
            if try repository.revision(name) == nil { throw GitFailure.unknownRevision(name) }
        } catch {
            throw .git(error)
        }
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func read(_ path: String) throws(ReviewTrouble) -> [UInt8] {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .file(FileError("open", path, code: errno)) }
        defer { close(number) }
        return try read(descriptor: number, name: path)
    }

    /// All of it, up to one byte more than a patch may have.
    private static func read(descriptor: Int32, name: String) throws(ReviewTrouble) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while all.count <= PatchLimits().bytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(FileError("read", name, code: errno)) }
            if count == 0 { break }
            all += buffer[..<count]
        }
        return all
    }
}
