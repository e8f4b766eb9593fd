// docs/TOOLS.md is what people and the authors of servers read: its table is that of the program.
import TaskMachine
import TestSupport
import Testing

@Suite struct ToolTableTests {
    @Test func theTableIsTrue() throws {
        let root = packageRoot(of: #filePath)
        let text = String(decoding: try readFile("\(root)/docs/TOOLS.md"), as: UTF8.self)
        let rows = text.split(separator: "\n").drop { !$0.hasPrefix("| Action |") }.dropFirst(2).prefix {
            $0.hasPrefix("|")
        }
        let told = rows.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropFirst().prefix(3).map { cell in
                cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                    .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
            }
        }
        let known = ToolAction.all.map { [[$0.name], $0.aliases, $0.arguments] }
        #expect(told == known)
    }
}
