// The embedded backend can't start: the program lives, says why, and starts it when it can.
import TestSupport
import Testing

@Suite(.serialized)
struct NoBackendTests {
    /// Descriptors are what a system may be short of.
    @Test func tooFewDescriptorsAreSaidAsSuch() throws {
        let folder = try TemporaryFolder()
        let home = try Home()
        let program = try builtProduct("oropendola")
        let tmux = try Tmux(
            columns: 120, rows: 30, command: "sh -c 'ulimit -n 36; exec \"$0\"' \(shellQuoted(program))",
            in: folder.path, environment: home.variables)
        try tmux.wait(for: "›")
        try tmux.waitForStatus("offline")
        try tmux.type("help")
        try tmux.press("Enter")
        try tmux.waitForWrapped(
            "The server can't be reached: the built-in backend does not run (too few open files are allowed, see "
                + "ulimit -n). Your message is kept. Enter retry · Esc give up")
        try tmux.waitForStatus("The turn failed")
        // What was short is there again: Enter is enough.
        let process = try tmux.processIdentifier()
        let raised = try run(["prlimit", "--pid", "\(process)", "--nofile=1024:"])
        if raised.status == 0 {
            try tmux.press("Enter")
            try tmux.wait(for: "I am the built-in helper.")
            try tmux.waitForStatus("online")
        }
        try tmux.press("C-d")
        #expect(try tmux.waitForEnd() == 0)
    }
}
