// docs/AGENT.md says what the program does.
import TestSupport
import Testing

@testable import ModelAgent

struct DocumentTests {
    private static func text() throws -> String {
        String(decoding: try readFile(packageRoot(of: #filePath) + "/docs/AGENT.md"), as: UTF8.self)
    }

    @Test func theProfilesAreThoseOfTheTable() throws {
        let block = try #require(try Self.text().split(separator: "```\n").last { $0.contains("qwen3") })
        #expect(block.split(separator: "\n").map(String.init) == ProfileRow.builtInLines)
    }

    @Test func theToolsAreThoseOfTheTable() throws {
        let text = try Self.text()
        for form in EditForm.allCases {
            #expect(text.contains("| `\(form.rawValue)` |"))
            for tool in AgentTool.offered(in: form) {
                let row = text.split(separator: "\n").first {
                    $0.hasPrefix("| `\(tool.name)`") || $0.contains("`\(tool.name)` |")
                }
                let line = try #require(row, "\(tool.name)")
                #expect(line.contains("`\(tool.action)`"), "\(tool.name)")
                for parameter in tool.parameters {
                    #expect(
                        line.contains("`\(parameter.name)\(parameter.isRequired ? "" : "?")`"),
                        "\(tool.name) \(parameter.name)")
                }
            }
        }
    }

    @Test func theNumbersAreThoseOfTheProgram() throws {
        let limits = AgentLimits()
        let text = try Self.text()
        #expect(limits.steps == 40 && text.contains("| 40, setting `agentSteps` |"))
        #expect(limits.sameCalls == 2 && text.contains("made twice"))
        #expect(limits.failedEdits == 3 && text.contains("the third edit of one file"))
        #expect(limits.rulesBytes == 8 << 10 && text.contains("Up to 8 KiB"))
        #expect(limits.unknownContext == 8192 && text.contains("8,192 tokens"))
        #expect(ConversationMemory.mostSteps == 200 && text.contains("the last 200 answers, 1 MiB"))
    }
}
