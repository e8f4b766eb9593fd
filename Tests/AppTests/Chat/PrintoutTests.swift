// What of a conversation is printed at the end.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct PrintoutTests {
    private func printed(_ what: PrintOnExit, earlier: [Entry] = [], columns: Int = 60) -> [String] {
        let output = (1...30).map { "line \($0)" }.joined(separator: "\n")
        let player = ScenarioPlayer.reading([
            user(11, "First"), answer(12, "One."), user(13, "Second"), ran(14, "make", output), answer(15, "**Two**."),
        ])
        var rows: [String] = []
        player.model.print(what, earlier: earlier, columns: columns) { cells in
            rows += cells.textRows.map { String($0.reversed().drop { $0 == " " }.reversed()) }
        }
        return rows
    }

    @Test func theLastTurnBeginsWithTheUsersWords() {
        let rows = printed(.last)
        #expect(rows[0] == "" || rows[0] == " You")
        #expect(rows.filter { $0 == " You" }.count == 1 && rows.contains(" Second") && rows.last == " Two.")
        #expect(rows.contains { $0.contains("▸ 30 lines") })
        #expect(!rows.contains(" First"))
    }

    @Test func allOfItHasWhatWasNotRead() {
        let rows = printed(.all, earlier: [user(1, "Long ago")])
        #expect(rows.prefix(2) == [" You", " Long ago"])
        #expect(rows.contains(" First") && rows.last == " Two.")
    }

    @Test func nothingUnlessAskedFor() {
        #expect(printed(.none).isEmpty)
        #expect(printed(.all, columns: 3).isEmpty)
    }

    @Test func rowsAreNoWiderThanTheTerminal() {
        #expect(printed(.all, columns: 24).allSatisfy { $0.count < 24 })
    }
}
