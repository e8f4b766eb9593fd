// Links as a terminal gets them: whole and closed where it knows them, none where it does not.
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct LinkBytesTests {
    private static let answer =
        "See [the manual](https://example.org/a?b=c) and <https://example.net/>, not [this](javascript:x)."

    private func written(_ environment: [String: String]) throws -> String {
        let scenario = try ScenarioFile([.answer(Self.answer)])
        let shell = try TerminalShell(environment: environment)
        try shell.startProgram(scenario.options)
        try shell.run("go")
        try shell.tmux.wait(for: "See the manual")
        try shell.tmux.waitForStatus("online")
        try shell.tmux.press("C-d")
        #expect(try shell.waitForEnd() == 0)
        return String(decoding: try shell.written(), as: UTF8.self)
    }

    @Test func aTerminalThatShowsThemGetsThemWhole() throws {
        let text = try written(["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"])
        let opened = text.split(separator: "\u{1B}]8;").dropFirst().map { $0.split(separator: "\u{1B}\\")[0] }
        let addresses = opened.compactMap { part in
            part.split(separator: ";", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
        }
        #expect(addresses.contains("https://example.org/a?b=c"), "\(addresses)")
        #expect(addresses.contains("https://example.net/"))
        #expect(!addresses.contains { $0.hasPrefix("javascript") })
        // Each that is opened is closed before the next, and none is left open.
        for (place, address) in addresses.enumerated() where !address.isEmpty {
            #expect(addresses.indices.contains(place + 1) && addresses[place + 1].isEmpty, "\(addresses)")
        }
    }

    @Test func othersAreSentNone() throws {
        #expect(try !written(["TERM": "xterm-256color"]).contains("]8;"))
        #expect(
            try !written(["TERM": "screen-256color", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a"]).contains(
                "]8;"))
    }
}
