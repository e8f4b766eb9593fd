// Values that the transcripts are made of.
import ChangeReview
import JSON
import TaskMachine

let question = [ChatMessage(role: .user, content: "rename a to b")]

/// With the system prompt of its mode before the messages.
func request(
    _ id: Int, _ messages: [ChatMessage], conversationID: String? = nil, mode: ChatMode = .agent,
    context: JSONObject = [:]
) -> ChatRequest {
    ChatRequest(
        id: id, messages: [AgentPrompt.message(for: mode)] + messages, conversationID: conversationID, mode: mode,
        context: context)
}

func readCall(_ id: String, _ path: String = "a.swift") -> ToolCall {
    ToolCall(id: id, action: "read_file", arguments: ["path": .string(path)])
}

func commandCall(_ id: String, _ command: String) -> ToolCall {
    ToolCall(id: id, action: "run_command", arguments: ["command": .string(command)])
}

func success(_ call: ToolCall, _ text: String = "fine", proposed: [FileStep] = []) -> ToolResult {
    ToolResult(callID: call.id, action: call.action, succeeded: true, text: text, proposed: proposed)
}

func failure(_ call: ToolCall, _ text: String) -> ToolResult {
    ToolResult(callID: call.id, action: call.action, succeeded: false, text: text)
}

func said(_ text: String) -> ChatMessage { ChatMessage(role: .assistant, content: text) }

/// A task that has sent its first request, which has the id 1.
func startedTask() -> AgentTask {
    var task = AgentTask()
    _ = task.handle(.started(messages: question, conversationID: nil))
    _ = task.handle(.prepared(PreparedTurn(), id: 1))
    return task
}

extension Conversation {
    /// An event as the rim plays it: what is to be prepared is, at once and with nothing found; what is kept is kept
    /// elsewhere.
    mutating func play(_ event: Event) -> [Effect] {
        handle(event).flatMap { effect -> [Effect] in
            switch effect {
            case .prepare(let preparation): play(.prepared(PreparedTurn(), id: preparation.id))
            case .keep: []
            default: [effect]
            }
        }
    }
}
