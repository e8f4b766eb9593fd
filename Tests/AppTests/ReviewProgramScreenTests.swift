// The pictures of `oropendola review`: the whole program in its sizes.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ReviewProgramScreenTests {
    private let path = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens/Program/review.screen"

    private func start() throws -> ReviewStart {
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

    @Test func looksAsPictured() throws {
        let scenario = try Scenario(path: path)
        var taken: [String: [String]] = [:]
        for size in scenario.sizes {
            var model = ReviewModel(try start())
            _ = model.update(.input(.resized(size)))
            for step in scenario.steps {
                switch step.words[0] {
                case "picture": taken[Scenario.key(step.words[1], size)] = picture(&model, size)
                case "written": _ = model.update(.applied(journalEntry: Int(step.words[1]) ?? 0))
                default: for key in step.words.dropFirst() { _ = model.update(.input(.key(Key(named: key)))) }
                }
            }
        }
        if environment("UPDATE_PICTURES") == "1" {
            try writeFile(path, Array(scenario.text(with: taken).utf8))
            return
        }
        for (key, rows) in taken.sorted(by: { $0.key < $1.key }) where rows != scenario.pictures[key] {
            Issue.record("picture \(key) is\n\(rows.filter { $0.hasPrefix("|") }.joined(separator: "\n"))")
        }
    }

    private func picture(_ model: inout ReviewModel, _ size: Size) -> [String] {
        let frame = model.frame(in: size)
        #expect(frame == model.frame(in: size), "drawn twice, two pictures")
        let cursor = frame.cursor.map { "@ cursor \($0.column),\($0.row)" } ?? "@ no cursor"
        return frame.cells.textRows.map { "|\($0)|" } + frame.cells.roleRows.map { ":\($0):" } + [cursor]
    }
}
