// Colours of source text on a real terminal: there, and not where the user wants none.

import TestSupport
import Testing

@Suite struct SyntaxColourTests {
    private func project() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(
            "shop.swift",
            "/* a\n   comment */\nlet name = \"alpha\"\nfunc count() -> Int { return 0x1F }\nlet other = alpha\n")
        return folder
    }

    private func paintedDiff(columns: Int, rows: Int, _ environment: [String: String] = [:]) throws -> (
        RunningProgram, TemporaryFolder
    ) {
        let folder = try project()
        let program = try RunningProgram(
            in: folder.path, home: try Home(), columns: columns, rows: rows, options: "--embedded",
            environment: environment)
        try program.send("replace alpha with beta in *.swift")
        try program.tmux.wait(for: "CHANGES")
        try program.tmux.press("C-t", "Tab")
        try program.tmux.wait(for: "return 0x1F")
        return (program, folder)
    }

    /// Bright magenta is the language's words, bright blue its names, yellow its values.
    @Test(arguments: [(120, 40), (80, 24)])
    func sourceIsColoured(columns: Int, rows: Int) throws {
        let (program, folder) = try paintedDiff(columns: columns, rows: rows)
        defer { withExtendedLifetime(folder) {} }
        let tmux = program.tmux
        try wait(for: "a coloured line") {
            let painted = try tmux.paintedScreen()
            let line = painted.split(separator: "\n").first { $0.contains("0x1F") } ?? ""
            return line.contains("[95mfunc") && line.contains("[94mcount") && line.contains("[33m0x1F") ? true : nil
        }
        let painted = try tmux.paintedScreen().split(separator: "\n")
        // What is added is green from its number on, and what differs in it reversed.
        let added = try #require(painted.first { $0.contains("+ ") && $0.contains("beta") && $0.contains("name") })
        #expect(added.contains("[32m") && added.contains("[7m"))
        let removed = try #require(painted.first { $0.contains("- ") && $0.contains("alpha") && $0.contains("name") })
        #expect(removed.contains("[91m"))
    }

    @Test(arguments: [["NO_COLOR": "1"], ["OROPENDOLA_SYNTAX": "off"]])
    func sourceIsPlainWhereThatIsWanted(environment: [String: String]) throws {
        let (program, folder) = try paintedDiff(columns: 120, rows: 40, environment)
        defer { withExtendedLifetime(folder) {} }
        let tmux = program.tmux
        let line = try #require(try tmux.paintedScreen().split(separator: "\n").first { $0.contains("0x1F") })
        #expect(line.contains("func count() -> Int { return 0x1F }"))
    }
}
