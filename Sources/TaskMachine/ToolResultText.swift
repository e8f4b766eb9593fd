// How a tool's result reads in the history: a message of the user's role, since the protocol has no role for it.

extension ToolResult {
    /// `[tool_result <id> <action> <success|error>]`, then the text.
    public var message: ChatMessage {
        let header =
            Self.headerStart + "\(Self.plain(callID)) \(Self.plain(action)) \(succeeded ? "success" : "error")]"
        return ChatMessage(role: .user, content: header + "\n" + text)
    }

    static let headerStart = "[tool_result "

    /// A word for the header line: what could end the word or the line becomes `_`.
    private static func plain(_ word: String) -> String {
        guard !word.isEmpty else { return "-" }
        let scalars = word.unicodeScalars.prefix(200).map { scalar in
            scalar.value > 0x20 && scalar.value < 0x7F && scalar != "]" && scalar != "[" ? Character(scalar) : "_"
        }
        return String(scalars)
    }

    /// The user said no; the words are theirs, verbatim.
    static func rejected(_ call: ToolCall, words: String) -> ToolResult {
        .failure(of: call, words.isEmpty ? "Rejected by the user." : "Rejected by the user.\n" + words)
    }

    static func unknown(_ call: ToolCall) -> ToolResult {
        if ["new_task", "start_subtask", "complete_subtask"].contains(call.action) {
            return .failure(of: call, "There are no subtasks here. Do the work yourself, in this turn.")
        }
        let known = ToolAction.all.map(\.name).joined(separator: ", ")
        return .failure(of: call, "There is no tool named \"\(call.action)\". Known tools: \(known).")
    }

    static func cancelled(_ call: ToolCall) -> ToolResult {
        .failure(of: call, "Cancelled by the user.")
    }

    /// The user said at a limit that the turn does not go on.
    static func stopped(_ call: ToolCall) -> ToolResult {
        .failure(of: call, "The user stopped here.")
    }

    static func success(of call: ToolCall, _ text: String) -> ToolResult {
        ToolResult(callID: call.id, action: call.action, succeeded: true, text: text)
    }

    static func failure(of call: ToolCall, _ text: String) -> ToolResult {
        ToolResult(callID: call.id, action: call.action, succeeded: false, text: text)
    }
}

/// How a tool call came to its end.
public enum ToolEnding: Equatable, Sendable {
    /// It ran; the result says whether it succeeded.
    case ran
    case rejected
    /// We have no such tool.
    case unknown
    case cancelled
}
