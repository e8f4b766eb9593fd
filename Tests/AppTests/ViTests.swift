// Vi's keys in the composer, beside what vim does with the same letters.

import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

@Suite struct ViTests {
    /// Types a text in insert mode, then these keys in normal mode. `▮` stands before the character under the cursor.
    private func after(_ text: String, _ keys: String) -> String {
        var composer = Composer(history: ["earlier"])
        composer.vi = .insert
        for character in text { composer.type(character) }
        for word in Scenario.words("esc " + keys) {
            let typed = word.hasPrefix("\"") ? word.unquoted.map { Key($0) } : [Key(named: word)]
            for key in typed where !composer.handleVi(key, width: 40) {
                if case .character(let character) = key.code { composer.type(character) }
            }
        }
        let before = composer.draft.pieces[..<composer.draft.cursor].map(\.text).joined()
        return before + "▮" + composer.draft.pieces[composer.draft.cursor...].map(\.text).joined()
    }

    @Test(arguments: [
        (#""0""#, "▮one two.three"), (#""0w""#, "one ▮two.three"), (#""0ww""#, "one two▮.three"),
        (#""03w""#, "one two.▮three"), (#""b""#, "one two.▮three"), (#""bb""#, "one two▮.three"),
        (#""0e""#, "on▮e two.three"), (#""0ee""#, "one tw▮o.three"), (#""0$""#, "one two.thre▮e"),
        (#""0lll""#, "one▮ two.three"), (#""0lh""#, "▮one two.three"), (#""0dw""#, "▮two.three"),
        (#""0d2w""#, "▮.three"), (#""02dw""#, "▮.three"), (#""0x""#, "▮ne two.three"), (#""03x""#, "▮ two.three"),
        (#""0wD""#, "one▮ "), (#""0wC" "x""#, "one x▮"), (#""0cw" "1""#, "1▮ two.three"),
        (#""0cw" "1" esc"#, "▮1 two.three"), (#""0A" "!""#, "one two.three!▮"), (#""I" "> ""#, "> ▮one two.three"),
        (#""0a" "_""#, "o_▮ne two.three"), (#""0i" "_""#, "_▮one two.three"), (#""0dw" "p""#, "tone▮ wo.three"),
        (#""0dwu""#, "▮one two.three"), (#""0dwu" ctrl-r"#, "▮two.three"), (#""0yw" "P""#, "one▮ one two.three"),
        (#""0wlciw" "2""#, "one 2▮.three"), (#""0wdiw""#, "one ▮.three"), (#""0daw""#, "▮two.three"),
        (#""0wdaw""#, "one▮.three"), (#""0ldiw""#, "▮ two.three"), (#""0llldiw""#, "one▮two.three"),
        (#""0lllcaw" "_""#, "one_▮.three"), (#""0d2iw""#, "▮two.three"), (#""0yiw" "P""#, "on▮eone two.three"),
        (#""0diq" "x""#, "▮ne two.three"), (#""0~""#, "O▮ne two.three"), (#""05~""#, "ONE T▮wo.three"),
        (#""099~""#, "ONE TWO.THRE▮E"), (#""0rX""#, "▮Xne two.three"), (#""03rx""#, "xx▮x two.three"),
        (#""099rx""#, "▮one two.three"), (#""0r5" "x""#, "▮ne two.three"), (#""0~u""#, "▮one two.three"),
        (#""dd""#, "▮"), (#""0d" esc "x""#, "▮ne two.three"), (#""0dq" "x""#, "▮ne two.three"),
    ])
    func onOneLine(_ keys: String, _ expected: String) {
        #expect(after("one two.three", keys) == expected, "\(keys)")
    }

    @Test(arguments: [
        (#""dd""#, "a\n▮b"), (#""kdd""#, "a\n▮c"), (#""ggdd""#, "▮b\nc"), (#""gg2dd""#, "▮c"),
        (#""ggddp""#, "b\n▮a\nc"), (#""ggyyP""#, "▮a\na\nb\nc"), (#""ggyyGp""#, "a\nb\nc\n▮a"),
        (#""kk" "ccx""#, "x▮\nb\nc"), (#""ggo" "n""#, "a\nn▮\nb\nc"), (#""O" "n""#, "a\nb\nn▮\nc"),
        (#""ggdj""#, "▮c"), (#""dk""#, "▮a"), (#""kdG""#, "▮a"), (#""kdgg""#, "▮c"), (#""ggjx""#, "a\n▮\nc"),
        (#""G" "gg""#, "▮a\nb\nc"),
    ])
    func onThreeLines(_ keys: String, _ expected: String) {
        #expect(after("a\nb\nc", keys) == expected, "\(keys)")
    }

    @Test func theSignTellsTheMode() {
        var player = ScenarioPlayer.playing("start")
        player.model.usesVi = true
        player.play(lines: [#"keys "ab""#])
        #expect(player.picture().contains { $0.hasPrefix("| › ab") })
        player.play(lines: ["keys esc"])
        #expect(player.picture().contains { $0.hasPrefix("| N ab") })
        // Enter sends from both, and the next message is written.
        #expect(player.orders("keys enter").first == .remember("ab"))
        #expect(player.picture().contains { $0.hasPrefix("| › ") })
        // A turn is cancelled by the Escape after the one that leaves insert mode.
        #expect(player.orders("keys esc").isEmpty)
        player.play(lines: ["keys esc"])
        #expect(player.model.conversation.task.lifecycle != .requesting)
    }

    @Test func lettersAreNeverLost() {
        var chance = SeededGenerator.fresh()
        let letters = Array("hjklwbe0$^GgdcyxXDCSYsiIaAoOpPur~123 z\u{1B}")
        for _ in 0..<fuzzRounds(default: 60) {
            var composer = Composer()
            composer.vi = .insert
            for character in "some words\nof two. lines" { composer.type(character) }
            for _ in 0..<60 {
                let letter = letters[Int.random(in: 0..<letters.count, using: &chance)]
                let key = letter == "\u{1B}" ? Key(.escape) : Key(letter)
                if !composer.handleVi(key, width: 12) { composer.type(letter) }
                let draft = composer.draft
                #expect((0...draft.pieces.count).contains(draft.cursor), "seed \(chance.seed)")
                #expect(DraftLayout(draft, width: 12).cursorRow >= 0)
            }
        }
    }
}
