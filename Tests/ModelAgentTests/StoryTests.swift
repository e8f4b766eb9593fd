// The stories of Tests/Fixtures/Agent: each folder's `story` says what is given and what has to come of it.
import TestSupport
import Testing

struct StoryTests {
    private static let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Agent"

    private static func stories() throws -> [(name: String, text: String)] {
        let names = try run(["ls", folder]).text.split(separator: "\n").map(String.init)
        return try names.map { ($0, String(decoding: try readFile("\(folder)/\($0)/story"), as: UTF8.self)) }
    }

    @Test func theStoriesGoAsTheyAreTold() throws {
        let stories = try Self.stories()
        #expect(stories.count >= 20)
        for (name, text) in stories {
            let played = try Story(text).played { $0.map(String.init) }
            if environment("UPDATE_PICTURES") != nil {
                try writeFile("\(Self.folder)/\(name)/story", Array(played.utf8))
            } else if played != text {
                let (old, new) = (text.split(separator: "\n"), played.split(separator: "\n"))
                let place = zip(old, new).prefix { $0 == $1 }.count
                Issue.record("\(name), line \(place + 1):\n\(new.dropFirst(place).prefix(12).joined(separator: "\n"))")
            }
        }
    }

    /// However a stream is cut, the same comes of it.
    @Test func piecesDoNotMatter() throws {
        var random = SeededGenerator.fresh()
        for (name, text) in try Self.stories() {
            let story = try Story(text)
            for _ in 0..<fuzzRounds(default: 8) {
                let size = Int.random(in: 1...40, using: &random)
                var generator = random
                let played = try story.played { text in
                    var pieces: [String] = []
                    var rest = text[...]
                    while !rest.isEmpty {
                        let count = Int.random(in: 1...size, using: &generator)
                        pieces.append(String(rest.prefix(count)))
                        rest = rest.dropFirst(count)
                    }
                    return pieces
                }
                random = generator
                #expect(played == text, "\(name), seed \(random.seed)")
                #expect(try story.played { [$0] } == text, "\(name), as one piece")
            }
        }
    }
}
