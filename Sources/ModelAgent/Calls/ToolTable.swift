// Data table of the tools: what the model is told, what else models call them, and the client's actions behind them.

extension AgentTool {
    static let all: [AgentTool] = [
        AgentTool(
            "read", .read, "read_file", "Show lines of a file, with their numbers.",
            [
                path, number("start_line", others: "line_start startline offset from"),
                number("end_line", others: "line_end to"),
            ],
            others:
                "read_file cat view open open_file view_file show_file get_file_contents fetch_file_content file_read"),
        AgentTool(
            "list", .list, "list_files", "List files of a folder; with a pattern also below it.",
            [folder, text("pattern", key: "pattern", others: "glob file_pattern", isRequired: false)],
            others: "ls list_files list_dir list_directory list_folder glob find_files tree dir read_directory"),
        AgentTool(
            "search", .search, "search_files", "Find lines by a regular expression.",
            [
                text("pattern", key: "regex", others: "regex query text search q regexp search_term"), folder,
                text(
                    "files", key: "file_pattern", others: "glob file_pattern include include_pattern", isRequired: false
                ),
            ],
            others:
                "grep search_files grep_search ripgrep rg find_in_files search_file_content search_code search_text find"
        ),
        AgentTool(
            "outline", .outline, "list_code_definition_names", "List definitions of a file or folder.", [folder],
            others: "list_code_definition_names symbols list_symbols outline_file definitions get_outline"),
        AgentTool(
            "edit", .edit, "apply_diff", "Change a file by SEARCH/REPLACE blocks.",
            [path, text("diff", key: "diff", others: "patch blocks changes edits search_replace")],
            others: "apply_diff replace_in_file search_replace edit_file modify_file apply_edit edit_block patch_file",
            forms: [.searchReplace]),
        AgentTool(
            "edit", .edit, "replace_string_in_file", "Replace a text that is once in a file.",
            [
                path,
                text(
                    "old", key: "old_string",
                    others: "old_string old_str old_text oldtext search find before from original"),
                text(
                    "new", key: "new_string", others: "new_string new_str new_text newtext replace after to replacement"
                ),
            ],
            others: """
                replace str_replace replace_string_in_file search_and_replace str_replace_editor edit_file modify_file \
                replace_string string_replace file_edit str_replace_based_edit_tool
                """,
            forms: [.replaceString]),
        AgentTool(
            "write", .create, "create_file", "Write a whole file, new or in place of the old one.", [path, content],
            others: """
                write_file create create_file create_new_file save_file write_to_file new_file edit edit_file modify_file \
                file_write overwrite_file update_file replace_file
                """,
            forms: [.wholeFile]),
        AgentTool(
            "create", .create, "create_file", "Make a new file.", [path, content],
            others: "write write_file create_file create_new_file save_file write_to_file new_file file_write",
            forms: [.searchReplace, .replaceString]),
        AgentTool(
            "delete", .delete, "delete_file", "Delete a file.", [path],
            others: "delete_file remove remove_file rm unlink"),
        AgentTool(
            "move", .move, "move_file", "Move or rename a file.",
            [
                text("path", key: "path", others: pathNames + " from source src old_path oldpath source_path"),
                text("to", key: "to", others: "destination dest target new_path newpath destination_path new_name"),
            ],
            others: "move_file rename rename_file mv"),
        AgentTool(
            "run", .run, "run_terminal", "Run a command of the shell.",
            [
                text("command", key: "command", others: "cmd code script shell_command commandline"),
                number("timeout", others: ""),
            ],
            others: """
                run_terminal bash shell sh terminal exec execute execute_command run_command run_shell_command \
                run_in_terminal terminal_run run_terminal_command run_terminal_cmd shell_exec container.exec command
                """),
        AgentTool(
            "insert", .insert, "insert_content", "",
            [path, number("line", others: "insert_line line_number after_line", isRequired: true), content],
            others: "insert_content insert_lines", forms: []),
        AgentTool(
            "plan", .plan, "update_todo_list", "", [text("todos", key: "todos", others: "plan items tasks list steps")],
            others: "update_todo_list todo_write todowrite write_todos update_plan todo update_todos", forms: []),
        AgentTool(
            "ask", .ask, "ask_followup_question", "",
            [text("question", key: "question", others: "text message query prompt")],
            others: "ask_followup_question ask_user ask_question question", forms: []),
        AgentTool(
            "finish", .finish, "attempt_completion", "",
            [text("result", key: "result", others: "text message answer summary output", isRequired: false)],
            others: "attempt_completion final_answer task_complete complete_task done submit", forms: []),
    ]

    private static let pathNames = "file_path filepath file filename file_name target_file absolute_path"
    private static let path = text("path", key: "path", others: pathNames)
    private static let content = text(
        "content", key: "content", others: "contents file_text text code new_content file_content data body")
    private static let folder = text(
        "path", key: "path", others: pathNames + " dir directory folder dir_path directory_path", isRequired: false)

    private static func text(_ name: String, key: String, others: String, isRequired: Bool = true) -> Parameter {
        Parameter(name: name, kind: .text, isRequired: isRequired, key: key, others: words(others))
    }

    private static func number(_ name: String, others: String, isRequired: Bool = false) -> Parameter {
        Parameter(name: name, kind: .number, isRequired: isRequired, key: name, others: words(others))
    }

    private static func words(_ text: String) -> [String] { text.split { $0 == " " || $0 == "\n" }.map(String.init) }

    private init(
        _ name: String, _ verb: AgentVerb, _ action: String, _ says: String, _ parameters: [Parameter], others: String,
        forms: [EditForm]? = nil
    ) {
        self.init(
            name: name, verb: verb, action: action, says: says, parameters: parameters, others: Self.words(others),
            forms: forms)
    }

    /// Keys that say why a call is made, or what editors need; nothing hangs on them.
    static let idleKeys: Set<String> = [
        "description", "explanation", "reason", "reasoning", "thought", "thoughts", "comment", "justification",
        "summary",
        "securityrisk", "encoding", "id", "type", "action", "tool", "requiresapproval", "safetoautorun", "instructions",
        "language", "createdirectories", "shouldreadentirefile", "isbackground",
    ]
}
