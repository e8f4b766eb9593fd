// Ends and limits of the reader, and its laws on random input.

import TestSupport
import Testing

@testable import ModelWire

@Suite struct AnswerReadingTests {
    private func play(_ text: String, ending: AnswerReading.Event = .ended) -> AnswerPlay {
        AnswerPlay(AnswerHead(status: 200), Array(text.utf8), ending: ending)
    }

    private let said = "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n"
    private let stop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"

    @Test func endsAreToldApart() {
        #expect(play("").failure == .unreadable("an empty answer"))
        #expect(play(" \n\n").failure == .unreadable("an empty answer"))
        #expect(play(": ping\n\n: ping\n\n").failure == .unreadable("an empty answer"))
        #expect(play("data: [DONE]\n\n").failure == .unreadable("an empty answer"))
        #expect(play("Not Found").failure == .unreadable("no answer but \"Not Found\""))
        #expect(play("data: pong\n\n").failure == .unreadable("no answer but \"pong\""))
        #expect(play("<html><title>Sign in</title></html>").failure == .unreadable("a web page: Sign in"))
        #expect(play(said).reply?.ending == .unsaid)
        #expect(play(said + "data: [DONE]\n\n").reply?.ending == .stop)
        #expect(play("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}]}").reply?.ending == .stop)
        #expect(play(said, ending: .broke("closed")).failure == .serverFailed(status: nil, "closed"))
        #expect(play(said + stop, ending: .broke("closed")).reply?.ending == .stop)
        #expect(play(said, ending: .silenced(seconds: 300)).failure == .silent(seconds: 300))
        #expect(play(said + stop, ending: .silenced(seconds: 5)).reply?.text == "Hi")
        #expect(play(said + stop + said).reply?.text == "HiHi")
        #expect(play(said + "data: [DONE]\n\n" + said).reply?.text == "Hi")
        #expect(
            play(said + "data: {\"choices\":[{\"del").failure
                == .serverFailed(status: nil, "the answer stopped in the middle"))
        #expect(play(said + "data: {nonsense}\n\n").failure == .unreadable("an event that is not JSON: {nonsense}"))
        // An answer that says nothing is one: the model stopped at once.
        #expect(play(stop).reply?.text.isEmpty == true)
    }

    @Test func countsThatCanNotBeAreCut() {
        let most = "9223372036854775807"
        let usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":\(most),\"completion_tokens\":-3}}\n\n"
        #expect(play(said + stop + usage).reply?.usage == ModelUsage(inputTokens: 1 << 40, outputTokens: 0))
        let timings =
            "data: {\"choices\":[],\"timings\":{\"prompt_n\":\(most),\"cache_n\":\(most),\"predicted_n\":1}}\n\n"
        #expect(
            play(said + stop + timings).reply?.usage
                == ModelUsage(inputTokens: 1 << 41, outputTokens: 1, cachedTokens: 1 << 40))
    }

    /// OpenRouter's, in dollars.
    @Test func theCostIsRead() {
        func cost(_ json: String) -> Double? {
            play(said + stop + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"cost\":\(json)}}\n\n").reply?
                .usage?.cost
        }
        #expect(cost("0.0125") == 0.0125)
        #expect(cost("0") == 0)
        for none in ["-1", "1e30", "null", "\"1\""] { #expect(cost(none) == nil) }
    }

    @Test func aCharacterCutInTwoIsRepaired() {
        let bytes =
            Array("data: {\"choices\":[{\"delta\":{\"content\":\"a".utf8) + [0xE2, 0x9C] + Array("\"}}]}\n\n".utf8)
        #expect(AnswerPlay(AnswerHead(status: 200), bytes).reply?.text == "a\u{FFFD}")
    }

    @Test func aThoughtThatWasOpenedInThePromptIsSplitOff() {
        let text = "data: {\"choices\":[{\"delta\":{\"content\":\"So.\\n</think>\\n\\nYes\"}}]}\n\n"
        #expect(play(text).reply?.reasoning == "So.\n")
        #expect(play(text).reply?.text == "Yes")
    }

    @Test func tagsCountAtTheStartAlone() {
        func text(_ parts: [String]) -> AnswerPlay {
            var body = ""
            for part in parts { body += "data: {\"choices\":[{\"delta\":{\"content\":\"\(part)\"}}]}\n\n" }
            return play(body)
        }
        #expect(text(["A <think>tag</think>"]).reply?.text == "A <think>tag</think>")
        #expect(text(["<thi", "s>"]).reply?.text == "<this>")
        #expect(text(["<think>a</thi", "</think>b"]).reply?.reasoning == "a</thi")
        #expect(text(["<think>never closed"]).reply?.reasoning == "never closed")
        #expect(text(["<", "t", "h", "o", "u", "g", "h", "t", ">", "x", "</thought>", " ", "y"]).reply?.text == "y")
        #expect(text(["  ", "\\n"]).reply?.text == "  \n")
    }

    @Test func anAnswerWithoutMeasureIsGivenUp() {
        var reading = AnswerReading()
        _ = reading.handle(.began(AnswerHead(status: 200)))
        let part = Array(
            "data: {\"choices\":[{\"delta\":{\"content\":\"\(String(repeating: "x", count: 1 << 20))\"}}]}\n\n".utf8)
        var effects: [AnswerReading.Effect] = []
        for _ in 0..<17 { effects = reading.handle(.received(part)) }
        #expect(effects == [.failed(.unreadable("an answer of more than 16777216 bytes"))])
        #expect(reading.isOver && reading.handle(.received(part)).isEmpty)
    }

    @Test(arguments: [(500, "x"), (200, "<")])
    func aFailureWithoutEndIsReadToItsLimit(_ status: Int, _ letter: String) {
        var reading = AnswerReading()
        _ = reading.handle(.began(AnswerHead(status: status)))
        let part = Array(String(repeating: letter, count: 1_000).utf8)
        var parts = 0
        while !reading.isOver, parts < 1_000 {
            _ = reading.handle(.received(part))
            parts += 1
        }
        #expect(parts == 66)
        #expect(reading.handle(.ended).isEmpty)
    }

    @Test func aFailureThatGoesSilentIsStillThatFailure() {
        let body = Array(#"{"error":{"message":"invalid api key"}}"#.utf8)
        let play = AnswerPlay(AnswerHead(status: 401), body, ending: .silenced(seconds: 300))
        #expect(play.failure == .keyRefused("invalid api key"))
    }

    @Test func tooManyCallsAreGivenUp() {
        let call = "{\"id\":\"\",\"function\":{\"name\":\"a\",\"arguments\":{}}}"
        let calls = Array(repeating: call, count: 200).joined(separator: ",")
        #expect(
            play("data: {\"choices\":[{\"delta\":{\"tool_calls\":[\(calls)]}}]}\n\n").failure
                == .unreadable("an answer of more than 16777216 bytes"))
    }

    /// Recorded streams with bytes changed, left out, doubled, and pieces of several glued together.
    @Test func spoiltStreamsNeverTrapAndEndOnce() throws {
        let fixtures = try ModelFixture.all(root: packageRoot(of: #filePath))
        var chance = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 400) {
            var bytes = fixtures.randomElement(using: &chance)?.body ?? []
            if Bool.random(using: &chance), let other = fixtures.randomElement(using: &chance)?.body {
                bytes =
                    Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &chance)))
                    + other.dropFirst(Int.random(in: 0...other.count, using: &chance))
            }
            for _ in 0..<Int.random(in: 1...8, using: &chance) where !bytes.isEmpty {
                let place = bytes.indices.randomElement(using: &chance) ?? 0
                switch Int.random(in: 0..<4, using: &chance) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
                case 1: bytes.remove(at: place)
                case 2: bytes.insert(contentsOf: bytes[place...].prefix(40), at: place)
                default: bytes.insert(Array("{}[]\",:\r\n\\".utf8).randomElement(using: &chance) ?? 0, at: place)
                }
            }
            let cuts = (0..<4).map { _ in Int.random(in: 0...bytes.count, using: &chance) }.sorted()
            let status = [200, 200, 200, 500].randomElement(using: &chance) ?? 200
            let play = AnswerPlay(AnswerHead(status: status), bytes, cuts: cuts)
            #expect(play.ends == 1, "seed \(chance.seed) round \(round)")
            #expect(
                play.joined == AnswerPlay(AnswerHead(status: status), bytes).joined,
                "seed \(chance.seed) round \(round)")
        }
    }

    @Test func randomBytesNeverTrap() {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let count = Int.random(in: 0...600, using: &chance)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            #expect(AnswerPlay(AnswerHead(status: 200), bytes).ends == 1, "seed \(chance.seed)")
            _ = try? ListedModel.list(bytes)
        }
    }
}
