// The pictures: every scenario file played in its sizes, and compared with the rows that it holds.

import Screen
import TestSupport
import Testing

private let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens"

@Suite struct ScenarioScreenTests {
    @Test func thereAreScenarios() { #expect(scenarioNames(in: folder).count >= 8) }

    @Test(arguments: scenarioNames(in: folder))
    func looksAsPictured(name: String) throws {
        try comparePictures(name, in: folder) { ScenarioPlayer(size: $0, unicode: !name.contains("ascii")) }
    }
}
