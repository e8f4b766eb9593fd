// Conversations outlive the program: killed, ended well, opened again, in a real terminal.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct ResumeTests {
    private let project: OneWordProject

    init() throws { project = try OneWordProject() }

    /// The only conversation that is kept.
    private func conversation() throws -> [JSONValue] {
        let place = "\(try project.home.stateFolder())/conversations"
        let name = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") })
        return try String(decoding: readFile("\(place)/\(name)"), as: UTF8.self).split(separator: "\n")
            .map { try JSONValue.parse(String($0)) }
    }

    private func waitForDraft(_ text: String) throws {
        let place = "\(try project.home.stateFolder())/sessions/0001/draft"
        try wait(for: "draft on disk") { (try? readFile(place)) == Array(text.utf8) ? true : nil }
    }

    @Test func aKilledProgramGoesOnWhereItWas() throws {
        let first = try project.start()
        try first.send("find word in *.txt")
        try first.tmux.wait(for: "1: one word")
        try first.tmux.waitForStatus("online")
        try first.tmux.type("and now my draft")
        try waitForDraft("and now my draft")
        try first.killHard()

        let second = try project.start()
        try second.waitForWords("The last run was cut off. Its conversation and draft are back.")
        try second.tmux.wait(for: "1: one word")
        try second.tmux.wait(for: "› and now my draft")
        let before = try conversation().count
        try second.tmux.press("C-u")
        try second.send("find one in *.txt")
        try second.tmux.wait(for: "find one in *.txt")
        try wait(for: "the second turn in the same file") { try conversation().count > before ? true : nil }
        #expect(try second.quit() == 0)
        #expect(
            try conversation().filter { $0["user"] != nil }.map { $0["user"]?.asString } == [
                "find word in *.txt", "find one in *.txt",
            ])

        // Ended well: the next one begins afresh, and says how to go on.
        let third = try project.start()
        try third.waitForWords("The latest conversation here, \"find word in *.txt\", is kept. /resume goes on with it")
        #expect(try !third.tmux.screen().contains { $0.contains("1: one word") })
        #expect(try third.quit() == 0)
        let fourth = try project.start("resume")
        try fourth.tmux.wait(for: "find one in *.txt")
        #expect(try fourth.quit() == 0)
    }

    /// A message half written comes back, and not the queued one that was edited when the program was killed.
    @Test func anEditThatIsKilledLosesNoDraft() throws {
        let first = try project.start()
        try first.send("run sleep 1000")
        try first.tmux.waitForStatus("Waiting for your answer")
        try first.send("find word in *.txt")
        try first.tmux.wait(for: "1 find word in *.txt")
        try first.tmux.type("half a thought")
        try first.tmux.press("M-Up")
        try first.tmux.wait(for: "editing queued message 1")
        try first.tmux.type(" and more")
        try waitForDraft("half a thought")
        try first.killHard()
        let second = try project.start()
        try second.tmux.wait(for: "› half a thought")
        try second.tmux.wait(for: "1 find word in *.txt")
        try second.tmux.press("C-u")
        #expect(try second.quit() == 0)
    }

    /// Everything that a conversation says is for its owner alone.
    @Test func filesAreOurs() throws {
        let program = try project.start()
        try program.send("help")
        try program.tmux.wait(for: "I am the built-in helper.")
        #expect(try program.quit() == 0)
        let state = try project.home.stateFolder()
        #expect(try run(["find", state, "-type", "f", "-perm", "/077"]).text == "")
        #expect(try run(["find", "\(state)/conversations", "-type", "f"]).text.split(separator: "\n").count == 1)
    }

    /// A second program in the folder has a conversation of its own.
    @Test func twoProgramsHaveTwoConversations() throws {
        let first = try project.start()
        try first.send("find word in *.txt")
        try first.tmux.wait(for: "1: one word")
        let second = try project.start()
        try second.waitForWords("Another oropendola works in this folder")
        try second.send("find one in *.txt")
        try second.tmux.wait(for: "1: one word")
        let place = "\(try project.home.stateFolder())/conversations"
        try wait(for: "two files") { try entries(of: place).filter { $0.hasSuffix(".jsonl") }.count == 2 ? true : nil }
        let held = try project.oropendola("resume", "2")
        #expect(held.status == 1 && held.errorText.contains("another oropendola has the conversation"))
        try first.killHard()
        try second.killHard()
        // Each session goes on with its own.
        let again = try project.start()
        try again.tmux.wait(for: "find word in *.txt")
        #expect(try again.quit() == 0)
        let other = try project.start()
        try other.tmux.wait(for: "find one in *.txt")
        #expect(try other.quit() == 0)
    }

    /// `/new` begins another file; the old one stays as it was.
    @Test func aNewConversationHasAFileOfItsOwn() throws {
        let program = try project.start()
        try program.send("find word in *.txt")
        try program.tmux.wait(for: "1: one word")
        try program.send("/new")
        try program.send("find one in *.txt")
        try program.tmux.wait(for: "1: one word")
        #expect(try program.quit() == 0)
        let list = try project.oropendola("sessions", "--json")
        let titles = try list.text.split(separator: "\n").map { try JSONValue.parse(String($0))["title"]?.asString }
        #expect(titles == ["find one in *.txt", "find word in *.txt"])
    }

    /// Of a long conversation the end is read; whoever scrolls up gets to its beginning.
    @Test func aLongConversationIsScrolledToItsBeginning() throws {
        let first = try project.start()
        try first.send("find word in *.txt")
        try first.tmux.waitForStatus("Task complete!")
        #expect(try first.quit() == 0)
        let place = "\(try project.home.stateFolder())/conversations"
        let name = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") })
        var bytes = try readFile("\(place)/\(name)")
        for number in 100..<3100 {
            let line = JSONValue.object([
                "e": JSONValue(number), "user": .string("message \(number) " + String(repeating: "words ", count: 200)),
            ])
            bytes += Array("\(line.text)\n".utf8)
        }
        try writeFile("\(place)/\(name)", bytes)
        let program = try project.start("resume")
        try program.tmux.wait(for: "message 3099")
        // Each time at the top, the page above comes.
        try program.tmux.wait(upTo: 60, for: "the beginning") { screen in
            if screen.contains(where: { $0.contains("1: one word") }) { return true }
            try? program.tmux.press("C-Home")
            return false
        }
        #expect(try program.quit() == 0)
        #expect(try readFile("\(place)/\(name)").starts(with: bytes))
    }

    /// A newer program's file is shown and left alone; what comes next is in a copy.
    @Test func aNewerFileIsContinuedInACopy() throws {
        let first = try project.start()
        try first.send("find word in *.txt")
        try first.tmux.waitForStatus("Task complete!")
        #expect(try first.quit() == 0)
        let place = "\(try project.home.stateFolder())/conversations"
        let name = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") })
        let text = String(decoding: try readFile("\(place)/\(name)"), as: UTF8.self)
        let newer = text.replacing("\"v\":1", with: "\"v\":7") + "{\"e\":90,\"hologram\":true}\n"
        try writeFile("\(place)/\(name)", Array(newer.utf8))
        let program = try project.start("resume")
        try program.waitForWords("A newer oropendola wrote this conversation.")
        try program.tmux.wait(for: "1: one word")
        try program.send("find one in *.txt")
        try program.tmux.waitForStatus("Task complete!")
        #expect(try program.quit() == 0)
        #expect(try readFile("\(place)/\(name)") == Array(newer.utf8))
        let copy = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") && $0 != name })
        let kept = String(decoding: try readFile("\(place)/\(copy)"), as: UTF8.self)
        #expect(kept.contains("find word in *.txt") && kept.contains("find one in *.txt"))
    }
}
