// Which calls would give the agent a secret file's content.

import JSON

extension ToolCall {
    /// What the file looks like whose content the call reads, or shows when it fails; nil for every other call.
    var secretReason: String? {
        switch tool?.name {
        // Listing, creating and deleting show nothing of a file, and a search skips such files.
        case "read_file", "modify_file", "replace_string_in_file", "apply_diff", "insert_content", "move_file",
            "list_code_definition_names":
            return ([object] + listedPaths).lazy.compactMap { SecretFile.reason($0) }.first
        default: return nil
        }
    }

    /// Several files in one call: paths, or objects that have one.
    private var listedPaths: [String] {
        ["paths", "files"].flatMap { key in
            (arguments[key]?.asArray ?? []).compactMap { $0.asString ?? $0["path"]?.asString }
        }
    }
}
