// The agent's check list in the chat.

import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct PlannedRowsTests {
    private func rows(_ count: Int, isExpanded: Bool = false) -> [String] {
        let todos = (1...count).map { "[\($0 == 1 ? "x" : $0 == 2 ? "-" : " ")] item \($0)" }
        let line = ToolLine(
            callID: "t", action: "update_todo_list", object: "", state: .succeeded,
            output: BoundedText(todos.joined(separator: "\n")))
        return ToolRows(width: 40, signs: .ascii, isExpanded: isExpanded).rows(of: line).map { row in
            row.line.runs.map(\.text).joined()
        }
    }

    @Test func theItemsStandUnderTheLine() {
        let all = rows(3)
        #expect(all.first == "  planned  1/3")
        #expect(all.count == 4 && all[1].hasSuffix(" item 1") && all[3].hasSuffix(" item 3"))
    }

    @Test func aLongListIsCounted() {
        #expect(rows(8).count == 9)
        #expect(rows(12).count == 9 && rows(12).last?.hasSuffix("5 more  /todos") == true)
        #expect(rows(12, isExpanded: true).count == 13)
    }
}
