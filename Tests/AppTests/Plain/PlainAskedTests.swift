// An answer hits the question that it names, and no other.

import JSON
import TaskMachine
import Testing

@testable import App

@Suite struct PlainAskedTests {
    private func request(_ id: String) -> PlainAsked.Subject {
        .request(.command(ToolCall(id: id, action: "run_terminal", arguments: ["command": "make"])))
    }

    private func number(_ result: Result<PlainAsked.One, PlainMistake>) -> Int? { try? result.get().number }

    @Test func numbersAreNeverUsedAgain() {
        var asked = PlainAsked()
        #expect(asked.follow([request("a")]).new.map(\.number) == [1])
        #expect(asked.follow([request("a")]).new.isEmpty)
        #expect(asked.follow([]).gone.map(\.number) == [1])
        asked.lineHeard()
        #expect(asked.follow([request("b")]).new.map(\.number) == [2])
        #expect(number(asked.meant(by: 1, isTyped: true)) == nil)
        #expect(number(asked.meant(by: 2, isTyped: true)) == 2)
        #expect(number(asked.meant(by: 3, isTyped: true)) == nil)
    }

    /// Who writes `yes` for a question that is over must not say it to the one that came in its place.
    @Test func aBareAnswerIsForTheOnlyOneSinceTheLatestLine() {
        var asked = PlainAsked()
        _ = asked.follow([request("a")])
        #expect(number(asked.meant(by: nil, isTyped: true)) == 1)
        _ = asked.follow([request("b")])
        #expect(number(asked.meant(by: nil, isTyped: true)) == nil)
        asked.lineHeard()
        #expect(number(asked.meant(by: nil, isTyped: true)) == 2)
        _ = asked.follow([request("b"), .review(.rejectAll(files: 1))])
        asked.lineHeard()
        #expect(number(asked.meant(by: nil, isTyped: true)) == nil)
        #expect(number(asked.meant(by: 3, isTyped: true)) == 3)
    }

    /// A `yes` on its way to a question that went away must not hit the one that was asked then.
    @Test func aQuestionThatWentUnansweredCountsToo() {
        var asked = PlainAsked()
        _ = asked.follow([request("a")])
        asked.lineHeard()
        _ = asked.follow([])
        _ = asked.follow([request("b")])
        #expect(number(asked.meant(by: nil, isTyped: true)) == nil)
        #expect(number(asked.meant(by: 2, isTyped: true)) == 2)
        asked.lineHeard()
        #expect(number(asked.meant(by: nil, isTyped: true)) == 2)
    }

    @Test func oneThatWasAnsweredDoesNot() {
        var asked = PlainAsked()
        _ = asked.follow([request("a")])
        asked.answered(1)
        asked.lineHeard()
        #expect(asked.follow([]).gone.isEmpty)
        _ = asked.follow([request("b")])
        #expect(number(asked.meant(by: nil, isTyped: true)) == 2)
    }

    @Test func aPipeHasToNameIt() {
        var asked = PlainAsked()
        _ = asked.follow([request("a")])
        #expect(number(asked.meant(by: nil, isTyped: false)) == nil)
        #expect(number(asked.meant(by: 1, isTyped: false)) == 1)
    }
}
