// Transcripts of the whole model: news in, orders out.

import ChangeReview
import JSON
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct AppModelTests {
    private func player(_ lines: String...) -> ScenarioPlayer {
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        play(lines, on: &player)
        return player
    }

    private func play(_ lines: [String], on player: inout ScenarioPlayer) {
        for line in lines { player.play(Scenario.Step(line: 0, words: Scenario.words(line), body: [])) }
    }

    /// What a message orders, beside timers, the preparing of a turn and what is kept.
    private func orders(_ player: inout ScenarioPlayer, _ lines: String...) -> [AppEffect] {
        let seen = player.effects.count
        play(lines, on: &player)
        return player.effects[seen...].filter { effect in
            switch effect {
            case .startTimer, .stopTimer, .prepare, .keep: false
            default: true
            }
        }
    }

    private let command =
        #"server calls "[{\"action\":\"run_terminal\",\"command\":\"make\"}]" "" "#

    @Test func sendsWhatIsTypedWithTheFolder() {
        var player = player("start")
        let sent = orders(&player, #"keys "hi" enter"#)
        #expect(sent.count == 2 && sent[0] == .remember("hi"))
        guard case .agent(.send(let request)) = sent[1] else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages == [AgentPrompt.message(for: .agent), ChatMessage(role: .user, content: "hi")])
        #expect(request.mode == .agent)
        #expect(
            request.context == ["workspace": "shop", "workspacePath": "/home/ada/shop", "staged": .array([])])
        #expect(player.model.composer.isEmpty)
    }

    @Test func keepsMessagesUntilTheFolderIsOpen() {
        var player = player()
        #expect(orders(&player, #"keys "hi" enter"#) == [.remember("hi")])
        #expect(orders(&player, "start").contains { if case .agent(.send) = $0 { true } else { false } })
    }

    @Test func queuesWhileBusy() {
        var player = player("start", #"keys "one" enter"#)
        #expect(orders(&player, #"keys "two" enter"#) == [.remember("two")])
        #expect(player.model.conversation.queue == ["two"])
        let next = orders(&player, #"server reply "done""#)
        guard case .agent(.send(let request))? = next.last else {
            Issue.record("the queue did not go on: \(next)")
            return
        }
        #expect(request.messages.last?.content == "two")
        play(["time 1000"], on: &player)
        #expect(player.model.statusLine.left.map(\.text).last == "0:01")
    }

    @Test func aPasteNeverSends() {
        var player = player("start")
        #expect(orders(&player, #"paste "rm -rf /\n""#).isEmpty)
        #expect(player.model.composer.text == "rm -rf /\n")
    }

    @Test func aRequestTakesNoKeysThatWereMeantForTheComposer() {
        var player = player("start", #"keys "go" enter"#, command, "time 5000")
        #expect(player.model.focus == .composer)
        #expect(orders(&player, #"keys "yes please" "#).isEmpty)
        #expect(player.model.composer.text == "yes please")
        #expect(player.model.dock != nil)
    }

    @Test func aRequestIsDeafAtFirst() {
        var player = player("start", #"keys "go" enter"#, command, "keys ctrl-q")
        #expect(orders(&player, "time 300", #"keys "y""#).isEmpty)
        // The key put it off again.
        #expect(orders(&player, "time 300", #"keys "y""#).isEmpty)
        #expect(orders(&player, "time 400", "keys enter").isEmpty)
        let answered = orders(&player, #"keys "y""#)
        guard case .execute(let call, _, _)? = answered.first else {
            Issue.record("not answered: \(answered)")
            return
        }
        #expect(call.command == "make")
        #expect(player.model.dock == nil && player.model.focus == .composer)
    }

    @Test func aNoCarriesTheUsersWords() {
        var player = player("start", #"keys "go" enter"#, command, "time 500", "keys ctrl-q")
        let answered = orders(&player, #"keys "n" "use ninja" enter"#)
        guard case .agent(.send(let request))? = answered.last else {
            Issue.record("no answer went out: \(answered)")
            return
        }
        #expect(request.messages.last?.content.hasSuffix("Rejected by the user.\nuse ninja") == true)
    }

    @Test func escapeCancelsAndAnswersTheRequest() {
        var player = player("start", #"keys "go" enter"#, command)
        _ = orders(&player, "keys esc")
        #expect(player.model.dock == nil)
        #expect(player.model.conversation.task.lifecycle == .cancelled)
    }

    @Test func controlCClearsThenCancelsThenQuits() {
        var player = player("start", #"keys "go" enter "more""#)
        #expect(orders(&player, "keys ctrl-c").isEmpty)
        #expect(player.model.composer.isEmpty)
        #expect(orders(&player, "keys ctrl-c").contains(.agent(.cancel(request: 1))))
        #expect(orders(&player, "keys ctrl-c").isEmpty)
        #expect(orders(&player, "keys ctrl-c") == [.agent(.disconnect), .quit])
        #expect(player.model.farewell == nil)
    }

    @Test func twoControlCsFarApartDoNotQuit() {
        var player = player("start", "keys ctrl-c", "time 2500")
        #expect(orders(&player, "keys ctrl-c").isEmpty)
    }

    @Test func ticksOnlyWhileATurnRuns() {
        var player = player("start")
        play([#"keys "go" enter"#, "time 1000"], on: &player)
        let ticks = player.effects.count { $0 == .startTimer(.tick, milliseconds: 250) }
        #expect(ticks == 5)
        play([#"server reply "ok""#, "time 60000"], on: &player)
        #expect(player.effects.count { $0 == .startTimer(.tick, milliseconds: 250) } == ticks)
    }

    @Test func quittingWithStagedChangesSaysSo() throws {
        var player = try staged()
        #expect(orders(&player, "keys ctrl-d").last == .quit)
        #expect(
            player.model.farewell == "2 staged changes are kept. oropendola in this folder offers them again.")
    }

    @Test func whatWasKeptComesBack() throws {
        var player = try staged()
        let before = player.model.changes
        let effects = orders(&player, "start again")
        #expect(player.model.changes == before)
        #expect(effects.contains(.look(before.changes.map(\.path))))
    }

    @Test func aWriteThatWasUnderWayIsFoundInTheJournal() throws {
        var player = try staged()
        play(["keys ctrl-t", #"keys "A" "w""#], on: &player)
        let recorded = player.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        guard let plan = player.model.changes.pendingWrite else {
            Issue.record("no write is under way")
            return
        }
        var report = StartReport(recorded: recorded, latestWrites: [StartReport.JournalFact(entry: 3, plan: plan)])
        var finished = AppModel(StartReport())
        #expect(finished.update(.started(report)).contains(.record(.applied(journalEntry: 3))))
        #expect(finished.changes.isEmpty)
        report.latestWrites = []
        var takenBack = AppModel(StartReport())
        #expect(takenBack.update(.started(report)).contains(.record(.applyFailed)))
        #expect(takenBack.changes.changes.count == 2)
    }

    /// Nor is it the latest in the journal where another program wrote since.
    @Test func aWriteThatWasUnderWayIsNeverGuessedAbout() throws {
        var player = try staged()
        play(["keys ctrl-t", #"keys "A" "w""#], on: &player)
        let recorded = player.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        let plan = try #require(player.model.changes.pendingWrite)
        var report = StartReport(
            recorded: recorded,
            latestWrites: [
                StartReport.JournalFact(entry: 4, plan: ChangePlan(steps: [])),
                StartReport.JournalFact(entry: 3, plan: plan),
            ])
        var finished = AppModel(StartReport())
        #expect(finished.update(.started(report)).contains(.record(.applied(journalEntry: 3))))
        report.latestWrites = []
        report.journalFailure = "read journal entry 3: Input/output error"
        var unknown = AppModel(StartReport())
        let effects = unknown.update(.started(report))
        #expect(!effects.contains { if case .record = $0 { true } else { false } })
        #expect(unknown.changes.pendingWrite == plan)
        #expect(unknown.update(.applied(journalEntry: 3)).contains(.record(.applied(journalEntry: 3))))
    }

    @Test func anOlderWriteOfTheSameStepsIsNotTakenForTheOneThatWasUnderWay() throws {
        var player = try staged()
        play(["keys ctrl-t", #"keys "A" "w""#], on: &player)
        let first = player.effects.compactMap { if case .record(let event) = $0 { event } else { nil } }
        let plan = try #require(player.model.changes.pendingWrite)
        // Written as entry 3, taken back by hand, and asked for again from the start.
        var report = StartReport(
            recorded: first + [.applied(journalEntry: 3)] + first,
            latestWrites: [StartReport.JournalFact(entry: 3, plan: plan)])
        var interrupted = AppModel(StartReport())
        #expect(interrupted.update(.started(report)).contains(.record(.applyFailed)))
        #expect(interrupted.changes.changes.count == 2)
        report.latestWrites = [StartReport.JournalFact(entry: 4, plan: plan)]
        var finished = AppModel(StartReport())
        #expect(finished.update(.started(report)).contains(.record(.applied(journalEntry: 4))))
        #expect(finished.changes.isEmpty)
    }

    @Test func keysForThePanelDoNotFallIntoTheComposer() throws {
        var player = try staged()
        play([#"keys ctrl-t "A" "w""#, "written 1"], on: &player)
        #expect(player.model.changes.isEmpty && player.model.focus == .composer)
        play([#"keys "q" "x""#], on: &player)
        #expect(player.model.composer.isEmpty)
        // Whoever writes, or waits, has seen it.
        play([#"keys "hi w""#], on: &player)
        #expect(player.model.composer.text == "hi w")
        player = try staged()
        play([#"keys ctrl-t "A" "w""#, "written 1", "time 600", #"keys "w""#], on: &player)
        #expect(player.model.composer.text == "w")
        // Whoever takes back what has closed the panel means the panel.
        player = try staged()
        play([#"keys ctrl-t "A" "w""#, "written 1"], on: &player)
        #expect(orders(&player, #"keys "u""#) == [.previewUndo(journalEntry: 1)])
        #expect(player.model.composer.isEmpty)
    }

    private func staged() throws -> ScenarioPlayer {
        var player = player("start", #"keys "go" enter"#)
        play(
            [
                #"server calls "[{\"action\":\"edit_file\",\"path\":\"a\"},{\"action\":\"edit_file\",\"path\":\"b\"}]" "" "#
            ],
            on: &player)
        for path in ["a", "b"] {
            player.play(Scenario.Step(line: 0, words: ["propose", path], body: ["-old", "+new"]))
        }
        play([#"server reply "Staged.""#], on: &player)
        return player
    }

    @Test func acceptsWritesAndUndoesByKey() throws {
        var player = try staged()
        #expect(
            orders(&player, "keys ctrl-t space")
                == [
                    .look(player.model.changes.changes.map(\.path)),
                    .record(.decided(.accepted, .file(player.model.changes.changes[0].path))),
                ])
        let written = orders(&player, #"keys "w""#)
        guard case .apply(let plan)? = written.last else {
            Issue.record("nothing is written: \(written)")
            return
        }
        #expect(plan.steps.map(\.path.text) == ["a"])
        #expect(
            orders(&player, "written 4")
                == [.record(.applied(journalEntry: 4)), .watch(player.model.changes.changes.map(\.path))])
        #expect(orders(&player, #"keys "u""#) == [.previewUndo(journalEntry: 4)])
        let preview = UndoPreview(entry: 4, steps: plan.inverse.steps)
        #expect(player.model.reviewing.prompt == .question(.undoWrite(preview, isChecked: true)))
        #expect(orders(&player, #"keys "y""#) == [.record(.undoRequested), .undo(journalEntry: 4)])
    }

    /// The editor's text is the commit's message while that is written, and the composer's otherwise; git's refusal brings
    /// the keys back to the panel.
    @Test func aCommitBesideTheChat() throws {
        var player = try staged()
        let commit = orders(&player, #"keys ctrl-t space "M""#)
        #expect(commit.last == .findRepository)
        #expect(player.model.update(.input(.key(.control("g")))) == [.edit("")])
        _ = player.model.update(.editorReturned("Rename"))
        #expect(player.model.composer.isEmpty)
        guard case .apply(let plan)? = orders(&player, "keys enter").last else {
            Issue.record("nothing is written")
            return
        }
        #expect(orders(&player, "written 4").contains(.commit(plan.steps, message: "Rename")))
        player.model.focus = .composer
        _ = player.model.update(.commitNews(.refused(.git(["lint: no"]))))
        #expect(player.model.focus == .changes && player.model.reviewing.isAsking)
        _ = player.model.update(.input(.key(Key("n"))))
        _ = player.model.update(.editorReturned("words"))
        #expect(player.model.composer.text == "words")
    }

    /// A commit that runs is waited for: git would go on without us, and nobody would bring the index along.
    @Test func quittingWaitsForACommit() throws {
        var player = try staged()
        _ = orders(&player, #"keys ctrl-t space "M" "Fix" enter"#)
        #expect(orders(&player, "written 4").contains { if case .commit = $0 { true } else { false } })
        player.model.focus = .composer
        #expect(orders(&player, "keys ctrl-d").isEmpty)
        #expect(player.model.flash?.text == "Quits when git has committed… Ctrl-C twice ends git")
        #expect(orders(&player, "keys ctrl-c").isEmpty)
        #expect(player.model.flash?.text == "Ctrl-C again ends git")
        #expect(orders(&player, "keys ctrl-c") == [.endCommit])
        #expect(player.model.update(.commitNews(.refused(.ended))).last == .quit)
        #expect(
            player.model.farewell?.hasPrefix(
                "No commit was made: git was ended before it was done. The files are written; git commit can take them."
            )
                == true, "\(player.model.farewell ?? "")")
    }

    /// The rest of a sentence that begins with M would be the message of a commit.
    @Test func aLetterInTheComposerBeginsNoCommit() throws {
        var player = try staged()
        _ = orders(&player, #"keys ctrl-t "A""#, #"keys "w""#)
        _ = orders(&player, "written 4")
        #expect(player.model.changes.isEmpty && player.model.focus == .composer)
        #expect(!orders(&player, #"keys "Mend it""#).contains(.findRepository))
        #expect(player.model.composer.text == "Mend it" && player.model.reviewing.prompt == nil)
    }

    @Test func unknownCommandsAreNotSent() {
        var player = player("start")
        #expect(orders(&player, #"keys "/sttaus" enter"#).isEmpty)
        #expect(player.model.flash?.text == "There is no /sttaus. Did you mean /status?")
        #expect(player.model.composer.text == "/sttaus")
        // What its letters find is written out, and done by another Enter.
        player = self.player("start")
        #expect(orders(&player, #"keys "/stats" enter"#).isEmpty && player.model.composer.text == "/status")
        #expect(SlashCommand.reading(of: "/usr/bin/env is missing") == nil)
        #expect(SlashCommand.reading(of: "/he") == .unknown("he", suggestion: .help))
    }
}
