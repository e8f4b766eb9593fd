// Slash commands: their arguments, and what can't be done now says why and stays written.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct SlashCommandTests {
    private func said(_ player: ScenarioPlayer, _ text: String) -> String? {
        var player = player
        let effects = player.orders(#"keys "\#(text)" enter"#)
        #expect(effects.isEmpty, "\(text) did something")
        #expect(player.model.composer.text == text)
        return player.model.flash?.text
    }

    @Test func readsArguments() {
        #expect(SlashCommand.reading(of: "/mode  ask ") == .command(.mode, "ask"))
        #expect(SlashCommand.reading(of: "/rename  A title ") == .command(.rename, "A title"))
        #expect(SlashCommand.reading(of: "/new") == .command(.new, ""))
        #expect(SlashCommand.reading(of: "/improve a\nb") == .command(.improve, "a\nb"))
        #expect(SlashCommand.reading(of: "/new a\nb") == nil)
    }

    @Test func whatCannotBeDoneSaysWhy() {
        let player = ScenarioPlayer.playing("start")
        #expect(said(player, "/mode fast") == "There is no mode `fast`. /mode [ask|agent|auto]")
        #expect(said(player, "/new x") == "/new takes nothing behind it: `x`")
        #expect(said(player, "/rename") == "A title is missing. /rename TITLE")
        #expect(said(player, "/rules revoke") == "/rules does not know `revoke`. /rules [revoke N]")
        #expect(said(player, "/feedback") == "Good or not? /feedback +|-")
        #expect(said(player, "/feedback +") == "There is no answer yet")
        #expect(said(player, "/retry") == "Nothing was sent yet")
        #expect(said(player, "/edit") == "Nothing was sent yet")
        #expect(said(player, "/todos all") == "/todos does not know `all`. /todos [N|clear]")
        #expect(
            said(ScenarioPlayer.playing("start", #"keys "go" enter"#), "/retry") == "A turn runs. Esc cancels it first")
    }

    @Test func escapeClearsWhatWasRefused() {
        for text in ["/mode banana", "/banana"] {
            var player = ScenarioPlayer.playing("start", #"keys "\#(text)" enter"#)
            #expect(player.model.composer.text == text)
            player.play(lines: ["keys esc"])
            #expect(player.model.composer.isEmpty)
        }
        // What was written on is a draft.
        let player = ScenarioPlayer.playing("start", #"keys "/mode banana" enter "s" esc"#)
        #expect(player.model.composer.text == "/mode bananas")
    }

    @Test func aFormatThatIsNoneIsNoFile() {
        let player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "done""#)
        #expect(said(player, "/export xml") == "The formats are md and json. /export [md|json] [FILE]")
        var exporting = player
        #expect(
            exporting.orders(#"keys "/export notes.txt" enter"#).contains(
                .exportConversation(.markdown, path: "notes.txt")))
    }

    @Test func everyCommandCanBeGivenInAnyState() {
        let states = [
            ScenarioPlayer(size: .init(columns: 80, rows: 24)), .playing("start"),
            .playing("start", #"keys "go" enter"#), .askingWithStaged(),
            .playing("start", #"keys "go" enter"#, #"server reply "1. a\n2. b""#),
            .playing("start https://erp.example", #"keys "go" enter"#, #"server signedout "gone""#),
        ]
        for command in SlashCommand.allCases where command != .quit {
            for argument in ["", " ask", " 1", " clear", " revoke 1", " +", " json out.json", " x y"] {
                for var player in states {
                    player.play(lines: ["keys esc", #"keys "/\#(command.rawValue)\#(argument)" enter"#])
                    _ = player.picture()
                }
            }
        }
    }

    @Test func choosesModesByNameAndByKey() {
        var player = ScenarioPlayer.playing("start", #"keys "/mode ask" enter"#)
        #expect(player.model.conversation.mode == .ask)
        player.play(lines: ["keys shift-tab"])
        #expect(player.model.conversation.mode == .agent)
        player.play(lines: ["keys shift-tab"])
        #expect(player.model.conversation.mode == .auto)
    }

    @Test func carriesAPlanOut() {
        var player = ScenarioPlayer.playing("start", #"keys "/mode ask" enter "how?" enter"#)
        player.play(lines: [#"server reply "1. this\n2. that""#])
        #expect(player.model.plan != nil)
        let sent = player.orders(#"keys "/go" enter"#)
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.mode == .agent)
        #expect(player.model.plan == nil)
    }

    @Test func plansAreListsOfSteps() {
        #expect(PlanText.isPlan("Do:\n1. this\n2) that"))
        #expect(PlanText.isPlan("- [ ] this\n- [ ] that"))
        #expect(PlanText.isPlan("**1. this**\n\n**2. that**"))
        #expect(!PlanText.isPlan("1. only one"))
        #expect(!PlanText.isPlan("- a\n- b\n2026. 1"))
    }

    @Test func retriesWhatFailedAndRepeatsWhatCompleted() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server interrupted "gone""#)
        #expect(player.orders(#"keys "/retry" enter"#).count == 1)
        player.play(lines: [#"server reply "ok""#])
        let entries = player.model.conversation.entries.count
        player.play(lines: [#"keys f6 f6 "r""#])
        #expect(player.model.flash?.text.hasPrefix("r again repeats") == true)
        #expect(player.model.conversation.entries.count == entries)
        player.play(lines: [#"keys "r""#])
        #expect(player.model.conversation.task.lifecycle == .requesting)
    }

    @Test func feedbackGoesToTheServerOnce() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "ok""#)
        let effects = player.orders(#"keys "/feedback -" enter"#)
        #expect(effects == [.agent(.tell(.feedback(conversationID: nil, answer: "ok", isLiked: false)))])
    }

    @Test func aBetterWordingTakesThePlaceOfWordsThatAreStillThere() {
        var player = ScenarioPlayer.playing("start")
        let asked = player.orders(#"keys "/improve fix it" enter"#)
        guard case .agent(.ask(.betterPrompt("fix it"), let question))? = asked.first else {
            Issue.record("nothing was asked: \(asked)")
            return
        }
        #expect(player.model.composer.text == "fix it")
        player.send(.agent(.answered("Fix the parser.", question: question), at: player.time))
        #expect(player.model.composer.text == "Fix the parser.")
        player.play(lines: ["keys ctrl-_"])
        #expect(player.model.composer.text == "fix it")
        // Whoever writes on keeps what they write.
        guard case .agent(.ask(_, let second))? = player.orders("keys alt-i").first else {
            Issue.record("nothing was asked")
            return
        }
        player.play(lines: [#"keys " now""#])
        player.send(.agent(.answered("Repair.", question: second), at: player.time))
        #expect(player.model.composer.text == "fix it now")
    }

    @Test func exportsAsItsNameSays() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "ok""#)
        #expect(player.orders(#"keys "/export" enter"#) == [.exportConversation(.markdown, path: nil)])
        #expect(player.orders(#"keys "/export json" enter"#) == [.exportConversation(.json, path: nil)])
        #expect(player.orders(#"keys "/export a b.json" enter"#) == [.exportConversation(.json, path: "a b.json")])
        #expect(player.orders(#"keys "/export md x.json" enter"#) == [.exportConversation(.markdown, path: "x.json")])
    }

    @Test func statusTellsWhatWasLeftRunning() {
        var player = ScenarioPlayer.playing("start")
        #expect(!player.model.statusReport.contains("Left running"))
        player.send(.leftRunning([BackgroundCommand(command: "npm run dev |\ncat", processes: [12, 34])]))
        #expect(player.model.statusReport.contains("Left running | npm run dev \\| cat, process 12, 34 |"))
        player.send(.leftRunning([]))
        #expect(!player.model.statusReport.contains("Left running"))
    }
}
