// Trouble with our own files: the state folder closed, full, or with garbage in it. Nothing of it is destroyed.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct StateTroubleTests {
    @Test func aStateFolderThatCantBeMadeIsSaid() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.txt", "word\n")
        let home = try Home()
        try home.folder.write("state", "a file stands here")
        let program = try RunningProgram(in: folder.path, home: home)
        try program.waitForWords("Nothing can be kept in")
        try program.waitForWords("set XDG_STATE_HOME")
        #expect(try home.folder.text("state") == "a file stands here")
        #expect(try program.quit() == 0)
    }

    /// Decisions made while the disk is full are kept as soon as there is room.
    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason))
    func decisionsOutliveAFullStateFolder() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 6, lines: 40, using: &random)
        let disk = try SmallDisk(kilobytes: 600)
        let home = try Home()
        let variables = ["XDG_STATE_HOME": disk.path]
        let program = try RunningProgram(in: project.path, home: home, environment: variables)
        // Only the first proposals find room.
        try disk.fill()
        try run(["truncate", "-s", "-8K", "\(disk.path)/filler"])
        try program.stage(project)
        try program.waitForWords("could not be kept")
        try program.tmux.press("Space", "j", "x")
        try program.tmux.wait(for: "✗ M \(project.names[1])")
        // The journal has no room either.
        try program.tmux.press("w")
        try program.waitForWords("Nothing was written")
        try program.waitForWords("No space left on device")
        #expect(try project.content() == .before)

        disk.makeRoom()
        try program.tmux.press("j", "Space")
        try program.tmux.wait(for: "✓ M \(project.names[2])")
        try program.tmux.press("j", "Space")
        try program.tmux.wait(for: "✓ M \(project.names[3])")
        #expect(try program.quitFromPanel() == 0)
        let again = try RunningProgram(in: project.path, home: home, environment: variables)
        try again.waitForWords("6 staged changes kept from last time")
        try again.tmux.press("C-t")
        let signs = zip(project.names, ["✓", "✗", "✓", "✓", "○", "○"])
        try again.tmux.wait(for: "marks") { screen in
            signs.allSatisfy { name, sign in screen.contains { $0.contains("\(sign) M \(name)") } }
        }
        try again.tmux.press("A", "w")
        try again.waitForWords("6 changes written")
        #expect(try project.content() == .after)
    }

    /// Broken lines of the log and broken entries of the journal are put aside; the rest is offered.
    @Test func garbageIsPutAside() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 3, using: &random)
        let home = try Home()
        let first = try RunningProgram(in: project.path, home: home)
        try first.stage(project)
        try first.tmux.press("Space")
        try first.tmux.wait(for: "✓ M")
        try home.waitForQuietLog()
        try first.killHard()
        let state = try home.stateFolder()
        let log = "\(state)/sessions/0001/staging.jsonl"
        var lines = try readFile(log).split(separator: 10).map(Array.init)
        lines.insert(Array("{\"garbage\": \u{1}".utf8) + [0xff, 0xfe], at: 1)
        lines.insert(Array("{\"event\": \"from a later version\"}".utf8), at: 3)
        // The last line is torn, as by a crash.
        try writeFile(log, Array(lines.joined(separator: [10])) + [10] + Array("{\"eve".utf8))
        try writeFile("\(state)/journal/00000007.intent", Array("no entry of ours".utf8))
        try writeFile("\(state)/journal/unknown", [1, 2, 3])

        let second = try RunningProgram(in: project.path, home: home)
        try second.waitForWords("3 staged changes kept from last time")
        try second.waitForWords("could not be read")
        #expect(try readFile("\(log).broken").starts(with: Array("{\"garbage\"".utf8)))
        #expect(try String(decoding: readFile(log), as: UTF8.self).contains("from a later version"))
        #expect(try entries(of: "\(state)/journal").sorted() == ["00000007.unresolved", "unknown"])
        try second.tmux.press("C-t")
        try second.tmux.wait(for: "✓ M \(project.names[0])")
        try second.tmux.press("A", "w")
        try second.waitForWords("3 changes written")
        #expect(try project.content() == .after)
        #expect(try home.journal().sorted() == ["00000007.unresolved", "00000008.done", "unknown"])
    }
}

extension RunningProgram {
    /// Ends it, by way of the composer.
    func quitFromPanel() throws -> Int32 {
        try tmux.press("Escape")
        try tmux.wait(for: "Enter send")
        return try quit()
    }
}
