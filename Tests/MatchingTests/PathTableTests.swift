// The table of paths: what it answers, in which order, and how quickly with a quarter of a million of them.

import Matching
import TestSupport
import Testing

@Suite struct PathTableTests {
    private func table(_ paths: [String]) -> PathTable {
        var table = PathTable()
        for path in paths { table.add(Array(path.utf8)[...]) }
        return table
    }

    private let project = [
        ".gitignore", "README.md", "Sources/App/Composer/Composer.swift", "Sources/App/Composer/Draft.swift",
        "Sources/App/Model/AppDraft.swift", "Sources/Matching/PathTable.swift", "Tests/AppTests/ComposerTests.swift",
        "docs/KEYS.md",
    ]

    @Test func namesComeBeforeFolders() {
        let table = table(project)
        #expect(table.best(FuzzyPattern("draft"), limit: 2).first == "Sources/App/Composer/Draft.swift")
        #expect(
            table.best(FuzzyPattern("compswift"), limit: 2) == [
                "Sources/App/Composer/Composer.swift", "Tests/AppTests/ComposerTests.swift",
            ])
        #expect(table.best(FuzzyPattern("keys"), limit: 5) == ["docs/KEYS.md"])
        #expect(table.best(FuzzyPattern("zzz"), limit: 5).isEmpty)
    }

    @Test func foldersAreThereOnce() {
        let table = table(project)
        #expect(table.count == project.count + 8)
        #expect(table.best(FuzzyPattern("apptests/"), limit: 1) == ["Tests/AppTests/"])
        // What comes out of order is found to be known as well.
        var other = self.table(["b/c/d", "a/x", "b/c/e"])
        #expect(other.count == 6)
        other.add(Array("b/c/e".utf8)[...])
        #expect(other.count == 6)
    }

    @Test func nothingTypedGivesWhatIsNear() {
        let table = table(project)
        #expect(
            Set(table.best(FuzzyPattern(""), limit: 5)) == ["docs/", "Tests/", "Sources/", "README.md", ".gitignore"])
        #expect(
            table.best(FuzzyPattern(""), limit: 1, recent: ["docs/KEYS.md"]) == ["docs/KEYS.md"])
    }

    @Test func whatIsOnTheMindCountsMoreAndWhatIsGoneNothing() {
        let table = table(project)
        #expect(
            table.best(FuzzyPattern("draft"), limit: 1, recent: ["Sources/App/Model/AppDraft.swift"]) == [
                "Sources/App/Model/AppDraft.swift"
            ])
        #expect(
            table.best(FuzzyPattern("draft"), limit: 1, hidden: ["Sources/App/Composer/Draft.swift"]) == [
                "Sources/App/Model/AppDraft.swift"
            ])
    }

    @Test func namesThatAreNoTextAreLeftOut() {
        var table = table(["good"])
        table.add([0xFF, UInt8(ascii: "g")])
        #expect(table.best(FuzzyPattern("g"), limit: 5) == ["good"])
    }

    /// Paths as large projects have them.
    static func madeUp(_ count: Int) -> [String] {
        var chance = SeededGenerator(seed: 7)
        let words = [
            "core", "render", "net", "Parser", "test", "util", "view", "Model", "index", "handle", "cache", "string",
            "Writer", "config", "driver", "audio", "kernel", "proto", "schema", "editor", "panel", "stream", "session",
            "account", "login", "merge", "patch", "commit", "review", "search", "query", "token", "lexer", "layout",
        ]
        func word() -> String { words[Int.random(in: 0..<words.count, using: &chance)] }
        return (0..<count).map { number in
            let depth = Int.random(in: 1..<7, using: &chance)
            let folders = (0..<depth).map { _ in word() }.joined(separator: "/")
            return "\(folders)/\(word())_\(word())\(number).swift"
        }.sorted()
    }

    @Test func agreesWithScoringEachPath() {
        let paths = Self.madeUp(2_000)
        let table = table(paths)
        var chance = SeededGenerator.fresh()
        let letters = Array("coretnpas/_M1")
        for _ in 0..<fuzzRounds(default: 60) {
            let typed = String(
                (0..<Int.random(in: 1..<7, using: &chance)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &chance)]
                })
            let pattern = FuzzyPattern(typed)
            let found = table.best(pattern, limit: 10_000).filter { !$0.hasSuffix("/") }
            #expect(Set(found) == Set(paths.filter { pattern.score(of: $0) != nil }), "`\(typed)`, seed \(chance.seed)")
            #expect(table.best(pattern, limit: 20).elementsEqual(table.best(pattern, limit: 10_000).prefix(20)))
        }
    }

    @Test func aSearchCanBeGivenUp() {
        let table = table(Self.madeUp(20_000))
        var asked = 0
        let found = table.best(FuzzyPattern("e"), limit: 10) {
            asked += 1
            return asked < 2
        }
        #expect(asked == 2 && found.count == 10)
    }
}
