// The terminal is given away for a while and taken back: to the shell by Ctrl-Z, to an editor by Ctrl-G.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct SuspensionTests {
    @Test func ctrlZGivesTheTerminalToTheShell() throws {
        let shell = try TerminalShell(.bash)
        try shell.startProgram()
        try shell.tmux.type("half a thought")
        let before = try shell.tmux.wait(for: "half a thought")
        for _ in 0..<2 {
            try shell.tmux.press("C-z")
            try shell.tmux.wait(for: "Stopped")
            #expect(try shell.modes().contains("alternate_on=0 cursor_flag=1 mouse_any_flag=0"))
            try shell.run("clear; echo $((6 * 7)) in the shell")
            try shell.tmux.wait(for: "42 in the shell")
            try shell.run("fg")
            try shell.tmux.wait(for: "the screen as it was") { $0 == before }
            #expect(try shell.modes().contains("alternate_on=1"))
        }
        try shell.tmux.press("C-c", "C-d")
        try shell.tmux.wait(for: "shell again") { !$0.contains { $0.contains("online") } }
        try shell.run("echo status $?")
        try shell.tmux.wait(for: "status 0")
    }

    /// Stopped and continued from outside, with another size in between.
    @Test func aForeignStopIsSurvived() throws {
        let shell = try TerminalShell(.bash)
        try shell.startProgram()
        try shell.tmux.type("half a thought")
        try shell.tmux.wait(for: "half a thought")
        try shell.tmux.press("C-z")
        try shell.tmux.wait(for: "Stopped")
        try shell.tmux.resize(columns: 60, rows: 20)
        try shell.run("fg")
        let screen = try shell.tmux.wait(for: "half a thought")
        #expect(screen.count == 20)
        try shell.tmux.wait(for: "the status line at the bottom") { $0.last?.contains("online") == true }
    }

    @Test func theEditorsTextComesBack() throws {
        let shell = try TerminalShell(environment: ["EDITOR": "sh ./editor --option"])
        // It draws over the screen, as editors do.
        try shell.folder.write("editor", "printf '\\033[2J\\033[1;1Hdrawn over'; sed -i s/hello/goodbye/ \"$2\"\n")
        try shell.startProgram()
        try shell.tmux.type("say hello, 漢字")
        try shell.tmux.press("C-g")
        let screen = try shell.tmux.wait(for: "say goodbye, 漢字")
        #expect(!screen.contains { $0.contains("drawn over") })
        #expect(screen.last?.contains("online") == true)
    }

    @Test func aFailingEditorKeepsTheText() throws {
        let shell = try TerminalShell(environment: ["EDITOR": "sh ./editor"])
        try shell.folder.write("editor", "touch ran; echo gone >\"$1\"; exit 3\n")
        try shell.startProgram()
        try shell.tmux.type("keep this")
        try shell.tmux.press("C-g")
        try wait(for: "the editor") { shell.folder.exists("ran") ? true : nil }
        try shell.tmux.wait(for: "keep this")
        // It still edits.
        try shell.tmux.type(" text")
        try shell.tmux.wait(for: "keep this text")
    }

    /// A paste that is shown folded goes to the editor whole.
    @Test func aFoldedPasteIsEditedWhole() throws {
        let shell = try TerminalShell(environment: ["EDITOR": "sh ./editor"])
        try shell.folder.write("editor", "cp \"$1\" seen; echo short >\"$1\"\n")
        try shell.startProgram()
        let text = (1...50).map { "line \($0)" }.joined(separator: "\n")
        try shell.tmux.paste(text)
        try shell.tmux.wait(for: "[pasted 50 lines]")
        try shell.tmux.press("C-g")
        try shell.tmux.wait(for: "› short")
        #expect(try shell.folder.text("seen") == text)
    }
}
