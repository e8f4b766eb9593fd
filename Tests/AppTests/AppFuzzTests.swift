// A short round of the model's fuzzer, with many frames; `make fuzz-app` plays ten million events.

import AppFuzz
import TestSupport
import Testing

@Suite struct AppFuzzTests {
    @Test func survivesAnything() {
        let seed = SeededGenerator.fresh().seed
        var fuzz = AppFuzz(seed: seed)
        fuzz.eventsPerFrame = 20
        #expect(throws: Never.self, "FUZZ_SEED=\(seed)") { try fuzz.play(fuzzRounds(default: 9_000)) }
        for place in [FuzzedPlace.request, .answered, .sent, .staged, .written, .kept, .edited, .drawn]
        where fuzz.reached[place, default: 0] == 0 {
            Issue.record("never reached: \(place.rawValue); FUZZ_SEED=\(seed)")
        }
    }
}
