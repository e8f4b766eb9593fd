// What the user does while a turn runs: queue, steer, watch a command print.
import JSON
import TaskMachine
import Testing

@Suite struct BusyTests {
    private func busy(_ calls: [ToolCall] = [readCall("a")]) -> Conversation {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", calls, to: 1)
        return chat
    }

    @Test func wordsRideWithTheNextResults() {
        var chat = busy([readCall("a"), readCall("b", "b.swift")])
        #expect(chat.play(.steered("not that one")) == [])
        #expect(chat.play(.steered("the other")) == [])
        #expect(chat.steers == ["not that one", "the other"])
        _ = chat.play(.toolFinished(success(readCall("a"))))
        let effects = chat.play(.toolFinished(success(readCall("b"))))
        guard case .agent(.send(let request))? = effects.last else {
            Issue.record("\(effects)")
            return
        }
        #expect(
            request.messages.suffix(3).map(\.content) == [
                "[tool_result b read_file success]\nfine", "not that one", "the other",
            ])
        #expect(request.context["steered"] == 2)
        #expect(chat.steers == [])
        #expect(chat.lines.suffix(2) == ["steered: not that one", "steered: the other"])
    }

    @Test func wordsThatFoundNoResultsAreTheNextMessage() {
        var chat = busy()
        _ = chat.play(.submitted("later"))
        _ = chat.play(.toolFinished(success(readCall("a"))))
        _ = chat.play(.steered("also this"))
        let effects = chat.reply("Done.", to: 2)
        #expect(effects.first == .turnEnded(.completed))
        #expect(chat.lines.last == "user: also this")
        #expect(chat.queue == ["later"])
    }

    @Test func afterACancelTheyWaitInTheQueue() {
        var chat = busy()
        _ = chat.play(.submitted("later"))
        _ = chat.play(.steered("also this"))
        _ = chat.play(.cancelRequested)
        _ = chat.play(.timerFired(.cancelDeadline))
        #expect(chat.queue == ["also this", "later"])
        #expect(chat.task.lifecycle == .cancelled)
        #expect(chat.play(.steered("now")).count == 1, "without a turn it is a message")
        #expect(chat.lines.last == "user: now")
    }

    @Test func theQueueIsTheUsersToArrange() {
        var chat = busy()
        for text in ["a", "b", "c"] { _ = chat.play(.submitted(text)) }
        _ = chat.play(.queueMoved(from: 2, to: 0))
        #expect(chat.queue == ["c", "a", "b"])
        _ = chat.play(.queueEdited(index: 1, "A"))
        _ = chat.play(.queueRemoved(index: 2))
        #expect(chat.queue == ["c", "A"])
        _ = chat.play(.queueEdited(index: 0, "  "))
        #expect(chat.queue == ["A"])
        for event in [
            Conversation.Event.queueMoved(from: 0, to: 1), .queueMoved(from: 7, to: 0), .queueEdited(index: 1, "x"),
            .queueRemoved(index: -1),
        ] { _ = chat.play(event) }
        #expect(chat.queue == ["A"])
    }

    @Test func theEndOfWhatACommandPrintsIsShown() {
        let command = commandCall("c", "make")
        var chat = busy([command])
        #expect(chat.play(.toolOutput(callID: "c", "early")) == [])
        _ = chat.play(.approvalAnswered(callID: "c", .once))
        for number in 0..<2_000 { _ = chat.play(.toolOutput(callID: "c", "line \(number)\n")) }
        _ = chat.play(.toolOutput(callID: "c", "half"))
        _ = chat.play(.toolOutput(callID: "other", "x"))
        guard case .tool(let line)? = chat.entries.last?.content else { return }
        #expect(line.liveTail.hasPrefix("line ") && line.liveTail.hasSuffix("line 1999\nhalf"))
        #expect(line.liveTail.count <= 2_000 && line.liveTail.count > 1_900)
        _ = chat.play(.toolFinished(success(command)))
        guard case .tool(let ended)? = chat.entries.last?.content else { return }
        #expect(ended.liveTail.isEmpty)
    }

    @Test func aSecondCancelChangesNothing() {
        var chat = busy()
        #expect(chat.play(.cancelRequested).count == 2)
        #expect(chat.play(.cancelRequested) == [])
        #expect(chat.task.lifecycle == .cancelling)
    }
}
