// The built-in helper on projects nobody has seen: what is on disk afterwards is what sed, mv and rm make of a copy.
import TestSupport
import Testing

@Suite(.serialized)
struct HelperTests {
    private let home: Home
    private var random = SeededGenerator.fresh()

    init() throws {
        home = try Home()
    }

    /// A project without git, and the same again for the oracle.
    private func project(_ files: [String: String]) throws -> (project: TemporaryFolder, copy: TemporaryFolder) {
        let folders = (try TemporaryFolder(), try TemporaryFolder())
        for (path, text) in files {
            try folders.0.write(path, text)
            try folders.1.write(path, text)
        }
        return folders
    }

    private func tree(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
        let names = try run(["find", ".", "-type", "f", "-print0"], in: folder.path).output.split(separator: 0)
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                let path = String(decoding: name.dropFirst(2), as: UTF8.self)
                return (path, try folder.read(path))
            })
    }

    private func expectSame(_ pair: (project: TemporaryFolder, copy: TemporaryFolder), _ comment: Comment) throws {
        let (mine, oracle) = (try tree(pair.project), try tree(pair.copy))
        #expect(Set(mine.keys) == Set(oracle.keys), comment)
        for (path, bytes) in oracle {
            #expect(mine[path] == bytes, "\(path), \(comment)")
        }
    }

    private mutating func text(holding words: [String], lines: Int = 20) -> String {
        var random = random
        defer { self.random = random }
        return (0..<lines).map { number in
            let word = number < words.count ? words[number] : randomWord(using: &random)
            return Bool.random(using: &random)
                ? "  \(word)(\(number)); // \(word)" : "\(randomWord(using: &random)) \(word)"
        }.joined(separator: "\n") + "\n"
    }

    /// Plain text and an expression with groups, in a glob.
    @Test mutating func replacesAsSedDoes() throws {
        let seed: Comment = "seed \(random.seed)"
        let (old, new, key) = (
            randomWord(using: &random), randomWord(using: &random), randomWord(using: &random)
        )
        let versions = (0..<5).map { "\(key)-\($0).\(Int.random(in: 0...99, using: &random))" }
        let files = [
            "a.txt": text(holding: [old, old + old, "x\(old)y"] + versions),
            "deep/b c.txt": text(holding: [old] + versions),
            "deep/other.md": text(holding: [old] + versions),
        ]
        let pair = try project(files)
        let program = try RunningProgram(in: pair.project.path, home: home, isRecorded: true)
        try program.send("replace \(old) with '\(new) &/' in *.txt")
        try program.tmux.wait(for: "2 files to review")
        try program.writeAll()
        try program.send(#"replace /\#(key)-([0-9]+)\.([0-9]*)/ with '$2<\1>' in deep/"#)
        try program.tmux.waitForWrapped("Replaced /\(key)")
        try program.tmux.wait(for: "2 files to review")
        try program.writeAll()
        _ = try run(["sed", "-i", #"s/\#(old)/\#(new) \&\//g"#, "a.txt", "deep/b c.txt"], in: pair.copy.path)
        _ = try run(
            ["sed", "-i", "-E", #"s/\#(key)-([0-9]+)\.([0-9]*)/\2<\1>/g"#, "deep/b c.txt", "deep/other.md"],
            in: pair.copy.path)
        try expectSame(pair, seed)
        #expect(try program.quit() == 0)
    }

    @Test mutating func makesMovesAndDeletesFiles() throws {
        let seed: Comment = "seed \(random.seed)"
        let names = (0..<6).map { _ in randomWord(using: &random) }
        let pair = try project([
            "\(names[0]).txt": text(holding: []), "sub/\(names[1])": text(holding: []), "keep": "kept\n",
        ])
        let program = try RunningProgram(in: pair.project.path, home: home, isRecorded: true)
        let requests = [
            "create \(names[2])/\(names[3]).md", "create \(names[4]) with 'two words'", "delete \(names[0]).txt",
            "move sub/\(names[1]) to \(names[5])/",
        ]
        for (request, count) in zip(requests, 1...) {
            try program.send(request)
            let words = "\(count) file\(count == 1 ? "" : "s")"
            try program.tmux.wait(for: words) { $0.contains { $0.contains("CHANGES") && $0.contains(words) } }
        }
        try program.send("explain")
        try program.tmux.waitForWrapped("4 files staged")
        #expect(try tree(pair.project).count == 3, "staging touched the disk")
        try program.writeAll()
        try pair.copy.write("\(names[2])/\(names[3]).md", "# \(names[3])\n")
        let made = try pair.project.text(names[4])
        #expect(made == "two words" || made == "two words\n")
        try pair.copy.write(names[4], made)
        _ = try run(["rm", "\(names[0]).txt"], in: pair.copy.path)
        try makeFolders("\(pair.copy.path)/\(names[5])")
        _ = try run(["mv", "sub/\(names[1])", names[5]], in: pair.copy.path)
        try expectSame(pair, seed)
    }

    @Test mutating func findsAndSaysWhatItCannotDo() throws {
        let word = randomWord(using: &random)
        let pair = try project(["a.txt": "one\n\(word) two\n", "b/c.md": "x \(word)\n"])
        let program = try RunningProgram(in: pair.project.path, home: home, isRecorded: true)
        try program.send("find \(word)")
        // The search's own line comes before the answer, which names the files.
        let found = try program.tmux.waitForWrapped("b/c.md")
        #expect(found.contains("a.txt") && found.contains("2 matches in 2 files"))
        try program.send("write me a poem about \(word)")
        try program.tmux.waitForWrapped("It needs a language model")
        try program.send("/new")
        try program.send("help")
        try program.tmux.waitForWrapped("I work by fixed rules, without a model.")
        try expectSame(pair, "nothing was changed")
    }
}
