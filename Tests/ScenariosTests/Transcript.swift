// A conversation with a scenario as text: what is said, which results come back, what the server makes of it.
import JSON
import Scenarios

/// Plays messages and results, and notes every step that ends a request.
struct Transcript {
    private var play: ScenarioPlay
    private var conversation: String?
    private var history: [ScenarioRequest.Message] = []
    private var mode = "agent"
    /// All steps of the latest request.
    private(set) var steps: [ScenarioStep] = []

    init(_ scenario: Scenario, mode: String = "agent") {
        play = ScenarioPlay(scenario)
        self.mode = mode
    }

    /// Lines that begin with `>` or `=` are played; all lines are given back with what came of them.
    mutating func lines(playing script: String) -> [String] {
        var lines: [String] = []
        var results: [String] = []
        let inputs = script.split(separator: "\n").map(String.init)
        for (index, line) in inputs.enumerated() {
            if line == "new conversation" {
                (conversation, history) = (nil, [])
                lines.append(line)
            } else if line.hasPrefix("> ") {
                lines.append(line)
                lines += say(String(line.dropFirst(2)).replacing("\\n", with: "\n"))
            } else if line.hasPrefix("= ") {
                lines.append(line)
                results.append(String(line.dropFirst(2)))
                if index + 1 < inputs.count, inputs[index + 1].hasPrefix("= ") { continue }
                lines += giveBack(results)
                results = []
            }
        }
        return lines
    }

    mutating func say(_ words: String, isBesideChat: Bool = false) -> [String] {
        history.append(.init(role: "user", content: words))
        return answer(isBesideChat: isBesideChat)
    }

    /// `action success text`.
    mutating func giveBack(_ results: [String]) -> [String] {
        for result in results {
            let words = result.split(separator: " ", maxSplits: 2)
            history.append(
                .init(
                    role: "user",
                    content: "[tool_result id \(words[0]) \(words[1])]\n\(words.count > 2 ? String(words[2]) : "")"))
        }
        return answer()
    }

    private mutating func answer(isBesideChat: Bool = false) -> [String] {
        let request = ScenarioRequest(
            conversation: conversation, messages: history, mode: mode, isBesideChat: isBesideChat)
        var turn = play.begin(request)
        steps = []
        repeat { steps.append(play.next(&turn)) } while steps.last?.ends == false
        guard case .reply(let message) = steps.last else { return [shown(steps.last)] }
        conversation = message["conversation_id"]?.asString
        guard message["success"] == true else { return ["< error: \(message["error"]?.asString ?? "")"] }
        let text = message["response"]?.asString ?? ""
        history.append(.init(role: "assistant", content: text))
        let calls = message["tool_calls"]?.asArray ?? []
        return ["< \(text.replacing("\n", with: "\\n"))"] + calls.map { "< call \($0["action"]?.asString ?? "")" }
    }

    private func shown(_ step: ScenarioStep?) -> String {
        switch step {
        case .raw(let status, _, _): "< raw \(status)"
        case .played(let answer): "< http \(answer.status)"
        case .connectionClosed: "< closed"
        case .silence: "< silence"
        default: "< nothing"
        }
    }
}
