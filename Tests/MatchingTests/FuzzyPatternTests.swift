// What answers to a few letters, and what is better than what.

import Matching
import TestSupport
import Testing

@Suite struct FuzzyPatternTests {
    private func better(_ pattern: String, _ lines: String...) {
        let scores = lines.map { FuzzyPattern(pattern).score(of: $0) }
        for index in scores.indices.dropFirst() {
            guard let one = scores[index - 1], let other = scores[index] else {
                Issue.record("\(pattern): no score in \(lines)")
                continue
            }
            #expect(one > other, "\(pattern): \(lines[index - 1]) \(one) before \(lines[index]) \(other)")
        }
    }

    @Test func letters() {
        #expect(FuzzyPattern("cmp").score(of: "Composer") != nil)
        #expect(FuzzyPattern("pmc").score(of: "Composer") == nil)
        #expect(FuzzyPattern("git com").score(of: "commit with git") != nil)
        #expect(FuzzyPattern("git com").score(of: "commit") == nil)
        #expect(FuzzyPattern("").score(of: "anything") == 0 && FuzzyPattern(" ").isEmpty)
        #expect(FuzzyPattern("é").score(of: "café") != nil && FuzzyPattern("é").score(of: "cafe") == nil)
    }

    @Test func aCapitalMeansCase() {
        #expect(FuzzyPattern("readme").score(of: "README.md") != nil)
        #expect(FuzzyPattern("Readme").score(of: "README.md") == nil)
        #expect(FuzzyPattern("Readme").score(of: "Readme.md") != nil)
    }

    @Test func beginningsOfWordsAreBetter() {
        better("cv", "Sources/ComposerView.swift", "Sources/Archive.swift")
        better("mode", "mode", "remodel", "remxoxdxel")
        better("re", "resume", "improve")
        better("parser", "Sources/Parser.swift", "Sources/Parsing/Writer.swift")
        better("app/mod", "Sources/App/Model.swift", "Sources/Apple/xmxoxd.swift")
    }

    @Test func placesAreThoseOfTheLetters() {
        #expect(FuzzyPattern("cv").places(in: "Sources/ComposerView.swift") == [8, 16])
        #expect(FuzzyPattern("mode").places(in: "a mode") == [2, 3, 4, 5])
        #expect(FuzzyPattern("x").places(in: "abc") == nil)
    }

    /// Whether the letters of all terms stand in the line in order, by the plainest of loops.
    private func answers(_ pattern: String, _ line: String) -> Bool {
        pattern.split(separator: " ").allSatisfy { term in
            let isExact = term.contains { $0.isASCII && $0.isUppercase }
            var rest = Array(isExact ? String(term) : term.lowercased())[...]
            for letter in isExact ? line : line.lowercased() where letter == rest.first { rest.removeFirst() }
            return rest.isEmpty
        }
    }

    @Test func agreesWithAPlainLoop() {
        var chance = SeededGenerator.fresh()
        let letters = Array("abAB/_. -1x")
        func word(_ length: Int) -> String {
            String((0..<length).map { _ in letters[Int.random(in: 0..<letters.count, using: &chance)] })
        }
        for _ in 0..<fuzzRounds(default: 20_000) {
            let pattern = word(Int.random(in: 0..<6, using: &chance))
            let line = word(Int.random(in: 0..<20, using: &chance))
            let fuzzy = FuzzyPattern(pattern)
            let score = fuzzy.score(of: line)
            #expect((score != nil) == answers(pattern, line), "`\(pattern)` in `\(line)`, seed \(chance.seed)")
            let places = fuzzy.places(in: line)
            #expect((places != nil) == (score != nil), "seed \(chance.seed)")
            guard let places else { continue }
            let bytes = Array(line.utf8)
            #expect(places.allSatisfy(bytes.indices.contains) && Set(places).count == places.count)
            // One term: its letters, in order.
            let terms = pattern.split(separator: " ")
            if terms.count == 1 {
                let found = String(decoding: places.map { bytes[$0] }, as: UTF8.self)
                #expect(found.lowercased() == terms[0].lowercased(), "`\(pattern)` in `\(line)`, seed \(chance.seed)")
            }
        }
    }

    @Test func noLayingIsBetterThanTheBest() {
        // Every way to lay a pattern of two letters is tried: the score is that of the best pair alone.
        var chance = SeededGenerator.fresh()
        let letters = Array("ab/_AB")
        for _ in 0..<fuzzRounds(default: 3_000) {
            let line = (0..<12).map { _ in letters[Int.random(in: 0..<letters.count, using: &chance)] }
            let whole = FuzzyPattern("ab").score(of: String(line))
            var best: Int?
            for (first, letter) in line.enumerated() where letter.lowercased() == "a" {
                for second in line.indices.dropFirst(first + 1) where line[second].lowercased() == "b" {
                    // All other letters of the pattern are hidden.
                    var hidden = line
                    for place in line.indices where place != first && place != second {
                        if line[place].lowercased() == "a" { hidden[place] = line[place] == "A" ? "C" : "c" }
                        if line[place].lowercased() == "b" { hidden[place] = line[place] == "B" ? "C" : "c" }
                    }
                    best = max(best ?? .min, FuzzyPattern("ab").score(of: String(hidden)) ?? .min)
                }
            }
            #expect(whole == best, "\(String(line)), seed \(chance.seed)")
        }
    }
}
