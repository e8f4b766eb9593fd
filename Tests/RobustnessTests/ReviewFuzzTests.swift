// A short round of the review fuzzer; `make fuzz-review` plays ten million inputs.
import ReviewFuzz
import TestSupport
import Testing

@Suite struct ReviewFuzzTests {
    @Test func randomInputBreaksNothingAndGetsEverywhere() {
        let seed = SeededGenerator.fresh().seed
        print("review fuzz: FUZZ_SEED=\(seed)")
        var fuzz = ReviewFuzz(seed: seed)
        #expect(throws: Never.self, "FUZZ_SEED=\(seed)") { try fuzz.play(fuzzRounds(default: 20_000)) }
        for place in ReviewFuzzPlace.allCases {
            #expect(fuzz.reached[place] ?? 0 > 0, "never \(place), FUZZ_SEED=\(seed)")
        }
    }
}
