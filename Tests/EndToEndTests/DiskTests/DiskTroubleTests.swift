// Disks that are full, read-only or closed to us: a clear word, nothing half written, and it works again afterwards.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct DiskTroubleTests {
    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason))
    func aFullDiskTakesNothing() throws {
        var random = SeededGenerator.fresh()
        let disk = try SmallDisk(kilobytes: 800)
        let project = try WordProject(files: 60, at: disk.path, using: &random)
        let home = try Home()
        let program = try RunningProgram(in: project.path, home: home)
        try program.stage(project)
        try program.acceptAll(project)
        // Room for some of the new files, not for all of them.
        try disk.fill()
        try run(["truncate", "-s", "-100K", "\(disk.path)/filler"])
        try program.tmux.press("w")
        try program.waitForWords("No space left on device")
        try program.waitForWords("Every decision is kept")
        #expect(try project.content() == .before)
        #expect(try project.leftovers() == "")
        try program.tmux.wait(for: "60 files decided")
        disk.makeRoom()
        try program.tmux.press("w")
        try program.waitForWords("60 changes written")
        #expect(try project.content() == .after)

        // Undo meets the full disk too.
        try disk.fill()
        try program.tmux.press("C-t", "u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.waitForWords("The undo did not happen")
        #expect(try project.content() == .after)
        disk.makeRoom()
        try program.tmux.press("u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.waitForWords("The write was undone")
        #expect(try project.content() == .before)
        #expect(try project.leftovers() == "")
    }

    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason))
    func aReadOnlyFolderIsReadAndReviewed() throws {
        var random = SeededGenerator.fresh()
        let disk = try SmallDisk(kilobytes: 400)
        let project = try WordProject(files: 3, at: disk.path, using: &random)
        try disk.remount("ro")
        let program = try RunningProgram(in: project.path, home: try Home())
        try program.waitForWords("This folder can't be written")
        try program.stage(project)
        try program.acceptAll(project)
        try program.tmux.press("w")
        try program.waitForWords("Read-only file system")
        try program.waitForWords("Every decision is kept")
        #expect(try project.content() == .before)
        try disk.remount("rw")
        try program.tmux.press("w")
        try program.waitForWords("3 changes written")
        #expect(try project.content() == .after)
    }

    @Test(.enabled(if: Nobody.isPossible, Nobody.reason))
    func rightsAreRespected() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 5, using: &random)
        let home = try Home()
        try Nobody.give(project.path)
        try Nobody.give(home.folder.path)
        let program = try RunningProgram(in: project.path, home: home, runner: Nobody.runner)
        try program.stage(project)
        try program.acceptAll(project)
        // One file is closed, one folder takes no new names.
        let closed = project.names[0]
        try run(["chown", "root", "\(project.path)/\(closed)"])
        try run(["chmod", "600", "\(project.path)/\(closed)"])
        try program.tmux.press("w")
        try program.waitForWords("Permission denied")
        #expect(try project.content() == .before)
        try program.tmux.wait(for: "! M \(closed)")
        try program.tmux.press("w")
        try program.waitForWords("4 changes written")
        #expect(try project.content(except: [closed]) == .after)
        #expect(try project.read(closed) == project.before(closed))

        let taken = "\(project.path)/d3"
        try run(["chown", "root", taken])
        try run(["chmod", "555", taken])
        try program.tmux.press("u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.waitForWords("The undo did not happen")
        #expect(try project.content(except: [closed]) == .after)
        #expect(try project.leftovers() == "")
    }

    @Test(.enabled(if: Nobody.isPossible, Nobody.reason))
    func anUnreadableFolderIsSaid() throws {
        let folder = try TemporaryFolder()
        let home = try Home()
        try Nobody.give(home.folder.path)
        let program = try RunningProgram(in: folder.path, home: home, runner: Nobody.runner, ready: nil)
        try program.waitForWords("can't be opened")
    }

    /// The largest folder there is: at once there, and a search can be ended at any time.
    @Test func theWholeDiskIsAProjectToo() throws {
        let program = try RunningProgram(in: "/", home: try Home())
        try program.send("find zzqx_nowhere in *.swift")
        try program.tmux.wait(for: "a turn") { $0.last?.contains("agent") == true }
        try program.tmux.press("Escape")
        try program.tmux.wait(upTo: 10, for: "its end") { screen in
            screen.contains { $0.contains("Cancelled") || $0.contains("0 matches") || $0.contains("no matches") }
        }
    }

    /// Nothing in the folder stops the work on the rest, and what is left out is said.
    @Test func oddFilesAreLeftAlone() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 2, using: &random)
        let huge = open("\(project.path)/huge.txt", O_WRONLY | O_CREAT, 0o644)
        try #require(ftruncate(huge, 100 << 20) == 0 && pwrite(huge, "\(project.old)\n", 5, 0) > 0)
        close(huge)
        let binary = [0, 1, 2, 255] + Array("\(project.old)\n".utf8)
        try project.write("binary.txt", binary)
        // A name that is no UTF-8.
        try run(["sh", "-c", "printf '%s\\n' \(project.old) >\"$(printf 'bad\\377name.txt')\""], in: project.path)
        let strange = [
            "new\nline.txt", "quo'te\".txt", "  blank .txt", "-rf.txt", "tab\t.txt", "漢字é.txt", "\u{1b}[31mred.txt",
        ]
        for name in strange { try project.write(name, project.before(name)) }
        let program = try RunningProgram(in: project.path, home: try Home())
        try program.send("rename \(project.old) to \(project.new) in *.txt")
        try program.tmux.wait(for: "\(2 + strange.count) files to review")
        try program.tmux.press("C-t", "A", "w")
        try program.waitForWords("\(2 + strange.count) changes written")
        #expect(try project.content() == .after)
        for name in strange { #expect(try project.read(name) == project.after(name), "\(name)") }
        #expect(try project.read("binary.txt") == binary)
        let bad = try run(["sh", "-c", "cat bad*"], in: project.path).text
        #expect(bad == "\(project.old)\n" || bad == "\(project.new)\n")
        try program.tmux.press("C-t", "u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.waitForWords("The write was undone")
        for name in strange { #expect(try project.read(name) == project.before(name), "\(name)") }
    }

    /// Modes, line ends, marks and endings are as before but for the word.
    @Test func whatIsNotChangedStays() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 0, using: &random)
        let (old, new) = (project.old, project.new)
        let contents: [(name: String, mode: mode_t, text: (String) -> String)] = [
            ("crlf.txt", 0o644, { "a\r\n\($0)\r\nb\r\n" }), ("bom.txt", 0o640, { "\u{feff}\($0)\nb\n" }),
            ("open.txt", 0o600, { "a\n\($0)" }), ("run.txt", 0o755, { "#!/bin/sh\n\($0)\n" }),
            ("mixed.txt", 0o664, { "a\r\nb\n\($0)\r\n\r" }), ("locked.txt", 0o444, { "\($0)\n" }),
        ]
        for (name, mode, text) in contents {
            try project.write(name, Array(text(old).utf8))
            chmod("\(project.path)/\(name)", mode)
        }
        func check(_ word: String) throws {
            for (name, mode, text) in contents {
                #expect(try project.read(name) == Array(text(word).utf8), "\(name)")
                var status = stat()
                try #require(stat("\(project.path)/\(name)", &status) == 0)
                #expect(status.st_mode & 0o7777 == mode, "\(name)")
            }
        }
        let program = try RunningProgram(in: project.path, home: try Home())
        try program.send("rename \(old) to \(new) in *.txt")
        try program.tmux.wait(for: "6 files to review")
        try program.tmux.press("C-t", "A", "w")
        try program.waitForWords("6 changes written")
        try check(new)
        try program.tmux.press("C-t", "u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.waitForWords("The write was undone")
        try check(old)
    }
}
