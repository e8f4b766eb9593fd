// A short round of the realtime fuzzer with a look inside; `make fuzz-realtime` plays ten million inputs.
import RealtimeFuzz
import TestSupport
import Testing

@testable import SocketIO

@Suite struct RealtimeFuzzTests {
    @Test func randomInputBreaksNothingAndGetsEverywhere() {
        let seed = SeededGenerator.fresh().seed
        print("realtime fuzz: FUZZ_SEED=\(seed)")
        var fuzz = RealtimeFuzz(seed: seed)
        fuzz.inspectClient = \.overfull
        #expect(throws: Never.self, "FUZZ_SEED=\(seed)") { try fuzz.play(fuzzRounds(default: 100_000)) }
        // What is rare in a short round is rare by chance.
        let rare: [FuzzPlace] = [.wasRefused, .wasPutOut, .upgraded]
        for place in FuzzPlace.allCases where !rare.contains(place) {
            #expect(fuzz.reached[place] ?? 0 > 0, "never \(place), FUZZ_SEED=\(seed)")
        }
    }
}

extension SocketSession {
    /// Which buffer holds more than it may, or counts wrongly.
    fileprivate var overfull: String? {
        for membership in memberships {
            if membership.held.count > configuration.maximumHeldEvents { return "held events" }
            if membership.buffer.count > configuration.maximumBufferedEvents { return "buffered events" }
            if membership.bufferedBytes > configuration.maximumBufferedBytes { return "buffered bytes" }
            if membership.bufferedBytes != membership.buffer.reduce(0, { $0 + $1.byteCount }) { return "byte count" }
        }
        if engine.outboxBytes != engine.outbox.reduce(0, { $0 + $1.byteCount }) { return "bytes to send" }
        // Beside events there are answers: to heartbeats, to CONNECT, to events that want one.
        return engine.outboxBytes > 2 * configuration.maximumBufferedBytes ? "too much to send" : nil
    }
}
