// Auto mode: what is staged is written at once, never over what the user has not decided about, and a refused write stays.

import App
import ChangeReview
import TaskMachine
import Testing

@testable import App

@Suite struct AutoModeTests {
    private func calling(_ paths: String...) -> ScenarioPlayer {
        var player = ScenarioPlayer.playing("start", #"keys "/mode auto" enter"#, #"keys "go" enter"#)
        let calls = paths.map { #"{"action":"modify_file","path":"\#($0)","content":"x"}"# }
        player.play(
            Scenario.Step(
                line: 0, words: ["server", "calls", "\"[\(calls.joined(separator: ","))]", "\""], body: []))
        return player
    }

    private func written(_ effects: some Sequence<AppEffect>) -> [[String]] {
        effects.compactMap { if case .apply(let plan) = $0 { plan.steps.map(\.path.text).sorted() } else { nil } }
    }

    private func notes(_ player: ScenarioPlayer) -> [String] {
        player.model.conversation.entries.compactMap { entry in
            if case .notice(let text, _) = entry.content { text } else { nil }
        }
    }

    @Test func writesEachProposalAtOnceAndSaysSoAtTheEnd() {
        var player = calling("a", "b")
        player.stage("a")
        #expect(written(player.effects) == [["a"]])
        // The next one comes while the first is being written: it waits for its end.
        player.stage("b")
        #expect(written(player.effects) == [["a"]])
        player.play(lines: ["written 1"])
        #expect(written(player.effects) == [["a"], ["b"]])
        player.play(lines: ["written 2", #"server reply "done""#])
        #expect(player.model.changes.isEmpty)
        #expect(notes(player) == ["Auto mode wrote 2 files. Ctrl-T u undoes the latest write"])
        // By the review's own undo.
        player.play(lines: [#"keys ctrl-t "u" "y""#])
        #expect(player.effects.contains(.undo(journalEntry: 2)))
    }

    /// The lines of the tools, and whether each says that its change was written.
    private func lines(_ player: ScenarioPlayer) -> [Bool] {
        player.model.conversation.entries.compactMap { entry in
            if case .tool(let line) = entry.content { line.isWritten } else { nil }
        }
    }

    @Test func theLineOfAToolSaysThatItsChangeWasWritten() {
        var player = calling("a", "b")
        player.stage("a")
        #expect(lines(player) == [false, false])
        player.play(lines: ["written 1"])
        #expect(lines(player) == [true, false])
        player.stage("b")
        player.play(lines: [#"refused "disk full""#])
        #expect(lines(player) == [true, false])
        // It is kept with the line.
        var kept = ConversationState()
        for case .keep(let records) in player.effects { for record in records { kept.apply(record) } }
        #expect(
            kept.entries.contains { if case .tool(let line) = $0.content { line.isWritten } else { false } })
    }

    @Test func leavesChangesThatWaitForTheUser() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(
            #"{"action":"modify_file","path":"a","content":"x"}"#, #"{"action":"modify_file","path":"c","content":"x"}"#
        )
        player.stage("a")
        player.stage("c")
        player.play(lines: [#"server reply "staged""#, "keys shift-tab", #"keys "more" enter"#])
        player.call(
            #"{"action":"modify_file","path":"a","content":"y"}"#, #"{"action":"modify_file","path":"b","content":"y"}"#
        )
        player.stage("a", "old", "newer")
        player.stage("b")
        #expect(written(player.effects) == [["b"]])
        player.play(lines: ["written 1", #"server reply "done""#])
        #expect(player.model.changes.changes.map(\.path.text) == ["a", "c"])
        #expect(player.model.changes.changes.allSatisfy { $0.count(of: .undecided) > 0 })
        #expect(
            notes(player).last == "a has changes that you have not decided; auto mode leaves it alone. Ctrl-T review")
    }

    @Test func aRefusedWriteStaysStagedAndIsNotTriedAgainUnasked() {
        var player = calling("a", "b")
        player.stage("a")
        player.play(lines: [#"refused "disk full""#])
        #expect(player.model.changes.changes.first?.count(of: .undecided) == 1)
        #expect(notes(player).first?.hasPrefix("Nothing was written: disk full.") == true)
        player.stage("b")
        #expect(written(player.effects) == [["a"], ["b"]])
    }

    @Test func otherModesWriteNothing() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.call(#"{"action":"modify_file","path":"a","content":"x"}"#)
        player.stage("a")
        #expect(written(player.effects).isEmpty)
        #expect(player.model.changes.changes.first?.count(of: .undecided) == 1)
    }
}
