// Themes of a real program in a real terminal: seen while they are chosen, followed while they are written, and gone with it.

import TestSupport
import Testing

@Suite struct ThemeTests {
    private func program(_ home: Home, in folder: TemporaryFolder, _ environment: [String: String]) throws
        -> RunningProgram
    {
        try RunningProgram(in: folder.path, home: home, options: "--embedded", environment: environment)
    }

    private func wait(for colour: String, in program: RunningProgram, isThere: Bool = true) throws {
        _ = try TestSupport.wait(for: "\(colour) \(isThere ? "there" : "gone")") {
            try program.tmux.paintedScreen().contains(colour) == isThere ? true : nil
        }
    }

    /// Truly coloured where the terminal says so; else the nearest of the table.
    @Test(arguments: [
        (["COLORTERM": "truecolor"], "48;2;47;93;155", "48;2;36;87;166"), (["COLORTERM": ""], "48;5;24", "48;5;25"),
    ])
    func aThemeIsSeenWhileItIsChosen(environment: [String: String], dusk: String, paper: String) throws {
        let folder = try TemporaryFolder()
        let program = try program(try Home(), in: folder, environment)
        let tmux = program.tmux
        // The status line's ground.
        try wait(for: "[97m\u{1B}[44m", in: program)
        try tmux.type("/theme du")
        try wait(for: dusk, in: program)
        try tmux.press("Escape")
        try wait(for: dusk, in: program, isThere: false)
        try wait(for: "[97m\u{1B}[44m", in: program)
        try tmux.press("C-u")
        try program.send("/theme paper")
        try wait(for: paper, in: program)
        try tmux.wait(for: "keeps it")
        #expect(try program.quit() == 0)
    }

    @Test func aThemeIsFollowedWhileItIsWritten() throws {
        let (home, folder) = (try Home(), try TemporaryFolder())
        try home.folder.write("config/oropendola/settings.json", "{ \"theme\": \"mine\" }")
        try home.folder.write(
            "config/oropendola/themes/mine.json", "{ \"roles\": { \"status\": { \"bg\": 129 } } }")
        let program = try program(home, in: folder, ["COLORTERM": ""])
        try wait(for: "48;5;129", in: program)
        try home.folder.write(
            "config/oropendola/themes/mine.json", "{ \"roles\": { \"status\": { \"bg\": 130 }, \"usr\": {} } }")
        try wait(for: "48;5;130", in: program)
        try program.tmux.wait(for: "there is no role usr. Did you mean user?")
        #expect(try program.quit() == 0)
    }

    /// Every theme is none where the user wants no colours.
    @Test func withoutColoursAThemeHasNone() throws {
        let folder = try TemporaryFolder()
        let program = try program(
            try Home(), in: folder, ["COLORTERM": "truecolor", "NO_COLOR": "1", "OROPENDOLA_THEME": "dusk"])
        // The status line is reversed.
        try wait(for: "7m", in: program)
        let painted = try program.tmux.paintedScreen()
        #expect(!painted.contains("38;") && !painted.contains("48;"))
        #expect(try program.quit() == 0)
    }
}
