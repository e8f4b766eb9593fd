// docs/SCENARIOS.md is all that a person needs: each of its examples is read, checked and played.
import TestSupport
import Testing

@testable import Scenarios

struct ScenarioDocumentTests {
    private let document: [(kind: String, text: String)]
    private let whole: String

    init() throws {
        whole = String(
            decoding: try readFile("\(packageRoot(of: #filePath))/docs/SCENARIOS.md"), as: UTF8.self)
        var blocks: [(kind: String, text: String)] = []
        for (index, part) in whole.split(separator: "```", omittingEmptySubsequences: false).enumerated()
        where index % 2 == 1 {
            let end = part.firstIndex(of: "\n") ?? part.endIndex
            blocks.append((String(part[..<end]), String(part[end...].dropFirst())))
        }
        document = blocks
    }

    @Test func everyExampleIsPlayedAsItIsShown() throws {
        var scenario: Scenario?
        var transcript: Transcript?
        var played = 0
        for (kind, text) in document {
            switch kind {
            case "jsonl":
                #expect(transcript != nil || scenario == nil, "an example that is not played")
                scenario = try Scenario(text)
                transcript = nil
            case "play":
                var playing = try transcript ?? Transcript(#require(scenario))
                #expect(playing.lines(playing: text) == text.split(separator: "\n").map(String.init))
                transcript = playing
                played += 1
            default: break
            }
        }
        #expect(played >= 5)
    }

    @Test func mistakesAreToldAsItSays() throws {
        let wrong = try #require(document.first { $0.kind == "wrong" }).text
        let mistakes = try #require(document.first { $0.kind == "mistakes" }).text
        #expect(Scenario.read(wrong).problems.map(\.description) == mistakes.split(separator: "\n").map(String.init))
    }

    @Test func everyNameIsExplained() {
        let names =
            ScenarioStep.kinds.flatMap { [$0.name] + $0.beside } + ScenarioCondition.keys
            + ScenarioReader.kinds.flatMap { [$0.name] + $0.beside } + PlayedAnswer.keys
        for name in names { #expect(whole.contains("\(name)"), "docs/SCENARIOS.md does not know `\(name)`") }
    }

    @Test func theTableOfActionsIsThePrograms() throws {
        let start = try #require(whole.firstRange(of: "| Action | Arguments"))
        let rows = whole[start.upperBound...].split(separator: "\n").dropFirst(2).prefix { $0.hasPrefix("| `") }
        #expect(rows.map(String.init) == ScenarioActions.rows)
    }
}
