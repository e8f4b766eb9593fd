// `!command`: the user's own commands run unasked, stay out of what the agent is told, and their output is offered.

import ChangeReview
import TaskMachine
import Testing

@testable import App

@Suite struct OwnCommandTests {
    private func call(_ effects: [AppEffect]) -> ToolCall? {
        effects.lazy.compactMap { if case .execute(let call, _, _) = $0 { call } else { nil } }.first
    }

    private func result(_ call: ToolCall?, _ text: String, exit: Int32? = 0) -> ToolResult {
        ToolResult(
            callID: call?.id ?? "", action: "run_terminal", succeeded: exit == 0, text: text, exitStatus: exit,
            milliseconds: 3400)
    }

    @Test func runsWithoutARequest() {
        var player = ScenarioPlayer.playing("start")
        let effects = player.orders(#"keys "!swift test" enter"#)
        #expect(effects.first == .remember("!swift test"))
        #expect(call(effects)?.command == "swift test")
        #expect(player.model.dock == nil && player.model.composer.isEmpty)
        #expect(player.picture().contains { $0.contains("● swift test") && $0.contains("Esc stops it") })
        player.send(.toolOutput(callID: call(effects)?.id ?? "", "Compiling\nBuilding for debugging"))
        #expect(player.picture().contains { $0.contains("swift test  Building for debugging") })
    }

    @Test func whatItPrintedStandsInTheChatAndIsOffered() {
        var player = ScenarioPlayer.playing("start")
        let call = call(player.orders(#"keys "! make" enter"#))
        player.send(.toolFinished(result(call, "exit 2, 3400 ms\nmain.c:1: error\n", exit: 2), at: player.time))
        guard case .tool(let line)? = player.model.conversation.entries.last?.content else {
            Issue.record("not in the chat")
            return
        }
        #expect(line.isOwn && line.object == "make" && line.state == .failed && line.exitStatus == 2)
        // The agent hears nothing of it until the user says so.
        #expect(player.model.conversation.history.isEmpty)
        #expect(player.model.flash?.text == "Alt-A attaches what `make` printed")
        player.play(lines: [#"keys "why? " alt-a"#])
        #expect(player.model.composer.draft.pieces.count == 6)
        let sent = player.orders("keys enter")
        #expect(sent.first == .remember("why? \n```\n$ make\nmain.c:1: error\n```\n"))
        #expect(player.orders("keys alt-a").isEmpty)
    }

    @Test func escapeStopsItAndLeavesTheTurnAlone() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        let call = call(player.orders(#"keys "!sleep 100" enter"#))
        #expect(player.orders("keys esc") == [.cancelTool(callID: call?.id ?? "none")])
        #expect(player.model.conversation.task.lifecycle == .requesting)
        player.send(.toolFinished(result(call, "cancelled after 90 ms\n", exit: nil), at: player.time))
        #expect(player.model.ownCommand == nil)
        guard case .tool(let line)? = player.model.conversation.entries.last?.content else {
            Issue.record("not in the chat")
            return
        }
        #expect(line.state == .cancelled)
    }

    @Test func onlyOneRunsAtATimeAndNothingIsLost() {
        var player = ScenarioPlayer.playing("start", #"keys "!a" enter"#)
        #expect(player.orders(#"keys "!b" enter"#).isEmpty)
        #expect(player.model.composer.text == "!b")
    }

    @Test func aPastedSignRunsNothing() {
        var player = ScenarioPlayer.playing("start")
        #expect(player.orders(#"paste "!rm -rf .""#, "keys enter").isEmpty)
        #expect(player.model.composer.text == "!rm -rf .")
        // Out of the history it was typed once.
        player = ScenarioPlayer.playing("start", #"keys "!a" enter"#)
        let id = player.model.ownCommand?.id ?? ""
        player.send(
            .toolFinished(
                ToolResult(callID: id, action: "run_terminal", succeeded: true, text: "exit 0, 1 ms\n", exitStatus: 0),
                at: player.time))
        #expect(call(player.orders("keys up enter"))?.command == "a")
    }

    @Test func fencesHoldWhateverWasPrinted() {
        #expect(OwnOutput(line: "cat a", text: "```\nx").attachment == "````\n$ cat a\n```\nx\n````\n")
    }
}
