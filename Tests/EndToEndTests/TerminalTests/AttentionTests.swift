// What a terminal is told while somebody looks elsewhere, byte by byte.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct AttentionTests {
    /// tmux is made to look like other terminals by the variables that those set.
    private func shell(_ variables: [String: String]) throws -> TerminalShell {
        let shell = try TerminalShell(environment: variables)
        try shell.startProgram()
        return shell
    }

    private func send(_ message: String, in shell: TerminalShell) throws {
        try shell.tmux.type(message)
        try shell.tmux.press("Enter")
    }

    private func text(_ shell: TerminalShell) throws -> String { String(decoding: try shell.written(), as: UTF8.self) }

    @Test func progressIsShownAndTakenBack() throws {
        let shell = try shell(["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"])
        #expect(try !text(shell).contains("]9;4"), "nothing is said of a work that has not begun")
        try send("find word in *.txt", in: shell)
        try shell.tmux.waitForStatus("Task complete!")
        try wait(for: "progress") { try text(shell).contains("\u{1B}]9;4;3;0\u{1B}\\") ? true : nil }
        try send("run make", in: shell)
        try shell.tmux.waitForStatus("Waiting for your answer")
        try wait(for: "a wait") { try text(shell).contains("\u{1B}]9;4;4;0\u{1B}\\") ? true : nil }
        // Killed in the middle of it: the guardian takes it back.
        kill(try shell.programIdentifier(), SIGKILL)
        try wait(for: "its end") { count(of: "\u{1B}]9;4;0;0\u{1B}\\", in: try text(shell)) >= 2 ? true : nil }
    }

    @Test func noOtherTerminalHearsOfProgress() throws {
        let shell = try shell([:])
        try send("find word in *.txt", in: shell)
        try shell.tmux.waitForStatus("Task complete!")
        #expect(try !text(shell).contains("]9;"))
    }

    /// The keys are sent to a terminal that nobody looks at; it said so.
    @Test func whoLooksElsewhereIsTold() throws {
        let shell = try shell(["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"])
        try shell.tmux.type("\u{1B}[O")
        try send("find word in *.txt", in: shell)
        try wait(for: "a notification") {
            try text(shell).contains("\u{1B}]777;notify;oropendola;Task complete.\u{1B}\\") ? true : nil
        }
    }

    /// Nothing in its words, nor in ours, is for a shell.
    @Test func aProgramOfTheUsersGetsTheWordsAsItsLastArgument() throws {
        let place = try TemporaryFolder()
        try place.write(
            "tell", "printf '%s\\n' \"$@\" >\(place.path)/told.new; mv \(place.path)/told.new \(place.path)/told\n")
        let shell = try shell(["OROPENDOLA_NOTIFY_COMMAND": "sh \(place.path)/tell 'two words' $(id) ;"])
        try shell.tmux.type("\u{1B}[O")
        try send("find word in *.txt", in: shell)
        try wait(for: "the words") { place.exists("told") ? true : nil }
        #expect(try place.text("told") == "two words\n$(id)\n;\nTask complete.\n")
    }
}
