// The actions of the program as docs/SCENARIOS.md lists them.
import TaskMachine

enum ScenarioActions {
    static let rows = ToolAction.all.map { action in
        "| `\(action.name)` | \(action.arguments.map { "`\($0)`" }.joined(separator: " ")) |"
    }
}
