// Replacements with groups, beside `sed -E`.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct ReplacementTests {
    @Test(arguments: [
        (#"(a)(b)"#, #"\u\1\2"#, "xab", "xAb"), (#"(a)(b)"#, #"\U$1\E$2"#, "ab ab", "Ab Ab"),
        (#"_([a-z])"#, #"\u\1"#, "a_b_cd", "aBCd"), (#"([A-Z])"#, #"_\l\1"#, "aBC", "a_b_c"),
        ("(x?)(b)", #"\u\1\2"#, "ab", "aB"), ("b+", #"$$1 \\U"#, "abb", #"a$1 \U"#), ("é(.)", #"\U\0"#, "éa", "ÉA"),
        ("^", "> ", "ab", "> ab"), ("$", ";", "ab", "ab;"), ("(ß)", #"\U\1"#, "ß", "ß"),
        (#"(.)(.*)"#, #"\u\1\L\2"#, "aBC", "Abc"), ("a", #"\u\L\0bC"#, "A-a", "A-Abc"),
    ])
    func changesCase(_ pattern: String, _ template: String, _ line: String, _ result: String) {
        let change = LineChange(.replace(.expression(pattern, ignoringCase: false), with: template, .everywhere))
        #expect(change?.apply(to: line)?.line == result)
    }

    /// Patterns and templates by chance; the meaning of each piece is the same in both.
    @Test func replacesAsSedDoes() throws {
        var chance = SeededGenerator.fresh()
        let atoms = [
            "a", "b", ".", "[ab]", "[^a]", "(a)", "(b|ab)", "(a*)", "[[:upper:]]", "é", #"\w"#, "x{1,2}", "(y?)", "B",
        ]
        let repeats = ["", "", "", "*", "+", "?", "{2}", "{0,1}"]
        let pieces = ["-", "z", #"\1"#, #"\0"#, #"\u"#, #"\l"#, #"\U"#, #"\L"#, #"\E"#, "Q", "é"]
        let letters = ["a", "b", "A", "B", "x", "xx", "y", "é", " ", "ab", "_"]
        for _ in 0..<fuzzRounds(default: 150) {
            var pattern = Int.random(in: 0..<6, using: &chance) == 0 ? "^" : ""
            for _ in 0..<Int.random(in: 1...3, using: &chance) {
                pattern += (atoms.randomElement(using: &chance) ?? "a") + (repeats.randomElement(using: &chance) ?? "")
            }
            if Int.random(in: 0..<6, using: &chance) == 0 { pattern += "$" }
            let groups = ExtendedExpression.groupCount(of: pattern)
            let template = (0..<Int.random(in: 0...4, using: &chance)).map { _ in
                pieces.randomElement(using: &chance) ?? ""
            }
            .filter { groups > 0 || $0 != #"\1"# }.joined()
            // sed forgets `\u` before `\L`, perl and we don't; what is refused needs no oracle.
            let isOdd =
                [#"\u\"#, #"\l\"#].contains { template.contains($0) } && template.contains { "ULE".contains($0) }
            guard !isOdd, ExtendedExpression.fault(in: pattern) == nil else { continue }
            // Note: GNU sed takes an empty match in the middle of a character; we don't.
            let isEmptyToo =
                !(((try? ExtendedExpression.compile(pattern, ignoringCase: false))?.matches(in: []).isEmpty ?? true))
            let lines = (0..<4).map { _ in
                (0..<Int.random(in: 0...6, using: &chance)).map { _ in letters.randomElement(using: &chance) ?? "" }
                    .filter { !isEmptyToo || $0 != "é" }.joined()
            }
            let first = Bool.random(using: &chance)
            let outcome = try run(
                ["sed", "-E", "s/\(pattern)/\(template)/\(first ? "" : "g")"],
                input: Array((lines.joined(separator: "\n") + "\n").utf8), environment: ["LC_ALL": "C.UTF-8"])
            // sed has bounds of its own on what it takes.
            guard outcome.errorText.isEmpty else { continue }
            let edit = HelperEdit.replace(
                .expression(pattern, ignoringCase: false), with: template, .everywhere, firstOnly: first)
            let change = LineChange(edit)
            let ours = lines.map { (change?.apply(to: $0)?.line ?? $0) + "\n" }.joined()
            #expect(ours == outcome.text, "seed \(chance.seed): s/\(pattern)/\(template)/ of \(lines)")
        }
    }
}
