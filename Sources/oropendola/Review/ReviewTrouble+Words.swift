// Why a review does not begin, in a sentence for the shell: what happened, and what to do.
import App
import ChangeReview
import Storage
import Workspace

extension ReviewTrouble {
    var sentence: String {
        switch self {
        case .usage(let text): text
        case .git(let failure): failure.sentence
        case .open(.root(let error)): "this folder can't be opened: \(error)."
        case .open(.state(let folder, let error)):
            "nothing can be kept in \(folder): \(error). Nothing was changed. Make room, or set XDG_STATE_HOME."
        case .file(let error): "\(error)."
        case .patch(.tooManyBytes(let limit), let name): "\(name) is too long: \(limit >> 20) MB are read."
        case .patch(.tooManyLines(let limit), let name): "\(name) has more than \(limit) lines."
        case .patch(.tooManyFiles(let limit), let name): "\(name) has more than \(limit) files."
        case .notAPatch(let name): "\(name) is not a patch: it has no hunk and no file header. Nothing was touched."
        case .neither(let word): "\(word) is neither a revision nor a file."
        case .bothRevisionAndFile(let word):
            "\(word) is both a revision and a file. `\(word) --` means the revision, `./\(word)` the file."
        case .emptyInput: "there is nothing to review: the patch is empty."
        }
    }
}

extension GitFailure {
    var sentence: String {
        switch self {
        case .notInstalled:
            "git is not installed, or not in PATH. A patch file or two files can be reviewed without it."
        case .noRepository(let folder):
            "\(folder) is not in a git repository. A patch file or two files can be reviewed without one."
        case .unknownRevision(let name): "\(name) is no revision of this repository."
        case .refused(let command, let words): "git \(command) refused: \(words)."
        case .tooMuch(let command, let limit): "git \(command) answers with more than \(limit >> 20) MB."
        case .unreadable(let command): "the answer of git \(command) can't be read."
        case .indexChanged(let paths):
            "\(paths.joined(separator: ", ")) changed in the index since. Nothing was written."
        case .system(let error): "\(error)."
        }
    }
}
