// Whatever comes over the wire is classified: no crash, no hang, and words that stay short enough for a screen.
import JSON
import TaskMachine
import TestSupport
import Testing

@Suite struct ChatAnswerFuzzTests {
    @Test func everythingIsClassified() {
        var chance = SeededGenerator.fresh()
        let seed = chance.seed
        let bodies = ChatAnswerTests.rows.map { Array($0.body.utf8.prefix(2_000)) }
        for _ in 0..<fuzzRounds(default: 3_000) {
            let body = spoilt(bodies.randomElement(using: &chance) ?? [], &chance)
            let status = [200, 200, 301, 400, 401, 403, 404, 413, 417, 429, 500, 503, 0, 999].randomElement(
                using: &chance)
            let wait = ["7", "-1", "99999999999999999999", "Sun, 06 Nov 1994 08:49:37 GMT", "x", ""].randomElement(
                using: &chance)
            let answer = ChatAnswer(
                status: status ?? 200, retryAfter: wait, date: "Sun, 06 Nov 1994 08:49:30 GMT",
                isGuest: Bool.random(using: &chance), body: body)
            if case .failure(let failure) = answer {
                #expect("\(failure)".utf8.count < 200_000, "seed \(seed)")
                if case .rateLimited(let seconds?) = failure { #expect(seconds >= 0, "seed \(seed)") }
            }
        }
    }

    /// A page, a message and a list that are far too long cost time in proportion, and little of them is shown.
    @Test func longWordsAreCut() throws {
        let long = String(repeating: "word <b>", count: 100_000)
        let body: JSONValue = ["exc_type": "X", "message": .string(long)]
        guard case .failure(.refused(_, let words)) = ChatAnswer(status: 400, retryAfter: nil, body: body.serialized())
        else { return #expect(Bool(false)) }
        #expect(words.count <= 4_000)
        let page = Array(("<html><title>" + long).utf8)
        #expect(
            ChatAnswer(status: 403, retryAfter: nil, body: page)
                == .failure(.blocked(status: 403, "an HTML page instead of JSON")))
    }

    private func spoilt(_ bytes: [UInt8], _ chance: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...4, using: &chance) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &chance)
            switch Int.random(in: 0..<4, using: &chance) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &chance)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(contentsOf: bytes.suffix(from: place).prefix(40), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
