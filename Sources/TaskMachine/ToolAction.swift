// The actions we know how to do, their aliases, and what may happen without asking.

import JSON

/// One action of the tool table.
public struct ToolAction: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// Looks at the project; runs without asking.
        case read
        /// Proposes a change that is staged for review; runs without asking, since nothing reaches the disk.
        case write
        /// Runs a program of the user's; asks, unless a rule answers.
        case command
        /// Concerns the conversation alone: its list, its mode, a question to the user.
        case conversation
    }

    /// The canonical name.
    public let name: String
    public let aliases: [String]
    public let kind: Kind
    /// The keys that may hold what the action is about (a path, a command, a pattern), the best first.
    public let objectKeys: [String]
    /// Its keys as the model is told them; `?` marks those that may be left out.
    public let arguments: [String]

    init(
        _ name: String, _ kind: Kind, about objectKeys: [String], _ arguments: String = "", aliases: [String] = []
    ) {
        self.name = name
        self.aliases = aliases
        self.kind = kind
        self.objectKeys = objectKeys
        self.arguments = arguments.split(separator: " ").map(String.init)
    }

    /// The key of a path, and what models write for it.
    public static let pathKeys = ["path", "file_path", "filePath", "file", "filename"]

    public static let all: [ToolAction] = [
        ToolAction("read_file", .read, about: pathKeys, "path start_line? end_line? line_range? paths?"),
        ToolAction("list_files", .read, about: ["path"], "path? recursive? pattern?"),
        ToolAction(
            "search_files", .read, about: ["regex"],
            "regex path? file_pattern? literal? whole_words? case_sensitive? max_matches?"),
        ToolAction(
            "codebase_search", .read, about: ["query"], "query path? file_pattern?", aliases: ["semantic_search"]),
        ToolAction("list_code_definition_names", .read, about: pathKeys, "path?"),
        ToolAction("get_symbol_info", .read, about: ["symbol_name", "symbol", "name"], "symbol_name path?"),
        ToolAction("create_file", .write, about: pathKeys, "path content"),
        ToolAction("modify_file", .write, about: pathKeys, "path content", aliases: ["edit_file"]),
        ToolAction("replace_string_in_file", .write, about: pathKeys, "path old_string new_string start_line?"),
        ToolAction("apply_diff", .write, about: pathKeys, "path diff"),
        ToolAction("insert_content", .write, about: pathKeys, "path line content"),
        ToolAction("delete_file", .write, about: pathKeys, "path"),
        ToolAction("move_file", .write, about: pathKeys, "path to"),
        ToolAction("revert_file", .write, about: pathKeys, "path"),
        ToolAction(
            "run_terminal", .command, about: ["command", "content"], "command timeout?",
            aliases: ["run_terminal_command", "run_command", "execute_command", "run_in_terminal"]),
        ToolAction("update_todo_list", .conversation, about: [], "todos"),
        ToolAction("ask_followup_question", .conversation, about: ["question"], "question suggested_answers?"),
        ToolAction("switch_mode", .conversation, about: ["mode", "mode_slug"], "mode"),
        ToolAction("attempt_completion", .conversation, about: [], "result"),
    ]

    /// The action of that name or alias, or nil.
    public static func named(_ name: String) -> ToolAction? {
        all.first { $0.name == name || $0.aliases.contains(name) }
    }
}

extension ToolCall {
    /// nil when we don't know the action; the agent is told so.
    public var tool: ToolAction? { ToolAction.named(action) }

    /// What the call is about: a path, a command, a pattern. Empty when the call does not say.
    public var object: String {
        for key in tool?.objectKeys ?? ["path"] {
            if let text = arguments[key]?.asString, !text.isEmpty { return text }
        }
        return ""
    }

    /// The whole command line of a command, else nil.
    public var command: String? { tool?.kind == .command ? object : nil }
}
