// What is made of a command line before anything runs: a slip in a command's name, and text from a pipe.
import TestSupport
import Testing

@testable import Console

@Suite struct CommandLineTests {
    private let commands = ["review", "sessions", "resume", "login", "logout", "whoami", "listen", "doctor", "demo"]

    @Test(arguments: [
        ("reveiw", "review"), ("reviw", "review"), ("Review", "review"), ("docter", "doctor"), ("session", "sessions"),
        ("lisen", "listen"), ("log", "login"), ("memo", "demo"), ("resum", "resume"),
    ])
    func aSlipIsFound(word: String, command: String) {
        #expect(commandMeant(by: [word], among: commands) == command)
    }

    @Test(arguments: [
        ["hello"], ["help"], ["fix the reveiw"], ["reveiw", "it"], ["--reveiw"], ["-r"], ["de"], [""], [], ["révise"],
        ["explain"], ["test"],
    ])
    func aMessageIsNone(words: [String]) {
        #expect(commandMeant(by: words, among: commands) == nil)
    }

    /// Taking a letter out, putting one in, changing one or exchanging two neighbours is one slip; and slips do not depend
    /// on the direction.
    @Test func slipsAreCountedAsTheyHappen() {
        var random = SeededGenerator.fresh()
        let letters = Array("abcdefgh")
        for _ in 0..<500 {
            let word = (0..<Int.random(in: 3...9, using: &random)).map { _ in
                letters.randomElement(using: &random) ?? "a"
            }
            var other = word
            let place = Int.random(in: 0..<word.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: other.remove(at: place)
            case 1: other.insert("z", at: place)
            case 2: other[place] = "z"
            default: if place > 0 { other.swapAt(place, place - 1) }
            }
            let count = slips(between: String(word), and: String(other))
            #expect(count == (word == other ? 0 : 1), "\(word) \(other), seed \(random.seed)")
            #expect(count == slips(between: String(other), and: String(word)))
        }
        #expect(slips(between: "", and: "abc") == 3)
    }

    // MARK: Pipes

    @Test func textGoesInAFence() throws {
        let text = try #require(try PipedText(Array("one\r\ntwo @file\n\n  \n".utf8)))
        #expect(text.text == "one\ntwo @file")
        #expect(text.fenced == "```\none\ntwo @file\n```")
    }

    @Test func aFenceInTheTextDoesNotEndOurs() throws {
        let text = try #require(try PipedText(Array("a\n````swift\nb\n````\n".utf8)))
        #expect(text.fenced == "`````\na\n````swift\nb\n````\n`````")
    }

    @Test(arguments: ["", "\n", "  \n\t\n"])
    func nothingIsNothing(text: String) throws {
        #expect(try PipedText(Array(text.utf8)) == nil)
    }

    @Test func whatIsNoTextIsRefused() {
        #expect(throws: PipedText.Refusal.binary) { try PipedText([0x7F, 0x45, 0x4C, 0x46, 0, 0]) }
        #expect(throws: PipedText.Refusal.tooLong(limit: PipedText.limit)) {
            try PipedText([UInt8](repeating: 0x61, count: PipedText.limit + 1))
        }
        #expect(throws: Never.self) { try PipedText([UInt8](repeating: 0x61, count: PipedText.limit)) }
        #expect(PipedText.Refusal.tooLong(limit: 512 << 10).sentence.contains("more than 512 KiB"))
    }

    /// A log with a name in another encoding is still a log.
    @Test func oddBytesAreSeen() throws {
        #expect(try PipedText([0x4A, 0xE9, 0x6E])?.text == "J\u{FFFD}n")
    }
}
