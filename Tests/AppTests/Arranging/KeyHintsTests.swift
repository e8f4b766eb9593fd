// What a key that is waited for can be: shown after a moment without one, and complete.

import Screen
import Settings
import Testing

@testable import App

@Suite struct KeyHintsTests {
    @Test func theMachine() {
        var hints = KeyHints()
        #expect(hints.handle(.waits(nil, afterKey: true)) == [])
        #expect(hints.handle(.waits(.arranging, afterKey: true)) == [.startTimer])
        // Ticks in between put nothing off; keys do.
        #expect(hints.handle(.waits(.arranging, afterKey: false)) == [])
        #expect(hints.handle(.waits(.arranging, afterKey: true)) == [.startTimer])
        #expect(!hints.isShown)
        #expect(hints.handle(.timerFired) == [])
        #expect(hints.isShown)
        // What is shown stays while the same is waited for.
        #expect(hints.handle(.waits(.arranging, afterKey: true)) == [])
        #expect(hints.isShown)
        #expect(hints.handle(.waits(.reviewMenu(.copy), afterKey: true)) == [.startTimer])
        #expect(!hints.isShown)
        #expect(hints.handle(.waits(nil, afterKey: true)) == [.stopTimer])
        #expect(hints.handle(.timerFired) == [])
        #expect(!hints.isShown)
        _ = hints.handle(.waits(.arranging, afterKey: true))
        _ = hints.handle(.timerFired)
        #expect(hints.handle(.waits(nil, afterKey: true)) == [])
    }

    private func shows(_ player: inout ScenarioPlayer, _ text: String) -> Bool { !player.rows(with: text).isEmpty }

    @Test func theyComeAfterAMomentAndGoWithTheKey() {
        var player = ScenarioPlayer.playing("start", "keys alt-w", "time 399")
        #expect(!shows(&player, "the changes below the chat"))
        player.play(lines: ["time 1"])
        #expect(shows(&player, "the changes below the chat"))
        player.play(lines: [#"keys "+""#])
        #expect(shows(&player, "the changes below the chat"))
        player.play(lines: [#"keys "b""#])
        #expect(!shows(&player, "the changes below the chat"))
        player.play(lines: ["keys alt-w", "time 500", "keys esc"])
        #expect(!shows(&player, "the changes below the chat"))
        #expect(player.model.composer.isEmpty)
    }

    @Test func theyCanBeSwitchedOff() {
        var player = ScenarioPlayer.playing("start")
        player.send(.settingsChanged(ChosenSettings([.keyHints: .init(.flag(false), .variable("V"))])))
        let seen = player.effects.count
        player.play(lines: ["keys alt-w", "time 500"])
        #expect(!shows(&player, "the changes below the chat"))
        #expect(!player.effects[seen...].contains(.startTimer(.keyHints, milliseconds: 400)))
    }

    @Test func whatCanBeCopiedIsExplained() {
        let code = "One.\n\n```sh\nmake\n```\n\n```c\nint main;\n```\n"
        var player = ScenarioPlayer.reading([user(1, "go"), answer(2, code)])
        player.keys("shift-f6", "\"y")
        player.play(lines: ["time 400"])
        for words in ["the message with the cursor", "a code block of it", "what that command printed", "Esc"] {
            #expect(shows(&player, words), "\(words)")
        }
        player.play(lines: [#"keys "b""#])
        #expect(!shows(&player, "1 line c: int main;"))
        player.play(lines: ["time 400"])
        #expect(shows(&player, "1 line c: int main;"))
    }

    @Test func theMenusOfTheReviewAreExplained() {
        var player = staging()
        player.play(lines: [#"keys ctrl-t "y""#, "time 400"])
        #expect(shows(&player, "the whole file as it is proposed"))
        // The choices stay where they stood.
        #expect(shows(&player, "copy  h hunk or selection"))
        player.play(lines: [#"keys esc "o""#, "time 400"])
        #expect(shows(&player, "a report for people, in markdown"))
    }

    /// Every key of the table does what a pending operator of vi needs; every motion is in the table.
    @Test func visOperatorsNameTheirMotions() {
        for letter in ["d", "c", "y"] {
            var keys = ViKeys()
            _ = keys.handle(Character(letter))
            let named = Set(keys.choices.flatMap { $0.keys.split(separator: " ").map(String.init) })
            for motion in ["h", "j", "k", "l", "w", "b", "e", "iw", "aw", "0", "^", "$", "G", "gg", letter] {
                #expect(named.contains(motion), "\(letter) \(motion)")
                var tried = keys
                let commands = motion.map { tried.handle($0) }
                #expect(commands.last.flatMap { $0 } != nil, "\(letter) \(motion)")
            }
            #expect(
                named.subtracting([
                    "h", "j", "k", "l", "w", "b", "e", "iw", "aw", "0", "^", "$", "G", "gg", letter, "1-9",
                ]).isEmpty)
        }
        var player = ScenarioPlayer.playing("start")
        player.send(.settingsChanged(ChosenSettings([.viComposer: .init(.flag(true), .variable("V"))])))
        player.play(lines: [#"keys "one two" esc "d""#, "time 400"])
        #expect(shows(&player, "to the next word"))
        player.play(lines: [#"keys "b""#])
        #expect(!shows(&player, "to the next word"))
    }

    @Test func nothingIsDrawnOutsideTheScreen() {
        for columns in [20, 33, 40, 60, 80, 500] {
            for rows in [4, 6, 10, 24] {
                var player = ScenarioPlayer(size: Size(columns: columns, rows: rows))
                player.play(lines: ["start", "keys alt-w", "time 400"])
                let frame = player.model.frame(in: player.size)
                #expect(frame.cells.size == player.size)
                #expect(frame.cells.textRows.count == rows)
            }
        }
    }
}

@Suite struct HelpCompletenessTests {
    /// The rows of the help between a heading and the next one.
    private func section(_ help: HelpOverlay, _ keys: KeyMap, heading: String) -> [String] {
        // What goes on in a second row belongs to the first.
        let rows = help.rows(keys: keys, width: 200, signs: .unicode).reduce(into: [String]()) { rows, row in
            let text = row.line.runs.map(\.text).joined()
            guard text.hasPrefix("      "), !rows.isEmpty else { return rows.append(text) }
            rows[rows.count - 1] += " " + text.drop { $0 == " " }
        }
        let start = rows.firstIndex { $0 == " \(heading)" || $0.hasPrefix(" \(heading)  after ") }
        guard let start else { return [] }
        return Array(rows[(start + 1)...].prefix { !$0.isEmpty })
    }

    /// What a key map says can be pressed in a context is what the help for it lists, with the key that does it.
    @Test(arguments: KeyPreset.allCases) func theHelpListsWhatCanBePressed(preset: KeyPreset) {
        let keys = preset.keys
        for context in KeyContext.allCases {
            let help = HelpOverlay(for: context)
            let rows = section(help, keys, heading: context.rawValue)
            let bindings = keys.bindings.filter { $0.contexts.contains(context) && !$0.keys.isEmpty }
            #expect(rows.count == bindings.count, "\(preset) \(context)")
            for binding in bindings {
                #expect(
                    rows.contains { $0.contains(binding.help) && $0.hasPrefix("  \(binding.keys[0].name)") },
                    "\(preset) \(context) \(binding.action)")
                #expect(keys.action(for: binding.keys[0], in: [context]) == binding.action)
            }
            // What works everywhere stands right below.
            let all = help.rows(keys: keys, width: 200, signs: .unicode).map { $0.line.runs.map(\.text).joined() }
            let headings = all.filter { row in
                KeyContext.allCases.contains { row == " \($0.rawValue)" || row.hasPrefix(" \($0.rawValue)  after ") }
            }
            #expect(headings.first?.hasPrefix(" \(context.rawValue)") == true)
            if context != .everywhere { #expect(headings.dropFirst().first == " Everywhere") }
        }
    }

    /// F1 opens the help of the place where the keys are, in each of them.
    @Test func theHelpIsForWhereTheKeysAre() {
        func context(_ lines: String...) -> KeyContext? {
            var player = ScenarioPlayer.reading([user(1, "first"), answer(2, "a\nb")])
            player.play(lines: lines + ["keys f1"])
            return player.model.help?.context
        }
        #expect(context() == .composer)
        #expect(context("keys shift-f6") == .chat)
        #expect(context(#"keys shift-f6 "v""#) == .lines)
        #expect(context("keys ctrl-t") == .changes)
        #expect(context("keys alt-w") == .panel)
        var player = ScenarioPlayer.playing("start", "keys alt-w \"?\"")
        #expect(player.model.help?.context == .panel)
        player.play(lines: ["keys esc"])
        #expect(player.model.help == nil)
        player = staging()
        player.play(lines: [#"keys ctrl-t "R" f1"#])
        #expect(player.model.help?.context == .question)
    }

    /// In a review without a chat nothing is listed that would only say that there is no chat.
    @Test func aReviewsHelpHasNothingOfTheChat() {
        let rows = HelpOverlay(for: .changes, isReview: true).rows(keys: .standard, width: 200, signs: .unicode)
        let text = rows.map { $0.line.runs.map(\.text).joined() }.joined(separator: "\n")
        for binding in KeyMap.standard.bindings where ReviewModel.foreign.contains(binding.action) {
            #expect(!text.contains(binding.help), "\(binding.action)")
        }
        #expect(!text.contains("Composer") && !text.contains("Commands"))
        #expect(text.contains("accept the hunk"))
    }

    /// What the last row promises a key does.
    @Test(arguments: KeyPreset.allCases) func hintsNameKeysThatDoIt(preset: KeyPreset) {
        var player = ScenarioPlayer.reading([user(1, "first"), answer(2, "a")], size: Size(columns: 300, rows: 40))
        player.send(.settingsChanged(ChosenSettings([.keyPreset: .init(.text(preset.rawValue), .variable("V"))])))
        for part in [[], ["ctrl-t"], ["ctrl-t", "shift-f6", "shift-f6"]] {
            var there = player
            for key in part { there.keys(key) }
            let hint = there.model.hint(there.model.layout(in: there.size))
            #expect(!hint.isEmpty)
            for words in hint.split(separator: "·") {
                guard let name = words.split(separator: " ").first, let key = Key(written: String(name)) else {
                    continue
                }
                #expect(preset.keys.action(for: key, in: there.model.contexts) != nil, "\(preset): \(words)")
            }
        }
    }
}
