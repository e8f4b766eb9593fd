// The main job, with the real binary on a real terminal and a real disk: ask, watch, decide, write, undo.
import TestSupport
import Testing

@Suite(.serialized)
struct StoryTests {
    enum Mark: CaseIterable { case accept, reject, leave }

    /// Random files, names and decisions; what is on disk afterwards is what `git apply` makes of the accepted hunks.
    @Test func acceptedHunksAreWrittenAndUndone() throws {
        var random = SeededGenerator.fresh()
        let project = try StoryProject(using: &random)
        let seed: Comment = "seed \(random.seed), rename \(project.oldName) to \(project.newName)"
        let program = try RunningProgram(in: project.folder.path, home: try Home(), isRecorded: true)
        try program.send("rename \(project.oldName) to \(project.newName) in *.swift")

        let paths = try project.changedPaths()
        let files = paths.count == 1 ? "1 file" : "\(paths.count) files"
        try program.tmux.wait(for: "\(files) to review")
        try #require(try project.diskEquals(project.files), "staging touched the disk; \(seed)")

        // Walk all hunks in the panel's order, and decide.
        try program.tmux.press("C-t")
        var expected = project.files
        var undecided = 0
        var decided = 0
        for path in paths {
            var accepted: [String] = []
            for hunk in try project.hunks(of: path) {
                try program.tmux.press("n")
                // The first is accepted in any case: a write of nothing is another story.
                let mark = decided == 0 ? Mark.accept : Mark.allCases.randomElement(using: &random)!
                switch mark {
                case .accept:
                    try program.tmux.press("Space")
                    accepted.append(hunk)
                case .reject: try program.tmux.press("x")
                case .leave: undecided += 1
                }
                decided += 1
            }
            expected[path] = try project.applying(accepted, to: path)
        }
        if undecided > 0 { try program.tmux.wait(for: "\(undecided) undecided") }
        try program.tmux.press("w")
        try program.tmux.wait(for: "written")
        try #require(try project.diskEquals(expected), "\(seed)")

        // The write can be taken back, whole.
        if undecided == 0 { try program.tmux.press("C-t") }
        try program.tmux.press("u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.press("y")
        try program.tmux.wait(for: "The write was undone")
        try #require(try project.diskEquals(project.files), "\(seed)")

        // The hint of the composer: Escape has been told from Alt by then.
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Enter send")
        let status = try program.quit()
        #expect(status == 0)
        #expect(try program.tmux.transcript().contains("kept"))
    }

    /// Decisions are on disk as they are made: after `kill -9` the next start offers the same review.
    @Test func decisionsSurviveKill() throws {
        var random = SeededGenerator.fresh()
        let project = try StoryProject(using: &random)
        let home = try Home()
        let seed: Comment = "seed \(random.seed)"
        let paths = try project.changedPaths()
        let first = try RunningProgram(in: project.folder.path, home: home, isRecorded: true)
        try first.send("rename \(project.oldName) to \(project.newName) in *.swift")
        try first.tmux.wait(for: "\(paths.count == 1 ? "1 file" : "\(paths.count) files") to review")
        try first.tmux.press("C-t", "n", "Space")
        let units = try paths.map { try project.hunks(of: $0).count }.reduce(0, +)
        if units > 1 { try first.tmux.wait(for: "\(units - 1) undecided") }
        try first.killHard()

        let second = try RunningProgram(in: project.folder.path, home: home, isRecorded: true)
        try second.tmux.wait(for: "kept from last time")
        #expect(try project.diskEquals(project.files), "\(seed)")
        try second.tmux.press("C-t", "w")
        try second.tmux.wait(for: "written")
        var expected = project.files
        expected[paths[0]] = try project.applying([try project.hunks(of: paths[0])[0]], to: paths[0])
        #expect(try project.diskEquals(expected), "\(seed)")
    }
}

extension StoryProject {
    /// Whether every file has these bytes and no other file is there.
    func diskEquals(_ expected: [String: [UInt8]]) throws -> Bool {
        let names = try run(["find", ".", "-path", "./.git", "-prune", "-o", "-type", "f", "-print0"], in: folder.path)
        let found = names.output.split(separator: 0).map { String(decoding: $0.dropFirst(2), as: UTF8.self) }
        guard Set(found) == Set(expected.keys) else { return false }
        return try expected.allSatisfy { try folder.read($0.key) == $0.value }
    }
}
