// A failure that is over promises nothing, and what was given up is not sent.

import App
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct GivingUpTests {
    /// The words of the screen, as if its rows were one.
    private func screen(_ player: ScenarioPlayer) -> String {
        var player = player
        let rows = player.picture().filter { $0.hasPrefix("|") }.map { $0.dropFirst().dropLast() }
        return rows.joined(separator: " ").split(separator: " ").joined(separator: " ")
    }

    private let failed = ["start https://erp.example", #"keys "go" enter"#, #"server signedout "gone""#]

    @Test func escapeTakesTheMessageOutOfWhatIsSent() {
        var player = ScenarioPlayer.playing("start")
        player.play(lines: failed)
        #expect(screen(player).contains("sends it again"))
        player.play(lines: ["keys esc"])
        #expect(!screen(player).contains("sends it again"))
        #expect(screen(player).contains("Given up: not sent"))
        let sent = player.orders(#"keys "other" enter"#)
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.dropFirst().map(\.content) == ["other"])
    }

    @Test func signingInSendsNothingThatWasGivenUp() {
        var player = ScenarioPlayer.playing("start")
        player.play(lines: failed + ["keys esc"])
        #expect(player.orders(#"signedin "ada""#) == [.agent(.accountChanged)])
    }

    @Test func aLaterTurnEndsTheOffer() {
        var player = ScenarioPlayer.playing("start")
        player.play(lines: failed + [#"keys "other" enter"#, #"server reply "done""#])
        #expect(screen(player).contains("You are not signed in"))
        #expect(!screen(player).contains("sends it again"))
    }

    @Test func withADraftTheKeyIsNotEnter() {
        var report = StartReport()
        var state = ConversationState()
        state.entries = [Entry(id: 1, content: .user("words"))]
        state.history = [ChatMessage(role: .user, content: "words")]
        state.note.isTurnOpen = true
        report.conversation = state
        report.draft = "half"
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.send(.started(report))
        #expect(screen(player).contains("The turn failed · Alt-R retry"))
        #expect(screen(player).contains("/retry sends it again"))
        player.play(lines: ["keys ctrl-c"])
        #expect(screen(player).contains("The turn failed · Enter retry"))
        let sent = player.orders(#"keys "/retry" enter"#)
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.last?.content == "words")
    }
}
