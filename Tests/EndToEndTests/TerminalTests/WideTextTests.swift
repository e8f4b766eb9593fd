// Wide and joined characters in a real terminal: what stands behind them stands where we reckon it.
import JSON
import Screen
import TestSupport
import Testing

@Suite(.serialized)
struct WideTextTests {
    /// Each ends with a bar, so that its end is seen.
    private static let lines = [
        "漢字かな交じり文 全角ＡＢＣ|", "한국어 텍스트|", "e\u{301}a\u{308}o\u{302}\u{323} combining|", "emoji 🎉🚀🧵 plain|",
        "family 👩‍👩‍👧‍👦 joined|", "flags 🇩🇪🇯🇵 pair|", "tone 👍🏽 skin|", "heart ❤️ and ☎︎ chosen|", "keycap 1️⃣ here|",
        "thai กำลัง ภาษาไทย|", "hindi हिन्दी क्षत्रिय|", "hebrew שלום arabic سلام|", "zero\u{200B}width|",
        "six a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305} marks|", "half ｶﾀｶﾅ|", "box ┌─┐ ambiguous ±§¶|",
    ]

    /// tmux tells in which of its columns a row ends, by its own reckoning of what we sent.
    private func end(ofRow row: Int, _ tmux: Tmux) throws -> Int? {
        try tmux.ask("copy-mode", "-t", "t")
        try tmux.ask("send-keys", "-t", "t", "-X", "top-line")
        if row > 0 { try tmux.ask("send-keys", "-t", "t", "-X", "-N", "\(row)", "cursor-down") }
        try tmux.ask("send-keys", "-t", "t", "-X", "end-of-line")
        let column = try tmux.ask("display-message", "-p", "-t", "t", "#{copy_cursor_x}")
        try tmux.ask("send-keys", "-t", "t", "-X", "cancel")
        return Int(column.split(separator: "\n").first ?? "")
    }

    @Test(arguments: ["tmux-256color", "xterm-256color"])
    func rowsEndWhereWeReckon(terminal: String) throws {
        let folder = try TemporaryFolder()
        let text = Self.lines.enumerated().map { "#\($0.offset) \($0.element)" }.joined(separator: "\n\n")
        let scenario = try ScenarioFile([.answer(text)])
        let program = try RunningProgram(
            in: folder.path, home: try Home(), columns: 90, rows: 50, options: scenario.options,
            environment: ["TERM": terminal])
        try program.tmux.waitForStatus("online")
        try program.send("go")
        try program.tmux.wait(for: "#15 box")
        try program.tmux.waitForStatus("online")
        for _ in 0..<2 {
            let screen = try program.tmux.screen()
            for (number, line) in Self.lines.enumerated() {
                let row = try #require(screen.firstIndex { $0.contains("#\(number) ") })
                let expected = displayWidth(of: " #\(number) " + visibleText(line))
                #expect(try end(ofRow: row, program.tmux) == expected, "\(screen[row])")
            }
            // What was drawn piece by piece is what is drawn anew.
            try program.tmux.press("C-l")
            try program.tmux.type("x")
            let redrawn = try program.tmux.wait(for: "› x")
            #expect(Array(redrawn.dropLast(2)) == Array(screen.dropLast(2)))
            try program.tmux.press("C-u")
            try program.tmux.wait(for: "an empty composer") { !$0.contains { $0.contains("› x") } }
        }
        #expect(try program.quit() == 0)
    }

    /// Moving through a draft leaves the cursor behind the same characters as in the terminal.
    @Test func theCursorStandsBetweenCharacters() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), columns: 90, rows: 30)
        try program.tmux.waitForStatus("online")
        let draft = "漢e\u{301}🎉👍🏽ｶ❤️x"
        try program.tmux.paste(draft)
        try program.tmux.wait(for: "the draft") { $0.contains { $0.contains("› 漢") && $0.contains("x") } }
        func cursor() throws -> Int? {
            Int(
                try program.tmux.ask("display-message", "-p", "-t", "t", "#{cursor_x}").split(separator: "\n").first
                    ?? "")
        }
        var rest = Array(draft)
        while true {
            let expected = 3 + displayWidth(of: String(rest))
            try wait(for: "the cursor at \(expected)") { try cursor() == expected ? true : nil }
            if rest.isEmpty { break }
            rest.removeLast()
            try program.tmux.press("Left")
        }
        try program.tmux.press("C-e", "C-u")
        try program.tmux.wait(for: "Enter send")
        #expect(try program.quit() == 0)
    }
}
