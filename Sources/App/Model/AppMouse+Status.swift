// A press on the status line: what a field tells of is shown, or what it waits for is done.

internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func pressStatus(at column: Int) -> [AppEffect] {
        guard let press = statusLine.press(at: column, columns: size.columns, signs: signs) else { return [] }
        switch press {
        case .goToRequest:
            focus = .request
            return []
        case .signIn: return signIn()
        case .retry: return retry()
        case .askAgain: return askAgain()
        case .giveUp: return perform(Action.cancelOrClose)
        case .cancelTurn: return conversation.task.lifecycle.isOver ? [] : tell(.cancelRequested)
        case .review: return focus == .changes ? [] : perform(Action.toggleChanges)
        case .queue:
            focus = .queue
            return []
        case .steps: return showSteps()
        case .nextMode: return cycleMode()
        case .mouse: return arrange(.toggleMouse)
        case .tell(let command): return perform(command, "")
        case .chooseModel: return model("")
        }
    }
}
