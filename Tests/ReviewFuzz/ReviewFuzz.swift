// Random and spoilt input for everything that a review reads or compares, repeatable by its seed.
import TestSupport

/// What went wrong, in words; the seed of the block that did it is with the caller.
public struct ReviewFuzzFailure: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Where random input has to get to, now and then: a fuzzer that is turned away at the door proves nothing.
public enum ReviewFuzzPlace: String, CaseIterable, Sendable {
    case readHunks, readCombined, readBinary, readMail, mendedCounts, fitted, fittedReverse, nearlyFitted, compared,
        comparedWords, merged, conflicted, readBlocks, putBlocks
}

/// Plays inputs: a patch, a pair or three of texts, a pair of lines, or blocks.
public struct ReviewFuzz {
    /// How often it got where.
    public private(set) var reached: [ReviewFuzzPlace: Int] = [:]

    private var generator: SeededGenerator
    private var patches = PatchFuzz()
    private var texts = TextFuzz()
    private var blocks = SearchReplaceFuzz()

    public init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// Plays so many inputs, or stops at the first failure.
    public mutating func play(_ inputs: Int) throws {
        for _ in 0..<inputs {
            switch Int.random(in: 0..<8, using: &generator) {
            case 0...3:
                try patches.step(using: &generator)
                count(patches.places)
            case 4:
                try texts.compare(using: &generator)
                count(texts.places)
            case 5:
                try texts.merge(using: &generator)
                count(texts.places)
            case 6:
                try texts.compareWords(using: &generator)
                count(texts.places)
            default:
                try blocks.step(using: &generator)
                count(blocks.places)
            }
        }
    }

    private mutating func count(_ places: [ReviewFuzzPlace]) {
        for place in places { reached[place, default: 0] += 1 }
    }
}
