// Searching the conversation: what is found, in what order it is walked, and that nothing waits for it.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ChatSearchTests {
    private func conversation() -> [Entry] {
        [
            user(1, "Rename parse"), answer(2, "I will rename **parse** in one file."),
            ran(3, "make", (1...30).map { "line \($0)\($0 == 2 ? " parse error" : "")" }.joined(separator: "\n")),
            user(4, "And the writer"), answer(5, (1...40).map { "Line \($0)." }.joined(separator: "\n\n")),
        ]
    }

    private func row(_ player: inout ScenarioPlayer) -> String { player.rows(with: "search:").first ?? "" }

    @Test func goesUpFromWhereTheReaderIsAndWalksAround() {
        var player = ScenarioPlayer.reading(conversation())
        player.keys("f3", "\"parse")
        #expect(row(&player).contains(" search: parse") && row(&player).contains("3/3"))
        // The match is in the folded part of an output, which was opened for it.
        #expect(player.rows(with: "line 2 parse error").count == 1)
        player.keys("enter")
        #expect(player.model.focus == .chat)
        player.keys("N")
        #expect(row(&player).contains("2/3"))
        #expect(player.rows(with: "line 2 parse").isEmpty)
        player.keys("N")
        #expect(row(&player).contains("1/3"))
        player.keys("N")
        #expect(row(&player).contains("3/3"))
        player.keys("n")
        #expect(row(&player).contains("1/3"))
    }

    @Test func escapeLeavesTheReaderWhereHeIs() {
        var player = ScenarioPlayer.reading(conversation())
        player.keys("f3", "\"parse", "up", "up")
        let before = player.rows()
        #expect(before.contains { $0.contains("Rename parse") })
        player.keys("esc")
        #expect(player.model.search == nil && player.model.focus == .composer)
        #expect(player.rows().contains { $0.hasSuffix(" Rename parse") })
        #expect(player.model.chat.position != .bottom)
    }

    @Test func otherWordsStartFromTheSamePlace() {
        var player = ScenarioPlayer.reading(conversation())
        player.keys("f3", "\"Rename")
        #expect(row(&player).contains("1/1"))
        for _ in 0..<6 { player.keys("backspace") }
        #expect(player.model.chat.position == .bottom)
        player.keys("\"nowhere")
        #expect(row(&player).contains("not found"))
        #expect(player.model.chat.position == .bottom)
    }

    @Test func matchesHaveARoleOfTheirOwn() {
        var player = ScenarioPlayer.reading([user(1, "one two one")])
        player.keys("f3", "\"one")
        let picture = player.picture()
        let roles = picture.first { $0.hasPrefix(":.mmmuuuuummm") }
        #expect(roles != nil, "\(picture.filter { $0.hasPrefix(":") })")
        let cells = player.model.frame(in: player.size).cells
        // The one that the reader is at is marked besides.
        #expect(cells.markRows.contains { $0.hasPrefix(".........***") })
    }

    @Test func whatComesLaterIsCounted() {
        var player = ScenarioPlayer.reading(conversation())
        player.keys("f3", "\"parse", "enter")
        _ = player.model.conversation.handle(.reported("parse it is, parse"))
        player.pass(0)
        player.keys("n")
        #expect(row(&player).contains("/5"))
    }

    @Test func keysComeBeforeALongSearch() {
        let text = String(repeating: "words without end ", count: 4_000)
        let entries = (1...200).map { user($0, $0 == 1 ? "needle" : text) }
        var player = ScenarioPlayer.reading(entries)
        let seen = player.effects.count
        player.keys("f3", "\"needle")
        // One turn looks through its budget, and asks for another.
        #expect(player.effects[seen...].contains(.startTimer(.search, milliseconds: 0)))
        #expect(player.model.search?.isCounted == false)
        #expect(row(&player).contains("…"))
        var turns = 0
        while player.model.search?.isCounted == false {
            player.send(.timerFired(.search, at: 0))
            turns += 1
        }
        #expect(turns > 10 && turns < 40)
        #expect(row(&player).contains("1/1"))
        #expect(player.rows(with: " needle").count >= 1)
    }

    @Test func whatIsOnDiskAloneIsCountedAndReadWhenTheWalkGoesThere() throws {
        var player = ScenarioPlayer.reading([user(50, "parse here")], isPartial: true)
        let search = try #require(TextSearch("parse"))
        player.keys("f3", "\"pars", "\"e")
        // What was asked of the first letters comes back, and is of no use.
        let first = try #require(TextSearch("p"))
        #expect(player.effects.last == .searchEarlier(first, isFirst: true))
        player.send(.earlierSearched(EarlierFinds(first, in: [user(49, "p")], isDone: false)))
        #expect(player.effects.last == .searchEarlier(search, isFirst: true))
        #expect(row(&player).contains("1/1…"))
        player.send(.earlierSearched(EarlierFinds(search, in: [user(40, "no"), user(41, "parse")], isDone: false)))
        #expect(player.effects.last == .searchEarlier(search, isFirst: false))
        player.send(.earlierSearched(EarlierFinds(search, in: [user(1, "parse, parse")], isDone: true)))
        #expect(row(&player).contains("4/4"))
        player.keys("enter", "N")
        #expect(player.effects.last == .readEarlierEntries)
        player.send(.earlierEntries([user(40, "no"), user(41, "parse")], isPartial: true))
        #expect(row(&player).contains("3/4"))
        player.keys("N")
        player.send(.earlierEntries([user(2, "nothing")], isPartial: true))
        #expect(player.effects.last == .readEarlierEntries)
        player.send(.earlierEntries([user(1, "parse, parse")], isPartial: false))
        #expect(row(&player).contains("2/4"))
    }

    @Test func aWindowOfAnotherWidthKeepsTheMatch() {
        var player = ScenarioPlayer.reading(
            [user(1, (1...200).map { $0 == 77 ? "needle" : "word\($0)" }.joined(separator: " "))])
        player.keys("f3", "\"needle", "enter")
        player.send(.input(.resized(Size(columns: 50, rows: 20))))
        let frame = player.model.frame(in: Size(columns: 50, rows: 20))
        #expect(frame.cells.roleRows.contains { $0.contains("mmmmmm") })
    }
}
