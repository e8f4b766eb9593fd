// An answer that streams, as the chat shows it: transcripts of all the spellings that are known.
import JSON
import TaskMachine
import Testing

@Suite struct StreamedAnswerTests {
    /// The chat after these events in a turn that runs.
    private func lines(_ events: JSONValue...) -> [String] { Array(ProgressBlockTests.chat(events).lines.dropFirst()) }

    @Test func piecesAddUp() {
        #expect(
            lines(
                ["type": "text", "text": "It ", "partial": true], ["type": "text", "text": "parses", "partial": true],
                ["type": "text", "text": ".", "partial": true]) == ["streaming: It parses."])
    }

    @Test func aPieceThatBeginsWithAllBeforeTakesItsPlace() {
        #expect(
            lines(
                ["type": "text", "text": "It"], ["type": "text", "text": "It parses"],
                ["type": "text", "text": "It parses."]) == ["streaming: It parses."])
        // A text that broke off inside of a character.
        #expect(
            lines(["type": "text", "text": "caf\u{65}"], ["type": "text", "text": "caf\u{65}\u{301}s"])
                == ["streaming: caf\u{65}\u{301}s"])
    }

    /// The price of servers that don't say what they send: at its very start a stream may say a word twice.
    @Test func theSameAgainAtTheStartIsTheWholeSoFar() {
        #expect(lines(["type": "text", "text": "ha"], ["type": "text", "text": "ha"]) == ["streaming: ha"])
        #expect(
            lines(["type": "text", "text": "h"], ["type": "text", "text": "a"], ["type": "text", "text": "a"])
                == ["streaming: haa"])
    }

    @Test func everySpellingIsRead() {
        let chunks: [JSONValue] = [
            ["type": "ai_chunk", "token": "hm", "is_reasoning": true, "task_id": "task_1"],
            ["type": "ai_chunk", "token": "a", "is_reasoning": false],
            ["type": "ai_response_chunk", "token": "so", "reasoning": "true"],
            ["type": "ai_response_chunk", "token": 1, "reasoning": 0], ["type": "reasoning", "text": "!"],
            ["type": "text", "message": "b"], ["type": "ai_chunk"], ["type": "text", "text": ["no"], "partial": 7],
        ]
        #expect(ProgressBlockTests.chat(chunks).lines.last == "streaming: (hmso!) a1b")
        for whole: JSONValue in [
            ["type": "completion", "text": "whole", "reasoning": "thought", "partial": false],
            ["type": "ai_complete", "full_response": "whole", "reasoning": "thought"],
            ["type": "ai_response_complete", "full_response": "whole", "reasoning": "thought"],
        ] {
            #expect(ProgressBlockTests.chat(chunks + [whole]).lines.last == "streaming: (thought) whole")
        }
        #expect(
            lines(["type": "text", "text": "x"], ["type": "text", "text": "y", "partial": "false"]) == ["streaming: y"])
        #expect(
            lines(["type": "text", "text": "x"], ["type": "ai_complete"]) == ["streaming: x"], "nothing is no text")
    }

    @Test func theReplyTakesThePlaceOfTheStream() {
        var chat = ProgressBlockTests.chat([
            ["type": "thinking", "message": "hm"], ["type": "reasoning", "text": "I see"],
            ["type": "text", "text": "It pa"],
        ])
        let id = chat.entries.last?.id
        _ = chat.reply("It parses.", to: 1)
        #expect(chat.lines == ["user: go", "progress: hm", "answer: (I see) It parses."])
        #expect(chat.entries.last?.id == id)
        #expect(chat.history.last == said("It parses."))
    }

    @Test func theBlockOfATurnStandsAboveItsAnswer() {
        var chat = ProgressBlockTests.chat([
            ["type": "text", "text": "It"], ["type": "thinking", "message": "hm"], ["type": "text", "text": " parses"],
        ])
        #expect(chat.lines == ["user: go", "progress: hm", "streaming: It parses"])
        #expect(chat.entries.map(\.id) == [1, 2, 3])
        _ = chat.reply("It parses.", to: 1)
        #expect(chat.lines.last == "answer: It parses.")
    }

    @Test func aReplyWithoutWordsTakesTheStreamAway() {
        var chat = ProgressBlockTests.chat([["type": "text", "text": "```tool_call\n"]])
        _ = chat.play(.agent(.noticed("between")))
        _ = chat.reply("", [readCall("a", "x.txt")], to: 1)
        #expect(chat.lines == ["user: go", "notice: between x1", "tool: read_file x.txt running"])
        _ = chat.play(.toolFinished(success(readCall("a", "x.txt"))))
        #expect(chat.lines.last == "tool: read_file x.txt succeeded")
    }

    @Test func theNextRequestHasAnAnswerOfItsOwn() {
        var chat = ProgressBlockTests.chat([["type": "text", "text": "Reading"]])
        _ = chat.reply("Reading.", [readCall("a")], to: 1)
        _ = chat.play(streamed("late"))
        _ = chat.play(.toolFinished(success(readCall("a"))))
        _ = chat.play(streamed("It "))
        _ = chat.play(streamed("parses"))
        #expect(chat.lines.map { $0.prefix(9) } == ["user: go", "answer: R", "tool: rea", "streaming"])
        _ = chat.reply("It parses.", to: 2)
        #expect(chat.lines.last == "answer: It parses.")
        #expect(chat.entries.count == 4)
    }

    @Test func whatWasStreamedStaysAfterACancelAndAFailure() {
        var cancelled = ProgressBlockTests.chat([["type": "text", "text": "It pa"]])
        _ = cancelled.play(.cancelRequested)
        _ = cancelled.play(streamed("rses"))
        #expect(cancelled.lines == ["user: go", "incomplete: It pa", "cancelled"])
        #expect(cancelled.history.map(\.role) == [.user])

        var failed = ProgressBlockTests.chat([["type": "text", "text": "It pa"]])
        _ = failed.play(.agent(.requestFailed(.timedOut(seconds: 60), request: 1)))
        _ = failed.play(streamed("rses"))
        #expect(failed.lines.dropLast() == ["user: go", "incomplete: It parses"], "the feed may still bring more")
        _ = failed.play(.retryRequested)
        _ = failed.play(streamed("Again"))
        #expect(failed.lines.last == "streaming: Again")
        #expect(failed.lines[1] == "incomplete: It parses")
    }

    @Test func toolCallsOfAStreamAreNotForPeople() {
        func shown(_ text: String, _ state: AssistantText.State = .streaming) -> String {
            AssistantText(text: text, state: state).shownText
        }
        let call = "```tool_call\n{\"action\": \"read_file\"}\n```"
        #expect(shown("I read.\n\n" + call + "\n\nThen") == "I read.\n\nThen")
        #expect(shown("I read.\n\n```tool_call\n{\"act") == "I read.\n\n")
        #expect(shown("```tool_call") == "")
        #expect(shown("```swift\nlet a = 1\n```") == "```swift\nlet a = 1\n```")
        #expect(shown(call, .replied) == call)
    }

    @Test func aStreamIsBounded() {
        var chat = ProgressBlockTests.chat([])
        _ = chat.play(streamed("Some "))
        for _ in 0..<300 { _ = chat.play(streamed(String(repeating: "wörd ", count: 100))) }
        guard case .assistant(let answer) = chat.entries.last?.content else {
            Issue.record("no answer")
            return
        }
        #expect(answer.isCut)
        #expect(answer.text.utf8.count <= StreamedText.maximumBytes && answer.text.utf8.count > 99_990)
        _ = chat.play(streamed("short", isWhole: true))
        #expect(chat.lines.last == "streaming: short")
    }
}

func streamed(_ answer: String, reasoning: String = "", isWhole: Bool = false) -> Conversation.Event {
    let piece = StreamedPiece(answer: answer, reasoning: reasoning, isWhole: isWhole)
    return .agent(.progressed(AgentProgress(kind: .streamed(piece))))
}
