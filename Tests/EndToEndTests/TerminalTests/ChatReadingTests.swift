// Reading a conversation in a real terminal: searched to its beginning on disk, copied, and left on the normal screen.
import TestSupport
import Testing

@Suite(.serialized)
struct ChatReadingTests {
    private let project: OneWordProject

    init() throws { project = try OneWordProject() }

    /// Longer than what a start reads, and its first message stands above that.
    @Test func aSearchFindsWhatIsOnDiskAlone() throws {
        let first = try project.start()
        try first.send("find needle in *.txt")
        try first.tmux.waitForStatus("online")
        try first.tmux.wait(for: "Enter send")
        try wait(for: "an answer on the screen") {
            try first.tmux.screen().contains { $0.contains(" Oropendola") } ? true : nil
        }
        #expect(try first.quit() == 0)
        let place = "\(try project.home.stateFolder())/conversations"
        let name = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") })
        let text = String(decoding: try readFile("\(place)/\(name)"), as: UTF8.self)
        let filler = String(repeating: "straw ", count: 500)
        let more = (1...1_500).map { "{\"e\":\($0 + 100),\"user\":\"\($0) \(filler)\"}\n" }.joined()
        try writeFile("\(place)/\(name)", Array((text + more).utf8))

        let second = try project.start("resume")
        try second.tmux.wait(for: "1500 straw")
        try second.tmux.press("F3")
        try second.tmux.type("find needle")
        // The first page does not have it: the walk goes there by reading up to it.
        try second.tmux.wait(for: "the match at the top") { screen in
            screen.contains { $0.hasPrefix(" find needle in *.txt") }
                && screen.contains { $0.contains("search: find needle") && $0.contains("1/1 ") }
        }
        #expect(try second.tmux.paintedScreen().contains("find needle"))
        try second.tmux.press("Escape")
        try second.tmux.wait(for: "the end of the search") { !$0.contains { $0.contains("search:") } }
        #expect(try second.tmux.screen().contains { $0.hasPrefix(" find needle in *.txt") })
        #expect(try second.quit() == 0)
    }

    /// tmux takes what programs ask it to keep when it is told to.
    @Test func aMessageIsCopiedAsItWasWritten() throws {
        let program = try project.start()
        try program.tmux.ask("set", "-s", "set-clipboard", "on")
        try program.send("find word in *.txt")
        try program.tmux.wait(for: "1: one word")
        try program.tmux.waitForStatus("online")
        try program.tmux.press("S-F6")
        try program.tmux.wait(for: "▌")
        try program.tmux.press("{")
        try program.tmux.wait(for: "▌find word in *.txt")
        try program.tmux.press("y", "m")
        try program.tmux.waitForStatus("Copied the message: the terminal was asked to keep it (OSC 52)")
        #expect(try program.tmux.ask("show-buffer") == "find word in *.txt")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Enter send")
        #expect(try program.quit() == 0)
    }

    @Test func theLastTurnStaysOnTheNormalScreen() throws {
        let program = try project.start("--print-on-exit last")
        for word in ["first", "word"] {
            try program.send("find \(word) in *.txt")
            try program.tmux.wait(for: " find \(word) in *.txt")
            try program.tmux.waitForStatus("online")
            try program.tmux.wait(for: "Enter send")
        }
        try program.tmux.wait(for: "1: one word")
        #expect(try program.quit() == 0)
        let transcript = try program.tmux.transcript()
        #expect(transcript.contains(" You\n find word in *.txt\n\n Oropendola"))
        #expect(transcript.contains("1: one word"))
        #expect(!transcript.contains("find first"))
        // The user's words in their colour.
        #expect(try program.tmux.paintedScreen().contains("\u{1B}[36mfind word in *.txt"))
    }
}
