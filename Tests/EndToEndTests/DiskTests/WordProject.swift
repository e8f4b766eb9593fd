// A folder for trouble with disks: plain files with one word to rename in each, and what became of them.
import Glibc
import TestSupport

/// Files `d0/f0.txt`, …, with `old` in every one of them.
struct WordProject {
    enum Content: Equatable {
        case before, after
        /// Neither: the first few that are otherwise.
        case mixed([String])
    }

    /// Where the project is; `keeper` removes it.
    let path: String
    let keeper: TemporaryFolder
    let old: String
    let new: String
    let names: [String]
    private let lines: Int

    /// - Parameter place: an empty folder to use instead of a fresh one.
    init(files: Int, lines: Int = 3, at place: String? = nil, using random: inout SeededGenerator) throws {
        keeper = try TemporaryFolder()
        path = place ?? keeper.path
        let number = Int.random(in: 100..<1000, using: &random)
        old = "word\(number)"
        new = "longerWord\(number)"
        names = (0..<files).map { "d\($0 % 7)/f\($0).txt" }.sorted()
        self.lines = lines
        for name in names { try write(name, content(of: name, word: old)) }
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        if let slash = name.lastIndex(of: "/") { try makeFolders("\(path)/\(name[..<slash])") }
        try writeFile("\(path)/\(name)", bytes)
    }

    func read(_ name: String) throws -> [UInt8] { try readFile("\(path)/\(name)") }

    private func content(of name: String, word: String) -> [UInt8] {
        Array((0..<lines).map { "line \($0) of \(name): \(word)\n" }.joined().utf8)
    }

    func before(_ name: String) -> [UInt8] { content(of: name, word: old) }
    func after(_ name: String) -> [UInt8] { content(of: name, word: new) }

    /// How the files are now, all but some.
    func content(except changed: Set<String> = []) throws -> Content {
        let looked = names.filter { !changed.contains($0) }
        let found = try looked.map { try read($0) }
        if zip(looked, found).allSatisfy({ before($0) == $1 }) { return .before }
        if zip(looked, found).allSatisfy({ after($0) == $1 }) { return .after }
        let odd = zip(looked, found).filter { before($0) != $1 }.map(\.0)
        return .mixed(Array(odd.prefix(5)))
    }

    /// Temporary names that a write left behind.
    func leftovers() throws -> String {
        try run(["find", path, "-name", ".oropendola-*"]).text
    }
}

extension RunningProgram {
    /// Has all files of the project under review, with the panel in focus.
    func stage(_ project: WordProject) throws {
        try send("rename \(project.old) to \(project.new) in *.txt")
        if project.names.count > 100 {
            // So many are counted first.
            try tmux.waitForWrapped("To go on, say do it.")
            try send("do it")
        }
        try tmux.wait(for: "\(project.names.count) files to review")
        try tmux.press("C-t")
        try tmux.wait(for: "space accept")
    }

    /// Accepts everything.
    func acceptAll(_ project: WordProject) throws {
        try tmux.press("A")
        try tmux.wait(for: "\(project.names.count) files decided")
    }

    /// Waits until some words are anywhere in the screen's text, however it is wrapped in its column.
    func waitForWords(_ words: String, upTo seconds: Double = 30) throws {
        let wanted = words.filter { !$0.isWhitespace }
        try tmux.wait(upTo: seconds, for: words) { screen in
            let left = screen.map { $0.split(separator: "│", omittingEmptySubsequences: false).first ?? "" }
            return (left.joined() + screen.joined()).filter { !$0.isWhitespace }.contains(wanted)
        }
    }
}

extension Home {
    /// The state folder of the only project that was opened with this home.
    func stateFolder() throws -> String {
        let all = "\(folder.path)/state/oropendola/projects"
        return try wait(for: "a state folder") { try entries(of: all).first.map { "\(all)/\($0)" } }
    }

    /// The names in the journal.
    func journal() throws -> [String] { try entries(of: "\(try stateFolder())/journal") }

    /// Returns as soon as a write has begun, at once: this asks without a pause.
    func waitForIntent() throws {
        let journal = "\(try stateFolder())/journal"
        let deadline = monotonicSeconds() + 20
        while monotonicSeconds() < deadline {
            if try entries(of: journal).contains(where: { $0.hasSuffix(".intent") }) { return }
        }
        throw POSIXFailure(call: "wait for a write in the journal", code: ETIMEDOUT)
    }

    /// Returns when everything that was decided is in the log: when it has stopped growing.
    func waitForQuietLog() throws {
        let log = "\(try stateFolder())/sessions/0001/staging.jsonl"
        var last = -1
        var equal = 0
        try wait(for: "quiet log") {
            let size = try readFile(log).count
            equal = size == last ? equal + 1 : 0
            last = size
            return equal > 10 ? size : nil
        }
    }
}

/// The names in a folder; none when there is no folder.
func entries(of path: String) throws -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names
}
