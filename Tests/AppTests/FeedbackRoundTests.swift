// What the review has to tell goes with the user's next words: once, and no crash loses or repeats it. Its log stays short.

import App
import ChangeReview
import TaskMachine
import Testing

@testable import App

@Suite struct FeedbackRoundTests {
    private func proposed(_ text: String = "two\n") throws -> FileStep {
        FileStep(path: try file(), before: nil, after: FileState(bytes: Array(text.utf8)))
    }

    private func file() throws -> RelativePath { try #require(RelativePath("a.txt")) }

    private func asked(_ player: ScenarioPlayer) -> [String] {
        player.effects.compactMap { effect in
            guard case .agent(.send(let request)) = effect else { return nil }
            return request.messages.last { $0.role == .user }?.content
        }
    }

    private func rejecting() throws -> ScenarioPlayer {
        var player = ScenarioPlayer.playing("start")
        _ = player.model.review(.proposed(try proposed(), by: "call-1"))
        _ = player.model.review(.rejected(.file(try file()), reason: "not this way"))
        return player
    }

    @Test func aRejectionGoesWithTheNextMessageAndNotAgain() throws {
        var player = try rejecting()
        player.play(lines: [#"keys "go on" enter"#, #"server reply "done""#, #"keys "and now" enter"#])
        let asked = asked(player)
        #expect(asked.count == 2)
        #expect(
            asked.first == """
                go on

                [attached]
                Review of your proposed changes (1). The user decided; nothing here asks for an answer by itself.

                Rejected in a.txt, because:
                > not this way
                ```diff
                @@ -0,0 +1 @@
                +two
                ```

                """)
        #expect(asked.last == "and now")
        let attached = player.model.conversation.entries.compactMap { entry in
            if case .attached(let lines) = entry.content { lines.map(\.name) } else { nil }
        }
        #expect(attached == [["1 rejection"]])
        let noted = try #require(player.effects.firstIndex(of: .record(.feedbackSent(1))))
        let isKept = player.effects[..<noted].contains { if case .keep = $0 { true } else { false } }
        #expect(isKept)
    }

    @Test func aCrashBeforeTheNoteRepeatsNothing() throws {
        var player = try rejecting()
        let recorded = try #require(player.model.changes.snapshot)
        player.play(lines: [#"keys "go on" enter"#])
        var kept = ConversationState()
        for case .keep(let records) in player.effects { for record in records { kept.apply(record) } }
        var report = StartReport(folder: "~/shop", folderPath: "/home/ada/shop")
        report.recorded = recorded
        report.conversation = kept
        report.isAfterCrash = true
        var again = AppModel(report)
        #expect(again.update(.started(report)).contains(.record(.feedbackSent(1))))
        #expect(again.changes.feedback.isEmpty)
        // Without the message it is still to be told.
        report.conversation = nil
        again = AppModel(report)
        #expect(!again.update(.started(report)).contains(.record(.feedbackSent(1))))
        #expect(!again.changes.feedback.isEmpty)
    }

    @Test func whatAutoModeAcceptsIsNoNews() throws {
        var player = ScenarioPlayer.playing("start", #"keys "/mode auto" enter"#)
        _ = player.model.review(.proposed(try proposed(), by: "call-1"))
        _ = player.model.review(.decided(.accepted, .everything))
        player.play(lines: [#"keys "go on" enter"#])
        #expect(asked(player) == ["go on"])
    }

    @Test func aLogThatHasGrownStartsOver() throws {
        var player = ScenarioPlayer.playing("start")
        for number in 1...6 {
            let text = (0..<60_000).map { "line \($0) of \(number)\n" }.joined()
            _ = player.model.review(.proposed(try proposed(text), by: "call-1"))
        }
        player.send(.resumed)
        let snapshots = player.effects.compactMap { effect in
            if case .recordAnew(let events) = effect { events } else { nil }
        }
        #expect(snapshots.count == 1)
        var replayed = ChangeSet()
        _ = replayed.handle(.replayed(snapshots.first ?? []))
        #expect(replayed == player.model.changes)
        player.send(.resumed)
        #expect(player.effects.count { if case .recordAnew = $0 { true } else { false } } == 1)
    }
}
