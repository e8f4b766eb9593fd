// What a line means: each word of the table has its example, and what only looks like one is a message.

import TestSupport
import Testing

@testable import App

@Suite struct PlainWordTests {
    private static let asked = PlainLine.Surroundings(isAsked: true, isQuestioned: true, hasOutput: true)

    /// The example of each row is the row's word, and stands in help.
    @Test(arguments: PlainWord.allCases)
    func itsExampleIsTheWord(word: PlainWord) {
        guard case .word(let read, _) = PlainLine.reading(word.row.example, Self.asked) else {
            Issue.record("\(word.row.example) is \(PlainLine.reading(word.row.example, Self.asked))")
            return
        }
        #expect(read == word)
        #expect(PlainWord.help().contains { $0.contains(word.row.written) })
        #expect(PlainWord.help(about: word.row.names[0]).first?.hasPrefix(word.row.written) == true)
        #expect(PlainWordTable.markdown.contains("`\(word.row.example)`"))
    }

    /// A name alone does something, or says what is missing; it is never sent.
    @Test(arguments: PlainWord.allCases.flatMap(\.row.names))
    func aNameAloneIsNoMessage(name: String) {
        let line = PlainLine.reading(name, Self.asked)
        if case .message = line { Issue.record("\(name) would be sent") }
    }

    @Test(arguments: [
        "a nice thing", "show me the parser", "edit the parser", "clear the cache", "comment the code",
        "next, write tests",
        "undo the rename", "write a test", "changes look good", "split the file", "join the two", "base it on main",
        "patch the parser", "commit the changes", "both of them", "open the file", "drop the table",
        "help me with this",
        "queue it", "send it", "log everything", "cancel that plan", "quit smoking", "request a review", "hello",
        "w h y",
        "first of all, thanks", "copy a to b", "disk is full", "project is called shop", "never mind", "always do that",
        "yes please", "no, the other one", "answer me", "attach a debugger", "resolve the conflict", "ours is better",
        "output nothing", "thoughts?", "/usr/bin/env is missing", "a3", "2.1", "ok",
    ])
    func isAMessage(text: String) {
        switch PlainLine.reading(text) {
        case .message(text), .command(text): break
        case let other: Issue.record("\(text) is \(other)")
        }
    }

    @Test(arguments: [
        ("chnages", "changes"), ("wirte", "write"), ("undoo", "undo"), ("hepl", "help"), ("acept", "accept"),
        ("Changes", "changes"),
    ])
    func isAskedAbout(text: String, meant: String) {
        guard case .mistake(let why) = PlainLine.reading(text) else {
            Issue.record("\(text) is \(PlainLine.reading(text))")
            return
        }
        #expect(why.contains("Did you mean \(meant)?"))
    }

    @Test(arguments: [
        "a 1.", "a 1.2:", "a 1.2:5-3", "a 0", "a 1.0", "show 1:2", "a 1 2", "r 1.x reason", "comment 1",
        "r all because",
    ])
    func anAlmostPlaceIsNotSent(text: String) {
        guard case .mistake = PlainLine.reading(text) else {
            Issue.record("\(text) is \(PlainLine.reading(text))")
            return
        }
    }

    @Test func placesAreRead() {
        #expect(PlainPlace("2") == PlainPlace(file: 2))
        #expect(PlainPlace("2.1") == PlainPlace(file: 2, hunk: 1))
        #expect(PlainPlace("2.1:3") == PlainPlace(file: 2, hunk: 1, lines: 3...3))
        #expect(PlainPlace("12.10:3-50") == PlainPlace(file: 12, hunk: 10, lines: 3...50))
        for text in ["", "+2", "02", "2:1", "2.", ".1", "2.1:", "2.1:-3", "2.1:3-", "9999999999", "２"] {
            #expect(PlainPlace(text) == nil, "\(text)")
        }
    }

    @Test func everyPlaceIsReadAsItIsWritten() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let first = Int.random(in: 1...40, using: &chance)
            let place = PlainPlace(
                file: Int.random(in: 1...999, using: &chance), hunk: Int.random(in: 1...99, using: &chance),
                lines: Bool.random(using: &chance) ? first...first + Int.random(in: 0...9, using: &chance) : nil)
            #expect(PlainPlace(place.text) == place, "seed \(chance.seed)")
        }
    }

    @Test func withoutAChatItsWordsAreNone() {
        let around = PlainLine.Surroundings(hasChat: false)
        #expect(PlainLine.reading("queue", around) == .message("queue"))
        #expect(PlainLine.reading("write", around) == .word(.write, PlainArguments()))
        #expect(!PlainWord.help(hasChat: false).contains { $0.contains("steer") })
    }

    @Test func noIsWordsOnlyWhereSomethingAsks() {
        #expect(PlainLine.reading("no not that", Self.asked) == .word(.no, PlainArguments(text: "not that")))
        #expect(
            PlainLine.reading("no 3 not that", Self.asked) == .word(.no, PlainArguments(number: 3, text: "not that")))
        #expect(PlainLine.reading("yes", PlainLine.Surroundings()) == .message("yes"))
        #expect(PlainLine.reading("yes 3", PlainLine.Surroundings()) == .word(.yes, PlainArguments(number: 3)))
        #expect(PlainLine.reading("yes please", Self.asked) == .message("yes please"))
    }
}
