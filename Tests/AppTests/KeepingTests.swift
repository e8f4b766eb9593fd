// What outlives a crash, a session that ended, and an account that comes to its end.

import App
import TaskMachine
import Testing

@testable import App

@Suite struct KeepingTests {
    private func drafts(_ player: ScenarioPlayer) -> [String] {
        player.effects.compactMap { if case .keepDraft(let text) = $0 { text } else { nil } }
    }

    @Test func theDraftIsKeptASecondAfterItChanged() {
        var player = ScenarioPlayer.playing("start", #"keys "hel""#, "time 900")
        #expect(drafts(player) == [])
        player.play(lines: [#"keys "lo""#, "time 200"])
        #expect(drafts(player) == ["hello"])
        player.play(lines: ["time 5000"])
        #expect(drafts(player) == ["hello"])
        // Sent: it is no draft any more, at once.
        player.play(lines: ["keys enter"])
        #expect(drafts(player) == ["hello", ""])
        player.play(lines: [#"keys "x" enter"#, "time 2000"])
        #expect(drafts(player) == ["hello", ""])
    }

    @Test func theDraftComesBackAndIsKeptAtTheEnd() {
        var report = StartReport()
        report.draft = "half a thought"
        var model = AppModel(report)
        _ = model.update(.started(report))
        #expect(model.composer.text == "half a thought")
        var player = ScenarioPlayer.playing("start", #"keys "more" ctrl-c"#)
        player.play(lines: [#"keys "words""#, #"keys ctrl-a ctrl-k"#])
        #expect(player.orders("keys ctrl-d").last == .quit)
    }

    /// The queued message is on disk as it was; the half-written one is nowhere else.
    @Test func anEditLeavesTheDraftOnDiskAsItIs() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"keys "queued" enter"#, #"keys "half" alt-up "!!""#, "time 3000")
        #expect(player.model.composer.text == "queued!!")
        #expect(drafts(player) == ["half"])
        player.play(lines: [#"keys "?" ctrl-c"#, "time 3000"])
        #expect(player.model.composer.isEmpty)
        #expect(drafts(player) == ["half"], "the edit was emptied, not the message")
        player.play(lines: ["keys esc", "time 3000"])
        #expect(player.model.composer.text == "half")
        #expect(drafts(player) == ["half"])
        player.play(lines: [#"keys alt-up "?""#, "time 500"])
        let ended = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"keys "queued" enter"#, #"keys "half" alt-up ctrl-k ctrl-c ctrl-d"#)
        #expect(!drafts(ended).contains { $0.contains("queued") })
    }

    /// With one laid aside already, there is no place for a second.
    @Test func anEditIsNotGivenUpForAnother() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"keys "one" enter"#, #"keys "two" enter"#, #"keys "half" alt-up " more""#)
        player.play(lines: [#"keys f6 "e""#])
        #expect(player.model.composer.text == "two more")
        #expect(player.model.focus == .composer)
        #expect(player.model.flash?.text == "Enter sends what is edited; Esc leaves it")
        player.play(lines: ["keys alt-up enter"])
        #expect(player.model.conversation.queue == ["one", "two more"])
        #expect(player.model.composer.text == "half")
    }

    /// Each start says these again; in the conversation's file they would pile up.
    @Test func whatAStartSaysIsNotKept() {
        var report = StartReport()
        report.isSecond = true
        report.isReadOnly = true
        report.isAfterCrash = true
        report.recovery.failure = "x"
        var state = ConversationState()
        state.entries = [Entry(id: 1, content: .user("words"))]
        state.history = [ChatMessage(role: .user, content: "words")]
        report.conversation = state
        var model = AppModel(report)
        let effects =
            model.update(.started(report))
            + model.update(.troubled(.conversationNotWhole(unreadable: 1, isOfNewerProgram: false)))
        #expect(model.conversation.entries.count > 4)
        let kept = effects.flatMap { effect -> [ConversationRecord] in
            if case .keep(let records) = effect { records } else { [] }
        }
        #expect(!kept.contains { if case .entry = $0 { true } else { false } }, "\(kept)")
    }

    @Test func aConversationComesBackWithItsQueue() {
        var report = StartReport()
        var state = ConversationState()
        state.entries = [Entry(id: 1, content: .user("words"))]
        state.history = [ChatMessage(role: .user, content: "words")]
        state.note.queue = ["next"]
        report.conversation = state
        var model = AppModel(report)
        _ = model.update(.started(report))
        #expect(model.conversation.queue == ["next"])
        #expect(model.queueView.pause.isEmpty == false)
    }

    @Test func signingInSendsTheMessageAgain() {
        var player = ScenarioPlayer.playing(
            "start https://erp.example", #"keys "go" enter"#, #"server signedout "gone""#)
        #expect(player.orders("keys alt-l") == [.signIn])
        let sent = player.orders(#"signedin "ada""#)
        #expect(sent.first == .agent(.accountChanged))
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.last?.content == "go")
    }

    @Test func signingInNamesTheUserWhereOneIsKnown() {
        var player = ScenarioPlayer.playing("start https://erp.example", #"signedin "ada""#)
        #expect(player.model.flash?.text == "Signed in as ada")
        player.play(lines: [#"signedin """#])
        #expect(player.model.flash?.text == "Signed in")
    }

    @Test func notSigningInKeepsTheMessage() {
        var player = ScenarioPlayer.playing(
            "start https://erp.example", #"keys "go" enter"#, #"server signedout "gone""#)
        #expect(player.orders(#"keys "/login" enter"#) == [.signIn])
        #expect(player.orders("signedin").isEmpty)
        #expect(player.model.flash?.text == "Not signed in. Your message is kept")
        #expect(player.model.canRetry)
    }

    @Test func theBuiltInHelperNeedsNoAccount() {
        var player = ScenarioPlayer.playing("start")
        #expect(player.orders(#"keys "/login" enter"#).isEmpty)
        #expect(player.orders(#"keys "/logout" enter"#).isEmpty)
    }

    @Test func anAccountThatEndsIsToldOnceAndGatesNothing() {
        var player = ScenarioPlayer.playing("start https://erp.example", "account 2 50", "account 2 50")
        func notes(_ player: ScenarioPlayer) -> [String] {
            player.model.conversation.entries.compactMap { entry in
                if case .notice(let text, _) = entry.content { text } else { nil }
            }
        }
        #expect(notes(player) == ["The plan Pro ends in 2 days, the server says. /status"])
        player.play(lines: ["account 0 0"])
        #expect(notes(player).count == 2)
        #expect(!player.orders(#"keys "go" enter"#).isEmpty)
        #expect(
            AccountWords.notice(about: Account(user: "ada", daysRemaining: 200, dailyLimit: 100, dailyRemaining: 90))
                == nil)
    }

    @Test func longWaitsAreRemarkedOnEveryFiveMinutes() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        for _ in 0..<16 { player.play(lines: ["time 60000"]) }
        let notes = player.model.conversation.entries.compactMap { entry in
            if case .notice(let text, _) = entry.content { String(text.prefix(23)) } else { nil }
        }
        #expect(notes == ["No answer for 5 minutes", "No answer for 10 minute", "No answer for 15 minute"])
    }

    @Test func everyFailureSaysWhatWasKeptAndWhatToPress() {
        let failures: [RequestFailure] = [
            .unreachable("x"), .interrupted("x"), .timedOut(seconds: 60), .signedOut("x"),
            .rateLimited(retryAfterSeconds: 5), .rateLimited(retryAfterSeconds: nil),
            .refused(status: 500, message: "x"),
            .malformed("x"), .forbidden("x"), .blocked(status: 403, "x"), .contextTooLong("x"), .noSuchMethod("x"),
            .keyWanted("x"), .quotaExceeded("x"), .modelFailed("x"),
        ]
        for failure in failures {
            let text = Words.text(of: failure)
            #expect(text.contains("is kept"), "\(failure)")
            #expect(text.contains("Enter ") || text.contains("/login"), "\(failure)")
            #expect(text.contains("Esc "), "\(failure)")
            #expect(!text.contains("!"), "\(failure)")
        }
        #expect(Words.text(of: RequestFailure.noSuchMethod("x")).contains("Agent Mode"))
    }
}
