// `kill -9` at moments that nobody chose: what is on disk afterwards is wholly before or wholly after.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct KillTests {
    /// Writes and undoes many files, and dies in the middle of it, again and again, always with the same state.
    @Test func aKilledWriteIsWholeOrUndone() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 300, using: &random)
        let home = try Home()
        var killedInside = 0
        var program = try RunningProgram(in: project.path, home: home)
        try program.stage(project)
        try program.acceptAll(project)
        for round in 0..<fuzzRounds(default: 5) {
            let seed: Comment = "round \(round), seed \(random.seed)"
            let wasBefore = try project.content() == .before
            if wasBefore {
                try program.tmux.press("w")
            } else {
                try program.tmux.press("u")
                try program.tmux.wait(for: "Undo this write?")
                try program.tmux.press("y")
            }
            try home.waitForIntent()
            // The first is surely inside; the others fall where they fall.
            let pause = round == 0 ? 0 : Double.random(in: 0..<0.15, using: &random)
            let moment = monotonicSeconds() + pause
            while monotonicSeconds() < moment {}
            try program.killHard()
            let isInside = try home.journal().contains { $0.hasSuffix(".intent") }
            if isInside { killedInside += 1 }

            program = try RunningProgram(in: project.path, home: home)
            if isInside { try program.waitForWords("A write was interrupted") }
            try program.tmux.press("C-t")
            // Undone or not written: all is under review. Written: nothing is.
            let isBefore = try project.content() == .before
            try #require(try isBefore || project.content() == .after, seed)
            if isInside { #expect(isBefore == wasBefore, seed) }
            try program.tmux.wait(for: isBefore ? "300 files decided" : "Nothing to review")
            #expect(try project.leftovers() == "", seed)
            #expect(try !home.journal().contains { $0.hasSuffix(".intent") || $0.hasSuffix(".committed") }, seed)
        }
        #expect(killedInside > 0, "no kill fell into a write; seed \(random.seed)")
    }

    /// Whatever was decided and taken back, the panel of the next run shows the same.
    @Test func decisionsAreThereAfterKill() throws {
        var random = SeededGenerator.fresh()
        let project = try StoryProject(using: &random)
        let paths = try project.changedPaths()
        let home = try Home()
        var program = try RunningProgram(in: project.folder.path, home: home)
        try program.send("rename \(project.oldName) to \(project.newName) in *.swift")
        try program.tmux.wait(for: "\(paths.count == 1 ? "1 file" : "\(paths.count) files") to review")
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "space accept")
        for round in 0..<2 {
            for _ in 0..<Int.random(in: 5...25, using: &random) {
                let keys = ["n", "Space", "x", "Space", "x", "u", "U", "]", "j", "a", "A", "Tab", "n", "["]
                try program.tmux.press(keys.randomElement(using: &random)!)
            }
            try home.waitForQuietLog()
            let shown = try panel(of: program, files: paths.count)
            try program.killHard()
            program = try RunningProgram(in: project.folder.path, home: home)
            try program.tmux.wait(for: "kept from last time")
            try program.tmux.press("C-t")
            try program.tmux.wait(for: "space accept")
            let again = try panel(of: program, files: paths.count)
            #expect(shown == again, "round \(round), seed \(random.seed)")
            #expect(try project.diskEquals(project.files))
        }
    }

    /// A written transaction is undone and done again by later runs.
    @Test func aWriteIsUndoneAndRedoneAfterRestarts() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 4, using: &random)
        let home = try Home()
        let first = try RunningProgram(in: project.path, home: home)
        try first.stage(project)
        try first.acceptAll(project)
        try first.tmux.press("w")
        try first.waitForWords("4 changes written")
        try first.killHard()

        let second = try RunningProgram(in: project.path, home: home)
        try second.tmux.press("C-t")
        try second.tmux.wait(for: "Nothing to review")
        try second.tmux.press("u")
        let question = try second.tmux.wait(for: "Undo this write?")
        for name in project.names { #expect(question.contains { $0.contains("restore") && $0.contains(name) }) }
        try second.tmux.press("y")
        try second.waitForWords("The write was undone")
        #expect(try project.content() == .before)
        try second.killHard()

        let third = try RunningProgram(in: project.path, home: home)
        try third.tmux.wait(for: "4 files decided")
        try third.tmux.press("C-t", "U")
        try third.tmux.wait(for: "Write this again?")
        try third.tmux.press("y")
        // The words about the first write are in the chat, which was taken up too.
        try wait(for: "the second write") { try project.content() == .after ? true : nil }
    }

    /// The panel as it is with each file selected: list, diff, marks of its hunks.
    private func panel(of program: RunningProgram, files: Int) throws -> [[String]] {
        try program.tmux.resize(columns: 120, rows: 100)
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Enter send")
        try program.tmux.press("C-t")
        // Only the side that has the keys shows a pointer: below the list, it is the diff's.
        let screen = try program.tmux.wait(for: "pointer in the panel") { screen in
            screen.count == 100 && screen.contains { $0.contains("space accept") }
        }
        if screen.dropFirst(files + 2).contains(where: { $0.contains("│▌") }) { try program.tmux.press("Tab") }
        // The diff of the selected file from its top, then the first file.
        try program.tmux.press("Tab", "g", "Tab", "g")
        var shown: [[String]] = []
        for number in 0..<files {
            if number > 0 { try program.tmux.press("j") }
            // The pointer stands on the file's row when the panel has taken the key. A screen is read while it is
            // painted, so only one that comes twice is whole.
            var last: [String] = []
            let rows = try program.tmux.wait(for: "file \(number)") { screen in
                defer { last = screen }
                return screen == last && screen.count == 100
                    && screen.firstIndex { $0.contains("│▌") } == number + 1
            }
            shown.append(rows.prefix(96).map { String($0.split(separator: "│").dropFirst().first ?? "") })
        }
        return shown
    }
}
