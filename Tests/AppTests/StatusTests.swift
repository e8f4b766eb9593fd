// The status line's words, event by event, and what goes when there is no room.

import Screen
import Testing

@testable import App

extension StatusLine.Field {
    /// As it is drawn with Unicode's signs.
    var text: String { Self.text(of: parts) }

    static func text(of parts: [Part]) -> String { parts.map(\.text).joined(separator: " · ") }
}

@Suite struct StatusTests {
    private func words(_ lines: String...) -> [String] {
        var player = ScenarioPlayer(size: Size(columns: 100, rows: 24))
        for line in ["start", #"keys "go" enter"#] + lines {
            player.play(Scenario.Step(line: 0, words: Scenario.words(line), body: []))
        }
        return player.model.statusLine.left.map { field in
            // The spinner's place in its round is not what is tested.
            field.text.split(separator: " ").drop { $0.unicodeScalars.allSatisfy { (0x2800...0x28FF) ~= $0.value } }
                .joined(separator: " ")
        }
    }

    @Test func followsThePhase() {
        #expect(words() == ["AI is thinking…", "0:00"])
        #expect(words(#"server thinking "hm""#, "time 5500") == ["AI is thinking…", "0:05", "last event 6 s"])
        #expect(words("time 1900") == ["AI is thinking…", "0:01"])
        #expect(words(#"server working 2/3 "Parser.swift""#) == ["Executing step 2/3…", "Parser.swift", "0:00"])
        #expect(words(#"server done 2/3 "ok""#) == ["Executing step 2/3…", "0:00"])
        #expect(words(#"server working 1/2 "a""#, #"server plan "new""#) == ["AI is thinking…", "0:00"])
    }

    @Test func oddStepsMakeNoNonsense() {
        #expect(words(#"server working 3/2 "a""#) == ["Executing step 3…", "a", "0:00"])
        #expect(words(#"server working 1/0 "a""#) == ["Executing step 1…", "a", "0:00"])
        #expect(words(#"server working 0/0 "a""#) == ["Executing…", "a", "0:00"])
        #expect(words(#"server working -1/2 """#) == ["Executing…", "0:00"])
        #expect(words(#"server working x/y "a""#) == ["Executing…", "a", "0:00"])
    }

    @Test func completeStaysThreeSeconds() {
        #expect(words(#"server complete "ok""#, "time 2900") == ["✓ Task complete!", "0:02", "last event 3 s"])
        #expect(words(#"server complete "ok""#, "time 3100").first == "AI is thinking…")
        #expect(words(#"server reply "ok""#, "time 2900") == ["✓ Task complete!", "0:00"])
        #expect(words(#"server reply "ok""#, "time 3100") == [])
    }

    @Test func countsDownToTheRetry() {
        let failed = #"server unreachable "no""#
        #expect(words(failed).first == "Retrying in 1 s (1/3)")
        #expect(words(failed).last == "asking again by HTTP · Alt-R at once")
        #expect(words(failed, "time 1000", failed, "time 500").first == "Retrying in 2 s (2/3)")
    }

    /// A tick that paints little: the time, the seconds of the silence, or the sign that turns.
    @Test func oneThingChangesInATick() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, "time 730", #"server working 1/2 "a""#)
        player.play(lines: ["time 2300"])
        var before = player.model.statusLine
        var changed: [Int: Int] = [:]
        for _ in 0..<48 {
            player.play(lines: ["time 250"])
            let line = player.model.statusLine
            let parts = zip(before.left, line.left).count { $0 != $1 }
            changed[parts, default: 0] += 1
            before = line
        }
        #expect(changed == [1: 48], "\(changed)")
    }

    /// However late a tick comes, the next one is on time.
    @Test func ticksKeepToTheQuarters() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        let effects = player.model.update(.timerFired(.tick, at: 530))
        #expect(effects == [.startTimer(.tick, milliseconds: 220)])
    }

    @Test func silenceTurnsAmberThenRed() {
        func role(_ seconds: Int) -> Role? {
            var player = ScenarioPlayer(size: Size(columns: 100, rows: 24))
            for line in ["start", #"keys "go" enter"#, "time \(seconds * 1000 + 10)"] {
                player.play(Scenario.Step(line: 0, words: Scenario.words(line), body: []))
            }
            return player.model.statusLine.left.last?.role
        }
        #expect(
            role(14) == nil && role(15) == .statusAttention && role(59) == .statusAttention && role(60) == .statusError)
    }

    @Test func fieldsGoByImportance() {
        let line = StatusLine(
            left: [StatusLine.Field("working", 10), StatusLine.Field("file.swift", 4), StatusLine.Field("0:12", 6)],
            right: [StatusLine.Field("agent", 2), StatusLine.Field("online", 7), StatusLine.Field("$0.03", 0)],
            ground: .status)
        func drawn(_ columns: Int) -> String {
            var cells = CellBuffer(size: Size(columns: columns, rows: 1))
            line.draw(into: &cells, within: cells.bounds, signs: .unicode)
            return cells.textRows[0]
        }
        #expect(drawn(60) == " working · file.swift · 0:12         agent · online · $0.03 ")
        #expect(drawn(46) == " working · file.swift · 0:12   agent · online ")
        #expect(drawn(38) == " working · file.swift · 0:12   online ")
        #expect(drawn(28) == " working · 0:12      online ")
        #expect(drawn(9) == " working ")
        #expect(drawn(5) == " wor…")
    }
}
