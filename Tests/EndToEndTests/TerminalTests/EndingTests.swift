// However the program ends, the terminal is as it was before.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct EndingTests {
    @Test func quittingRestores() throws {
        let shell = try TerminalShell()
        let former = try shell.modes()
        try shell.startProgram()
        #expect(try shell.modes() != former)
        try shell.tmux.press("C-d")
        try shell.tmux.wait(for: "status 0")
        try shell.waitForRestoration(to: former)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGKILL, SIGSEGV, SIGABRT, SIGILL, SIGQUIT])
    func signalsRestore(signal: Int32) throws {
        // Swift's own report of a crash, which comes after ours, would take seconds.
        let shell = try TerminalShell(environment: ["SWIFT_BACKTRACE": "enable=no"])
        let former = try shell.modes()
        try shell.startProgram()
        kill(try shell.programIdentifier(), signal)
        // Not from the screen: after `kill -9` the shell may speak before the guardian brings its screen back.
        #expect(try shell.waitForEnd() == 128 + signal)
        try shell.waitForRestoration(to: former)
        // The shell goes on where it was.
        try shell.run("echo going on")
        try shell.tmux.wait(for: "going on") { $0.contains("going on") }
    }

    @Test func terminationKeepsWhatIsStaged() throws {
        let shell = try TerminalShell()
        try shell.folder.write("a.txt", "one\n")
        try shell.startProgram()
        try shell.run("replace one with two")
        try shell.tmux.wait(for: "1 file to review")
        kill(try shell.programIdentifier(), SIGTERM)
        try shell.tmux.wait(for: "status 143")
        #expect(try shell.folder.text("a.txt") == "one\n")
        try shell.startProgram()
        try shell.tmux.wait(for: "kept from last time")
    }

    /// The window is closed: the program ends too, and keeps what it had.
    @Test func aClosedWindowEndsIt() throws {
        let shell = try TerminalShell()
        try shell.startProgram()
        let program = try shell.programIdentifier()
        try shell.tmux.ask("kill-server")
        try wait(for: "end of the program") { kill(program, 0) == 0 ? nil : true }
    }
}
