// The timeline of a turn: what is put down when, and how it looks, in narrow and in wide places.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct TimelineTests {
    private func rows(_ player: ScenarioPlayer, width: Int = 80, _ signs: Signs = .unicode) -> [String] {
        let rows = TimelineRows(
            timeline: player.model.timeline, width: width, signs: signs, now: player.model.clock.now)
        return rows.text.split(separator: "\n").map(String.init)
    }

    private static let calls = #"server calls "[{\"action\":\"run_terminal\",\"command\":\"swift test\"}]" "ok""#

    private func played() -> ScenarioPlayer {
        ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, "time 400", #"server plan "Look, then write""#, "time 600",
            #"server working 1/4 "Find uses""#, "time 2000", #"server done 1/4 "Found 3""#,
            #"server plan "Write, then test""#, #"server working 2/4 "Rename""#, "time 1000", Self.calls, "time 3000",
            "keys ctrl-q y", "time 2000")
    }

    @Test func tellsStepsCallsWaitsAndReplacedPlans() {
        #expect(
            rows(played()) == [
                " · the model, request 1, 5 events            +0.0 s  4.0 s ━━━━━━━━",
                " ✗ plan, replaced: Look, then write",
                " ✓ 1 Found 3                                 +1.0 s  2.0 s   ━━━━",
                " › plan: Write, then test",
                " ● 2 Rename                                  +3.0 s    6 s       ━━━━━━━━━━━━",
                "    · waited for you: swift test             +4.0 s  3.0 s         ━━━━━━",
                "    ● swift test                             +7.0 s    2 s               ━━━━",
                " ○ 2 steps to come",
            ])
    }

    @Test func aNarrowPlaceHasNoOffsets() {
        let lines = rows(played(), width: 40)
        #expect(lines[2] == " ✓ 1 Found 3              2.0 s ━━━")
        #expect(lines.allSatisfy { displayWidth(of: $0) <= 40 })
    }

    @Test func asciiHasAllOfIt() {
        #expect(rows(played(), .ascii).allSatisfy { $0.allSatisfy(\.isASCII) })
    }

    @Test func withoutATotalNothingIsToCome() {
        let player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"server working 2/0 "a""#, #"server working 5/3 "b""#)
        #expect(player.model.timeline.total == nil)
        #expect(!rows(player).contains { $0.contains("to come") })
    }

    @Test func retriesAreCountedAndTheirWaitsShown() {
        let failed = #"server unreachable "no""#
        let player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, failed, "time 1000", failed, "time 2000", #"server reply "ok""#)
        #expect(player.model.timeline.retries == 2)
        #expect(player.model.timelineRows.remark(behind: "").hasPrefix("complete · 0:03 · 0 events · 2 retries"))
        #expect(
            rows(player).map { $0.split(separator: "  ")[0] } == [
                " ✗ the model, request 1", " · asking again, 1 of 3", " ✗ the model, request 2",
                " · asking again, 2 of 3", " · the model, request 3",
            ])
    }

    /// The end of a turn is known; how a step did that nobody ended is not.
    @Test func whatNobodyEndedIsLeft() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"server working 1/2 "a""#, "time 1000", "keys esc")
        #expect(player.model.timeline.ending == .cancelled && !player.model.timeline.isRunning)
        player.play(lines: ["time 100"])
        #expect(player.model.timeline.items.map(\.state) == [.failed, .left])
    }

    @Test func aQueuedMessageHasATimelineOfItsOwn() {
        let player = ScenarioPlayer.playing(
            "start", #"keys "one" enter"#, #"keys "two" enter"#, #"server working 1/1 "a""#, #"server reply "ok""#)
        #expect(player.model.timeline.isRunning && player.model.timeline.events == 0)
        #expect(player.model.timeline.items.map(\.title) == ["request 1"])
    }

    @Test func aLongTurnKeepsItsEnd() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        for step in 1...700 {
            player.play(lines: ["server working \(step)/700 \"s\"", "server done \(step)/700 \"s\""])
        }
        #expect(player.model.timeline.items.count == TurnTimeline.mostItems)
        #expect(player.model.timeline.dropped == 701 - TurnTimeline.mostItems)
        #expect(rows(player)[0] == " … 201 earlier lines")
    }

    // MARK: In front

    @Test func opensByKeyActionAndCommandAndCopies() {
        for opening in ["keys f7", #"keys "/steps" enter"#] {
            var player = played()
            player.play(lines: ["keys ctrl-c", opening])
            if player.model.picker == nil { player.play(lines: ["keys f7"]) }
            #expect(player.model.picker?.subject == .steps)
            let orders = player.orders("keys y")
            guard case .copy(let bytes, "the steps")? = orders.first else {
                Issue.record("\(orders)")
                continue
            }
            #expect(String(decoding: bytes, as: UTF8.self).contains("✓ 1 Found 3"))
            player.play(lines: ["keys f7"])
            #expect(player.model.picker == nil)
        }
    }

    @Test func whoeverIsAtTheEndStaysThere() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, "keys f7", size: Size(columns: 40, rows: 10))
        for step in 1...20 { player.play(lines: ["server done \(step)/0 \"s\""]) }
        #expect(player.model.picker?.row == 20)
        player.play(lines: ["keys k k", #"server done 21/0 "s""#])
        #expect(player.model.picker?.row == 18)
    }

    /// A tick in which no second passes changes nothing but the spinner.
    @Test func ticksDoNotFlicker() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"server working 1/2 "a""#, "time 1000", "keys f7")
        func list() -> [String] { player.model.frame(in: player.size).cells.textRows.dropLast(1) + [] }
        let before = list()
        player.play(lines: ["time 500"])
        #expect(list() == before)
        player.play(lines: ["time 600"])
        #expect(list() != before)
    }

    @Test func beforeAnyTurnItSaysSo() {
        var player = ScenarioPlayer.playing("start", "keys f7")
        let screen = player.model.frame(in: player.size).cells.textRows.joined()
        #expect(screen.contains("No turn has run since the start."))
    }
}
