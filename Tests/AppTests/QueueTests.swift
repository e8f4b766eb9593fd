// Messages that wait: edited, moved, taken out, steered with; what was laid aside comes back.

import TaskMachine
import Testing

@testable import App

@Suite struct QueueTests {
    private func busy() -> ScenarioPlayer {
        ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, #"keys "one" enter"#, #"keys "two" enter"#, #"keys "three" enter"#)
    }

    @Test func movesAndTakesOut() {
        var player = busy()
        player.play(lines: [#"keys f6 "J""#])
        #expect(player.model.conversation.queue == ["two", "one", "three"])
        #expect(player.model.queueRow == 1)
        player.play(lines: [#"keys "jx""#])
        #expect(player.model.conversation.queue == ["two", "one"])
        player.play(lines: [#"keys "xx""#])
        #expect(player.model.conversation.queue.isEmpty)
        #expect(player.model.focus == .composer)
    }

    @Test func editsInTheComposerAndBringsBackWhatStoodThere() {
        var player = busy()
        player.play(lines: [#"keys "half" alt-up "!" enter"#])
        #expect(player.model.conversation.queue == ["one", "two", "three!"])
        #expect(player.model.composer.text == "half")
        #expect(player.model.draftPurpose == .message)
        player.play(lines: [#"keys alt-up "?" esc"#])
        #expect(player.model.conversation.queue == ["one", "two", "three!"])
        #expect(player.model.composer.text == "half")
    }

    @Test func aMessageThatWasSentMeanwhileIsFollowedByItsEdit() {
        var player = busy()
        player.play(lines: [#"keys f6 "e""#, #"server reply "done""#, #"keys " more" enter"#])
        #expect(player.model.conversation.queue == ["two", "three", "one more"])
        player = busy()
        // The queue moved on, and the message is still in it.
        player.play(lines: [#"keys f6 "je""#, #"server reply "done""#, #"keys " more" enter"#])
        #expect(player.model.conversation.queue == ["two more", "three"])
    }

    @Test func steersWithWordsOrWithAQueuedMessage() {
        var player = busy()
        player.call(#"{"action":"read_file","path":"a"}"#)
        player.play(lines: [#"keys "left alone" alt-s"#, #"keys f6 "s""#])
        #expect(player.model.conversation.steers == ["left alone", "one"])
        #expect(player.model.conversation.queue == ["two", "three"])
        let sent = player.orders(#"tool success "1 | a""#)
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.suffix(2).contains { $0.content.contains("left alone") })
    }

    @Test func withoutATurnThereIsNothingToSteer() {
        var player = ScenarioPlayer.playing("start")
        #expect(player.orders(#"keys "words" alt-s"#).isEmpty)
        #expect(player.model.composer.text == "words")
        #expect(player.model.flash?.text == "No turn runs. Enter sends it")
    }

    @Test func afterAFailureTheQueueWaitsForAWord() {
        var player = busy()
        #expect(player.orders(#"server interrupted "gone""#).isEmpty)
        #expect(player.model.queueView.pause.first?.contains("Enter retries") == true)
        player.play(lines: ["keys esc"])
        #expect(player.model.queueView.pause.first == "The queue is paused. Enter on an empty line sends the next one")
        let sent = player.orders("keys enter")
        guard case .agent(.send(let request))? = sent.last else {
            Issue.record("nothing was sent: \(sent)")
            return
        }
        #expect(request.messages.last?.content == "one")
    }
}
