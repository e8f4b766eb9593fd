// Terminals and locales that can do less: the same program, in their signs and colours.
import TestSupport
import Testing

@Suite(.serialized)
struct PlainTerminalsTests {
    /// The story in a locale without UTF-8, with a name that it can't show.
    @Test func asciiAloneIsEnough() throws {
        let folder = try TemporaryFolder()
        try folder.write("Sources/Fé.swift", "let parse = 1 // 漢字\nlet b = 2\n")
        let program = try RunningProgram(
            in: folder.path, home: try Home(), environment: ["LC_ALL": "C"], ready: "> ")
        try program.tmux.wait(for: "online")
        try program.send("rename parse to parseHeader in *.swift")
        var screen = try program.tmux.wait(for: "1 file to review")
        expectASCII(screen)
        try program.tmux.press("C-t", "n")
        screen = try program.tmux.wait(for: "@@ 1")
        expectASCII(screen)
        #expect(screen.contains { $0.contains("let parseHeader = 1 // ? ?") }, "\(screen)")
        try program.tmux.press("Space", "w")
        screen = try program.tmux.wait(for: "written")
        expectASCII(screen)
        #expect(try folder.text("Sources/Fé.swift") == "let parseHeader = 1 // 漢字\nlet b = 2\n")
        try program.tmux.wait(for: "Enter send")
        #expect(try program.quit() == 0)
        expectASCII([try program.tmux.transcript()])
    }

    private func expectASCII(_ screen: [String]) {
        #expect(screen.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(screen.joined(separator: "\n"))")
    }

    /// The same first screen everywhere.
    @Test(arguments: ["vt100", "linux", "screen", "xterm", "xterm-256color", "tmux-256color", "rxvt"])
    func theFirstScreenIsRight(terminal: String) throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(
            in: folder.path, home: try Home(), columns: 80, rows: 24, environment: ["TERM": terminal])
        let screen = try program.tmux.wait(for: "online")
        #expect(screen.count == 24)
        #expect(screen[0].hasPrefix(" oropendola"))
        #expect(screen[21] == String(repeating: "─", count: 80), "\(screen)")
        #expect(screen[22].hasPrefix(" ›") && screen[22].contains("F1 help"))
        #expect(screen[23].hasSuffix("online") || screen[23].hasSuffix("online "))
        // What it makes of changes on the screen is what it would draw anew.
        try program.tmux.press("F1")
        try program.tmux.wait(for: "Esc closes")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "the first screen again") { $0 == screen }
        // With keys of every kind.
        try program.tmux.type("ab")
        try program.tmux.press("Left")
        try program.tmux.type("c")
        try program.tmux.wait(for: "› acb")
    }

    /// Without colour every state is still there.
    @Test func noColourMeansNone() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "one\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), environment: ["NO_COLOR": "1"])
        try program.tmux.wait(for: "online")
        try program.send("replace one with two")
        try program.tmux.wait(for: "1 file to review")
        try program.tmux.press("C-t", "n", "Space")
        try program.tmux.wait(for: "accepted")
        let codes = Self.renditions(in: try program.tmux.paintedScreen())
        let colours = codes.filter { (30...38).contains($0) || (40...48).contains($0) || (90...107).contains($0) }
        #expect(colours.isEmpty)
        #expect(codes.contains(7), "the status line is reversed")
    }

    @Test func coloursHaveTheirMeaning() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "one\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), environment: ["NO_COLOR": ""])
        try program.tmux.wait(for: "online")
        try program.send("replace one with two")
        try program.tmux.wait(for: "1 file to review")
        try program.tmux.press("C-t", "n")
        try program.tmux.wait(for: "@@ 1")
        let rows = try program.tmux.paintedScreen().split(separator: "\n", omittingEmptySubsequences: false)
        func codes(inRowWith text: String) -> Set<Int> {
            Set(rows.filter { $0.contains(text) }.flatMap { Self.renditions(in: String($0)) })
        }
        #expect(codes(inRowWith: "+ ").contains(32), "what is added is green")
        #expect(codes(inRowWith: "- ").contains(91), "what is removed is red")
        #expect(codes(inRowWith: "online").contains(44), "the status line is blue")
    }

    /// The numbers of all `ESC [ … m` of a text.
    private static func renditions(in text: String) -> [Int] {
        text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).dropFirst().flatMap { part -> [Int] in
            guard let end = part.firstIndex(of: "m") else { return [] }
            return part[..<end].split(separator: ";").compactMap { Int($0) }
        }
    }
}
