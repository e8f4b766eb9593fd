// The tools that look at the project.
import ChangeReview
import TaskMachine

extension ToolBox {
    func readFile(_ arguments: ToolArguments, _ view: StagedView) throws(ToolFailure) -> String { "" }
    func listFiles(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String { "" }
    func searchFiles(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String { "" }
    func runTerminal(_ call: ToolCall, _ arguments: ToolArguments) async throws(ToolFailure) -> ToolResult {
        throw ToolFailure("")
    }
}
