// Lines that nobody would write: a search gives back whatever is in the files, and whoever sends it.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct HostileImportTests {
    private static let moved = MovedFiles(
        paths: ["a/b.py": "c/b.py", "a/b.ts": "c/b.ts", "a/b.md": "c/b.md", "a/b.h": "c/b.h", "b.py": "d.py"],
        known: ["a/b.py", "a/b.ts", "a/b.md", "a/b.h", "b.py", "a/x.py", "a/x.ts", "a/x.md", "a/x.h", "e/f.md"])
    private static let files = ["a/b.py", "a/x.py", "a/b.ts", "a/x.ts", "a/b.md", "a/x.md", "a/b.h", "a/x.h"]

    /// The signs and words that the readers look for.
    private static let pieces = [
        "from ", "import ", " import ", "import(", "require(", "from", "import", " as ", "a.b", "a", "b", ".", "..",
        "./", "../", "/", "b.md", "x", "`", "``", "'", "\"", "(", ")", "[", "]", "](", "]:", "<", ">", "#",
        "#include ", "?", ";", ",", "\\", "*", "${", "%20", " ", "\t", "\n", "\r\n", "é", "\u{301}", "\u{FFFD}",
        "\u{1F1E6}", "\u{1F1E6}\u{1F1E7}", "\u{200D}", "\0",
    ]

    private static func readAll(_ line: String) {
        for file in files {
            let reading = ImportLanguage(path: file)?.read(line, of: file, moved)
            #expect(reading != nil)
            if reading?.places == 0 { #expect(reading?.line == line) }
        }
        _ = PythonImports.uses(line, of: PythonImports.dottedNames([line], moved))
    }

    @Test func readsRandomLines() {
        var state: UInt64 = 0x5EED
        for _ in 0..<5_000 {
            var line = ""
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(state >> 33) % 14 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                line += Self.pieces[Int((state >> 33) % UInt64(Self.pieces.count))]
            }
            Self.readAll(line)
        }
    }

    /// Of which language, the line's beginning, and what follows again and again.
    static let repeated: [(String, String, String)] = [
        ("a/b.md", "", "]("), ("a/b.md", "", "](b.md)"), ("a/b.md", "", "](../a/b.md) "), ("a/b.md", "", "[b]["),
        ("a/b.md", "", "`a``b"), ("a/b.md", "[a]: ", "../"), ("a/b.md", "[a](", "%20"), ("a/b.md", "", "~"),
        ("a/b.ts", "", "'"), ("a/b.ts", "", "\"'`"), ("a/b.ts", "", "'.a' "), ("a/b.ts", "", "from './b' "),
        ("a/b.ts", "import '", "./"), ("a/b.ts", "import './", "a/"), ("a/b.ts", "", "import('./b')\u{301},"),
        ("a/b.py", "", "; from a import b"), ("a/b.py", "import b", ", b"), ("a/b.py", "from a import x", ", b"),
        ("a/b.py", "from ", "."), ("a/b.py", "from a import (", "b, "), ("a/b.py", "    b", ","),
        ("a/b.py", "import ", " "), ("a/b.py", "from a import ", "\\"), ("a/b.py", "import ", "\u{1F1E6}"),
        ("a/b.h", "#include \"", "../"), ("a/b.h", "#include <", "a/"), ("a/b.h", "", "# "),
    ]

    /// What could make a reader go over the same text again and again: a quadratic one would need minutes.
    @Test(arguments: repeated) func readsLongLines(_ file: String, _ head: String, _ piece: String) async {
        let line = head + String(repeating: piece, count: 300_000 / piece.utf8.count)
        // Not on a thread that other tests wait for.
        let took = await withCheckedContinuation { done in
            onThread {
                done.resume(
                    returning: ContinuousClock().measure {
                        _ = ImportLanguage(path: file)?.read(line, of: file, Self.moved)
                    })
            }
        }
        #expect(took < .seconds(10))
    }

    /// As many backtick runs of different lengths as go into the line.
    @Test func readsRunsOfAllLengths() {
        let line = (1...1400).map { String(repeating: "`", count: $0) }.joined(separator: "](b.md)")
        #expect(ContinuousClock().measure { Self.readAll(line) } < .seconds(10))
    }

    /// Many short lines against many files.
    @Test func plansForManyLinesAndFiles() {
        let known = (0..<20_000).map { "pkg/m\($0).py" }
        let moves = known.prefix(200).map { ($0, "lib/" + $0) }
        let moved = MovedFiles(paths: Dictionary(uniqueKeysWithValues: moves), known: Set(known))
        let lines = (1...10_000).map { "  \($0): import pkg.m\($0 % 200)" }.joined(separator: "\n")
        let report = SearchReport("10000 matches in 1 files\npkg/use.py\n" + lines)
        let files = SearchReport("many\n" + known.map { "\($0)\n  1: from pkg import nothing" }.joined(separator: "\n"))
        let took = ContinuousClock().measure {
            #expect(ImportPlan(report, report, moved).files.first?.lines.count == 10_000)
            #expect(ImportPlan(files, files, moved).files.isEmpty)
        }
        #expect(took < .seconds(20))
    }

    /// A list may hold anything, too.
    @Test func takesInAnyList() {
        let deep = String(repeating: "a/", count: 500_000)
        let moved = MovedFiles(paths: [deep + "b.ts": "x.ts"], known: [deep + "b.ts", "", "/", "//", "../x", "a//b"])
        #expect(ImportLanguage.script.read("import '\(deep)'", of: deep + "b.ts", moved).places == 0)
    }
}
