// The tools that concern the conversation alone: they touch no project and no disk.

import JSON

extension AgentTask {
    /// A question waits for the user; the others have their result at once.
    mutating func converse(_ call: ToolCall) -> [Effect] {
        switch call.tool?.name {
        case "update_todo_list":
            guard let todos = TodoList.items(reading: call.arguments["todos"]) else {
                return settle(call, .failure(of: call, "There is no list in `todos`: one `[ ] text` a line."), .ran)
            }
            let done = todos.count { $0.status == .done }
            return settle(call, .success(of: call, "The list has \(todos.count) items, \(done) done."), .ran)
        case "ask_followup_question":
            guard let question = FollowUpQuestion(reading: call.arguments) else {
                return settle(call, .failure(of: call, "There is no text in `question`."), .ran)
            }
            lifecycle = .awaitingAnswer(call, question)
            return [.askQuestion(call, question)]
        case "switch_mode": return switchMode(call)
        default:
            isConcluded = true
            return settle(call, .success(of: call, "The user reads it."), .ran)
        }
    }

    /// Less is always allowed, and tools were not to be had in ask mode. Whether changes are written unseen is the
    /// user's alone.
    private mutating func switchMode(_ call: ToolCall) -> [Effect] {
        switch call.object.lowercased() {
        case "ask", "chat", "plan", "architect":
            mode = .ask
            return settle(call, .success(of: call, "Ask mode from the next message on: no tools."), .ran)
                + [.remark(Remark(.askChosen))]
        case "agent", "code":
            guard mode == .ask else { return settle(call, .success(of: call, "This is agent mode."), .ran) }
            mode = .agent
            return settle(call, .success(of: call, "Agent mode from the next message on."), .ran)
                + [.remark(Remark(.agentChosen))]
        case "auto":
            return settle(call, .failure(of: call, "Only the user can choose auto mode."), .ran)
        default:
            return settle(call, .failure(of: call, "There is no such mode. Modes: ask, agent."), .ran)
        }
    }

    /// The answer goes to the agent as it is.
    mutating func questionAnswered(_ callID: String, _ words: String) -> [Effect] {
        guard case .awaitingAnswer(let call, _) = lifecycle, call.id == callID else { return [] }
        return settle(call, .success(of: call, words), .ran) + advance()
    }
}
