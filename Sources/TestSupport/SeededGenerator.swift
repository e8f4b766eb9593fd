// Chance for tests, repeatable: a property that fails prints its seed, and the seed plays the same run again.
import Glibc

/// A small seeded generator (SplitMix64). Not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    public let seed: UInt64
    private var state: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// The same seed in every run, so that a run fails for what was changed and for nothing else; that of `FUZZ_SEED`,
    /// where it is a number, and a new one where it is `random`, which is how new cases are found (`make fuzz`).
    public static func fresh() -> SeededGenerator {
        let asked = environment("FUZZ_SEED")
        if asked == "random" { return SeededGenerator(seed: UInt64.random(in: 0 ... .max)) }
        return SeededGenerator(seed: asked.flatMap { UInt64($0) } ?? 0x6F72_6F70)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// How many rounds a property or fuzz test plays: `FUZZ_ROUNDS`, or the test's own short number.
public func fuzzRounds(default rounds: Int) -> Int {
    environment("FUZZ_ROUNDS").flatMap(Int.init) ?? rounds
}

/// A variable of the environment.
public func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    return String(cString: value)
}
