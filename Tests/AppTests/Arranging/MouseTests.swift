// The mouse: the wheel scrolls what is under it, a press picks what it points at.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct MouseTests {
    private func row(_ player: inout ScenarioPlayer, with text: String) -> Int {
        player.rows().firstIndex { $0.contains(text) } ?? -1
    }

    @Test func theWheelMovesTheLinesThatAreTaken() {
        let text = (1...80).map { "line \($0)" }.joined(separator: "\n")
        var player = ScenarioPlayer.reading([user(1, "go"), answer(2, text)])
        player.keys("shift-f6", "\"v")
        let first = player.model.layout(in: player.size).chat.top + 1
        #expect(player.rows()[first].hasSuffix("line 1"))
        for _ in 0..<4 { player.play(lines: ["mouse down 5,5"]) }
        #expect(player.rows()[first].hasSuffix("line 13"))
        player.play(lines: ["mouse up 5,5"])
        #expect(player.rows()[first].hasSuffix("line 10"))
        for _ in 0..<90 { player.play(lines: ["mouse down 5,5"]) }
        #expect(!player.rows(with: "line 80").isEmpty)
        // A press takes the cursor there, and what is copied is that line.
        let line = row(&player, with: "line 77")
        #expect(
            player.orders("mouse press 3,\(line)", #"keys "y""#) == [.copy(Array("line 77\n".utf8), name: "1 line")])
    }

    @Test func theCursorOfTheLinesStaysInSightHoweverTheScreenShrinks() {
        let text = (1...80).map { "line \($0)" }.joined(separator: "\n")
        var player = ScenarioPlayer.reading([answer(2, text)], size: Size(columns: 80, rows: 40))
        player.keys("shift-f6", "\"v", "\"jjjjjjjjjjjjjjjjjjjjjjjjjjjjjj")
        for rows in [40, 10, 24, 6] {
            player.send(.input(.resized(Size(columns: 80, rows: rows))))
            let shown = player.model.frame(in: Size(columns: 80, rows: rows)).cells.textRows
            #expect(shown.contains { $0.hasPrefix("▌line 31") || $0.contains("line 31 ") }, "\(rows): \(shown)")
        }
    }

    @Test func theWheelScrollsARequestsText() {
        let command = (1...40).map { "echo \($0)" }.joined(separator: "\\\\n")
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        player.play(lines: [#"server calls "[{\"action\":\"run_terminal\",\"command\":\"\#(command)\"}]" "" "#])
        let dock = player.model.layout(in: player.size).dock
        #expect(!player.rows(with: "echo 1").isEmpty)
        for _ in 0..<30 { player.play(lines: ["mouse down 5,\(dock.top + 1)"]) }
        #expect(!player.rows(with: "echo 40").isEmpty)
        #expect(player.model.focus == .composer)
        player.play(lines: ["mouse press 5,\(dock.top + 1)"])
        #expect(player.model.focus == .request)
    }

    @Test func aPressTakesTheCaretIntoTheDraft() {
        var player = ScenarioPlayer.playing("start", #"keys "one two" ctrl-j "three" ctrl-t"#)
        let composer = player.model.layout(in: player.size).composer
        player.play(lines: ["mouse press 6,\(composer.top)", #"keys "X""#])
        #expect(player.model.composer.text == "oneX two\nthree")
        player.play(lines: ["mouse press 70,\(composer.top + 1)", #"keys "Y""#])
        #expect(player.model.composer.text == "oneX two\nthreeY")
        #expect(player.model.focus == .composer)
    }

    @Test func aPressOnAFoldedRowOpensIt() {
        let output = (1...60).map { "output \($0)" }.joined(separator: "\n")
        var player = ScenarioPlayer.reading([user(1, "go"), ran(2, "make", output), answer(3, "Done.")])
        let before = player.rows(with: "output").count
        let fold = row(&player, with: "▸")
        player.play(lines: ["mouse press 10,\(fold)"])
        #expect(player.model.focus == .chat)
        #expect(player.model.chat.selected == 2)
        #expect(player.rows(with: "output").count > before)
        // Elsewhere the first press picks the entry and leaves it as it is.
        let answered = row(&player, with: "Done.")
        if answered >= 0 {
            player.play(lines: ["mouse press 10,\(answered)"])
            #expect(player.model.chat.selected == 3)
        }
    }

    @Test func aPressOnTheNewLinesGoesToTheEnd() {
        let entries = (1...40).map { answer($0, "answer \($0)") }
        var player = ScenarioPlayer.reading(entries)
        player.keys("pgup", "pgup")
        let rule = row(&player, with: "Ctrl-End")
        #expect(rule > 0)
        player.play(lines: ["mouse press 72,\(rule)"])
        #expect(!player.rows(with: "answer 40").isEmpty)
    }

    @Test func aPressPicksInListsAndRunsWhatIsPicked() {
        var player = ScenarioPlayer.playing("start", "keys f2 \"redraw\"")
        let redraw = row(&player, with: "draw the screen again")
        #expect(player.orders("mouse press 5,\(redraw)") == [.redraw])
        player.play(lines: ["keys f2"])
        let second = 3
        player.play(lines: ["mouse press 5,\(second)"])
        #expect(player.model.palette?.row == 1)

        player = ScenarioPlayer.reading([user(1, "first"), answer(2, "a"), user(3, "second"), answer(4, "b")])
        player.keys("shift-f6", "\"e")
        let first = row(&player, with: "  1  first")
        player.play(lines: ["mouse press 8,\(first)"])
        #expect(player.model.picker?.row == 0)
        player.play(lines: ["mouse press 8,\(first)"])
        #expect(player.model.picker == nil)
        #expect(player.model.composer.text == "first")
    }

    @Test func aMenuIsWalkedAndAnItemTakenNotDone() {
        var player = ScenarioPlayer.playing("start", #"keys "/s""#)
        #expect(player.model.menu?.row == 0)
        let second = player.model.layout(in: player.size).bottom - 1
        player.play(lines: ["mouse down 5,\(second)"])
        #expect(player.model.menu?.row == 1)
        player.play(lines: ["mouse up 5,\(second)", "mouse up 5,\(second)"])
        #expect(player.model.menu?.row == 0)
        let label = player.model.menu?.items[1].label ?? ""
        let place = player.rows().lastIndex { $0.contains(" \(label) ") } ?? -1
        let count = player.model.conversation.entries.count
        player.play(lines: ["mouse press 5,\(place)"])
        #expect(player.model.menu?.row == 1)
        player.play(lines: ["mouse press 5,\(place)"])
        #expect(player.model.composer.text.hasPrefix(label))
        #expect(player.model.conversation.entries.count == count)

        player = ScenarioPlayer.playing(
            "start", #"keys "first" enter"#, #"server reply "a""#, #"keys "second" enter"#, #"server reply "b""#,
            "time 9000", "keys ctrl-r")
        let first = player.rows().lastIndex { $0.contains(" first") } ?? -1
        player.play(lines: ["mouse press 5,\(first)", "mouse press 5,\(first)"])
        #expect(player.model.composer.text == "first")
    }

    @Test func aPressInTheQueueTakesItsKeys() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, "server thinking \"hm\"", #"keys "one more" enter "and two" enter"#)
        let second = row(&player, with: "and two")
        player.play(lines: ["mouse press 8,\(second)"])
        #expect(player.model.focus == .queue)
        #expect(player.model.queueRow == 1)
    }

    @Test func theCursorLeavesEntriesThatAreGone() {
        var player = ScenarioPlayer.reading([user(1, "first"), answer(2, "a"), user(3, "second"), answer(4, "b")])
        player.keys("shift-f6")
        #expect(player.model.chat.selected == 4)
        player.send(.conversationOpened(ConversationState(entries: [user(1, "other")]), id: "y"))
        #expect(player.model.chat.selected != 4)
    }
}

@Suite struct StatusPressTests {
    private func press(_ player: inout ScenarioPlayer, on text: String) -> [AppEffect] {
        guard let row = player.rows().last, let place = row.firstRange(of: text)?.lowerBound else {
            Issue.record("no \(text) in \(player.rows().last ?? "")")
            return []
        }
        let column = displayWidth(of: String(row[..<place])) + displayWidth(of: text) / 2
        return player.orders("mouse press \(column),\(player.size.rows - 1)")
    }

    @Test func aPartIsPressedWhereItStands() {
        var line = StatusLine(
            left: [
                .init([.init("⠋ 漢字 here", .steps), .init("Esc cancel", .cancelTurn)], 9), .init("0:12", 4),
            ], right: [.init("agent", 3, press: .nextMode)], ground: .status)
        func presses(_ columns: Int) -> String {
            (-2..<columns + 2).map { column in
                switch line.press(at: column, columns: columns, signs: .unicode) {
                case .steps: "s"
                case .cancelTurn: "c"
                case .nextMode: "m"
                case nil: "."
                default: "?"
                }
            }.joined()
        }
        let left = "..." + String(repeating: "s", count: 11) + "..." + String(repeating: "c", count: 10)
        #expect(presses(60) == left + String(repeating: ".", count: 29) + "mmmmm...")
        // The clock, and then the mode, have gone.
        #expect(presses(28) == left + ".....")
        line.right = [.init("auto", 3, press: .nextMode, role: .statusAttention), .init("online", 9)]
        #expect(presses(60).hasSuffix("." + "mmmm" + "............."))
        for columns in [1, 2, 9, 30] { _ = presses(columns) }
    }

    @Test func wordsOfAnotherAreNotTakenForAPart() {
        let line = StatusLine(left: [.init("make retry", 9), .init("Esc cancel", 8)], right: [], ground: .status)
        for column in 0..<60 { #expect(line.press(at: column, columns: 60, signs: .unicode) == nil) }
    }

    @Test func fieldsShowMoreOrDoWhatTheyWaitFor() {
        var player = staging()
        _ = press(&player, on: "1 file to review")
        #expect(player.model.focus == .changes)
        let mode = player.model.conversation.mode
        _ = press(&player, on: "agent")
        #expect(player.model.conversation.mode != mode)
        let count = player.model.conversation.entries.count
        _ = press(&player, on: "online")
        #expect(player.model.conversation.entries.count == count + 1)
        _ = press(&player, on: "tokens")
        #expect(player.model.conversation.entries.count == count + 2)

        player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#,
            #"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" "" "#)
        #expect(press(&player, on: "Waiting for your answer").isEmpty)
        #expect(player.model.focus == .request)

        player = ScenarioPlayer.playing("start")
        player.play(lines: ["keys alt-m", "time 6000"])
        #expect(press(&player, on: "mouse selects text") == [.takeMouse(true)])
    }
}
