// The written reference says what the program knows: its table is the helper's own.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct HelperReferenceTests {
    @Test func theReferenceIsTheTable() throws {
        let rows = HelperVerb.allCases.map { verb in
            "| `\(verb.usage)` | \(verb.meaning) | \(verb.examples.map(\.inCode).joined(separator: "<br>")) |\n"
        }
        let table = "| Form | What it does | For example |\n|---|---|---|\n" + rows.joined()
        let text = String(decoding: try readFile("\(packageRoot(of: #filePath))/docs/HELPER.md"), as: UTF8.self)
        #expect(HelperText.help.contains("`` `…` ``"), "a code span of backticks wants more of them around")
        #expect(text.contains(table), "docs/HELPER.md should hold this table:\n\(table)")
    }
}
