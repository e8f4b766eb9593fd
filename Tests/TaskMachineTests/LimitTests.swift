// A turn that does not end, or goes round in circles, asks the user.
import TaskMachine
import Testing

@Suite struct LimitTests {
    private func limited(_ requests: Int) -> Conversation {
        var limits = TurnLimits()
        limits.requests = requests
        return Conversation(limits: limits)
    }

    @Test func aTurnAsksAfterSoManyRequests() {
        var chat = limited(2)
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("a", "1")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("a", "1"))))
        _ = chat.reply("", [readCall("b", "2")], to: 2)
        #expect(chat.play(.toolFinished(success(readCall("b", "2")))) == [.ask(.limit(.requests(2)))])
        #expect(chat.task.lifecycle == .awaitingDecision(.requests(2)))
        #expect(chat.pendingRequest == .limit(.requests(2)))
        let on = chat.play(.limitAnswered(goesOn: true))
        guard case .agent(.send(let third))? = on.last else {
            Issue.record("\(on)")
            return
        }
        #expect(third.id == 3)
        #expect(chat.pendingRequest == nil)
        #expect(chat.play(.limitAnswered(goesOn: true)) == [], "nobody asks")
        #expect(chat.reply("Done.", to: 3) == [.turnEnded(.completed)])
    }

    @Test func theUserMayStopHere() {
        var chat = limited(1)
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("a")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("a"))))
        #expect(chat.play(.limitAnswered(goesOn: false)) == [.turnEnded(.cancelled)])
        #expect(chat.task.lifecycle == .cancelled)
    }

    @Test func theSameCallThreeTimesInARowAsks() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("1"), readCall("2")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("1"))))
        _ = chat.play(.toolFinished(success(readCall("2"))))
        let limit = TurnLimit.repetition(action: "read_file", times: 3)
        let other = readCall("4", "other")
        #expect(chat.reply("", [readCall("3"), other], to: 2) == [.ask(.limit(limit))])
        #expect(chat.play(.limitAnswered(goesOn: true)) == [.execute(readCall("3"), ToolPermit())])
        #expect(chat.play(.toolFinished(success(readCall("3")))) == [.execute(other, ToolPermit())])
        var stopped = Conversation()
        _ = stopped.play(.submitted("go"))
        _ = stopped.reply("", [readCall("1"), readCall("2")], to: 1)
        _ = stopped.play(.toolFinished(success(readCall("1"))))
        _ = stopped.play(.toolFinished(success(readCall("2"))))
        _ = stopped.reply("", [readCall("3"), other], to: 2)
        #expect(stopped.play(.limitAnswered(goesOn: false)) == [.turnEnded(.cancelled)])
        #expect(stopped.history.last?.content == "[tool_result 4 read_file error]\nThe user stopped here.")
        #expect(
            stopped.lines.suffix(3) == [
                "tool: read_file a.swift cancelled", "tool: read_file other cancelled", "cancelled",
            ])
    }

    @Test func cancelAnswersALimitToo() {
        var chat = limited(1)
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("a")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("a"))))
        #expect(chat.play(.cancelRequested) == [.turnEnded(.cancelled)])
        #expect(chat.pendingRequest == nil)
    }

    @Test func anEmptyReplyAfterResultsIsAskedToGoOnOnce() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        _ = chat.reply("", [readCall("a")], to: 1)
        _ = chat.play(.toolFinished(success(readCall("a"))))
        let empty = RequestFailure.malformed("an empty reply")
        let nudged = chat.play(.agent(.requestFailed(empty, request: 2)))
        guard case .agent(.send(let third))? = nudged.last else {
            Issue.record("\(nudged)")
            return
        }
        #expect(third.messages.last?.content.hasPrefix("[program] Your reply was empty. Continue") == true)
        #expect(chat.lines.last == "remark: nudged 0")
        #expect(chat.reply("", to: 3) == [.turnEnded(.failed(empty))])
        #expect(chat.lines.last == "failure: \(empty)")
    }

    @Test func anEmptyFirstReplyFails() {
        var chat = Conversation()
        _ = chat.play(.submitted("go"))
        #expect(chat.reply(" \n", to: 1) == [.turnEnded(.failed(.malformed("an empty reply")))])
    }
}
