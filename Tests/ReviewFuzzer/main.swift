// Runs the review fuzzer for long. Built for release, it plays a hundred thousand inputs in seconds.
import ReviewFuzz
import TestSupport

FuzzRun().main(places: ReviewFuzzPlace.allCases.map(\.rawValue)) { seed, inputs in
    var fuzz = ReviewFuzz(seed: seed)
    try fuzz.play(inputs)
    return Dictionary(uniqueKeysWithValues: fuzz.reached.map { ($0.key.rawValue, $0.value) })
}
