// A change of many lines: what is printed at once, and how to go on from there.

import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct PlainChangesTests {
    /// A new file of so many lines is under review.
    private func reviewing(lines: Int) throws -> ScenarioPlayer {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain()
        player.play(lines: ["start"])
        player.write("go")
        player.play(lines: [#"server calls "[{\"action\":\"create_file\",\"path\":\"a.txt\",\"content\":\"x\"}]" """#])
        let call = try #require(player.call)
        let path = try #require(RelativePath("a.txt"))
        let bytes = (1...lines).flatMap { Array("line \($0)\n".utf8) }
        player.send(
            .toolFinished(
                ToolResult(
                    callID: call.id, action: call.action, succeeded: true, text: "",
                    proposed: [FileStep(path: path, before: nil, after: FileState(bytes: bytes))]), at: player.time))
        player.play(lines: [#"server reply "Made.""#])
        player.printed = []
        return player
    }

    @Test func aLongHunkIsCutAndGoesOn() throws {
        var player = try reviewing(lines: 4_500)
        player.write("show 1")
        #expect(player.printed.count <= PlainChanges.mostLines + 3)
        let last = try #require(player.printed.last)
        #expect(last == "2,501 more numbered lines in this hunk: show 1.1:2000-3999 goes on.")
        #expect(player.printed.dropLast().last == "1999 added: line 1999")
        player.printed = []
        player.write("show 1.1:2000-3999")
        #expect(player.printed.dropFirst().first == "2000 added: line 2000")
        #expect(player.printed.dropLast().last == "3999 added: line 3999")
        #expect(player.printed.last == "501 more numbered lines in this hunk: show 1.1:4000-4500 goes on.")
        player.printed = []
        player.write("show 1.1:4000-4500")
        #expect(player.printed.last == "4500 added: line 4500")
        player.printed = []
        player.write("show 1.1:4501")
        #expect(player.printed == ["Hunk 1.1 has 4,500 numbered lines."])
    }
}
