// A project nobody has seen before: random files, names and words, under git, so that no test can lean on a fixed text.
import TestSupport

/// A git repository with a word to rename in some of its files.
struct StoryProject {
    let folder: TemporaryFolder
    let oldName: String
    let newName: String
    /// Every file of the project, by path.
    let files: [String: [UInt8]]

    init(using random: inout SeededGenerator) throws {
        folder = try TemporaryFolder()
        let old = Self.word(using: &random)
        oldName = old
        newName = old + Self.word(using: &random).capitalisedFirst
        var files: [String: [UInt8]] = [:]
        let folders = ["", "Sources/", "Sources/Core/", "lib with space/", "test/"]
        for number in 0..<Int.random(in: 4...7, using: &random) {
            let name = Self.word(using: &random) + "\(number)" + (Bool.random(using: &random) ? "é" : "")
            // The first two are sure to be in the glob and to hold the word.
            let ending = number < 2 || Int.random(in: 0..<4, using: &random) > 0 ? "swift" : "txt"
            let path = folders.randomElement(using: &random)! + name + "." + ending
            files[path] = Self.content(holding: old, surely: number < 2, using: &random)
        }
        self.files = files
        for (path, bytes) in files { try folder.write(path, bytes) }
        try git("init", "-q", "-b", "main")
        try git("add", "-A")
        try git("commit", "-q", "-m", "base")
    }

    @discardableResult
    func git(_ words: String..., input: [UInt8] = []) throws -> Outcome {
        let outcome = try run(gitCommand + words, in: folder.path, input: input)
        guard outcome.status == 0 else { throw GitFailure(words: words, errors: outcome.errorText) }
        return outcome
    }

    /// What `sed` makes of a file when the word is renamed.
    func renamed(_ path: String) throws -> [UInt8] {
        let script = "s/\\b\(oldName)\\b/\(newName)/g"
        return try run(["sed", "-b", "-E", script, "\(folder.path)/\(path)"], environment: ["LC_ALL": "C.UTF-8"]).output
    }

    /// The paths that the rename in `*.swift` changes, in the order of the changes panel.
    func changedPaths() throws -> [String] {
        try files.keys.filter { $0.hasSuffix(".swift") }.filter { try renamed($0) != files[$0] }
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The hunks that git sees between a file and its renamed form: each a patch body, header and all.
    func hunks(of path: String) throws -> [String] {
        let side = try TemporaryFolder()
        try side.write("base", files[path] ?? [])
        try side.write("proposed", try renamed(path))
        let patch = try run(["git", "diff", "--no-index", "--no-color", "base", "proposed"], in: side.path).output
        var hunks: [String] = []
        // Split on line feeds of bytes: a carriage return belongs to the line.
        for line in patch.split(separator: 10, omittingEmptySubsequences: false).map({
            String(decoding: $0, as: UTF8.self)
        }) {
            if line.hasPrefix("@@ ") {
                hunks.append(line + "\n")
            } else if !hunks.isEmpty, !line.isEmpty {
                hunks[hunks.count - 1] += line + "\n"
            }
        }
        return hunks
    }

    /// The bytes of a file after `git apply` put only the chosen hunks into it.
    func applying(_ chosen: [String], to path: String) throws -> [UInt8] {
        guard !chosen.isEmpty else { return files[path] ?? [] }
        let side = try TemporaryFolder()
        try side.write("file", files[path] ?? [])
        let patch = "--- a/file\n+++ b/file\n" + chosen.joined()
        let outcome = try run(["git", "apply", "--recount", "-"], in: side.path, input: Array(patch.utf8))
        guard outcome.status == 0 else { throw GitFailure(words: ["apply"], errors: outcome.errorText + patch) }
        return try side.read("file")
    }

    private static func word(using random: inout SeededGenerator) -> String {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        return String((0..<Int.random(in: 4...9, using: &random)).map { _ in letters.randomElement(using: &random)! })
    }

    private static func content(holding old: String, surely: Bool, using random: inout SeededGenerator) -> [UInt8] {
        let lineEnd = Int.random(in: 0..<4, using: &random) == 0 ? "\r\n" : "\n"
        let count = Int.random(in: 12...70, using: &random)
        var lines: [String] = []
        for number in 0..<count {
            let other = word(using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: lines.append("    let \(other) = \(old)(\(number))")
            case 1: lines.append("    // \(old)ing is not \(other)\(old), 漢字 \(number)")
            case 2: lines.append("")
            default: lines.append("    \(other)(\(number)) // \(word(using: &random))")
            }
        }
        if surely { lines[Int.random(in: 0..<count, using: &random)] = "func \(old)() {}" }
        let isUnfinished = Int.random(in: 0..<4, using: &random) == 0
        return Array((lines.joined(separator: lineEnd) + (isUnfinished ? "" : lineEnd)).utf8)
    }
}

private let gitCommand = [
    "git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.autocrlf=false", "-c", "commit.gpgsign=false",
]

struct GitFailure: Error, CustomStringConvertible {
    let words: [String]
    let errors: String
    var description: String { "git \(words): \(errors)" }
}

extension String {
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
