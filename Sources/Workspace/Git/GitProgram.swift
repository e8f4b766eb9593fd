// The user's own git as a child: bytes in, bytes out, and what it said when it refused.
import Glibc
public import Storage

/// Why git did not do what it was asked.
public enum GitFailure: Error, Hashable, Sendable {
    /// There is no program of that name in `PATH`.
    case notInstalled
    /// The folder is not in a working tree of a repository.
    case noRepository(String)
    /// It names no commit and no tree.
    case unknownRevision(String)
    /// Git ended with a status other than 0; its own words, the first line that says something.
    case refused(command: String, words: String)
    /// It answered with more bytes than a review takes in.
    case tooMuch(command: String, limit: Int)
    /// It answered what this program does not understand.
    case unreadable(command: String)
    /// The index holds other contents for these paths than the review was made from.
    case indexChanged([String])
    case system(FileError)
}

/// What git printed, and its exit status.
struct GitAnswer: Sendable {
    var status: Int32
    var output: [UInt8]
    var errors: [UInt8]

    /// The first line of its errors, without git's own label.
    var words: String {
        let lines = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
        let line = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.first ?? ""
        for label in ["fatal: ", "error: "] where line.hasPrefix(label) { return String(line.dropFirst(label.count)) }
        return String(line)
    }
}

/// Git, run in one folder. Its calls block until git is done.
struct GitProgram: Sendable {
    /// Where it runs; any folder of the working tree.
    let folder: String
    let environment: [String: String]
    /// As the user has it.
    let given: [String: String]

    static let largestAnswer = 512 << 20

    /// - Parameter environment: the user's own. What they set to point git somewhere (`GIT_DIR`) stays.
    init(folder: String, environment: [String: String]) {
        self.folder = folder
        given = environment
        var variables = environment
        // Messages are recognised, paths are meant as they are written, and a look must not write to the index.
        variables["LC_ALL"] = "C"
        variables["GIT_LITERAL_PATHSPECS"] = "1"
        variables["GIT_OPTIONAL_LOCKS"] = "0"
        variables["GIT_TERMINAL_PROMPT"] = "0"
        self.environment = variables
    }

    /// Runs a command whose refusal is an error.
    func ask(
        _ words: [String], input: [UInt8] = [], extra: [String: String] = [:], limit: Int = largestAnswer
    ) throws(GitFailure) -> [UInt8] {
        let answer = try run(words, input: input, extra: extra, limit: limit)
        guard answer.status == 0 else { throw .refused(command: words[0], words: answer.words) }
        return answer.output
    }

    /// Runs a command to its end, whatever its status.
    func run(
        _ words: [String], input: [UInt8] = [], extra: [String: String] = [:], limit: Int = largestAnswer
    ) throws(GitFailure) -> GitAnswer {
        let outcome: GitChild.Outcome
        do throws(FileError) {
            // A repository's settings may name a program that watches its files; a review needs none.
            outcome = try GitChild.run(
                ["git", "-C", folder, "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"] + words,
                environment: environment.merging(extra) { $1 }, input: input, limit: limit)
        } catch {
            throw error.code == ENOENT ? .notInstalled : .system(error)
        }
        guard let output = outcome.output else { throw .tooMuch(command: words[0], limit: limit) }
        return GitAnswer(status: outcome.status, output: output, errors: outcome.errors)
    }
}
