// Every language's file of hard cases, and the roles that its characters have.

import Syntax
import TestSupport
import Testing

private let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Syntax"

private func sourceNames() -> [String] {
    guard let listing = try? run(["ls", folder], in: "/") else { return [] }
    return listing.text.split(separator: "\n").map(String.init).filter { !$0.hasSuffix(".golden") }
}

@Suite struct GoldenTests {
    /// No language without a file of its own.
    @Test func everyLanguageHasAFile() {
        let found = Set(sourceNames().compactMap { Language(path: $0) })
        for language in Language.all { #expect(found.contains(language), "\(language.name)") }
    }

    @Test(arguments: sourceNames())
    func rolesAreThoseOfTheGoldenFile(name: String) throws {
        let language = try #require(Language(path: name), "no language for \(name)")
        let source = String(decoding: try readFile("\(folder)/\(name)"), as: UTF8.self)
        let picture = Golden.picture(of: source, in: language)
        let path = "\(folder)/\(name).golden"
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(path, Array(picture.utf8))
            return
        }
        let expected = String(decoding: try readFile(path), as: UTF8.self)
        guard picture != expected else { return }
        let rows = picture.split(separator: "\n")
        let wanted = expected.split(separator: "\n")
        let place = zip(rows, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let row = place ?? min(rows.count, wanted.count)
        Issue.record(
            """
            \(name), line \(row + 1) of the golden file:
            \(row > 0 ? rows[row - 1] : "")
            expected \(wanted.indices.contains(row) ? wanted[row] : "nothing")
            is       \(rows.indices.contains(row) ? rows[row] : "nothing")
            """)
    }
}
