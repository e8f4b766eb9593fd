// The mouse in the panel where something else than lines is shown, or something stands above them.

import ChangeReview
import Screen
import Testing

@testable import App

@Suite struct PanelMouseTests {
    private func row(_ player: inout ReviewPlayer, with text: String) -> Int {
        player.picture().firstIndex { $0.contains(text) } ?? -1
    }

    /// A file that becomes executable says so above its lines; what is pressed is what is seen there.
    @Test func aPressPicksTheLineUnderIt() throws {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 30))
        func state(_ text: String, _ isExecutable: Bool) -> FileState {
            FileState(bytes: Array(text.utf8), isExecutable: isExecutable)
        }
        player.propose("run.sh", state("one\ntwo\nthree\n", false), state("one\nzwei\nthree\n", true))
        #expect(row(&player, with: "becomes executable") > 0)
        let line = row(&player, with: "zwei")
        player.send(.mouse(Mouse(.pressed, at: Point(column: 20, row: line))))
        #expect(player.reviewing.side == .diff)
        player.play(#"keys "y" "h""#)
        #expect(player.reviewing.window.place == .new(1))
    }

    @Test func theListOfCommentsIsWalked() {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 30))
        player.play("many 3")
        player.play(#"keys "c" "first" enter j "c" "second" enter "C""#)
        #expect(player.reviewing.commentRow == 0)
        player.send(.mouse(Mouse(.wheelDown, at: Point(column: 5, row: 9))))
        #expect(player.reviewing.commentRow == 1)
        player.send(.mouse(Mouse(.wheelUp, at: Point(column: 5, row: 9))))
        #expect(player.reviewing.commentRow == 0)
        let second = row(&player, with: "second")
        player.send(.mouse(Mouse(.pressed, at: Point(column: 5, row: second))))
        #expect(player.reviewing.commentRow == 1)
        player.send(.mouse(Mouse(.pressed, at: Point(column: 5, row: second))))
        #expect(player.reviewing.commentRow == nil)
        #expect(player.reviewing.side == .diff)
    }

    @Test func aConflictIsScrolledAndPressed() {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 24))
        let lines = (1...60).map { "line \($0)\n" }
        func text(_ changed: String) -> FileState {
            var all = lines
            all[29] = changed
            return FileState(bytes: Array(all.joined().utf8))
        }
        player.propose("a.txt", text("line 30\n"), text("proposed\n"))
        guard let path = RelativePath("a.txt") else { return }
        player.send(.changes(.changedOnDisk(path, .file(text("mine\n")))))
        #expect(player.reviewing.merging != nil)
        let header = row(&player, with: "conflict 1 of 1")
        player.send(.mouse(Mouse(.pressed, at: Point(column: 5, row: header))))
        #expect(player.reviewing.side == .diff)
        let before = player.reviewing.conflict.row
        player.send(.mouse(Mouse(.wheelDown, at: Point(column: 5, row: header))))
        #expect(player.reviewing.conflict.row == before + 3)
        player.send(.mouse(Mouse(.wheelUp, at: Point(column: 5, row: header))))
        #expect(player.reviewing.conflict.row == before)
    }
}
