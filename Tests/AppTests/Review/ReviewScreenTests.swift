// The pictures of the review: every state of the panel in its sizes, compared with the rows that its file holds.

import Screen
import TestSupport
import Testing

private let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens/Review"

private func scenarioNames() -> [String] {
    guard let listing = try? run(["ls", folder], in: "/") else { return [] }
    return listing.text.split(separator: "\n").map(String.init).filter { $0.hasSuffix(".screen") }
}

@Suite struct ReviewScreenTests {
    @Test func thereAreScenarios() { #expect(scenarioNames().count >= 12) }

    @Test(arguments: scenarioNames())
    func looksAsPictured(name: String) throws {
        let scenario = try Scenario(path: "\(folder)/\(name)")
        var taken: [String: [String]] = [:]
        for size in scenario.sizes {
            var player = ReviewPlayer(size: size, unicode: !name.contains("ascii"))
            for step in scenario.steps {
                guard step.words[0] == "picture" else {
                    player.play(step)
                    continue
                }
                taken[Scenario.key(step.words[1], size)] = player.picture()
            }
        }
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(scenario.path, Array(scenario.text(with: taken).utf8))
            return
        }
        for (key, rows) in taken.sorted(by: { $0.key < $1.key }) {
            let expected = scenario.pictures[key] ?? []
            guard rows != expected else { continue }
            let place = zip(rows, expected).enumerated().first { $0.element.0 != $0.element.1 }
            Issue.record(
                """
                \(name), picture \(key), row \(place?.offset ?? min(rows.count, expected.count)):
                expected \(place?.element.1 ?? "nothing")
                is       \(place?.element.0 ?? "nothing")
                \(rows.filter { $0.hasPrefix("|") }.joined(separator: "\n"))
                """)
        }
    }
}
