// The table of profiles, and what a user may write into it.
import Testing

@testable import ModelAgent

struct ProfileTests {
    @Test func everyRowOfTheTableCanBeRead() throws {
        for line in ProfileRow.builtInLines { _ = try ProfileRow(line) }
        #expect(ProfileRow.builtIn.count == ProfileRow.builtInLines.count)
    }

    @Test func theFirstRowThatHasAWordWins() throws {
        let small = ModelProfile.of("qwen2.5-coder:1.5b-instruct-q4")
        #expect(small.tools == .fenced)
        #expect(small.edit == .wholeFile)
        let large = ModelProfile.of("Qwen2.5-Coder:32B")
        #expect(large.tools == .native)
        #expect(large.edit == .replaceString)
        #expect(ModelProfile.of("anthropic/claude-sonnet-4").context == 200 << 10)
        #expect(ModelProfile.of("something-new") == ModelProfile())
        let rows = [
            try ProfileRow("qwen2.5-coder* context=32k"),
            try ProfileRow("* edit=whole-file context=4k answer=512 temperature=0.15"),
        ]
        let own = ModelProfile.of("qwen2.5-coder:7b", userRows: rows)
        #expect(own.context == 32 << 10)
        #expect(own.edit == .wholeFile)
        #expect(own.answer == 512)
        #expect(own.temperature == 15)
    }

    @Test(arguments: [
        ("", ProfileProblem.noPattern("")), ("tools=native", .noPattern("tools=native")),
        ("a colour=red", .unknownWord("colour=red")), ("a native", .unknownWord("native")),
        ("a edit=vi", .unfitValue("edit=vi")), ("a context=12", .unfitValue("context=12")),
        ("a context=999999999999m", .unfitValue("context=999999999999m")),
        ("a temperature=nan", .unfitValue("temperature=nan")),
        ("a temperature=3", .unfitValue("temperature=3")),
    ])
    func whatIsNotUnderstoodIsNamed(_ line: String, _ problem: ProfileProblem) {
        #expect(throws: problem) { _ = try ProfileRow(line) }
    }

    @Test(arguments: [
        ("*", "x", true), ("a*c", "abc", true), ("a*c", "abd", false),
        ("*a*a*a*b", String(repeating: "a", count: 2000), false),
        ("llama3", "meta/Llama3", true), ("meta/*", "meta/llama3", true), ("", "", true), ("a", "", false),
    ])
    func patterns(_ pattern: String, _ name: String, _ matches: Bool) throws {
        var row = try ProfileRow("x")
        row.pattern = pattern
        #expect(row.matches(name) == matches)
    }
}
