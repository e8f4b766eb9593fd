// Lists in front of the panes: conversations, earlier messages, todos, rules.

import App
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct ListsTests {
    @Test func conversationsAreOpenedRenamedAndDeleted() {
        var player = ScenarioPlayer.playing("start")
        #expect(player.orders(#"keys "/sessions" enter"#) == [.listConversations])
        player.play(lines: ["sessions"])
        #expect(player.orders(#"keys "j" enter"#) == [.openConversation("20261124-090000-77aa01")])
        #expect(
            player.orders(#"keys "jr" ctrl-u "Short" enter"#) == [
                .renameConversation("20261120-101010-00ff12", title: "Short")
            ])
        #expect(player.orders(#"keys "d" "n""#).isEmpty)
        #expect(player.orders(#"keys "d" "y""#) == [.deleteConversation("20261120-101010-00ff12")])
        // Another program's, and our own.
        #expect(player.orders(#"keys "j" enter "d""#).isEmpty)
        #expect(player.model.flash?.text == "Another oropendola has it open")
        #expect(player.orders(#"keys "gd""#).isEmpty)
        #expect(player.model.flash?.text == "It is open here. /new first")
        #expect(player.orders("keys enter").isEmpty)
        #expect(player.model.picker == nil)
    }

    @Test func daysAreThoseOfTheUsersClock() {
        var report = StartReport()
        report.clockOffset = 14 * 3600
        var player = ScenarioPlayer.playing("start")
        player.send(.started(report))
        player.play(lines: [#"keys "/sessions" enter"#, "sessions"])
        #expect(player.picture().contains { $0.contains("Release 0.4") && $0.contains("2026-11-02") })
    }

    @Test func oneThatCantBeReadIsListedWithTheReason() {
        var one = ConversationSummary(
            id: "20261120-101010-00ff12", title: "", messages: 0, created: 0, updated: 0, state: .unreadable)
        one.trouble = "read x: Permission denied"
        var player = ScenarioPlayer.playing("start", #"keys "/sessions" enter"#)
        player.send(.conversationsListed([one]))
        #expect(player.picture().contains { $0.contains("read x: Permission denied") && $0.contains("unreadable") })
        #expect(player.orders("keys enter").isEmpty)
        #expect(player.model.flash?.text == "It can't be read: read x: Permission denied.")
        #expect(player.orders(#"keys "r""#).isEmpty)
        #expect(player.model.picker?.line == nil)
    }

    @Test func theOpenConversationIsRenamedByItsMachine() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "ok""#)
        player.play(lines: [#"keys "/sessions" enter"#, "sessions"])
        #expect(player.orders(#"keys "r" ctrl-u "Mine" enter"#) == [.listConversations])
        #expect(player.model.conversation.title == "Mine")
        #expect(player.picture().contains { $0.contains("Mine") && $0.contains("open here") })
        // What was read before the title was written says the old one.
        player.play(lines: ["sessions"])
        #expect(player.picture().contains { $0.contains("Mine") && $0.contains("open here") })
        player.play(lines: [#"keys esc "/rename Other" enter"#])
        #expect(player.model.conversation.title == "Other")
    }

    @Test func aConversationTakesThePlaceOfWhatIsThere() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, #"server reply "ok""#)
        var state = ConversationState()
        state.entries = [Entry(id: 5, content: .user("old words"))]
        state.history = [ChatMessage(role: .user, content: "old words")]
        state.isPartial = true
        state.note.title = "Old"
        player.send(.conversationOpened(state, id: "x"))
        #expect(player.picture().contains { $0.contains("old words") })
        #expect(player.picture().contains { $0.contains("·  Old") })
        // What stands above is read when somebody goes there, once.
        #expect(player.orders("keys ctrl-home") == [.readEarlierEntries])
        #expect(player.orders("keys pgup").isEmpty)
        player.send(.earlierEntries([Entry(id: 2, content: .user("older words"))], isPartial: false))
        #expect(player.picture().contains { $0.contains("old words") })
        player.play(lines: ["keys ctrl-home"])
        #expect(player.picture().contains { $0.contains("older words") })
    }

    @Test func whatGoesWrongIsSaid() {
        var player = ScenarioPlayer.playing("start", #"keys "/resume x" enter"#)
        #expect(player.effects.last == .openConversation("x"))
        player.send(.conversationTroubled(.missing("x")))
        #expect(
            player.model.conversation.entries.last?.content
                == .notice(
                    "There is no conversation x in this folder. Nothing was changed. /sessions lists them", times: 1))
    }

    @Test func anEarlierMessageIsEditedAndSentAgain() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "one" enter"#, #"server reply "1""#, #"keys "two" enter"#, #"server reply "2""#)
        player.play(lines: [#"keys "/edit" enter"#, #"keys "k" enter"#])
        #expect(player.model.composer.text == "one")
        let sent = player.orders(#"keys "!" enter"#)
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.filter { $0.role != .system }.map(\.content) == ["one!"])
        #expect(player.model.userMessages.count == 1)
    }

    @Test func todosAreTickedByNumber() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#)
        let todos = #"{\"type\":\"thinking\",\"todos\":[{\"id\":\"a\",\"text\":\"A\"},{\"id\":\"b\",\"text\":\"B\"}]}"#
        player.play(lines: [#"server event "\#(todos)""#])
        #expect(player.model.todoStats == "0/2")
        #expect(player.orders(#"keys "/todos 2" enter"#) == [.agent(.tell(.toggleTodo(id: "b")))])
        #expect(player.model.todoStats == "1/2")
        player.play(lines: [#"keys "/todos" enter "1""#])
        #expect(player.model.todoStats == "2/2")
        player.play(lines: [#"keys space esc "/todos 7" enter"#])
        #expect(player.model.todoStats == "1/2")
        #expect(player.model.flash?.text == "There is no item 7. /todos lists them")
    }

    @Test func rulesAreRevoked() {
        var player = ScenarioPlayer.playing("start", #"keys "go" enter"#, "rules p P d")
        #expect(player.model.conversation.rules.count == 3)
        player.play(lines: [#"keys "/rules" enter "jx""#])
        #expect(player.model.conversation.rules.count == 2)
        #expect(player.effects.contains(.keepRules([])))
        player.play(lines: [#"keys esc "/rules revoke 1" enter"#])
        #expect(player.model.conversation.rules.count == 1)
        player.play(lines: [#"keys "/rules revoke 9" enter"#])
        #expect(player.model.flash?.text == "There is no rule 9. /rules lists them")
    }

    @Test func daysAreThoseOfTheCalendar() {
        #expect(dateText(0) == "1970-01-01")
        #expect(dateText(951_782_400) == "2000-02-29")
        #expect(dateText(1_735_689_599) == "2024-12-31")
        #expect(dateText(1_735_689_600) == "2025-01-01")
        #expect(dateText(-5) == "1970-01-01")
        #expect(dateText(1_735_689_599, offset: 3600) == "2025-01-01")
        #expect(dateText(1_735_689_600, offset: -3600) == "2024-12-31")
    }
}
