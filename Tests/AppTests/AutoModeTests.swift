// Auto mode: what a turn stages is written unasked in one piece, never over what the user has not decided about, and a refused write stays.

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

    @Test func aTurnIsOneWriteAndOneUndo() {
        var player = calling("a", "b")
        player.stage("a")
        player.stage("b")
        #expect(written(player.effects).isEmpty)
        player.play(lines: [#"server reply "done""#])
        #expect(written(player.effects) == [["a", "b"]])
        #expect(notes(player).isEmpty)
        player.play(lines: ["written 1"])
        #expect(player.model.changes.isEmpty)
        #expect(notes(player) == ["Auto mode wrote 2 files. Ctrl-T u undoes it"])
        // By the review's own undo.
        player.play(lines: [#"keys ctrl-t "u" "y""#])
        #expect(player.effects.contains(.undo(journalEntry: 1)))
    }

    @Test func aCommandFindsOnDiskWhatCameBeforeIt() {
        var player = ScenarioPlayer.playing("start", #"keys "/mode auto" enter"#, #"keys "go" enter"#)
        player.call(
            #"{"action":"modify_file","path":"a","content":"x"}"#, #"{"action":"run_terminal","command":"make"}"#,
            #"{"action":"modify_file","path":"b","content":"x"}"#)
        player.stage("a")
        // The request is shown, and what the command may need is written meanwhile.
        #expect(player.model.dock != nil)
        #expect(written(player.effects) == [["a"]])
        player.play(lines: ["written 1", "time 500", #"keys ctrl-q "y""#, #"tool done "made""#])
        player.stage("b")
        #expect(written(player.effects) == [["a"]])
        player.play(lines: [#"server reply "done""#, "written 2"])
        #expect(written(player.effects) == [["a"], ["b"]])
        #expect(notes(player).last == "Auto mode wrote 2 files in 2 writes. Ctrl-T u undoes the latest one")
    }

    @Test func aCommandThatIsNotAskedAboutComesBehindTheWrite() {
        var player = ScenarioPlayer.playing("start", #"keys "/mode auto" enter"#, #"keys "go" enter"#)
        player.call(#"{"action":"run_terminal","command":"make all"}"#)
        player.play(lines: ["time 500", #"keys ctrl-q "p""#, #"tool done "made""#])
        player.call(
            #"{"action":"modify_file","path":"a","content":"x"}"#, #"{"action":"run_terminal","command":"make all"}"#)
        let before = player.effects.count
        player.stage("a")
        let order = player.effects.dropFirst(before).compactMap { effect in
            switch effect {
            case .apply: "write"
            case .execute(let call, _, _): call.command
            default: nil
            }
        }
        #expect(order == ["write", "make all"])
    }

    @Test func aMessageThatWaitedDoesNotHoldUpTheWrite() {
        var player = calling("a")
        player.play(lines: [#"keys "and then?" enter"#])
        player.stage("a")
        #expect(written(player.effects).isEmpty)
        player.play(lines: [#"server reply "done""#])
        #expect(player.model.conversation.task.lifecycle == .requesting)
        #expect(written(player.effects) == [["a"]])
        player.play(lines: ["written 1"])
        #expect(notes(player) == ["Auto mode wrote 1 file. Ctrl-T u undoes it"])
    }

    @Test func aTurnThatIsCancelledKeepsWhatItDid() {
        var player = calling("a", "b")
        player.stage("a")
        player.play(lines: ["keys esc"])
        #expect(player.model.conversation.mode == .auto)
        player.stage("b")
        #expect(written(player.effects).first?.contains("a") == true)
    }

    /// The lines of the tools, and whether each says that its change was written.
    private func lines(_ player: ScenarioPlayer) -> [Bool] {
        player.model.conversation.entries.compactMap { entry in
            if case .tool(let line) = entry.content { line.isWritten } else { nil }
        }
    }

    @Test func theLineOfAToolSaysThatItsChangeWasWritten() {
        var player = calling("a")
        player.stage("a")
        #expect(lines(player) == [false])
        player.play(lines: [#"server reply "done""#, "written 1"])
        #expect(lines(player) == [true])
        player.play(lines: [#"keys "more" enter"#])
        player.call(#"{"action":"modify_file","path":"b","content":"x"}"#)
        player.stage("b")
        player.play(lines: [#"server reply "done""#, #"refused "disk full""#])
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
        player.play(lines: [#"server reply "done""#])
        #expect(written(player.effects) == [["b"]])
        player.play(lines: ["written 1"])
        #expect(player.model.changes.changes.map(\.path.text) == ["a", "c"])
        #expect(player.model.changes.changes.allSatisfy { $0.count(of: .undecided) > 0 })
        #expect(
            notes(player).last == "a has changes that you have not decided; auto mode leaves it alone. Ctrl-T review")
    }

    @Test func aRefusedWriteStaysStagedAndIsNotTriedAgainUnasked() {
        var player = calling("a")
        player.stage("a")
        player.play(lines: [#"server reply "done""#, #"refused "disk full""#])
        #expect(player.model.changes.changes.first?.count(of: .undecided) == 1)
        #expect(notes(player).first?.hasPrefix("Nothing was written: disk full.") == true)
        player.play(lines: [#"keys "more" enter"#])
        player.call(#"{"action":"modify_file","path":"b","content":"x"}"#)
        player.stage("b")
        player.play(lines: [#"server reply "done""#])
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
