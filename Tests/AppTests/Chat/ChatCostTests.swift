// What a key and its frame cost in the chat does not grow with the conversation.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite(.serialized) struct ChatCostTests {
    /// A conversation of so many lines, ten in a message.
    private func reading(lines: Int) -> ScenarioPlayer {
        let text = (1...10).map { "line \($0) of a message that says something" }.joined(separator: "\n")
        let entries = (1...max(1, lines / 10)).map { id in
            id % 3 == 0 ? ran(id, "make \(id)", text) : id % 3 == 1 ? user(id, text) : answer(id, text)
        }
        var player = ScenarioPlayer.reading(entries, size: Size(columns: 120, rows: 40))
        _ = player.model.frame(in: player.size)
        return player
    }

    /// The quickest of several keys with their frames, so that what else the machine does is left out.
    private func cost(_ player: inout ScenarioPlayer, _ keys: [String]) -> Duration {
        let clock = ContinuousClock()
        var best = Duration.seconds(60)
        for round in 0..<20 {
            let key = Key(named: keys[round % keys.count])
            best = min(
                best,
                clock.measure {
                    _ = player.model.update(.input(.key(key)))
                    _ = player.model.frame(in: player.size)
                })
        }
        return best
    }

    @Test func aMillionLinesScrollAsFastAsAScreenful() throws {
        var (few, many) = (reading(lines: 200), reading(lines: 1_000_000))
        for keys in [["pgup", "pgdn"], ["up"], ["down"], ["ctrl-home", "ctrl-end"], ["a", "backspace"]] {
            let (small, large) = (cost(&few, keys), cost(&many, keys))
            #expect(large < small * 4 + .milliseconds(1), "\(keys): \(small) with 200 lines, \(large) with 1,000,000")
        }
        few.keys("shift-f6")
        many.keys("shift-f6")
        for keys in [["["], ["]", "["], ["space"], ["j", "k"], ["{", "}"]] {
            let (small, large) = (cost(&few, keys), cost(&many, keys))
            #expect(large < small * 4 + .milliseconds(1), "\(keys): \(small) with 200 lines, \(large) with 1,000,000")
        }
    }

    @Test func aWalkThroughAMillionMatchesIsAsFast() {
        var (few, many) = (reading(lines: 200), reading(lines: 1_000_000))
        func search(_ player: inout ScenarioPlayer) {
            player.keys("f3", "\"message", "enter")
            while player.model.search?.isCounted == false { player.send(.timerFired(.search, at: 0)) }
        }
        search(&few)
        search(&many)
        for keys in [["N"], ["n"], ["pgup", "N"]] {
            let (small, large) = (cost(&few, keys), cost(&many, keys))
            #expect(large < small * 4 + .milliseconds(1), "\(keys): \(small) with 200 lines, \(large) with 1,000,000")
        }
    }

    /// Not time, which other tests take too: how much is laid out for a frame.
    @Test func aFrameLaysOutWhatItShows() {
        var many = reading(lines: 1_000_000)
        let before = many.model.chat.layoutCount
        many.keys("pgup")
        _ = many.model.frame(in: many.size)
        #expect(many.model.chat.layoutCount - before < 40)
        many.keys("ctrl-home")
        _ = many.model.frame(in: many.size)
        #expect(many.model.chat.layoutCount - before < 60)
    }

    /// Beside other tests the process grows for reasons of theirs: memory counts in a run of its own, with `FUZZ_ROUNDS`.
    @Test func readingAMillionLinesTakesNoMemory() {
        var many = reading(lines: 1_000_000)
        let before = residentBytes() >> 20
        for key in ["ctrl-home", "f3"] { many.keys(key) }
        many.keys("\"message", "enter")
        while many.model.search?.isCounted == false { many.send(.timerFired(.search, at: 0)) }
        for _ in 0..<300 {
            many.keys("N", "pgup")
            _ = many.model.frame(in: many.size)
        }
        #expect(many.model.search?.total == 1_000_000)
        guard environment("FUZZ_ROUNDS") != nil else { return }
        let grown = (residentBytes() >> 20) - before
        #expect(grown < 40, "reading and searching a million lines took \(grown) of \(before) MB")
    }

    /// While the reader is far up, many new entries are counted; none of them is laid out for each frame.
    @Test func manyNewEntriesAreCountedOnce() {
        var player = reading(lines: 2_000)
        player.keys("ctrl-home")
        for number in 0..<600 { _ = player.model.conversation.handle(.reported("report \(number)")) }
        for _ in 0..<2 { _ = player.model.frame(in: player.size) }
        let before = player.model.chat.layoutCount
        for _ in 0..<5 { _ = player.model.frame(in: player.size) }
        #expect(player.model.chat.layoutCount == before)
        #expect(player.rows(with: "new lines").count == 1)
    }
}
