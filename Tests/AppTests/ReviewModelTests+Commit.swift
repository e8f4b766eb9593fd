// A commit from a review without a chat: what waits for git, what ends it, and what counts at the end.
import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

extension ReviewModelTests {
    /// Leaving waits for git's answer, and what nobody can see any more is for the shell.
    @Test func aCommitIsWaitedForAndItsRefusalIsSaid() {
        var model = ReviewModel(start())
        _ = press(Key(.tab), Key(" "), Key("M"), Key("f"), Key("i"), Key("x"), in: &model)
        // The accepted hunk is in place: nothing has to be written.
        let after3 = state(after([3: "three"]))
        let orders = press(Key(.enter), in: &model)
        #expect(orders == [.commit([FileStep(path: a, before: state(before), after: after3)], message: "fix")])
        #expect(model.end.accepted == 1)
        #expect(press(Key("q"), in: &model).isEmpty)
        #expect(model.update(.commitNews(.refused(.git(["lint: no"])))).last == .quit)
        #expect(model.failures == ["No commit was made: lint: no. The files are written; git commit can take them."])
    }

    /// A hook hangs: the first two wait for git, the next two end it.
    @Test func ctrlCTwiceAgainEndsGit() {
        var model = ReviewModel(start())
        _ = press(Key(.tab), Key(" "), Key("M"), Key("f"), Key(.enter), in: &model)
        #expect(press(.control("c"), .control("c"), in: &model).isEmpty)
        #expect(model.flash?.text == "Quits when git has committed… Ctrl-C twice ends git")
        #expect(press(.control("c"), in: &model).isEmpty)
        #expect(press(.control("c"), in: &model) == [.endCommit])
        #expect(model.update(.commitNews(.refused(.ended))).last == .quit)
        #expect(model.end.status == 130)
        #expect(model.failures.first?.hasPrefix("No commit was made: git was ended before it was done.") == true)
    }

    /// What M left out of a commit, or what is behind it, is not done.
    @Test func whatNoCommitHasCountsAtTheEnd() {
        var contents = start()
        contents.contents.leftOut = []
        contents.contents.files.removeLast()
        let left = CommitReport.LeftOut(path: b, reason: .unknown)
        let lag = CommitLag([a], .otherLines)
        for report in [
            CommitReport(id: "1a2b3c4", files: 1), CommitReport(id: "1a2b3c4", files: 1, leftOut: [left]),
            CommitReport(id: "1a2b3c4", files: 1, lags: [lag]),
        ] {
            var model = ReviewModel(contents)
            _ = press(Key("A"), Key("M"), Key("f"), Key(.enter), in: &model)
            _ = model.update(.commitNews(.made(report)))
            let isWhole = report.leftOut.isEmpty && report.lags.isEmpty
            #expect(model.end.status == (isWhole ? 0 : 7))
            let said = model.farewell(again: "it")
            #expect(said.contains("b/long name.txt is in no commit: HEAD has no such file.") == !report.leftOut.isEmpty)
            #expect(
                said.contains { $0.hasPrefix("a.txt holds other lines there than commit 1a2b3c4") } == !report.lags
                    .isEmpty)
        }
    }

    @Test func whereWritingCommitsMWritesAndIntoAPatchItSaysSo() {
        var model = ReviewModel(start(.commit))
        let orders = press(Key("A"), Key("M"), in: &model)
        #expect(orders.contains { if case .apply = $0 { true } else { false } })
        var patch = ReviewModel(start(.patch))
        #expect(press(Key("A"), Key("M"), in: &patch).isEmpty)
        #expect(patch.flash?.text == "What is accepted goes into a patch here; nothing is committed")
    }

    @Test func theEditorsTextIsTheMessage() {
        var model = ReviewModel(start())
        #expect(press(Key("A"), Key("M"), Key("a"), .control("g"), in: &model).last == .edit("a"))
        _ = model.update(.editorReturned("Subject\n\nBody\n"))
        _ = press(Key(.enter), in: &model)
        let orders = model.update(.applied(journalEntry: 1))
        guard
            case .commit(let steps, let message)? = orders.first(where: { if case .commit = $0 { true } else { false } }
            )
        else {
            Issue.record("\(orders)")
            return
        }
        #expect(steps.map(\.path) == [a, b])
        #expect(message == "Subject\n\nBody")
    }
}
