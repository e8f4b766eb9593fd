// Runs the fuzzer of the whole model for long. Built for release, ten million events take minutes.
import AppFuzz
import TestSupport

var long = FuzzRun()
long.blockSeconds = 600
long.main(places: FuzzedPlace.allCases.map(\.rawValue)) { seed, events in
    var fuzz = AppFuzz(seed: seed)
    try fuzz.play(events)
    return Dictionary(uniqueKeysWithValues: fuzz.reached.map { ($0.key.rawValue, $0.value) })
}
