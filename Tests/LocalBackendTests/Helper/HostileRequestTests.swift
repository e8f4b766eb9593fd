// Messages that nobody writes in good faith: whatever comes, reading ends, and soon.
// One after the other, since they look at the clock.

import TestSupport
import Testing

@testable import LocalBackend

@Suite(.serialized) struct HostileRequestTests {
    /// The helper's own words, and some that end, glue or escape.
    private static let words =
        Array(RequestReader.politeWords).sorted() + openings + verbs
        + [
            "to", "with", "in", "by", "as", "->", "→", "a", "b", "c.d", "e/", "./", "all", "the", "file", "folder",
            "files", "and", "also", "but", "preserving", "case", "every", "inside", "words", "first", "only", "once",
            "per", "line", "without", "imports", "its", "everywhere", "please", "thanks", "back", "last", "content",
            "containing", "from", "template", "would", "change?", "renaming", "moving", "X", "used", "where", "is",
            "'", "''", "'a b'", "\"", "`", "/", "/a/", "/i", "/(a)/i", "\\", "\\1", "$1", "*", "*.c", "?", ".", ":",
            "s/a/b/", "s/a/b/g", "\n", "\r\n", "\u{301}", "é", "👍🏽",
        ]
    private static let openings = ["preview", "dry run", "dry-run", "count", "what would", "how many places would"]
    private static let verbs = HelperVerb.allCases.map(\.rawValue) + RequestReader.plainVerbs + ["put", "take", "mv"]

    @Test func readsWhateverStandsThere() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 4000) {
            let picked = (0..<Int.random(in: 1...40, using: &chance)).map { _ in
                Self.words.randomElement(using: &chance) ?? ""
            }
            let text = picked.joined(separator: " ")
            // What is offered or understood can be asked for again, too.
            switch RequestReader.read(text) {
            case .request(let request), .near(let request): _ = RequestReader.read(request.spelled)
            case .mistake, .beyondRules: break
            }
        }
    }

    /// Options stand last in most requests: with any words before and behind them.
    @Test func takesOptionsOut() {
        let options = ["preserving case", "inside words", "only the first", "first only", "without imports"]
        for request in ["rename a to b", "replace a with b", "move a.py to b.py"] {
            for joint in ["", "and", "but", "also", "and also", "but and also"] {
                for first in options {
                    for second in options {
                        _ = RequestReader.read("\(request) \(joint) \(first)")
                        _ = RequestReader.read("\(request) \(joint) \(first) \(joint) \(second)")
                    }
                }
            }
        }
    }

    /// A megabyte of one word is read about as quickly as any other: in a square of the time this would take hours.
    @Test(arguments: openings + ["please", "can", "i want", "thanks", "hello", "the", "yes"])
    func readsAMegabyteOfAWord(_ word: String) {
        let text = String(repeating: word + " ", count: 1_000_000 / (word.utf8.count + 1))
        #expect(ContinuousClock().measure { _ = RequestReader.read(text) } < .seconds(30))
    }

    @Test(arguments: verbs) func readsAVerbAgainAndAgain(_ word: String) {
        let text = String(repeating: word + " ", count: 100_000 / (word.utf8.count + 1))
        #expect(ContinuousClock().measure { _ = RequestReader.read(text) } < .seconds(30))
    }

    @Test(arguments: [
        ("find ", "/a ", ""), ("find ", "the ", "please"), ("find the ", "please ", ""), ("move ", "./", " b"),
        ("undo ", "the ", ""), ("rename a to b ", "and ", "preserving case"), ("find ", "'a' ", ""), ("s", "/a", ""),
        ("", "\n", "find a"), ("create ", "the ", "a"), ("find a in ", "all ", "c"), ("dry run ", "change ", ""),
        ("replace /a/ with '", "\\1$1\\U", "'"), ("rename ", "aB", " to b in every case"),
    ])
    func readsLongRequests(_ head: String, _ repeated: String, _ tail: String) {
        let text = head + String(repeating: repeated, count: 100_000 / repeated.utf8.count) + tail
        #expect(ContinuousClock().measure { _ = RequestReader.read(text) } < .seconds(30))
    }
}
