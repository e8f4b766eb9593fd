// Runs the realtime fuzzer for long: `FUZZ_ROUNDS` inputs from `FUZZ_SEED` on. Built for release, it plays a million in
// seconds. Each block names its seed before it begins, so that a crash or a hang can be played again by itself.
import Glibc
import RealtimeFuzz
import TestSupport

private let blockSize = 100_000
/// A block that takes longer hangs.
private let blockSeconds: UInt32 = 60
/// What a run may grow by after its first tenth, in kB.
private let allowedGrowth = 16_000

private func residentKilobytes() -> Int {
    let text = (try? readFile("/proc/self/status")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}

private let rounds = fuzzRounds(default: 10_000_000)
private let first = SeededGenerator.fresh().seed
private let start = monotonicSeconds()
private var settled = 0
private var played = 0
private var reached: [FuzzPlace: Int] = [:]
while played < rounds {
    let seed = first &+ UInt64(played / blockSize)
    let count = min(blockSize, rounds - played)
    print("FUZZ_SEED=\(seed) FUZZ_ROUNDS=\(count): \(residentKilobytes()) kB")
    fflush(nil)
    alarm(blockSeconds)
    do {
        var fuzz = RealtimeFuzz(seed: seed)
        try fuzz.play(count)
        reached.merge(fuzz.reached, uniquingKeysWith: +)
    } catch {
        print("failed: \(error)")
        exit(1)
    }
    played += count
    if settled == 0, played * 10 >= rounds { settled = residentKilobytes() }
}
alarm(0)
private let seconds = monotonicSeconds() - start
private let grown = residentKilobytes() - settled
print("\(played) inputs in \(Int(seconds)) s from seed \(first); memory grew by \(grown) kB after the first tenth")
for place in FuzzPlace.allCases { print("\(place): \(reached[place] ?? 0)") }
if grown > allowedGrowth { exit(1) }
