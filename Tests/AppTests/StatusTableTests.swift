// One row a state and width: what the last row of the screen says, in a picture of one line.

import Screen
import Settings
import TaskMachine
import Testing

@testable import App

@Suite struct StatusTableTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var state: String
        var columns: Int
        var line: String
        var played: [String]

        init(_ state: String, _ columns: Int, _ line: String, _ played: String...) {
            self.state = state
            self.columns = columns
            self.line = line
            self.played = played
        }

        var testDescription: String { "\(state), \(columns)" }
    }

    /// The last row without the spinner's turn; blanks of the middle are one gap.
    static func line(_ player: inout ScenarioPlayer) -> String {
        let rows = player.model.frame(in: player.size).cells.textRows
        let text = String(rows[rows.count - 1].map { ("⠀"..."⣿").contains($0) ? "⠋" : $0 })
        let parts = text.split(separator: "    ", omittingEmptySubsequences: true).map { part in
            String(part).trimmingBlanks
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "  |  ")
    }

    private static let go = #"keys "go" enter"#
    private static let command = #"server calls "[{\"action\":\"run_terminal\",\"command\":\"swift test\"}]" "ok""#

    static let rows: [Row] = [
        Row("idle", 120, "agent · online"), Row("idle", 40, "agent · online"),
        Row("thinking", 120, "⠋ AI is thinking… · 0:00  |  agent · online", go),
        Row("quiet", 120, "⠋ AI is thinking… · 0:05 · last event 5 s  |  agent · online", go, "time 5100"),
        Row("quiet", 40, "⠋ AI is thinking… · 0:05  |  online", go, "time 5100"),
        Row(
            "slow", 120, "⠋ AI is thinking… · 0:20 ·  waiting for the model · last event 20 s  |  agent · online", go,
            "time 20100"),
        Row(
            "slow", 80, "⠋ AI is thinking… · 0:20 ·  waiting for the model · last event 20 s  |  online", go,
            "time 20100"),
        Row("slow", 40, "⠋ AI is thinking… ·  last event 20 s", go, "time 20100"),
        Row(
            "stalled", 120,
            "⠋ AI is thinking… · 1:12 ·  last event 72 s · Alt-R ask again · Esc cancel · F7 steps · /status  |  agent · online",
            go,
            "time 72100"),
        Row("stalled", 80, "⠋ AI is thinking… ·  last event 72 s · Alt-R ask again · Esc cancel", go, "time 72100"),
        Row("stalled", 40, "⠋ AI is thinking… ·  silent 72 s: Esc", go, "time 72100"),
        Row(
            "stalled, panel", 120,
            "⠋ AI is thinking… · 1:12 ·  last event 72 s · Alt-R ask again · Ctrl-C cancel · F7 steps  |  agent · online",
            go,
            "time 72100", "keys ctrl-t"),
        Row(
            "step", 120, "⠋ Executing step 2/3… · Parser.swift · 0:00  |  agent · online", go,
            #"server working 2/3 "Parser.swift""#),
        Row("step", 40, "⠋ Executing step 2/3… · 0:00  |  online", go, #"server working 2/3 "Parser.swift""#),
        Row("no total", 80, "⠋ Executing step 2… · a · 0:00  |  agent · online", go, #"server working 2/0 "a""#),
        Row("beyond", 80, "⠋ Executing step 3… · a · 0:00  |  agent · online", go, #"server working 3/2 "a""#),
        Row(
            "retry", 120, "⠋ Retrying in 1 s (1/3) · 0:00 · asking again by HTTP · Alt-R at once  |  agent · online",
            go, #"server unreachable "no""#),
        Row(
            "retry, link lost", 120,
            "⠋ Retrying in 1 s (1/3) · 0:00 · link lost, asking again by HTTP · Alt-R at once  |  agent · offline", go,
            #"server offline "no""#, #"server unreachable "no""#),
        Row(
            "retry, link lost", 40, "⠋ Retrying in 1 s (1/3)  |  offline", go, #"server offline "no""#,
            #"server unreachable "no""#),
        Row(
            "link lost", 120,
            "⠋ AI is thinking… · 0:04 · link lost, the answer comes by HTTP · last event 4 s  |  agent · reconnecting 2/5…",
            go,
            "server reconnecting", "time 4100"),
        Row(
            "no feed", 120, "⠋ AI is thinking… · 0:04 · asked 4 s ago  |  agent · realtime off", go,
            #"server norealtime "no session""#, "time 4100"),
        Row(
            "no feed, slow", 120,
            "⠋ AI is thinking… · 0:20 · the answer comes by HTTP · asked 20 s ago  |  agent · realtime off",
            go, #"server norealtime "no session""#, "time 20100"),
        Row("asked", 120, "? Waiting for your answer · Ctrl-Q  |  agent · online", go, command),
        Row(
            "command", 120, "⠋ Executing… · swift test · 0:05 · no output 4 s  |  agent · online", go, command,
            "time 500", "keys ctrl-q y", "time 4600"),
        Row(
            "command, slow", 120,
            "⠋ Executing… · swift test · 0:20 · the command runs · no output 20 s  |  agent · online", go, command,
            "time 500", "keys ctrl-q y", "time 20100"),
        Row(
            "command, stalled", 120,
            "⠋ Executing… · swift test · 1:12 ·  no output 72 s · Esc cancel · F7 steps · /status  |  agent · online",
            go, command,
            "time 500", "keys ctrl-q y", "time 72100"),
        Row(
            "complete", 120, "✓ Task complete! · 0:03  |  agent · online · helper · 1.0k tokens", go,
            #"server thinking "hm""#, "time 3100", #"server reply "ok""#),
        Row(
            "after it", 120, "agent · online · helper · 1.0k tokens", go, #"server thinking "hm""#,
            #"server reply "ok""#, "time 3100"),
        Row(
            "no events", 120, "agent · connected, no events · helper · 1.0k tokens", "start https://erp.example", go,
            #"server reply "ok""#, "time 3100"),
        Row(
            "failed", 120, "✗ The turn failed · Enter retry · Esc give up  |  agent · online", go,
            #"server interrupted "no""#),
        Row(
            "failed, writing", 120, "✗ The turn failed · Alt-R retry  |  agent · online", go,
            #"server interrupted "no""#, #"keys "x""#),
        Row("failed", 40, "✗ The turn failed · Enter retry", go, #"server interrupted "no""#),
        Row("connecting again", 80, "agent · reconnecting 2/5 in 3 s", "server reconnecting"),
        Row("offline", 80, "agent · offline", #"server offline "no""#),
        Row("no realtime", 80, "agent · realtime off", #"server norealtime "no session""#),
        Row("a guest", 80, "agent · connected, no events", "server connected guest"),
    ]

    @Test(arguments: rows)
    func saysSo(row: Row) {
        var player = ScenarioPlayer(size: Size(columns: row.columns, rows: 24))
        player.play(lines: ["start"] + row.played)
        let line = Self.line(&player)
        #expect(line == row.line)
    }

    /// Whatever is said in whatever width: no number is cut, and nothing but the fields is on the row.
    @Test func noWidthCutsANumber() {
        for row in Self.rows {
            var player = ScenarioPlayer(size: Size(columns: 200, rows: 24))
            player.play(lines: ["start"] + row.played)
            let whole = player.model.statusLine
            let numbers = Set(
                (whole.left + whole.right).flatMap { [$0.text] + $0.shorter.map(StatusLine.Field.text) }
                    .flatMap(Self.numbers))
            for columns in 20...200 {
                var cells = CellBuffer(size: Size(columns: columns, rows: 1))
                whole.draw(into: &cells, within: cells.bounds, signs: .unicode)
                for number in Self.numbers(cells.textRows[0]) {
                    #expect(numbers.contains(number), "\(row.state) in \(columns): \(number) of \(cells.textRows[0])")
                }
            }
        }
    }

    private static func numbers(_ text: String) -> [String] {
        text.split { !($0.isASCII && ($0.isNumber || "/:.$".contains($0))) }.map(String.init)
            .filter { $0.contains(where: \.isNumber) }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
