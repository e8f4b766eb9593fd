// Contents of blobs as git would write them into this working tree, so that they can be compared with what is there.
import ChangeReview
import Glibc
import Storage

/// A blob, and the path under which it is wanted: what is done to it on the way depends on that.
struct GitBlobName: Hashable, Sendable {
    var id: String
    var path: RelativePath
}

/// What a review sees of a blob.
enum GitBlob: Equatable, Sendable {
    case bytes([UInt8])
    case tooLarge(bytes: Int)
    /// The object is not here: a partial clone without a way to fetch it, or a broken repository.
    case missing
}

extension GitRepository {
    /// Reads blobs, each as `git checkout` would write it: with the line ends, filters (Git LFS among them), keywords
    /// and encoding that `.gitattributes` and the settings ask for at its path.
    ///
    /// All are read by two runs of git; those that something is done to on the way cost one each.
    func contents(of names: [GitBlobName], limit: Int = ProjectFolder.largestFile) throws(GitFailure)
        -> [GitBlobName: GitBlob]
    {
        let ids = Set(names.map(\.id)).sorted()
        guard !ids.isEmpty else { return [:] }
        let (small, others) = try sizes(of: ids, limit: limit)
        let raw = try readAll(small)
        let converted = try convertedPaths(Set(names.map(\.path)))
        var found: [GitBlobName: GitBlob] = [:]
        for name in names {
            if let other = others[name.id] {
                found[name] = other
            } else if let bytes = raw[name.id] {
                found[name] =
                    converted.contains(name.path) ? try convert(name, limit: limit) : .bytes(bytes)
            }
        }
        return found
    }

    /// `<id> blob <size>` a line.
    private func sizes(
        of ids: [String], limit: Int
    ) throws(GitFailure) -> (small: [String], others: [String: GitBlob]) {
        let answer = try git.ask(["cat-file", "--batch-check", "--buffer"], input: Self.lines(ids))
        var small: [String] = []
        var others: [String: GitBlob] = [:]
        for line in String(decoding: answer, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let id = words.first.map(String.init) else { continue }
            guard words.count == 3, words[1] == "blob", let size = Int(words[2]) else {
                others[id] = .missing
                continue
            }
            if size > limit { others[id] = .tooLarge(bytes: size) } else { small.append(id) }
        }
        return (small, others)
    }

    /// `<id> blob <size>`, the bytes, a line end; for each.
    private func readAll(_ ids: [String]) throws(GitFailure) -> [String: [UInt8]] {
        guard !ids.isEmpty else { return [:] }
        let answer = try git.ask(["cat-file", "--batch", "--buffer"], input: Self.lines(ids))
        var found: [String: [UInt8]] = [:]
        var place = 0
        while place < answer.count {
            guard let end = answer[place...].firstIndex(of: 0x0A) else { break }
            let words = String(decoding: answer[place..<end], as: UTF8.self).split(separator: " ")
            guard words.count == 3, let size = Int(words[2]), end + 1 + size < answer.count else {
                throw .unreadable(command: "cat-file")
            }
            found[String(words[0])] = Array(answer[(end + 1)..<(end + 1 + size)])
            place = end + size + 2
        }
        guard found.count == ids.count else { throw .unreadable(command: "cat-file") }
        return found
    }

    private func convert(_ name: GitBlobName, limit: Int) throws(GitFailure) -> GitBlob {
        let bytes = try top.ask(["cat-file", "--filters", "--path=\(name.path.text)", name.id])
        return bytes.count > limit ? .tooLarge(bytes: bytes.count) : .bytes(bytes)
    }

    /// Git at the top: paths of the repository are meant from there.
    var top: GitProgram { GitProgram(folder: root, environment: git.given) }

    /// Paths at which a checkout may write other bytes than the blob's (gitattributes(5), `core.autocrlf`, `core.eol`).
    private func convertedPaths(_ paths: Set<RelativePath>) throws(GitFailure) -> Set<RelativePath> {
        var input: [UInt8] = []
        for path in paths.sorted() { input += Array(path.text.utf8) + [0] }
        // Only what is set: naming the attributes would print six lines for each of thousands of files.
        let answer = try top.ask(["check-attr", "-z", "--stdin", "-a"], input: input)
        let settings = try lineEndSettings()
        let writesReturns = settings["core.autocrlf"] == "true" || settings["core.eol"] == "crlf"
        guard writesReturns || !answer.isEmpty else { return [] }
        var values: [RelativePath: [String: String]] = [:]
        // A value may be empty (`x=`), and is a field all the same.
        let fields = answer.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        for place in stride(from: 0, to: fields.count - 2, by: 3) {
            guard let path = RelativePath(fields[place]) else { continue }
            values[path, default: [:]][fields[place + 1]] = fields[place + 2]
        }
        return paths.filter { path in
            func value(_ name: String) -> String? {
                values[path]?[name].flatMap { ["unspecified", "unset"].contains($0) ? nil : $0 }
            }
            let isText = values[path]?["text"] != "unset" && values[path]?["crlf"] != "unset"
            return value("filter") != nil || value("ident") != nil || value("working-tree-encoding") != nil
                || value("eol") == "crlf" || (writesReturns && isText)
        }
    }

    /// Those of `core.autocrlf` and `core.eol` that are set. The last word about one holds; a name alone is a yes.
    private func lineEndSettings() throws(GitFailure) -> [String: String] {
        let answer = try git.run(["config", "--get-regexp", "^core\\.(autocrlf|eol)$"])
        var found: [String: String] = [:]
        for line in String(decoding: answer.output, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            if let name = words.first { found[String(name)] = words.count > 1 ? words[1].lowercased() : "true" }
        }
        return found
    }

    private static func lines(_ ids: [String]) -> [UInt8] { Array((ids.joined(separator: "\n") + "\n").utf8) }
}
