// The written reference says what the program knows: its table is the helper's own.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct HelperReferenceTests {
    @Test func theReferenceIsTheTable() throws {
        let entries = HelperVerb.allCases.map { verb in
            "| `\(verb.usage)` | \(verb.meaning) | \(verb.examples.map(\.inCode).joined(separator: "<br>")) |\n"
        }
        let table = "| Form | What it does | For example |\n|---|---|---|\n" + entries.joined()
        let text = String(decoding: try readFile("\(packageRoot(of: #filePath))/docs/HELPER.md"), as: UTF8.self)
        #expect(text.contains(table), "docs/HELPER.md should hold this table:\n\(table)")
        #expect(HelperText.help(.rename).contains("`` please"), "a code span of backticks wants more of them around")
        let lines = HelperText.help.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.dropFirst(2).dropLast(2).allSatisfy { $0.count <= 74 })
        #expect(lines.count <= 20, "all of it is on a screen of 24 rows")
    }
}
