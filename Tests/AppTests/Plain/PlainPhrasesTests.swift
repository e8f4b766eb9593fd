// The screen's sentences without its keys: who has no screen has nothing to press.

import ChangeReview
import Screen
import TaskMachine
import Testing

@testable import App

@Suite struct PlainPhrasesTests {
    private static let failures: [RequestFailure] = [
        .unreachable("x"), .timedOut(seconds: 60), .rateLimited(retryAfterSeconds: 5), .signedOut("x"),
        .interrupted("x"),
        .blocked(status: 403, "x"), .contextTooLong("x"), .noSuchMethod("x"), .keyWanted("x"), .quotaExceeded("x"),
        .modelFailed("x"),
        .refused(status: 500, message: "x"), .malformed("x"), .forbidden("x"),
    ]

    private func names(_ text: String) -> [String] {
        [
            "Enter", "Esc", "Ctrl-T", "Ctrl-G", "Alt-", "F1", "space ", "w writes", "u takes", "u undoes", "x rejects",
            "o tries",
        ]
        .filter { text.contains($0) }
    }

    @Test(arguments: failures)
    func aFailureNamesNoKey(failure: RequestFailure) {
        let text = PlainPhrases.adapted(Signs.ascii.adapted(Words.text(of: failure)))
        #expect(names(text).isEmpty, "\(text)")
    }

    /// A server's words are its own, whatever they look like.
    @Test func foreignWordsStayAsTheyAre() {
        #expect(PlainPhrases.adapted("The workspace accepts 3 users") == "The workspace accepts 3 users")
        #expect(PlainPhrases.adapted("space accepts it") == "a PLACE accepts it")
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24))
        player.beginPlain()
        player.play(lines: ["start"])
        player.write("go")
        player.printed = []
        player.play(lines: [#"server notice "x rejects it\nQuestion 3: Run this command?""#])
        #expect(player.printed == ["Notice: x rejects it", "   Question 3: Run this command?"])
        player.printed = []
        player.play(lines: [#"server refused "Rule x rejects that: Esc cancels""#])
        let text = player.printed.first ?? ""
        #expect(text.contains("Rule x rejects that: Esc cancels. Your message is kept. /retry tries again"), "\(text)")
    }

    @Test func aPassingWordIsSaidOnce() {
        let page = ["1 change written."]
        #expect(PlainPhrases.said("+ 1 change written\n\nu takes it back", .ascii, on: page) == ["undo takes it back."])
        #expect(PlainPhrases.said("One\nTwo?", .ascii, on: []) == ["One.", "Two?"])
    }

    @Test func whatAWriteSaysNamesNoKey() throws {
        let path = try #require(RelativePath("a.txt"))
        let refusals: [ApplyRefusal] = [.failed(path: path, reason: "disk full")]
        for refusal in refusals {
            let text = PlainPhrases.adapted(Words.text(of: refusal))
            #expect(names(text).isEmpty, "\(text)")
        }
    }

    /// The sentences that say keys, as they come up in a round of everything.
    @Test func noTranscriptNamesAKey() {
        var player = ScenarioPlayer.playing(
            "start", #"keys "go" enter"#, "server offline \"x\"", "server unreachable \"x\"", "time 20000")
        player.beginPlain()
        player.play(lines: ["start"])
        for line in [
            "w", "u", "redo", "/retry", "/go", "/login", "/logout", "/rules", "/todos", "!", "/trust", "/cost",
            "/context",
        ] {
            player.write(line)
        }
        let found = player.printed.filter { !names($0).isEmpty }
        #expect(found.isEmpty, "\(found)")
    }
}
