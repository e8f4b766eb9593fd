// The rules between the parts under the mouse, as transcripts.

import Screen
import Testing

@testable import App

@Suite struct RuleGripTests {
    private func mouse(_ action: Mouse.Action, _ column: Int = 5, on rule: PaneRule? = nil) -> RuleGrip.Event {
        .mouse(Mouse(action, at: Point(column: column, row: 1)), on: rule)
    }

    @Test func aRuleIsDragged() {
        var grip = RuleGrip()
        #expect(grip.handle(mouse(.pressed, on: .beside)) == [.startTimer(milliseconds: 400)])
        #expect(grip.handle(mouse(.dragged, 9)) == [.move(.beside, to: Point(column: 9, row: 1))])
        #expect(grip.handle(mouse(.dragged, 12, on: .below)) == [.move(.beside, to: Point(column: 12, row: 1))])
        #expect(grip.handle(mouse(.released, 12)) == [.settle(.beside)])
        #expect(grip.handle(mouse(.dragged, 14)) == [])
    }

    /// A release over a menu is heard by nobody: the next press lets go, wherever it is.
    @Test func aLostReleaseHoldsNothing() {
        var grip = RuleGrip()
        _ = grip.handle(mouse(.pressed, on: .beside))
        _ = grip.handle(mouse(.dragged, 9))
        grip.letGo()
        #expect(!grip.wants(Mouse(.dragged, at: Point(column: 3, row: 3)), on: nil))
        #expect(grip.handle(mouse(.dragged, 3)) == [])
        #expect(grip.handle(mouse(.released, 3)) == [])
    }

    @Test func twoPressesGiveItsPlaceBack() {
        var grip = RuleGrip()
        #expect(grip.handle(mouse(.pressed, on: .list)) == [.startTimer(milliseconds: 400)])
        #expect(grip.handle(mouse(.released)) == [])
        #expect(grip.handle(mouse(.pressed, on: .list)) == [.reset(.list)])
        #expect(grip.handle(mouse(.released)) == [])
    }

    @Test func slowPressesAndPressesOnTwoRulesAreNone() {
        var grip = RuleGrip()
        _ = grip.handle(mouse(.pressed, on: .list))
        _ = grip.handle(mouse(.released))
        #expect(grip.handle(.timerFired) == [])
        #expect(grip.handle(mouse(.pressed, on: .list)) == [.startTimer(milliseconds: 400)])
        #expect(grip.handle(mouse(.pressed, on: .below)) == [.startTimer(milliseconds: 400)])
        _ = grip.handle(mouse(.dragged, 7))
        #expect(grip.handle(mouse(.released)) == [.settle(.below)])
        #expect(grip.handle(mouse(.pressed, on: .below)) == [.startTimer(milliseconds: 400)])
    }

    @Test func onlyWhatBeginsAtARuleIsForIt() {
        var grip = RuleGrip()
        let (press, drag) = (
            Mouse(.pressed, at: Point(column: 1, row: 1)), Mouse(.dragged, at: Point(column: 1, row: 1))
        )
        #expect(!grip.wants(press, on: nil) && grip.wants(press, on: .below))
        #expect(!grip.wants(drag, on: .below))
        _ = grip.handle(.mouse(press, on: .below))
        #expect(grip.wants(drag, on: nil))
        #expect(!grip.wants(Mouse(.wheelUp, at: Point(column: 1, row: 1)), on: .below))
    }
}
