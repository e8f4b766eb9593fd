// Spoilt SEARCH/REPLACE blocks for their reader, put into texts that they nearly fit.
import TestSupport
import Workspace

struct SearchReplaceFuzz {
    /// Where the last input led.
    private(set) var places: [ReviewFuzzPlace] = []
    private let spoilt = SpoiltText(tokens: [
        "<<<<<<< SEARCH\n", "=======\n", ">>>>>>> REPLACE\n", "-------\n", ":start_line:", ":end_line:3\n", "\\",
        "\\=======\n",
        "    two\n", " ", "\t",
    ])
    private let text = Array(PatchSamples.text.utf8)
    private let samples = [
        "<<<<<<< SEARCH\n:start_line:3\n-------\n    two\n=======\n    TWO\n    more\n>>>>>>> REPLACE\n",
        "<<<<<<< SEARCH\n    one\n    two\n=======\n    ONE\n>>>>>>> REPLACE\n\n<<<<<<< SEARCH\nfive\n=======\nsix\n>>>>>>> REPLACE\n",
        "<<<<<<< SEARCH\n\\=======\n=======\n\\\\=======\n>>>>>>> REPLACE\n",
    ].map { Array($0.utf8) }

    mutating func step(using generator: inout SeededGenerator) throws {
        places = []
        let sample = samples.randomElement(using: &generator) ?? []
        let input = String(decoding: spoilt.input(from: sample, using: &generator), as: UTF8.self)
        var present = text
        if Bool.random(using: &generator) { spoilt.spoil(&present, using: &generator) }
        do throws(ToolFailure) {
            let diff = try SearchReplaceDiff(input)
            places.append(.readBlocks)
            _ = try diff.applied(to: present)
            places.append(.putBlocks)
        } catch {
            guard !error.text.isEmpty else { throw ReviewFuzzFailure("a refusal without words") }
        }
    }
}
