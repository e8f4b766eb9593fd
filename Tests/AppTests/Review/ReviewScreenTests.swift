// The pictures of the review: every state of the panel in its sizes.

import TestSupport
import Testing

private let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens/Review"

@Suite struct ReviewScreenTests {
    @Test func thereAreScenarios() { #expect(scenarioNames(in: folder).count >= 12) }

    @Test(arguments: scenarioNames(in: folder))
    func looksAsPictured(name: String) throws {
        try comparePictures(name, in: folder) { ReviewPlayer(size: $0, unicode: !name.contains("ascii")) }
    }
}
