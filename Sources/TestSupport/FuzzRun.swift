// A long run of a fuzzer: in blocks that name their seeds before they begin, so that a crash or a hang can be played
// again by itself, with an eye on the memory.
import Glibc

/// How a long run is cut and what it may take.
public struct FuzzRun: Sendable {
    public var blockSize = 100_000
    /// A block that computes for longer hangs, and the process ends by SIGPROF. Time in which others had the processor
    /// does not count.
    public var blockSeconds = 60
    /// What the process may grow by after the first tenth, in kB.
    public var allowedGrowth = 16_000

    public init() {}

    /// Plays `FUZZ_ROUNDS` inputs, ten million by default, from `FUZZ_SEED` on, and ends the process: with 1 when `block`
    /// throws or memory grows. `block` plays so many inputs from a seed and says how often it got where; `places` are
    /// printed in their order.
    public func main(places: [String], block: (_ seed: UInt64, _ inputs: Int) throws -> [String: Int]) -> Never {
        let rounds = fuzzRounds(default: 10_000_000)
        let first = SeededGenerator.fresh().seed
        let start = monotonicSeconds()
        var settled = 0
        var played = 0
        var reached: [String: Int] = [:]
        while played < rounds {
            let seed = first &+ UInt64(played / blockSize)
            let count = min(blockSize, rounds - played)
            print("FUZZ_SEED=\(seed) FUZZ_ROUNDS=\(count): \(residentBytes() / 1024) kB")
            fflush(nil)
            endAfter(computing: blockSeconds)
            do {
                reached.merge(try block(seed, count), uniquingKeysWith: +)
            } catch {
                print("failed: \(error)")
                exit(1)
            }
            played += count
            if settled == 0, played * 10 >= rounds { settled = residentBytes() / 1024 }
        }
        endAfter(computing: 0)
        let grown = residentBytes() / 1024 - settled
        print(
            "\(played) inputs in \(Int(monotonicSeconds() - start)) s from seed \(first); "
                + "memory grew by \(grown) kB after the first tenth")
        for place in places { print("\(place): \(reached[place] ?? 0)") }
        exit(grown > allowedGrowth ? 1 : 0)
    }

    private func endAfter(computing seconds: Int) {
        var time = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: seconds, tv_usec: 0))
        let result = setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &time, nil)
        precondition(result == 0, "no timer: \(errno)")
    }
}
