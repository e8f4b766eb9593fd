// Conversations and their queue when things go wrong: killed while a request waits, a full disk, one that can't be written,
// a file with garbage in it.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct KeepingTroubleTests {
    private let project: OneWordProject

    init() throws { project = try OneWordProject() }

    private func texts(in state: String) throws -> String {
        let place = "\(state)/conversations"
        let names = try entries(of: place).filter { $0.hasSuffix(".jsonl") }
        return try names.map { String(decoding: try readFile("\(place)/\($0)"), as: UTF8.self) }.joined()
    }

    @Test func theQueueOutlivesAKill() throws {
        let first = try project.start()
        try first.send("run sleep 1000")
        try first.tmux.waitForStatus("Waiting for your answer")
        try first.send("find word in *.txt")
        try first.tmux.wait(for: "1 find word in *.txt")
        try wait(for: "the queue on disk") {
            try texts(in: project.home.stateFolder()).contains(#""queue":["find word in *.txt"]"#) ? true : nil
        }
        try first.killHard()
        let second = try project.start()
        try second.waitForWords("The last run was cut off. Its conversation and 1 queued message are back.")
        try second.waitForWords("The program ended while a turn ran. Your message is kept.")
        try second.tmux.wait(for: "1 find word in *.txt")
        try second.killHard()
        let third = try project.start()
        try third.tmux.wait(for: "1 find word in *.txt")
        #expect(try third.tmux.screen().filter { $0.contains("The last run was cut off.") }.count == 1)
        #expect(try third.quit() == 0)
    }

    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason))
    func aFullDiskIsSaidOnceAndNothingIsLost() throws {
        // More than what is left of the file's last page.
        try project.folder.write(
            "b.txt", (1...200).map { "a long line \($0) " + String(repeating: "x", count: 60) + "\n" }.joined())
        let disk = try SmallDisk(kilobytes: 900)
        let variables = ["XDG_STATE_HOME": disk.path]
        let program = try project.start("", variables)
        // All of it is to be seen at once.
        try program.tmux.resize(columns: 120, rows: 250)
        try program.send("find one in *.txt")
        try program.tmux.wait(for: "1: one word")
        try program.tmux.waitForStatus("Task complete!")
        try disk.fill()
        try program.send("find long in *.txt")
        try program.waitForWords("The conversation can't be kept on disk")
        try program.send("find text in *.txt")
        try program.tmux.wait(for: "find text in *.txt")
        disk.makeRoom()
        try program.send("help")
        try program.tmux.wait(for: "I am the built-in helper.")
        let place = "\(disk.path)/oropendola/projects"
        let state = try "\(place)/\(#require(try entries(of: place).first))"
        try wait(for: "what was said meanwhile on disk") {
            let kept = try texts(in: state)
            let said = ["find one in *.txt", "find long in *.txt", "find text in *.txt", "help"]
            return said.allSatisfy { kept.contains("\"user\":\"\($0)\"") } && isTurnOver(kept) ? true : nil
        }
        let words = "The conversation can't be kept on disk"
        #expect(try program.tmux.screen().filter { $0.contains(words) }.count == 1)
        try program.killHard()
        let again = try project.start("", variables)
        try again.waitForWords("The last run was cut off. Its conversation is back.")
        try again.tmux.press("PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp")
        try again.tmux.wait(for: "find one in *.txt")
        #expect(try again.quit() == 0)
    }

    /// What the disk did not take of a conversation follows when there is room, though another has begun.
    @Test(.enabled(if: SmallDisk.isPossible, SmallDisk.reason))
    func whatIsLeftUnkeptIsSaidAndKeptLater() throws {
        let disk = try SmallDisk(kilobytes: 900)
        let program = try project.start("", ["XDG_STATE_HOME": disk.path])
        try program.send("find one in *.txt")
        try program.tmux.waitForStatus("Task complete!")
        try disk.fill()
        // More than what is left of the file's last page.
        try program.send("find \(String(repeating: "long ", count: 1200))in *.txt")
        try program.waitForWords("The conversation can't be kept on disk")
        try program.send("/new")
        try program.waitForWords("The end of the conversation before this one is not on disk")
        disk.makeRoom()
        try program.send("help")
        try program.tmux.wait(for: "I am the built-in helper.")
        let place = "\(disk.path)/oropendola/projects"
        let state = try "\(place)/\(#require(try entries(of: place).first))"
        try wait(for: "both conversations on disk") {
            let kept = try texts(in: state)
            return kept.contains(#""user":"find long long"#) && kept.contains(#""user":"help""#) ? true : nil
        }
        let files = try entries(of: "\(state)/conversations").filter { $0.hasSuffix(".jsonl") }
        #expect(files.count == 2)
        #expect(try program.quit() == 0)
    }

    /// Somebody tidies up under the program: what comes next is kept in another file.
    @Test func aRemovedFileIsSaidAndReplaced() throws {
        let program = try project.start()
        try program.send("find one in *.txt")
        try program.tmux.waitForStatus("Task complete!")
        let place = "\(try project.home.stateFolder())/conversations"
        #expect(try run(["sh", "-c", "rm *.jsonl"], in: place).status == 0)
        try program.send("find word in *.txt")
        try program.waitForWords("The conversation can't be kept on disk")
        try program.send("help")
        try program.tmux.wait(for: "I am the built-in helper.")
        try wait(for: "the rest in another file") {
            let kept = try texts(in: project.home.stateFolder())
            return kept.contains(#""user":"find word in *.txt""#) && kept.contains(#""user":"help""#) ? true : nil
        }
        #expect(try program.quit() == 0)
    }

    /// The latest note says that no turn runs.
    private func isTurnOver(_ kept: String) -> Bool {
        let note = kept.split(separator: "\n").last { $0.hasPrefix(#"{"note""#) }
        return note.map { !$0.contains(#""open":true"#) } ?? false
    }

    @Test func garbageInTheFileIsPassedOverAndKept() throws {
        let first = try project.start()
        try first.send("find word in *.txt")
        try first.tmux.wait(for: "1: one word")
        try wait(for: "the whole turn on disk") {
            let kept = try texts(in: project.home.stateFolder())
            return kept.contains(#""says""#) && isTurnOver(kept) ? true : nil
        }
        try first.killHard()
        let place = "\(try project.home.stateFolder())/conversations"
        let name = try #require(try entries(of: place).first { $0.hasSuffix(".jsonl") })
        var lines = try readFile("\(place)/\(name)").split(separator: 10).map(Array.init)
        let garbage = Array("{\"e\": \u{1}".utf8) + [0xFF, 0xFE]
        lines.insert(garbage, at: 2)
        lines.insert(Array("{\"later\":\"version\"}".utf8), at: 3)
        try writeFile("\(place)/\(name)", Array(lines.joined(separator: [10])) + [10] + Array("{\"e\":99,\"us".utf8))
        let second = try project.start()
        try second.waitForWords("1 line of this conversation's file could not be read. It is left in it")
        try second.tmux.wait(for: "1: one word")
        try second.send("help")
        try second.tmux.wait(for: "I am the built-in helper.")
        #expect(try second.quit() == 0)
        let kept = try readFile("\(place)/\(name)").split(separator: 10).map(Array.init)
        #expect(kept.contains(garbage) && kept.contains(Array("{\"later\":\"version\"}".utf8)))
        #expect(!kept.contains { $0.starts(with: Array("{\"e\":99,\"us".utf8)) })
    }
}
