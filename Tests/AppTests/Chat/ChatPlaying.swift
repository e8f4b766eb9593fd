// A conversation put in front of the model at once, for tests of what a reader does in it.

import App
import Screen
import TaskMachine

extension ScenarioPlayer {
    /// A started program that shows these entries.
    static func reading(_ entries: [Entry], size: Size = Size(columns: 80, rows: 24), isPartial: Bool = false)
        -> ScenarioPlayer
    {
        var player = ScenarioPlayer(size: size)
        player.play(Scenario.Step(line: 0, words: ["start"], body: []))
        player.send(.conversationOpened(ConversationState(entries: entries, isPartial: isPartial), id: "20261125-1"))
        return player
    }

    mutating func keys(_ words: String...) { for word in words { type(word) } }

    /// The rows of the screen, without blanks at their ends.
    mutating func rows() -> [String] {
        model.frame(in: size).cells.textRows.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    }

    /// The rows of the screen with this in them.
    mutating func rows(with text: String) -> [String] { rows().filter { $0.contains(text) } }
}

func user(_ id: Int, _ text: String) -> Entry { Entry(id: id, content: .user(text)) }

func answer(_ id: Int, _ text: String) -> Entry { Entry(id: id, content: .assistant(AssistantText(text: text))) }

func ran(_ id: Int, _ command: String, _ output: String) -> Entry {
    Entry(
        id: id,
        content: .tool(
            ToolLine(
                callID: "c\(id)", action: "run_terminal", object: command, state: .succeeded,
                output: BoundedText(output), exitStatus: 0)))
}

func edited(_ id: Int, _ path: String) -> Entry {
    Entry(
        id: id,
        content: .tool(
            ToolLine(
                callID: "c\(id)", action: "apply_diff", object: path, state: .succeeded,
                output: BoundedText("staged: \(path) +1 -1 (not on disk until accepted)"))))
}
