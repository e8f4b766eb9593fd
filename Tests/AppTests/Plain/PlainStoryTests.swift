// The transcripts of `Tests/Fixtures/Plain`, each played and compared with itself.

import TestSupport
import Testing

@testable import App

private let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Plain"

@Suite struct PlainStoryTests {
    static func names() -> [String] {
        guard let found = try? run(["ls", folder]) else { return [] }
        return found.text.split(separator: "\n").map(String.init).filter { $0.hasSuffix(".plain") }
    }

    @Test func thereAreTranscripts() { #expect(Self.names().count >= 10) }

    /// Each word of the table does something in one of them.
    @Test func everyWordIsPlayed() throws {
        let asked = PlainLine.Surroundings(isAsked: true, isQuestioned: true, hasOutput: true)
        var played: Set<PlainWord> = []
        for name in Self.names() {
            let lines = String(decoding: try readFile("\(folder)/\(name)"), as: UTF8.self).split(separator: "\n")
            for line in lines where line.hasPrefix("> ") {
                if case .word(let word, _) = PlainLine.reading(String(line.dropFirst(2)), asked) { played.insert(word) }
            }
        }
        #expect(Set(PlainWord.allCases).subtracting(played).isEmpty)
    }

    @Test(arguments: names())
    func readsAsWritten(name: String) throws {
        let story = try PlainStory(path: "\(folder)/\(name)")
        let played = story.played()
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(story.path, Array(played.utf8))
            return
        }
        let (written, now) = (story.text.split(separator: "\n"), played.split(separator: "\n"))
        for (index, pair) in zip(written, now).enumerated() where pair.0 != pair.1 {
            Issue.record("\(name), line \(index + 1): \(pair.1)")
            break
        }
        #expect(story.text == played)
        let isPlain = played.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\t" || (scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value))
        }
        #expect(isPlain)
    }
}
