// From M to git's answer, as transcripts: keys and news in, exact orders out.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct CommitTests {
    private let a: RelativePath
    private let b: RelativePath
    private static let long = (1...30).map { "line \($0)" }

    init() throws {
        a = try #require(RelativePath("a.txt"))
        b = try #require(RelativePath("b.txt"))
    }

    private func player() -> ReviewPlayer {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 24))
        player.play(
            Scenario.Step(line: 0, words: ["change", "a.txt"], body: ["-one", "+eins", "~12", "-two", "+zwei"]))
        player.play(Scenario.Step(line: 0, words: ["change", "b.txt"], body: ["+new"]))
        return player
    }

    private func orders(_ player: inout ReviewPlayer, _ lines: String...) -> [Reviewing.Effect] {
        let seen = player.effects.count
        for line in lines { player.play(line) }
        return player.effects[seen...].filter { effect in
            switch effect {
            case .say, .watch, .highlight: false
            default: true
            }
        }
    }

    private func text(_ lines: [String]) -> FileState { FileState(bytes: ReviewPlayer.bytes(lines)) }
    private var filler: [String] { (2...13).map { "    // line \($0)" } }
    private var first: FileStep {
        FileStep(path: a, before: text(["one"] + filler + ["two"]), after: text(["eins"] + filler + ["two"]))
    }

    @Test func whatIsAcceptedIsWrittenAndThenCommitted() {
        var player = player()
        #expect(orders(&player, #"keys "M""#).isEmpty)
        #expect(player.said == "Nothing to commit. space accepts, M commits what is accepted")
        #expect(
            orders(&player, #"keys tab space "M""#) == [.record(.decided(.accepted, .hunk(a, 0))), .findRepository])
        let write = orders(&player, "branch main", #"keys "Fix" enter"#)
        guard write.count == 2, write[0] == .record(.applyRequested), case .apply(let plan) = write[1] else {
            Issue.record("\(write)")
            return
        }
        #expect(plan.steps == [first])
        // While it is written and committed another one is not begun.
        #expect(orders(&player, #"keys "M""#).isEmpty)
        #expect(player.said == "A write is on its way; try again in a moment")
        #expect(
            orders(&player, "written 7") == [
                .record(.applied(journalEntry: 7)), .settled("1 change written"), .commit([first], message: "Fix"),
            ])
        #expect(player.reviewing.isCommitting)
        #expect(
            orders(&player, "committed 1a2b3c4 1") == [.note("Committed 1 file as 1a2b3c4: Fix")])
        #expect(!player.reviewing.isCommitting && player.reviewing.ledger.isEmpty)
        #expect(orders(&player, #"keys "M""#).isEmpty)
        #expect(player.said.hasPrefix("Nothing to commit"))
    }

    @Test func whatWasWrittenBeforeIsInItUnlessItWasTakenBack() {
        var player = player()
        _ = orders(&player, #"keys tab space "w""#, "written 1", #"keys tab j space "w""#, "written 2")
        let new = FileStep(path: b, before: nil, after: text(["new"]))
        #expect(
            orders(&player, #"keys "M" "Both" enter"#) == [.findRepository, .commit([first, new], message: "Both")])
        _ = orders(&player, "refused", #"keys "n""#)
        // Still there after git refused; not after an undo, which puts it under review again.
        _ = orders(&player, "keys u y", "undone 2")
        player.send(.changes(.decided(.undecided, .file(b))))
        let again = orders(&player, #"keys "M" enter"#)
        #expect(again == [.findRepository, .commit([first], message: "Both")])
    }

    /// Undoing the write would leave the commit as it is, so that is said first.
    @Test func undoBehindACommitSaysWhereItIs() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#, "written 1", "committed 1a2b3c4 1")
        #expect(
            orders(&player, "keys u") == [
                .note(
                    "That is in commit 1a2b3c4, which git keeps: git reset --soft HEAD~1 takes it back. u again undoes what "
                        + "was written, in the files alone")
            ])
        #expect(!player.reviewing.isAsking)
        #expect(orders(&player, "keys u") == [.previewUndo(journalEntry: 1), .asked])
    }

    /// The write before the commit takes rejected lines out of the files.
    @Test func theQuestionSaysWhatGoes() throws {
        var player = player()
        player.send(.changes(.foundInPlace([b])))
        player.send(.changes(.decided(.rejected, .file(b))))
        _ = orders(&player, #"keys tab space "M""#, "branch main")
        let rows = try #require(player.reviewing.prompt).rows(signs: .unicode, width: 80, limit: 5)
        #expect(rows.first?.line.text == " Commit 1 file on main, and take 1 rejected change out")
    }

    @Test func aRefusalKeepsMessageAndParts() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#, "written 1")
        let refused = orders(&player, "refused")
        #expect(refused.last == .asked && player.reviewing.isAsking)
        #expect(orders(&player, "keys y") == [.findRepository])
        #expect(orders(&player, "keys enter") == [.commit([first], message: "Fix")])
    }

    @Test func withoutARepositoryNothingIsWritten() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fi""#)
        #expect(orders(&player, "refused none") == [.asked])
        // What is typed on goes nowhere.
        #expect(orders(&player, #"keys "xx" enter"#).isEmpty)
        #expect(player.reviewing.changes[a]?.decisions == [.accepted, .undecided])
        #expect(player.reviewing.isAsking)
        _ = orders(&player, "keys esc")
        #expect(!player.reviewing.isAsking)
    }

    @Test func anEmptyMessageAndEscCommitNothing() {
        var player = player()
        #expect(orders(&player, #"keys tab space "M""#, "keys space enter").count == 2)
        #expect(player.said == "No message, no commit. What is accepted stays accepted")
        #expect(orders(&player, #"keys "M" "half" esc"#) == [.findRepository])
        #expect(!player.reviewing.isCommitting)
        // What was typed is there again.
        #expect(orders(&player, #"keys "M""#) == [.findRepository])
        #expect(
            player.reviewing.prompt == .line(.commitMessage(files: [a], branch: nil, takenOut: 0), TextLine("half")))
    }

    @Test func theMessageGoesToTheEditorAndBack() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix""#)
        player.send(.key(.control("g"), nil))
        #expect(player.effects.last == .editText("Fix"))
        player.send(.textEdited("Fix it\n\nBecause.\n"))
        #expect(
            player.reviewing.prompt
                == .line(.commitMessage(files: [a], branch: nil, takenOut: 0), TextLine("Fix it\n\nBecause.")))
        _ = orders(&player, "keys enter", "written 1")
        #expect(player.effects.last == .commit([first], message: "Fix it\n\nBecause."))
    }

    @Test func aWriteThatIsRefusedCommitsNothing() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#)
        player.send(.changes(.applyFailed(.failed(path: a, reason: "No space left on device"))))
        #expect(!player.reviewing.isCommitting)
        #expect(!player.effects.contains { if case .commit = $0 { true } else { false } })
        #expect(player.reviewing.changes[a]?.decisions == [.accepted, .undecided])
    }

    @Test func aNoToAShrinkingWriteIsANoToTheCommit() {
        var player = ReviewPlayer(size: Size(columns: 80, rows: 24))
        player.propose("a.txt", text(Self.long), text(["line 1"]))
        _ = orders(&player, #"keys space "M" "Cut" enter"#)
        #expect(player.reviewing.isAsking)
        #expect(orders(&player, #"keys "n""#).isEmpty)
        #expect(!player.reviewing.isCommitting)
        #expect(player.said == "Nothing was written or committed. What is accepted stays accepted")
        // A yes writes, and goes on.
        let made = orders(&player, #"keys "M" enter y"#, "written 3")
        let step = FileStep(path: a, before: text(Self.long), after: text(["line 1"]))
        #expect(made.last == .commit([step], message: "Cut"))
    }

    /// What the disk holds already is kept without a write, and is as much a part of the commit.
    @Test func inPlaceTheAcceptedPartAloneIsCommitted() {
        var player = player()
        player.send(.changes(.foundInPlace([a])))
        let made = orders(&player, #"keys tab space "M" "Fix" enter"#)
        #expect(made.last == .commit([first], message: "Fix"))
        #expect(!made.contains { if case .apply = $0 { true } else { false } })
        _ = orders(&player, "committed 1a2b3c4 1")
        #expect(player.reviewing.ledger.isEmpty)
    }

    /// Somebody else committed it: nothing is asked, and M does not offer it again.
    @Test func whatHeadHoldsIsForgotten() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#, "written 1")
        let seen = player.effects.count
        player.send(.commitNews(.refused(.nothing)))
        #expect(player.effects[seen...].contains(.note("No commit was made: HEAD holds all of it already")))
        #expect(!player.reviewing.isAsking && !player.reviewing.isCommitting)
        #expect(orders(&player, #"keys "M""#).isEmpty)
        #expect(player.said.hasPrefix("Nothing to commit"))
    }

    /// While git runs a write in place is taken back, which needs no disk, and another one is made: that one is not in
    /// the commit and stays to be committed.
    @Test func whatIsWrittenWhileGitRunsIsNotForgotten() {
        var player = player()
        player.send(.changes(.foundInPlace([a, b])))
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#)
        #expect(player.reviewing.isCommitting)
        _ = orders(&player, "keys u")
        #expect(player.reviewing.changes[a] != nil && player.reviewing.ledger.isEmpty)
        player.send(.changes(.decided(.undecided, .everything)))
        player.send(.changes(.decided(.accepted, .file(b))))
        _ = orders(&player, #"keys "w""#)
        #expect(player.reviewing.ledger.paths == [b])
        _ = orders(&player, "committed 1a2b3c4 1")
        #expect(player.reviewing.ledger.paths == [b])
    }

    /// That there can be no commit is found out while the message is in the editor.
    @Test func theEditorsTextOutlivesARefusal() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix""#)
        player.send(.key(.control("g"), nil))
        #expect(orders(&player, "refused none") == [.asked])
        player.send(.textEdited("Fix it\n\nBecause.\n"))
        #expect(player.reviewing.isAsking)
        _ = orders(&player, "keys esc", #"keys "M""#)
        #expect(
            player.reviewing.prompt
                == .line(.commitMessage(files: [a], branch: nil, takenOut: 0), TextLine("Fix it\n\nBecause.")))
    }

    @Test func aCommitWhoseIndexDidNotFollowIsACommit() {
        var player = player()
        _ = orders(&player, #"keys tab space "M" "Fix" enter"#, "written 1")
        let seen = player.effects.count
        let lags = [CommitLag([a], .index(reason: "git update-index: index.lock exists"))]
        player.send(.commitNews(.made(CommitReport(id: "1a2b3c4", files: 1, lags: lags))))
        #expect(
            player.effects[seen...].contains(
                .note(
                    "Committed 1 file as 1a2b3c4: Fix. The index could not follow commit 1a2b3c4: "
                        + "git update-index: index.lock exists. git status shows it as taken back in a.txt; "
                        + "git reset -- a.txt puts that right")))
        #expect(player.reviewing.ledger.isEmpty && !player.reviewing.isAsking)
    }

    @Test func theFilesAreNamedAsFarAsTheyFit() throws {
        let files = try ["Sources/One.swift", "Sources/Two.swift", "c.txt"].map { try #require(RelativePath($0)) }
        let prompt = Prompt.line(.commitMessage(files: files, branch: nil, takenOut: 0), TextLine())
        func names(_ width: Int) -> String { prompt.rows(signs: .unicode, width: width, limit: 9)[1].line.text }
        #expect(names(80) == "  Sources/One.swift, Sources/Two.swift, c.txt")
        #expect(names(44) == "  Sources/One.swift, 2 more")
        // The line itself is always there.
        #expect(prompt.rows(signs: .unicode, width: 40, limit: 1).count == 1)
        #expect(prompt.rowsAboveCursor(limit: 2) == 1)
    }

    @Test func theLedgerLetsTheOldestGo() {
        var ledger = CommitLedger()
        let half = FileState(bytes: [UInt8](repeating: 0x61, count: CommitLedger.mostBytes / 2))
        ledger.wrote([FileStep(path: a, before: nil, after: half)], entry: 1)
        ledger.wrote([FileStep(path: b, before: nil, after: half)], entry: 2)
        let numbers = ledger.numbers
        #expect(numbers.count == 2 && !ledger.isCut)
        ledger.wrote([FileStep(path: a, before: half, after: nil)], entry: 3)
        #expect(ledger.steps.map(\.path) == [b, a] && ledger.isCut)
        ledger.undid(3, skipped: [])
        ledger.undid(2, skipped: [b])
        #expect(ledger.paths == [b])
        // By identity: the first of them is gone already.
        ledger.wrote([FileStep(path: a, before: nil, after: half)], entry: nil)
        ledger.committed(numbers)
        #expect(ledger.paths == [a] && !ledger.isCut)
    }
}
