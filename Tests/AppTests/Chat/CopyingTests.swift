// What is copied out of the chat: source text, as it was written.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct CopyingTests {
    private let markdown = """
        Two ways, **both** fine:

        ```swift
        let a = 1
        \tlet b = 2
        ```

        - or

          ```sh
          make
          ```
        """

    private func reading(_ entries: [Entry]) -> ScenarioPlayer {
        var player = ScenarioPlayer.reading(entries)
        player.keys("shift-f6")
        return player
    }

    private func copied(_ player: inout ScenarioPlayer, _ keys: String...) -> String? {
        let seen = player.effects.count
        for key in keys { player.type(key) }
        for case .copy(let bytes, let name) in player.effects[seen...] {
            return "\(name): \(String(decoding: bytes, as: UTF8.self))"
        }
        return nil
    }

    @Test func theMessageAsWritten() {
        var player = reading([user(1, "How?"), answer(2, markdown)])
        #expect(copied(&player, "y", "m") == "the message: \(markdown)")
        #expect(copied(&player, "[", "y", "m") == "the message: How?")
        #expect(copied(&player, "y", "a") == "the last answer: \(markdown)")
    }

    @Test func oneOfSeveralBlocksOfCode() {
        var player = reading([user(1, "How?"), answer(2, markdown)])
        #expect(copied(&player, "y", "b") == nil)
        #expect(player.rows(with: "1 2 lines swift").count == 1)
        #expect(copied(&player, "2") == "the code block, 1 line: make\n")
        #expect(copied(&player, "y", "b", "1") == "the code block, 2 lines: let a = 1\n\tlet b = 2\n")
        #expect(copied(&player, "[", "y", "b") == nil)
        #expect(player.model.flash?.text == "There is no code block in this message")
    }

    @Test func theLatestCommandAndItsOutput() {
        var player = reading([user(1, "go"), ran(2, "make", "ok\n"), ran(3, "make test", "fine\n"), answer(4, "Done.")])
        #expect(copied(&player, "y", "c") == "the last command: make test")
        #expect(copied(&player, "y", "o") == "the output of the last command: fine\n")
    }

    @Test func linesOfAMessage() {
        var player = reading([user(1, "How?"), answer(2, markdown)])
        player.keys("v", "j", "j", "v", "j", "j", "j")
        #expect(player.rows(with: "```swift").count == 1)
        #expect(copied(&player, "y") == "4 lines: ```swift\nlet a = 1\n\tlet b = 2\n```\n")
        #expect(player.model.copying == nil && player.model.focus == .chat)
        player.keys("v", "v", "esc")
        #expect(player.model.copying != nil)
        player.keys("esc")
        #expect(player.model.copying == nil && player.model.focus == .chat)
    }

    @Test func theStatusLineSaysWhichWayWorked() {
        var player = reading([user(1, "How?"), answer(2, markdown)])
        player.send(.copied(name: "the message", .tmux))
        #expect(player.rows().last?.contains("Copied the message to the tmux buffer") == true)
    }

    @Test func anythingElseLeavesTheChoice() {
        var player = reading([user(1, "How?"), answer(2, markdown)])
        #expect(copied(&player, "y", "esc") == nil && player.model.copying == nil)
        #expect(copied(&player, "y", "ctrl-c") == nil && player.model.copying == nil)
        #expect(player.model.focus == .chat)
    }
}
