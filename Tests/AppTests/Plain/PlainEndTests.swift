// The last words and the exit status of a chat in lines.

import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct PlainEndTests {
    private func started(isTyped: Bool = false) -> ScenarioPlayer {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain(isTyped: isTyped)
        player.play(lines: ["start"])
        return player
    }

    private func status(after failure: RequestFailure, isTyped: Bool = false) -> Int32? {
        var player = started(isTyped: isTyped)
        player.hear(.line("go"))
        for _ in 0..<10 where !player.model.conversation.task.lifecycle.isOver {
            player.send(.agent(.requestFailed(failure, request: player.request), at: player.time))
            player.pass(60_000)
        }
        player.hear(.endOfInput)
        return player.plain?.exitStatus
    }

    @Test func aScriptSeesHowTheLatestTurnEnded() {
        #expect(status(after: .refused(status: 500, message: "x")) == 1)
        #expect(status(after: .signedOut("x")) == 5)
        #expect(status(after: .keyWanted("x")) == 5)
        #expect(status(after: .unreachable("x")) == 6)
        #expect(status(after: .timedOut(seconds: 60)) == 6)
        #expect(status(after: .signedOut("x"), isTyped: true) == 0)
    }

    @Test func aTurnThatEndedWellMakesUpForOneThatFailed() {
        var player = started()
        player.hear(.line("go"))
        player.play(lines: [#"server refused "x""#])
        player.hear(.line("again"))
        player.play(lines: [#"server reply "Done.""#])
        player.hear(.endOfInput)
        #expect(player.plain?.exitStatus == 0)
    }

    @Test func whatWaitedForAnAnswerWasNotDone() {
        var player = started()
        player.hear(.line("go"))
        player.play(lines: [#"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" """#])
        player.pass(1_000)
        player.hear(.endOfInput)
        #expect(player.plain?.exitStatus == 1)
        var other = started()
        other.hear(.line("\"\"\""))
        other.hear(.line("half a message"))
        other.hear(.endOfInput)
        #expect(other.plain?.exitStatus == 1)
    }

    @Test func aFolderThatWasNeverOpenedIsAnError() {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain(isTyped: false)
        player.hear(.endOfInput)
        #expect(player.plain?.exitStatus == 1)
    }

    /// A hook's output commands nothing, and the keys of the screen are words.
    @Test func lastWordsAreLines() {
        var player = started()
        player.plain?.model.isLeaving = true
        player.send(.commitNews(.refused(.git(["\u{1B}]52;c;aGk=\u{7}", "lint: \u{202E}no"]))))
        let words = player.plain?.farewell ?? []
        #expect(words.contains { $0.contains("]52;c;aGk=") && $0.contains("lint: ") })
        #expect(
            words.allSatisfy { line in
                line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x202A...0x202E).contains($0.value) }
            })
    }

    @Test func aMessageWithoutAnEndIsNotKept() {
        var player = started()
        player.hear(.line("\"\"\""))
        let line = String(repeating: "x", count: 1 << 18)
        for _ in 0..<8 { player.hear(.line(line)) }
        #expect(player.printed.count { $0.hasPrefix("The message is longer than 1 MB") } == 1)
        player.hear(.line("\"\"\""))
        #expect(player.printed.last == "The message was too long; nothing was sent.")
        #expect(!player.effects.contains { if case .agent(.send) = $0 { true } else { false } })
        player.hear(.line("short"))
        #expect(player.effects.contains { if case .agent(.send) = $0 { true } else { false } })
    }

    @Test func aCommandWaitsForTheFolder() {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain()
        player.write("!make")
        #expect(player.printed.last?.hasPrefix("The folder is still being opened; nothing was run.") == true)
        #expect(!player.effects.contains { if case .execute = $0 { true } else { false } })
    }

    /// From a pipe nobody can see that the question went away.
    @Test func anAnswerToAQuestionThatIsOverIsNotSent() {
        var player = started()
        player.hear(.line("go"))
        player.play(lines: [#"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" """#])
        player.pass(1_000)
        player.hear(.interrupted)
        let before = player.effects.count
        player.hear(.line("no 1 use make check"))
        #expect(player.printed.last == "Question 1 is over; nothing was answered.")
        #expect(!player.effects[before...].contains { if case .agent(.send) = $0 { true } else { false } })
    }
}
