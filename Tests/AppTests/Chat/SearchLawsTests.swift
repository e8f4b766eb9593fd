// Laws of the search: random texts against the simplest way to count, and a walk that meets every match once.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct SearchLawsTests {
    /// Both as the simplest matcher sees them: small letters, one blank for any run of them.
    private func folded(_ text: String, isFolding: Bool) -> [Character] {
        let words = text.split(omittingEmptySubsequences: false) { $0 == " " || $0 == "\n" }.filter { !$0.isEmpty }
        let isOpen = text.first.map { $0 == " " || $0 == "\n" } == true
        let isEnded = text.last.map { $0 == " " || $0 == "\n" } == true
        let joined = (isOpen ? " " : "") + words.joined(separator: " ") + (isEnded && !words.isEmpty ? " " : "")
        return Array(isFolding ? joined.lowercased() : joined)
    }

    private func simpleCount(_ needle: [Character], _ text: [Character]) -> Int {
        var (count, place) = (0, 0)
        while place + needle.count <= text.count {
            if Array(text[place..<place + needle.count]) == needle {
                count += 1
                place += needle.count
            } else {
                place += 1
            }
        }
        return count
    }

    private func text(_ alphabet: [Character], _ length: Int, _ chance: inout SeededGenerator) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &chance)] })
    }

    @Test func countsAsTheSimplestMatcherDoes() {
        var chance = SeededGenerator.fresh()
        let alphabet: [Character] = ["a", "b", "A", "ä", "Ä", "漢", " ", "\n", "🙂"]
        for _ in 0..<fuzzRounds(default: 2_000) {
            let words = text(alphabet, Int.random(in: 1...4, using: &chance), &chance)
            let hay = text(alphabet, Int.random(in: 0...40, using: &chance), &chance)
            guard let search = TextSearch(words) else { continue }
            let isFolding = !words.contains(where: \.isUppercase)
            // Blanks in front are not looked for.
            let needle = folded(String(words.drop { $0 == " " || $0 == "\n" }), isFolding: isFolding)
            let expected = simpleCount(needle, folded(hay, isFolding: isFolding))
            #expect(
                search.count(in: hay) == expected,
                "\(words.debugDescription) in \(hay.debugDescription); seed \(chance.seed)")
        }
    }

    @Test func aWalkMeetsEveryMatchOnce() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 20) {
            let entries: [Entry] = (1...Int.random(in: 1...30, using: &chance)).map { id in
                let words = text(["a", "b", " ", "\n", "*"], Int.random(in: 1...300, using: &chance), &chance)
                switch Int.random(in: 0..<3, using: &chance) {
                case 0: return user(id, words)
                case 1: return answer(id, words)
                default: return ran(id, "make", words)
                }
            }
            var player = ScenarioPlayer.reading(entries, size: Size(columns: 50, rows: 20))
            player.keys("f3", "\"ab", "enter")
            player.pass(0)
            // The first round counts every entry by what is shown of it.
            for _ in 0..<(player.model.search?.total ?? 0) { player.keys("n") }
            guard let total = player.model.search?.total, total > 0 else { continue }
            var seen: Set<Int> = []
            for _ in 0..<total {
                player.keys("n")
                if let rank = player.model.search?.rank { seen.insert(rank) }
            }
            #expect(seen == Set(1...total), "seed \(chance.seed)")
        }
    }
}
