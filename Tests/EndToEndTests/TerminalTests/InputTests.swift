// What a person types and pastes arrives as meant, whatever it is and however much.
import TestSupport
import Testing

@Suite(.serialized)
struct InputTests {
    @Test func aMegabyteIsPastedAndNothingIsSent() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.wait(for: "online")
        let line = String(repeating: "0123456789abcdé", count: 6) + "\n"
        let count = (1 << 20) / line.utf8.count
        try program.tmux.paste(String(repeating: line, count: count))
        let screen = try program.tmux.wait(for: "pasted")
        #expect(screen.contains { $0.contains("[pasted ") && $0.contains("lines]") }, "\(screen)")
        #expect(!screen.contains { $0.contains("You") })
        try program.tmux.type(" and more")
        try program.tmux.wait(for: "lines] and more", upTo: 5)
        try program.tmux.press("C-c")
        try program.tmux.wait(for: "Cleared")
        #expect(try program.quit() == 0)
    }

    @Test func aPasteNeverSends() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.paste("first\nsecond\r\nthird\n\u{1B}[31mred\u{7}\n")
        let screen = try program.tmux.wait(for: "third")
        #expect(screen.contains { $0.hasSuffix("› first") }, "\(screen)")
        #expect(screen.contains { $0.contains("second") } && !screen.contains { $0.contains("You") })
        #expect(try !program.tmux.paintedScreen().contains("\u{1B}[31m"))
    }

    @Test func wideCharactersAreTypedAndEdited() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.type("né 漢字 x")
        try program.tmux.wait(for: "› né 漢字 x")
        try program.tmux.press("Left", "Left", "BSpace")
        try program.tmux.wait(for: "› né 漢 x")
        try program.tmux.type("語")
        try program.tmux.wait(for: "› né 漢語 x")
        try program.tmux.press("C-a", "C-d")
        try program.tmux.wait(for: "› é 漢語 x")
        try program.tmux.press("C-e", "C-u")
        // Clusters: one key takes back a whole family, a flag, a letter with its accent.
        try program.tmux.type("a👩‍👩‍👧🇩🇪e\u{301}z")
        try program.tmux.wait(for: "z")
        try program.tmux.press("BSpace", "BSpace", "BSpace", "BSpace")
        try program.tmux.type("b")
        try program.tmux.wait(for: "› ab")
    }

    @Test func newLinesDoNotSend() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.type("one")
        try program.tmux.press("C-j")
        try program.tmux.type("two")
        try program.tmux.press("M-Enter")
        try program.tmux.type("three")
        let screen = try program.tmux.wait(for: "three")
        let first = try #require(screen.firstIndex { $0.contains("› one") })
        #expect(screen[first + 1].contains("two") && screen[first + 2].contains("three"))
    }

    @Test func historyComesBack() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.wait(for: "online")
        try program.send("help")
        try program.tmux.wait(for: "You")
        try program.tmux.type("draft")
        try program.tmux.press("Up")
        try program.tmux.wait(for: "the message again") { $0.suffix(2).contains { $0.hasPrefix(" › help") } }
        try program.tmux.press("Down")
        try program.tmux.wait(for: "the draft again") { $0.suffix(2).contains { $0.hasPrefix(" › draft") } }
    }

    /// Escape leaves the panel at once; Escape and a letter in one go is Alt and that letter.
    @Test func escapeIsToldFromAlt() throws {
        let program = try RunningProgram(in: try TemporaryFolder().path, home: try Home())
        try program.tmux.type("one two three")
        try program.tmux.press("M-b")
        try program.tmux.type("X")
        try program.tmux.wait(for: "one two Xthree")
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "q back")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "the composer") { !$0.contains { $0.contains("q back") } }
        try program.tmux.type("b")
        try program.tmux.wait(for: "one two Xbthree")
    }
}
