// Which calls would give the agent a secret file's content.

import JSON

extension ToolCall {
    /// The paths that look like secrets and whose contents the call reads, or shows when it fails: as the call has
    /// them, each once. Empty for every other call.
    public var secretPaths: [String] {
        var paths: [String] = []
        for path in readPaths where SecretFile.reason(path) != nil && !paths.contains(path) { paths.append(path) }
        return paths
    }

    /// What these files look like; nil without any.
    var secretReason: String? {
        var reasons: [String] = []
        for reason in secretPaths.compactMap({ SecretFile.reason($0) }) where !reasons.contains(reason) {
            reasons.append(reason)
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: " and ")
    }

    private var readPaths: [String] {
        switch tool?.name {
        // A call that can't be understood reads nothing.
        case "read_file": do { return try AskedFile.all(in: arguments).map(\.path) } catch { return [] }
        // Listing, creating and deleting show nothing of a file, and a search skips such files.
        case "modify_file", "replace_string_in_file", "apply_diff", "insert_content", "move_file":
            return ToolAction.path(in: arguments).map { [$0] } ?? []
        case "list_code_definition_names": return ToolAction.text(of: arguments["path"]).map { [$0] } ?? []
        default: return []
        }
    }
}
