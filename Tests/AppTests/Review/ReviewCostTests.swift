// What a key and its frame cost does not grow with the review, beyond what is shown.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite(.serialized) struct ReviewCostTests {
    private static let size = Size(columns: 120, rows: 40)

    /// The quickest of several keys with their frames, so that what else the machine does is left out.
    private func cost(_ player: inout ReviewPlayer, _ keys: [Key]) -> Duration {
        let clock = ContinuousClock()
        var best = Duration.seconds(60)
        for round in 0..<12 {
            let key = keys[round % keys.count]
            best = min(
                best,
                clock.measure {
                    player.type(key)
                    player.show()
                })
        }
        return best
    }

    private func files(_ count: Int) -> ReviewPlayer {
        var player = ReviewPlayer(size: Self.size)
        for number in 0..<count {
            player.propose(
                "f\(number % 40)/file\(number).txt", FileState(bytes: Array("a\nb\n".utf8)),
                FileState(bytes: Array("a\nc\(number)\n".utf8)))
        }
        player.show()
        return player
    }

    private func lines(_ count: Int) -> ReviewPlayer {
        var player = ReviewPlayer(size: Self.size)
        var (old, new) = ("", "")
        for number in 0..<count {
            old += "let value\(number) = \(number)\n"
            new += number % 3 == 0 ? "let value\(number) = changed(\(number))\n" : "let value\(number) = \(number)\n"
        }
        player.propose("big.swift", FileState(bytes: Array(old.utf8)), FileState(bytes: Array(new.utf8)))
        player.type(Key(.tab))
        player.show()
        return player
    }

    @Test func moreFilesMakeNoKeySlower() {
        var (few, many) = (files(60), files(2_000))
        for keys in [[Key("j")], [Key(" "), Key("j")], [Key(.tab)], [Key("n")]] {
            let (small, large) = (cost(&few, keys), cost(&many, keys))
            #expect(large < small * 4, "\(keys.map(\.name)): \(small) with 60 files, \(large) with 2,000")
        }
    }

    /// A search that finds something in every file: what has not changed is not counted again.
    @Test func newsDuringASearchCostNoMoreThanTheyChange() {
        var player = files(2_000)
        let clock = ContinuousClock()
        player.type(Key("/"))
        player.type(Key("c"))
        let first = clock.measure {
            player.type(Key(.enter))
            player.show()
        }
        #expect(player.reviewing.searchPlace() == "1/2,000" || player.reviewing.searchPlace() == "2,000 found")
        var again = Duration.seconds(60)
        for round in 0..<8 {
            again = min(
                again,
                clock.measure {
                    player.propose(
                        "f0/file0.txt", FileState(bytes: Array("a\nb\n".utf8)),
                        FileState(bytes: Array("a\nc\(round)\nc\n".utf8)))
                    player.show()
                })
        }
        #expect(again < first, "\(first) at first, \(again) after one file")
        #expect(player.reviewing.searchPlace()?.contains("2,001") == true)
    }

    @Test func moreLinesMakeNoMoveSlower() {
        var (few, many) = (lines(1_000), lines(60_000))
        for keys in [[Key("j"), Key("k")], [Key(.pageDown)], [Key("]")], [Key(.right), Key(.left)]] {
            let (small, large) = (cost(&few, keys), cost(&many, keys))
            #expect(large < small * 4, "\(keys.map(\.name)): \(small) with 1,000 lines, \(large) with 60,000")
        }
    }

    @Test func aLineOfAMegabyteIsOneLine() {
        var player = ReviewPlayer(size: Self.size)
        let long = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        player.propose("a", FileState(bytes: long + [0x0A]), FileState(bytes: long + [0x79, 0x0A]))
        player.type(Key(.tab))
        let best = cost(&player, [Key("j"), Key("k"), Key(.right)])
        #expect(best < .milliseconds(80), "\(best)")
    }
}
