// The actions we know how to do, their aliases, and what may happen without asking.

import JSON

/// One action of the tool table.
public struct ToolAction: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// Looks at the project; runs without asking.
        case read
        /// Proposes a change that is staged for review; runs without asking, since nothing reaches the disk.
        case write
        /// Runs a program of the user's; always asks.
        case command
    }

    /// The canonical name.
    public let name: String
    public let aliases: [String]
    public let kind: Kind
    /// The keys that may hold what the action is about (a path, a command, a pattern), the best first.
    public let objectKeys: [String]

    init(_ name: String, _ kind: Kind, about objectKeys: [String], aliases: [String] = []) {
        self.name = name
        self.aliases = aliases
        self.kind = kind
        self.objectKeys = objectKeys
    }

    public static let all: [ToolAction] = [
        ToolAction("read_file", .read, about: ["path"]),
        ToolAction("list_files", .read, about: ["path"]),
        ToolAction("search_files", .read, about: ["regex"]),
        ToolAction("codebase_search", .read, about: ["query"], aliases: ["semantic_search"]),
        ToolAction("list_code_definition_names", .read, about: ["path"]),
        ToolAction("get_symbol_info", .read, about: ["symbol_name", "symbol", "name"]),
        ToolAction("create_file", .write, about: ["path"]),
        ToolAction("modify_file", .write, about: ["path"], aliases: ["edit_file"]),
        ToolAction("replace_string_in_file", .write, about: ["path"]),
        ToolAction("apply_diff", .write, about: ["path"]),
        ToolAction("insert_content", .write, about: ["path"]),
        ToolAction("delete_file", .write, about: ["path"]),
        ToolAction("move_file", .write, about: ["path"]),
        ToolAction(
            "run_terminal", .command, about: ["command", "content"],
            aliases: ["run_terminal_command", "run_command", "execute_command", "run_in_terminal"]),
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
