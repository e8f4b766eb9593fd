// Runs the realtime fuzzer for long. Built for release, it plays a million inputs in seconds.
import RealtimeFuzz
import TestSupport

FuzzRun().main(places: FuzzPlace.allCases.map(\.rawValue)) { seed, inputs in
    var fuzz = RealtimeFuzz(seed: seed)
    try fuzz.play(inputs)
    return Dictionary(uniqueKeysWithValues: fuzz.reached.map { ($0.key.rawValue, $0.value) })
}
