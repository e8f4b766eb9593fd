// `kill -9` in the middle of appending, again and again: what was said to be on disk is there, in order, and whole.
import Glibc
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite struct ConversationKillTests {
    @Test func whatWasKeptIsThereAfterEveryKill() throws {
        var random = SeededGenerator.fresh()
        let folder = try TemporaryFolder()
        let shelf = ConversationShelf(stateFolder: folder.path, project: "/p")
        let id = "20261125-181902-3f9a2c"
        var known = 0
        for round in 0..<fuzzRounds(default: 12) {
            let seed: Comment = "round \(round), seed \(random.seed)"
            try? folder.write("out", "")
            let child = try ChildProcess(
                [try builtProduct("ConversationWriter"), folder.path, id],
                redirects: [
                    (0, "/dev/null", O_RDONLY), (1, "\(folder.path)/out", O_WRONLY), (2, "/dev/null", O_WRONLY),
                ])
            let steps = Int.random(in: 1...25, using: &random)
            try wait(for: "\(steps) steps") {
                try folder.text("out").split(separator: "\n").count >= steps ? true : nil
            }
            let moment = monotonicSeconds() + Double.random(in: 0..<0.01, using: &random)
            while monotonicSeconds() < moment {}
            child.send(SIGKILL)
            #expect(try child.wait() == 128 + SIGKILL, seed)
            let said = try folder.text("out").split(separator: "\n").compactMap { Int($0) }
            #expect(said.first == known + 1, seed)
            known = try #require(said.last)

            var opened = try shelf.open(id)
            var entries = opened.state.entries
            while opened.pages.isPartial { entries = try opened.pages.readEarlier() + entries }
            // A step that was on disk, and not yet said to be.
            #expect(entries.count == known || entries.count == known + 1, seed)
            #expect(entries.map(\.id) == Array(1...entries.count), seed)
            for entry in entries {
                guard case .user(let text) = entry.content else { continue }
                #expect(text.hasPrefix("\(entry.id) x"), seed)
            }
            #expect(opened.pages.unreadable == 0 && opened.pages.unknown == 0, seed)
            let history = opened.state.history
            let last = opened.state.firstMessage + history.count
            // A message is cut off when the kill fell between it and its entry.
            #expect(last == entries.count || last == entries.count - 1, seed)
            known = entries.count
        }
        #expect(known > 20)
    }
}
