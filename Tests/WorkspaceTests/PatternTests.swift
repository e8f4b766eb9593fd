// Globs and expressions as people and models write them.
import TestSupport
import Testing

@testable import Workspace

@Suite struct PatternTests {
    @Test(arguments: [
        ("*.swift", "a.swift", true), ("*.swift", "src/deep/a.swift", true), ("*.swift", "a.swift.txt", false),
        ("src/*.swift", "src/a.swift", true), ("src/*.swift", "src/deep/a.swift", false),
        ("src/*.swift", "other/src/a.swift", false), ("/src/*.swift", "src/a.swift", true),
        ("./src/*.swift", "src/a.swift", true), ("**/*.swift", "a.swift", true), ("**/*.swift", "x/y/a.swift", true),
        ("src/**", "src/a/b", true), ("src/**", "src", false), ("src/**/b", "src/b", true),
        ("src/**/b", "src/x/y/b", true), ("src/**/b", "src/xb", false), ("a?c", "abc", true), ("a?c", "a/c", false),
        ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[!a-c]x", "dx", true), ("[]]x", "]x", true),
        ("[a", "[a", true), ("*.{swift,md}", "a.md", true), ("*.{swift,md}", "a.txt", false),
        ("{a,b{c,d}}e", "bde", true), ("{a}", "{a}", true), ("\\*", "*", true), ("\\*", "x", false), ("", "", false),
        ("a*b*c*d*e", "aXXbXXcXXdXXe", true), ("Makefile", "sub/Makefile", true), ("*", "any", true),
    ])
    func globs(pattern: String, path: String, matches: Bool) {
        guard let glob = try? Glob(pattern) else {
            #expect(pattern.isEmpty)
            return
        }
        #expect(glob.matches(Array(path.utf8)) == matches)
    }

    @Test func globsAreNeverSlow() throws {
        let glob = try Glob(String(repeating: "*a", count: 200) + "**/" + String(repeating: "*b", count: 200))
        #expect(!glob.matches(Array(repeating: UInt8(ascii: "a"), count: 2000)))
        #expect(throws: ToolFailure.self) { try Glob(String(repeating: "{a,b}", count: 20)) }
    }

    static func matches(
        _ pattern: String, _ line: String, words: Bool = false, literal: Bool = false, fold: Bool = false
    )
        -> String
    {
        do throws(ToolFailure) {
            let matcher = try LineMatcher(pattern, isLiteral: literal, ignoresCase: fold, wholeWords: words)
            return Array(line.utf8).withUnsafeBufferPointer { matcher.matches($0) ? "yes" : "no" }
        } catch {
            return "! " + error.text
        }
    }

    @Test(arguments: [
        ("a.c", "xabcx", "yes"), ("^abc$", "abc", "yes"), ("^abc$", "abcd", "no"), (#"\d+"#, "a12", "yes"),
        (#"\d+"#, "ad", "no"), (#"\bparse\b"#, "let parse = 1", "yes"), (#"\bparse\b"#, "parser", "no"),
        (#"(?:foo|bar)\("#, "bar(1)", "yes"), (#"(?i)FOO"#, "foo", "yes"), (#"x.*?y"#, "x--y", "yes"),
        (#"[\w.-]+@[\w.-]+"#, "a.b-c@d.e", "yes"), (#"[^\d]"#, "123", "no"), (#"[\]\^-]"#, "^", "yes"),
        (#"[\]\^-]"#, "]", "yes"), (#"[\]\^-]"#, "-", "yes"), (#"[\]\^-]"#, "\\", "no"), (#"[\^]"#, "a", "no"),
        (#"[a^]"#, "^", "yes"), (#"[\^-]"#, "-", "yes"), (#"[\^-]"#, "b", "no"), (#"[[:digit:]]"#, "5", "yes"),
        (#"func \w+() {"#, "func x {", "yes"), (#"a{2,3}"#, "aa", "yes"), (#"a{2,3}"#, "a", "no"), ("{", "{", "yes"),
        (#"\s"#, "\t", "yes"), (#"\t"#, "\t", "yes"), (#"a\.b"#, "axb", "no"), ("", "", "! the regex is empty"),
        ("(a", "a", "! bad regex: Unmatched ( or \\("),
        (#"(a)\1"#, "aa", "! the regex has a back-reference, which is not supported"),
        (#"(?=a)"#, "a", "! the regex has a (? group that is not supported: only (?: and a leading (?i) are"),
        (#"a\nb"#, "a", "! the regex can't match across lines"),
        (#"\p{L}"#, "a", "! the regex has \\p, which is not supported"),
        ("((a{1,200}){1,200}){1,200}", "a", "! the regex repeats too much"),
        ("[a", "a", "! the regex has a [ without its ]"),
    ])
    func expressions(pattern: String, line: String, outcome: String) {
        #expect(Self.matches(pattern, line) == outcome)
    }

    @Test func plainText() {
        #expect(Self.matches("a.c", "abc", literal: true) == "no")
        #expect(Self.matches("a.c", "xa.cx", literal: true) == "yes")
        #expect(Self.matches("parse", "reparse parse", words: true, literal: true) == "yes")
        #expect(Self.matches("parse", "reparse parser _parse éparse", words: true, literal: true) == "no")
        #expect(Self.matches("PARSE", "xparsex", literal: true, fold: true) == "yes")
        #expect(Self.matches("É(", "é(", literal: true) == "no")
        #expect(Self.matches("->", "a->b", words: true, literal: true) == "yes")
        #expect(Self.matches("a|b", "xa", words: true) == "no")
        #expect(Self.matches("a|b", "b x", words: true) == "yes")
    }

    /// Any text, escaped, matches itself; any pattern at all is answered.
    @Test func nothingCrashes() {
        var random = SeededGenerator.fresh()
        let letters = Array(#"ab\[](){}^$.*+?|-:,1dw é"#)
        for _ in 0..<fuzzRounds(default: 2000) {
            let text = String(
                (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                })
            _ = Self.matches(text, "ab1 é")
            #expect(Self.matches(RegexTranslation.escaped(text), text) == "yes", "seed \(random.seed) \(text)")
            #expect(Self.matches(text, text, literal: true) == "yes", "seed \(random.seed) \(text)")
        }
    }
}
