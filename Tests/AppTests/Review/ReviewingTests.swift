// What keys and the mouse order of the review, as transcripts.

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

@Suite struct ReviewingTests {
    private static let size = Size(columns: 80, rows: 24)

    private func player(_ size: Size = size) -> ReviewPlayer {
        var player = ReviewPlayer(size: size)
        player.play(
            Scenario.Step(
                line: 0, words: ["change", "a.txt"],
                body: [" one", "-two", "+zwei", "+drei", " four", "~20", "-end", "+Ende"]))
        player.play(Scenario.Step(line: 0, words: ["change", "b/c.txt"], body: ["+new", "+zwei"]))
        player.play(Scenario.Step(line: 0, words: ["change", "b/d.txt"], body: ["-gone"]))
        return player
    }

    private let a: RelativePath
    private let c: RelativePath
    private let d: RelativePath

    init() throws {
        a = try #require(RelativePath("a.txt"))
        c = try #require(RelativePath("b/c.txt"))
        d = try #require(RelativePath("b/d.txt"))
    }

    /// What these lines order, passing words left out.
    private func orders(_ player: inout ReviewPlayer, _ lines: String...) -> [Reviewing.Effect] {
        let seen = player.effects.count
        for line in lines { player.play(line) }
        return player.effects[seen...].filter { if case .say = $0 { false } else { true } }
    }

    @Test func decidesAboutSelectedLines() {
        var player = player()
        #expect(
            orders(&player, #"keys tab j j j "v" j space"#) == [.record(.decided(.accepted, .lines(a, 1..<3)))])
        #expect(player.reviewing.window.anchor == nil)
        #expect(player.reviewing.changes[a]?.marks == [.undecided, .accepted, .accepted, .undecided, .undecided])
        // Again on the same lines takes it back; a context line alone is none.
        #expect(orders(&player, #"keys "v" k space"#) == [.record(.decided(.undecided, .lines(a, 1..<3)))])
        #expect(orders(&player, #"keys "g" j "v" space"#).isEmpty)
        #expect(player.said == "No changed line is selected")
        // Esc ends the selection, and only then leaves.
        #expect(orders(&player, "keys esc").isEmpty)
        #expect(orders(&player, "keys esc") == [.leave])
    }

    @Test func splitsBeforeALineOrIntoPartsAndJoins() {
        var player = player()
        #expect(orders(&player, #"keys tab j j j "s""#) == [.record(.split(a, at: 1))])
        #expect(player.reviewing.changes[a]?.hunks.map(\.changed) == [0..<1, 1..<3, 3..<5])
        #expect(orders(&player, #"keys "J""#) == [.record(.joined(a, at: 1))])
        #expect(orders(&player, #"keys "]" "J""#) == [.record(.joined(a, at: 3))])
        #expect(player.reviewing.changes[a]?.hunks.map(\.changed) == [0..<5])
        // On the header: into its runs.
        #expect(orders(&player, #"keys "g" "s""#) == [.record(.split(a, at: 3))])
        #expect(orders(&player, #"keys "J""#).isEmpty)
        #expect(player.said == "This is the first hunk; J joins one with the one above")
    }

    @Test func rejectsWithAReason() {
        var player = player()
        #expect(
            orders(&player, #"keys tab "X" "too" space "early" enter"#) == [
                .record(.rejected(.hunk(a, 0), reason: "too early"))
            ])
        #expect(player.reviewing.changes.comments.map(\.text) == ["too early"])
        // Esc writes nothing.
        #expect(orders(&player, #"keys "]" "X" "no" esc"#).isEmpty)
        #expect(player.reviewing.prompt == nil)
    }

    @Test func decidesAboutAFolder() {
        var player = player()
        #expect(
            orders(&player, #"keys "t" j space"#)
                == [.record(.decided(.accepted, .file(c))), .record(.decided(.accepted, .file(d)))])
        // Closed, its files are not gone through.
        _ = orders(&player, "keys enter")
        #expect(player.reviewing.list.rows.count == 2)
        #expect(player.reviewing.facts.undecided == 2)
    }

    @Test func listsWhatAFilterLeaves() {
        var player = player()
        _ = orders(&player, #"keys "f" "C.T""#)
        #expect(player.reviewing.list.rows.isEmpty)
        _ = orders(&player, "keys backspace backspace backspace", #"keys "b" space "c" enter"#)
        #expect(player.reviewing.path == c)
        #expect(player.reviewing.list.rows.count == 1)
        _ = orders(&player, "keys esc")
        #expect(player.reviewing.list.rows.count == 3)
    }

    @Test func walksMatchesThroughTheFiles() {
        var player = player()
        #expect(orders(&player, #"keys "/" "zwei" enter"#).isEmpty)
        #expect(player.reviewing.path == a && player.reviewing.window.place == .new(1))
        _ = orders(&player, #"keys "n""#)
        #expect(player.reviewing.path == c && player.reviewing.window.place == .new(1))
        _ = orders(&player, #"keys "n""#)
        #expect(player.reviewing.path == a && player.reviewing.window.place == .new(1))
        _ = orders(&player, #"keys "N""#)
        #expect(player.reviewing.path == c)
        // After Esc they are for what is undecided again.
        _ = orders(&player, #"keys esc "n""#)
        #expect(player.reviewing.path == d && player.reviewing.window.place == .header(0))
    }

    @Test func copiesWhatIsChosen() {
        var player = player()
        #expect(orders(&player, #"keys "y" "p""#) == [.copy(Array("a.txt".utf8), name: "the path")])
        #expect(
            orders(&player, #"keys "]" "]" "y" "h""#)
                == [
                    .copy(
                        Array(
                            "@@ -21,4 +22,4 @@\n     // line 21\n     // line 22\n     // line 23\n-end\n+Ende\n".utf8),
                        name: "the hunk")
                ])
        #expect(
            orders(&player, #"keys "g" j j "v" j "y" "h""#) == [
                .copy(Array("-two\n+zwei\n".utf8), name: "the selection")
            ])
        #expect(orders(&player, #"keys esc "y" "q""#).isEmpty, "another key leaves the menu")
        #expect(player.reviewing.prompt == nil)
    }

    @Test func exportsAPatchUnderTheNameThatIsWritten() {
        var player = player()
        _ = orders(&player, "keys j space")
        let patch = UnifiedPatch(player.reviewing.changes.changes) { $0 == .accepted }
        #expect(orders(&player, #"keys "o" "p" enter"#) == [.export(patch.bytes, path: "review.patch")])
        player.send(.exportFailed(path: "review.patch", reason: nil))
        #expect(player.said == "review.patch exists; nothing was written. o with another name")
    }

    @Test func takesBackWhatTheEditorGave() throws {
        var player = player()
        let proposed = try #require(player.reviewing.changes[a]?.proposed)
        #expect(orders(&player, #"keys "e""#) == [.edit(a, proposed)])
        let mine = FileState(bytes: Array("mine\n".utf8))
        player.send(.fileEdited(a, mine))
        #expect(player.effects.contains(.record(.edited(a, mine))))
        #expect(player.reviewing.changes[a]?.isEdited == true)
        player.send(.fileEdited(a, nil))
        #expect(player.said == "The editor gave nothing new back. The proposal is as it was")
    }

    @Test func editsALineInPlace() {
        var player = player()
        #expect(
            orders(&player, #"keys tab j j j "i" "!" enter"#) == [
                .record(.edited(a, player.reviewing.changes[a]?.proposed))
            ])
        #expect(player.reviewing.changes[a]?.proposed?.bytes.starts(with: Array("one\nzwei!\n".utf8)) == true)
        #expect(orders(&player, #"keys k "i""#).isEmpty)
        #expect(player.said == "i edits an added line: put the cursor on one. e edits the file")
    }

    @Test func theMousePointsDecidesAndSelects() throws {
        var player = player()
        // The sign of the third file, then the second hunk's sign in the diff of the first.
        #expect(orders(&player, "click 1,3") == [.record(.decided(.accepted, .file(d)))])
        _ = orders(&player, "click 10,1")
        #expect(player.reviewing.path == a && player.reviewing.side == .list)
        let shown = player.reviewing.diff()
        let rows = try #require(shown?.rows)
        let top = player.reviewing.layout?.diff.top ?? 0
        #expect(orders(&player, "click 78,\(top + rows.headers[1])") == [.record(.decided(.accepted, .hunk(a, 1)))])
        _ = orders(&player, "click 20,\(top + 2)", "drag 20,\(top + 4)")
        #expect(orders(&player, #"keys "x""#) == [.record(.decided(.rejected, .lines(a, 0..<3)))])
        _ = orders(&player, "click 20,\(top + rows.headers[1] - 1)")
        let opened = player.reviewing.diff()
        #expect(opened?.rows.rows.contains { $0.kind == .fold } == false)
    }

    @Test func asksBeforeAWriteIsTakenBackAndNamesWhatIsLeftAlone() {
        var player = player()
        let applied = orders(&player, #"keys "A" "w""#)
        guard case .apply = applied.last else {
            Issue.record("nothing is written: \(applied)")
            return
        }
        _ = orders(&player, "written 3")
        player.leftAlone = [SkippedFile(path: c, reason: .gone)]
        #expect(orders(&player, #"keys "u""#) == [.previewUndo(journalEntry: 3), .asked])
        #expect(player.reviewing.isAsking)
        #expect(orders(&player, #"keys "y""#) == [.record(.undoRequested), .undo(journalEntry: 3)])
        _ = orders(&player, "undone 3")
        #expect(player.said.hasSuffix("b/c.txt was left alone: it is gone."))
        player.send(.journalTrimmed(writes: 2))
        #expect(player.said.hasPrefix("The journal was full: the oldest 2 writes can no longer be undone."))
    }

    @Test func conflictMarkersMustGo() throws {
        var player = player()
        player.play(
            Scenario.Step(
                line: 0, words: ["disk", "a.txt"],
                body: ["one", "deux", "four"] + (1...20).map { "    // line \($0 + 3)" } + ["end"]))
        #expect(player.reviewing.merging?.choices == [nil])
        let asked = orders(&player, #"keys tab "e""#)
        let text = "<<<<<<< on disk\ndeux\n||||||| before both\ntwo\n=======\nzwei\ndrei\n>>>>>>> proposed\n"
        #expect(asked == [.edit(a, FileState(bytes: Array(text.utf8)))])
        player.send(.fileEdited(a, FileState(bytes: Array("x\n=======\n".utf8))))
        #expect(player.said == "The markers are still there; nothing was changed. e tries again")
        _ = orders(&player, #"keys "e""#)
        player.send(.fileEdited(a, FileState(bytes: Array("deux et zwei\n".utf8))))
        #expect(player.reviewing.merging == nil)
        #expect(
            player.reviewing.changes[a]?.proposed?.bytes.starts(with: Array("one\ndeux et zwei\nfour\n".utf8)) == true)
    }

    /// Whatever was decided before it came, a conflict waits; where it is in sight, its lines are decided about.
    @Test func aConflictWaitsAndTheDiskIsKeptByTheKeyThatRejects() throws {
        var player = player()
        player.play(
            Scenario.Step(
                line: 0, words: ["disk", "a.txt"],
                body: ["one", "deux", "four"] + (1...20).map { "    // line \($0 + 3)" } + ["end"]))
        _ = orders(&player, #"keys "A""#)
        #expect(player.reviewing.facts[a].undecided == 1)
        _ = orders(&player, #"keys "n" space"#)
        #expect(player.reviewing.path == a && player.reviewing.merging?.choices == [nil])
        #expect(player.said == "1 keeps what is on disk, 2 takes the proposal, 3 both, 4 what was before")
        _ = orders(&player, #"keys "x""#)
        #expect(player.reviewing.merging == nil)
        let proposed = player.reviewing.changes[a]?.proposed?.bytes ?? Array("one\ndeux\nfour\n".utf8)
        #expect(proposed.starts(with: Array("one\ndeux\nfour\n".utf8)))
    }

    /// Looking at many files takes a while; the question does not wait for it.
    @Test func theQuestionOfAnUndoIsThereAtOnce() {
        var reviewing = player().reviewing
        func press(_ key: String) -> [Reviewing.Effect] {
            reviewing.handle(
                .key(Key(named: key), KeyMap.standard.action(for: Key(named: key), in: reviewing.contexts)))
        }
        _ = press("A")
        _ = press("w")
        _ = reviewing.handle(.changes(.applied(journalEntry: 1)))
        guard case .write(1, let plan)? = reviewing.changes.nextUndo else {
            Issue.record("nothing was written")
            return
        }
        let known = UndoPreview(entry: 1, steps: plan.inverse.steps)
        #expect(press("u") == [.previewUndo(journalEntry: 1), .asked])
        #expect(reviewing.prompt == .question(.undoWrite(known, isChecked: false)))
        let skipped = UndoPreview(
            entry: 1, steps: Array(known.steps.dropLast()),
            skipped: known.steps.suffix(1).map { SkippedFile(path: $0.path, reason: .changedSince) })
        _ = reviewing.handle(.undoPreviewed(skipped))
        #expect(reviewing.prompt == .question(.undoWrite(skipped, isChecked: true)))
        // A no is a no, also when the answer comes late.
        _ = press("n")
        _ = press("u")
        _ = press("n")
        _ = reviewing.handle(.undoPreviewed(skipped))
        #expect(reviewing.prompt == nil)
        // What can't be found out is said.
        _ = press("u")
        let failed = reviewing.handle(.changes(.undoFailed(reason: "entry 1 is damaged")))
        #expect(failed == [.note("The undo did not happen: entry 1 is damaged. The files are as they were.")])
        #expect(reviewing.prompt == nil)
    }
}
