// What git says of a project, for the request's context and for `@git`: asked of the program itself, with little time.
import JSON

/// The state of a working tree.
struct GitFacts: Equatable {
    /// nil: no branch is checked out.
    var branch: String?
    var ahead: Int?
    var behind: Int?
    /// `M  src/a.swift`, as git's short status writes it; bounded.
    var status: [String]
    /// Changed paths in all.
    var changes: Int

    static let printedChanges = 100

    /// nil without a repository or without git, or when it takes too long.
    static func ask(_ root: String, _ environment: [String: String], milliseconds: Int) async -> GitFacts? {
        let words = [
            "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=normal", "--ignore-submodules=dirty",
        ]
        guard let output = await git(words, in: root, environment, milliseconds: milliseconds, bytes: 1 << 20),
            output.isWhole || !output.bytes.isEmpty
        else { return nil }
        return GitFacts(porcelain: output.bytes)
    }

    /// `git status --porcelain=v2 --branch -z` (git-status(1)).
    init(porcelain bytes: [UInt8]) {
        status = []
        changes = 0
        var isOldName = false
        for record in bytes.split(separator: 0) {
            // The name before a rename is a record of its own.
            if isOldName {
                isOldName = false
                continue
            }
            let text = String(decoding: record, as: UTF8.self)
            let words = text.split(separator: " ")
            if text.hasPrefix("# branch.head ") {
                let name = String(text.dropFirst("# branch.head ".count))
                branch = name == "(detached)" ? nil : name
            } else if text.hasPrefix("# branch.ab "), words.count == 4 {
                ahead = Int(words[2].dropFirst())
                behind = Int(words[3].dropFirst())
            } else if let kind = words.first, ["1", "2", "u", "?"].contains(kind) {
                isOldName = kind == "2"
                changes += 1
                // Fixed fields before the path, which may hold blanks.
                let fields = ["1": 8, "2": 9, "u": 10, "?": 1][kind] ?? 1
                let path = text.split(separator: " ", maxSplits: fields, omittingEmptySubsequences: false).last ?? ""
                let letters = kind == "?" ? "??" : words.count > 1 ? words[1].replacing(".", with: " ") : "  "
                if status.count < GitFacts.printedChanges { status.append("\(letters) \(printed(String(path)))") }
            }
        }
    }

    var json: JSONObject {
        var object: JSONObject = [:]
        if let branch { object["branch"] = .string(branch) }
        if let ahead { object["ahead"] = JSONValue(ahead) }
        if let behind { object["behind"] = JSONValue(behind) }
        object["status"] = .array(status.map { .string($0) })
        if changes > status.count { object["changes"] = JSONValue(changes) }
        return object
    }

    /// Status and the sizes of the changes, as a person would ask for them; nil without a repository.
    static func summary(
        _ root: String, _ environment: [String: String], milliseconds: Int, bytes: Int
    ) async -> String? {
        let status = ["status", "--short", "--branch", "--ignore-submodules=dirty"]
        guard let first = await git(status, in: root, environment, milliseconds: milliseconds, bytes: bytes / 2)
        else { return nil }
        var text = first.text
        // Without a commit there is nothing to compare with; the status says it all.
        let stat = ["diff", "--stat=100", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty", "HEAD", "--"]
        if let second = await git(stat, in: root, environment, milliseconds: milliseconds, bytes: bytes / 2) {
            if !second.bytes.isEmpty { text += "\n" + second.text }
        }
        return text
    }
}

/// What git printed.
struct GitOutput {
    var bytes: [UInt8]
    /// Not cut at the limit.
    var isWhole: Bool

    var text: String { String(decoding: bytes, as: UTF8.self) + (isWhole ? "" : "\n[… cut]\n") }
}

/// Runs a git command that only looks; nil when it fails or takes too long.
func git(
    _ words: [String], in root: String, _ environment: [String: String], milliseconds: Int, bytes: Int
) async -> GitOutput? {
    // A repository's own settings may name programs to run: none of them is.
    let command = Command(
        words: ["git", "-C", root, "-c", "core.fsmonitor=false", "-c", "color.ui=false"] + words,
        environment: gitEnvironment(environment), timeLimit: milliseconds, grace: 200, cancelGrace: 200,
        joinsErrors: false)
    let output = BoundedBytes(limit: bytes)
    let end = await command.run { await output.take($0) }
    let (taken, isFull) = await output.all()
    switch end {
    case .exited(0): return GitOutput(bytes: taken, isWhole: true)
    case .cancelled where isFull: return GitOutput(bytes: taken, isWhole: false)
    default: return nil
    }
}

/// A hook's variables would point git elsewhere, and a look must not write to the index.
func gitEnvironment(_ environment: [String: String]) -> [String: String] {
    var variables = ToolBox.cleaned(environment)
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY"] {
        variables[name] = nil
    }
    variables["GIT_OPTIONAL_LOCKS"] = "0"
    variables["GIT_LITERAL_PATHSPECS"] = "1"
    return variables
}

private actor BoundedBytes {
    private let limit: Int
    private var bytes: [UInt8] = []

    init(limit: Int) { self.limit = limit }

    func take(_ piece: [UInt8]) -> Bool {
        bytes += piece.prefix(limit - bytes.count)
        return bytes.count < limit
    }

    func all() -> (bytes: [UInt8], isFull: Bool) { (bytes, bytes.count >= limit) }
}
