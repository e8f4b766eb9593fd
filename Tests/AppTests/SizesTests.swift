// Every size from nothing to a wall draws, in every state, with the cursor inside.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct SizesTests {
    @Test func aScreenThatIsTooSmallSaysWhatIsNeeded() {
        for (columns, words) in [(30, "oropendola needs 20x4"), (12, "needs 20x4"), (5, "need…")] {
            var player = ScenarioPlayer(size: Size(columns: columns, rows: 3))
            #expect(player.picture().first == "|\(words)\(String(repeating: " ", count: columns - words.count))|")
        }
    }

    /// A model in the middle of things: text typed, a request waiting, files staged, the panel in front.
    private func states() throws -> [AppModel] {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        func step(_ line: String, _ body: [String] = []) {
            player.play(Scenario.Step(line: 0, words: Scenario.words(line), body: body))
        }
        var states = [player.model]
        step("start")
        step("keys \"do it\" enter")
        step("server working 3/2 \"odd\"")
        step(
            #"server calls "[{\"action\":\"modify_file\",\"path\":\"a.txt\"},{\"action\":\"run_terminal\",\"command\":\"make 漢字 test\\nsecond\"}]" "Words""#
        )
        states.append(player.model)
        step("propose a.txt", ["-a", "+b", "~30", "-c"])
        step("keys \"some text that is typed\" ctrl-j \"more\"")
        states.append(player.model)
        step("time 500")
        step("keys ctrl-q \"n\" \"because\"")
        states.append(player.model)
        step("keys esc ctrl-t tab")
        states.append(player.model)
        step("keys \"R\"")
        states.append(player.model)
        step("keys \"n\" f1")
        states.append(player.model)
        step("keys esc esc \"queued\" enter \"steered\" alt-s f6 f6")
        states.append(player.model)
        step("keys \"e\"")
        states.append(player.model)
        for command in ["sessions", "rules", "todos"] {
            step("keys esc \"/\(command)\" enter")
            states.append(player.model)
        }
        step("sessions")
        states.append(player.model)
        player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        for line in ["start", "keys \"ask\" enter"] { step(line) }
        player.call(#"{"action":"ask_followup_question","question":"漢字?","suggested_answers":["one","two"]}"#)
        states.append(player.model)
        step("time 500")
        step("keys ctrl-q \"words 漢字\"")
        states.append(player.model)
        return states
    }

    @Test func allSizesDraw() throws {
        for var model in try states() {
            for columns in 0...60 {
                for rows in stride(from: 0, through: 30, by: columns % 10 == 0 ? 1 : 7) {
                    let size = Size(columns: columns, rows: rows)
                    let frame = model.frame(in: size)
                    #expect(frame.cells.size == size)
                    if let cursor = frame.cursor { #expect(Rect(size).contains(cursor), "\(size) \(cursor)") }
                }
            }
            for (columns, rows) in [(500, 200), (1, 200), (500, 1), (119, 24), (120, 5), (200, 8)] {
                _ = model.frame(in: Size(columns: columns, rows: rows))
            }
        }
    }
}
