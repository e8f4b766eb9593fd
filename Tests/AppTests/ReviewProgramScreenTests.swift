// The pictures of `oropendola review`: the whole program in its sizes.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ReviewProgramScreenTests {
    @Test func looksAsPictured() throws {
        let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens/Program"
        for name in scenarioNames(in: folder) {
            try comparePictures(name, in: folder) { try ReviewProgramPlayer(size: $0) }
        }
    }
}

/// Plays a scenario on `oropendola review` with two files.
struct ReviewProgramPlayer {
    private var model: ReviewModel
    private let size: Size

    init(size: Size) throws {
        model = ReviewModel(try Self.start())
        self.size = size
        _ = model.update(.input(.resized(size)))
    }

    mutating func play(_ step: Scenario.Step) {
        switch step.words[0] {
        case "written": _ = model.update(.applied(journalEntry: Int(step.words[1]) ?? 0))
        default: for key in step.words.dropFirst() { _ = model.update(.input(.key(Key(named: key)))) }
        }
    }

    mutating func draw() -> Frame { model.frame(in: size) }

    private static func start() throws -> ReviewStart {
        func state(_ text: String) -> FileState { FileState(bytes: Array(text.utf8)) }
        let parser = (1...40).map { number in
            switch number {
            case 11: "func decode(body: Body) -> Header {"
            case 12: "    let h = parse(body.utf8)"
            case 30: "    return h"
            default: "    // line \(number)"
            }
        }
        var changed = parser
        changed[11] = "    let h = parseHeader(body.utf8)"
        changed[29] = "    log(h)\n    return h"
        func text(_ lines: [String]) -> FileState { state(lines.map { $0 + "\n" }.joined()) }
        var contents = ReviewContents()
        contents.files = [
            FittedFile(
                step: FileStep(
                    path: try #require(RelativePath("Sources/Parser.swift")), before: text(parser),
                    after: text(changed)), standing: .inPlace),
            FittedFile(
                step: FileStep(
                    path: try #require(RelativePath("Tests/HeaderTests.swift")), before: nil,
                    after: state("import Testing\n\n@Test func headers() {}\n")), standing: .forApplying),
        ]
        return ReviewStart(subject: .patch(name: nil), target: .workingTree, folder: "~/shop", contents: contents)
    }
}
