// The screen as the user arranges it, on the real terminal: sizes that outlive a run, the mouse, a storm of sizes.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct ArrangingTests {
    private func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("a.swift", "func parse() {}\n// more\n// more\n// more\n// more\n// more\n// more\nparse()\n")
        return folder
    }

    private func staged(_ folder: TemporaryFolder, _ home: Home, columns: Int = 120) throws -> RunningProgram {
        let program = try RunningProgram(in: folder.path, home: home, columns: columns)
        try program.tmux.waitForStatus("online")
        try program.send("rename parse to parseHeader in *.swift")
        try program.tmux.waitForStatus("to review")
        return program
    }

    /// The column of the rule between chat and changes.
    private func rule(_ screen: [String]) -> Int? {
        screen.first { $0.contains("CHANGES") }.flatMap { row in
            row.firstIndex(of: "│").map { row.distance(from: row.startIndex, to: $0) }
        }
    }

    @Test func sizesOutliveTheRun() throws {
        let (folder, home) = (try project(), try Home())
        let program = try staged(folder, home)
        let first = try #require(rule(try program.tmux.wait(for: "CHANGES")))
        for _ in 0..<3 { try program.tmux.press("M-+") }
        try program.tmux.wait(for: "a larger panel") { rule($0) == first - 12 }
        #expect(try program.quit() == 0)
        let path = "\(home.folder.path)/state/oropendola/screen.json"
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        // What was staged is still there, and the rule where it was put; in a wider terminal in proportion.
        let again = try RunningProgram(in: folder.path, home: home, columns: 240)
        try again.tmux.wait(for: "the same share") { rule($0) == 239 - 2 * (119 - (first - 12)) }
        try again.tmux.press("M-=")
        try again.tmux.wait(for: "its own size") { rule($0).map { $0 != 239 - 2 * (119 - (first - 12)) } ?? false }
        #expect(try again.quit() == 0)
    }

    @Test func aSpoiltFileIsNoTroubleAndIsKeptAside() throws {
        let (folder, home) = (try project(), try Home())
        let state = "\(home.folder.path)/state/oropendola"
        try makeFolders(state)
        for text in ["{\"beside\": ", "[]", "{\"beside\": -4, \"list\": \"much\", \"below\": 1e99}"] {
            try writeFile("\(state)/screen.json", Array(text.utf8))
            let program = try staged(folder, home)
            let first = try #require(rule(try program.tmux.wait(for: "CHANGES")))
            #expect(first == 79)
            try program.tmux.press("M-+")
            try program.tmux.wait(for: "a larger panel") { rule($0) == first - 4 }
            #expect(try program.quit() == 0)
            let kept = String(decoding: try readFile("\(state)/screen.json"), as: UTF8.self)
            #expect(kept.contains("\"beside\":367"), "\(kept)")
        }
        let aside = String(decoding: try readFile("\(state)/screen.json.broken"), as: UTF8.self)
        #expect(aside == "{\"beside\": ")
    }

    @Test func theRuleIsDraggedWithTheMouse() throws {
        let (folder, home) = (try project(), try Home())
        let program = try staged(folder, home)
        let first = try #require(rule(try program.tmux.wait(for: "CHANGES")))
        // As xterm reports it (SGR): press, motion with the button, release; columns and rows from 1.
        func report(_ code: Int, _ column: Int, _ end: Character) throws {
            try program.tmux.type("\u{1B}[<\(code);\(column + 1);6\(end)")
        }
        try report(0, first, "M")
        try report(32, 60, "M")
        try report(32, 55, "M")
        try report(0, 55, "m")
        try program.tmux.wait(for: "the rule at 55") { rule($0) == 55 }
        try report(0, 55, "M")
        try report(0, 55, "m")
        try report(0, 55, "M")
        try report(0, 55, "m")
        try program.tmux.wait(for: "its own place") { rule($0) == first }
        #expect(try program.quit() == 0)
    }

    @Test func theMouseIsGivenToTheTerminalAndTakenBack() throws {
        let shell = try TerminalShell(.bash)
        try shell.startProgram()
        func waitForMouse(_ isOurs: Bool) throws {
            try wait(for: isOurs ? "the mouse" : "no mouse") {
                let modes = try shell.modes()
                return modes.contains("alternate_on=1") && modes.contains("mouse_any_flag=\(isOurs ? 1 : 0)")
                    ? true : nil
            }
        }
        try waitForMouse(true)
        try shell.tmux.press("M-m")
        try shell.tmux.wait(for: "The mouse selects text")
        try waitForMouse(false)
        // Given away it stays so while the program is away itself.
        try shell.tmux.press("C-z")
        try shell.tmux.wait(for: "Stopped")
        try shell.run("fg")
        try shell.tmux.wait(for: "mouse selects text")
        try waitForMouse(false)
        try shell.tmux.press("M-m")
        try shell.tmux.wait(for: "The mouse is the program's again")
        try waitForMouse(true)
        try shell.tmux.press("M-m", "C-d")
        try shell.tmux.wait(for: "the shell again") { !$0.contains { $0.contains("mouse selects") } }
        #expect(try shell.modes().contains("alternate_on=0 cursor_flag=1 mouse_any_flag=0"))
        // At the next start it is the program's, as the settings say.
        try shell.startProgram()
        try waitForMouse(true)
    }

    /// Two hundred sizes while a turn streams; afterwards the screen is what a redraw from nothing makes of it.
    @Test func aStormOfSizesWhileATurnStreams() throws {
        let folder = try TemporaryFolder()
        let pieces = (1...120).map { part in
            #"{"progress": {"type": "text", "text": "part \#(part) of it. ", "partial": true, "task_id": "t"}}"#
                + "\n" + #"{"wait": 40}"# + "\n"
        }
        try folder.write(
            "scenario", pieces.joined() + #"{"reply": {"success": true, "response": "The **end** of it."}}"# + "\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), options: "--scenario scenario")
        try program.tmux.waitForStatus("online")
        try program.send("go")
        try program.tmux.wait(for: "part 1 of it.")
        try program.tmux.type("a draft")
        var random = SeededGenerator.fresh()
        for _ in 0..<200 {
            try program.tmux.resize(
                columns: Int.random(in: 1...220, using: &random), rows: Int.random(in: 1...70, using: &random))
        }
        try program.tmux.resize(columns: 90, rows: 27)
        try program.tmux.wait(for: "The end of it.")
        let settled = try program.tmux.wait(for: "the end of the turn") {
            $0.count == 27 && $0[26].contains("online") && !$0[26].contains("complete") && !$0[26].contains("…")
        }
        #expect(settled[25].contains("› a draft"), "seed \(random.seed): \(settled)")
        try program.tmux.press("C-l")
        try program.tmux.type("x")
        let redrawn = try program.tmux.wait(for: "› a draftx")
        #expect(Array(redrawn.dropLast(2)) == Array(settled.dropLast(2)), "seed \(random.seed)")
    }
}
