// The tool calls that the helper makes, as values; their wire form is the flat object of contract §2.3.

import JSON

/// One tool call. Its id is given when the reply is made.
enum HelperCall: Equatable, Sendable {
    case search(SearchText, wholeWords: Bool, SearchScope)
    case readLines(path: String, ClosedRange<Int>)
    case listFiles(folder: String, recursive: Bool)
    case applyDiff(path: String, diff: String)
    case createFile(path: String, content: String)
    case deleteFile(path: String)
    case moveFile(path: String, to: String)
    case revertFile(path: String)
    case runTerminal(command: String)

    /// The most matches a search is asked for: the most that the tool gives.
    static let matchLimit = 10_000

    func json(id: String) -> JSONValue {
        var object: JSONObject = ["id": .string(id)]
        for (key, value) in fields.pairs { object[key] = value }
        return .object(object)
    }

    static func readLine(path: String, number: Int) -> HelperCall { .readLines(path: path, number...number) }

    var action: String { fields["action"]?.asString ?? "" }

    /// Whether it stages something.
    var isChange: Bool {
        switch self {
        case .applyDiff, .createFile, .deleteFile, .moveFile, .revertFile: true
        case .search, .readLines, .listFiles, .runTerminal: false
        }
    }

    private var fields: JSONObject {
        switch self {
        case .search(let text, let wholeWords, let scope):
            return Self.search(text, wholeWords, scope)
        case .readLines(let path, let lines):
            return [
                "action": "read_file", "path": .string(path), "start_line": JSONValue(lines.lowerBound),
                "end_line": JSONValue(lines.upperBound),
            ]
        case .listFiles(let folder, let recursive):
            var object: JSONObject = ["action": "list_files", "recursive": .bool(recursive)]
            if !folder.isEmpty { object["path"] = .string(folder) }
            return object
        case .applyDiff(let path, let diff):
            return ["action": "apply_diff", "path": .string(path), "diff": .string(diff)]
        case .createFile(let path, let content):
            return ["action": "create_file", "path": .string(path), "content": .string(content)]
        case .deleteFile(let path): return ["action": "delete_file", "path": .string(path)]
        case .moveFile(let path, let to):
            return ["action": "move_file", "path": .string(path), "to": .string(to)]
        case .revertFile(let path): return ["action": "revert_file", "path": .string(path)]
        case .runTerminal(let command): return ["action": "run_terminal", "command": .string(command)]
        }
    }

    private static func search(_ text: SearchText, _ wholeWords: Bool, _ scope: SearchScope) -> JSONObject {
        var object: JSONObject = ["action": "search_files"]
        switch text {
        case .plain(let plain):
            object["regex"] = .string(plain)
            object["literal"] = true
            object["case_sensitive"] = true
        case .expression(let pattern, let ignoringCase):
            object["regex"] = .string(pattern)
            object["literal"] = false
            object["case_sensitive"] = .bool(!ignoringCase)
        }
        if wholeWords { object["whole_words"] = true }
        switch scope {
        case .everywhere: break
        case .files(let glob): object["file_pattern"] = .string(glob)
        case .folder(let path): object["path"] = .string(path)
        }
        object["max_matches"] = JSONValue(matchLimit)
        return object
    }
}
