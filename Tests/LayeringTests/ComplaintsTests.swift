// docs/COMPLAINTS.md promises that tests hold what it says: each one that it names has to be there.
import TestSupport
import Testing

struct ComplaintsTests {
    private let root = packageRoot(of: #filePath)

    @Test func everyTestThatIsNamedIsThere() throws {
        let text = String(decoding: try readFile("\(root)/docs/COMPLAINTS.md"), as: UTF8.self)
        let rows = tableRows(startingWith: "What people say", in: text)
        #expect(rows.count >= 25, "the table was not found in docs/COMPLAINTS.md")
        let tests = try testsOfSuites()
        for row in rows {
            let names = row.count == 3 ? quotedNames(row[2]) : []
            #expect(!names.isEmpty, "no test holds: \(row)")
            for name in names {
                let parts = name.split(separator: ".").map(String.init)
                guard let suite = tests[parts[0]] else {
                    Issue.record("no suite \(name)")
                    continue
                }
                #expect(parts.count == 1 || suite.contains(parts[1]), "no test \(name)")
            }
        }
    }

    /// The names of the functions that are tests, by suite. Suites of the same name in two targets are taken together.
    private func testsOfSuites() throws -> [String: Set<String>] {
        var tests: [String: Set<String>] = [:]
        for file in try sourceFiles(in: "Tests", of: root) {
            var suite: String?
            var isTest = false
            for line in file.lines {
                suite = declaredSuite(line) ?? suite
                if line.contains("@Test") { isTest = true }
                guard let start = line.firstRange(of: "func ") else { continue }
                let name = String(line[start.upperBound...].prefix { $0.isLetter || $0.isNumber })
                if isTest, let suite { tests[suite, default: []].insert(name) }
                isTest = false
            }
        }
        return tests
    }

    private func declaredSuite(_ line: Substring) -> String? {
        let words = line.split { " :<{".contains($0) }
        guard let place = words.firstIndex(where: { ["struct", "extension", "class"].contains($0) }) else { return nil }
        return words.dropFirst(place + 1).first.flatMap { $0.hasSuffix("Tests") ? String($0) : nil }
    }
}
