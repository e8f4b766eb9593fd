// Two programs in one folder: each has a session of its own, and they take turns to write.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct TwoProgramsTests {
    /// The first is stopped in the middle of its write; the second waits, says so, and goes on when it may.
    @Test(arguments: [SIGCONT, SIGKILL])
    func theSecondWaitsItsTurn(end: Int32) throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 120, using: &random)
        let home = try Home()
        let first = try RunningProgram(in: project.path, home: home)
        try first.stage(project)
        try first.acceptAll(project)

        let second = try RunningProgram(in: project.path, home: home)
        try second.waitForWords("Another oropendola works in this folder")
        #expect(try !second.tmux.transcript().contains("kept from last time"), "it took the other's session")
        try second.send("create note.txt with hello")
        try second.tmux.wait(for: "1 file to review")
        try second.tmux.press("C-t", "A")
        try second.tmux.wait(for: "1 file decided")

        try first.tmux.press("w")
        try home.waitForIntent()
        let process = try first.tmux.processIdentifier()
        kill(process, SIGSTOP)
        try #require(try home.journal().contains { $0.hasSuffix(".intent") }, "stopped too late")
        try second.tmux.press("w")
        try second.tmux.wait(for: "waiting for it")
        #expect(access("\(project.path)/note.txt", F_OK) != 0)

        kill(process, end)
        try second.waitForWords("1 change written")
        #expect(try project.read("note.txt") == Array("hello\n".utf8))
        if end == SIGCONT {
            try first.waitForWords("120 changes written")
            #expect(try project.content() == .after)
        } else {
            #expect(try project.content() == .before)
            _ = try first.tmux.waitForEnd()
            let again = try RunningProgram(in: project.path, home: home)
            try again.waitForWords("120 staged changes kept from last time")
            try again.tmux.press("C-t", "w")
            try again.waitForWords("120 changes written")
            #expect(try project.content() == .after)
        }
        #expect(try project.leftovers() == "")
    }
}
