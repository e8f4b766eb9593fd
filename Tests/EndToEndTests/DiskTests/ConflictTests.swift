// Files that somebody else changes, at every moment between proposal, decision, write and undo.
import Glibc
import TestSupport
import Testing

@Suite(.serialized)
struct ConflictTests {
    enum Trouble: CaseIterable { case changed, deleted, folder, link }

    /// Marked, explained, never overwritten; the others are written.
    @Test(arguments: Trouble.allCases, [true, false])
    func aFileThatMovedUnderneathStays(trouble: Trouble, isSeenBefore: Bool) throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 4, using: &random)
        let program = try RunningProgram(in: project.path, home: try Home())
        try program.stage(project)
        if !isSeenBefore { try program.acceptAll(project) }

        let name = project.names[1]
        let file = "\(project.path)/\(name)"
        let outside = try TemporaryFolder()
        try outside.write("target", project.before(name))
        switch trouble {
        case .changed: try project.write(name, Array("somebody's \(project.old)\n".utf8))
        case .deleted: unlink(file)
        case .folder:
            unlink(file)
            mkdir(file, 0o755)
        case .link:
            unlink(file)
            symlink("\(outside.path)/target", file)
        }
        if isSeenBefore {
            // Going to the panel looks at the disk.
            try program.tmux.press("C-t", "C-t")
            try program.tmux.wait(for: "! M \(name)")
            try program.tmux.press("A", "w")
            try program.waitForWords("was not written. What you decided is kept")
        } else {
            try program.tmux.press("w")
            try program.waitForWords("changed on disk since. Nothing was written")
            #expect(try project.content(except: [name]) == .before)
            try program.tmux.wait(for: "! M \(name)")
            try program.tmux.press("w")
        }
        try program.waitForWords("3 changes written")
        #expect(try project.content(except: [name]) == .after)
        switch trouble {
        case .changed: #expect(try project.read(name) == Array("somebody's \(project.old)\n".utf8))
        case .deleted: #expect(access(file, F_OK) != 0)
        case .folder: #expect(try entries(of: file) == [])
        case .link: #expect(try outside.read("target") == project.before(name))
        }
        #expect(try project.leftovers() == "")

        // Rejected, it is gone from the review.
        try program.tmux.press("x", "w")
        try program.waitForWords("1 change dropped")
    }

    /// Undo leaves alone what was changed after the write, and says so.
    @Test func undoSkipsWhatChangedSince() throws {
        var random = SeededGenerator.fresh()
        let project = try WordProject(files: 5, using: &random)
        let program = try RunningProgram(in: project.path, home: try Home())
        try program.stage(project)
        try program.acceptAll(project)
        try program.tmux.press("w")
        try program.waitForWords("5 changes written")
        let (changed, gone) = (project.names[0], project.names[3])
        try project.write(changed, Array("mine\n".utf8))
        unlink("\(project.path)/\(gone)")
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "Nothing to review")
        try program.tmux.press("u")
        try program.tmux.wait(for: "Undo this write?")
        try program.tmux.wait(for: "it changed since")
        try program.tmux.press("y")
        try program.waitForWords("\(changed) was left alone: it changed since. \(gone) was left alone: it is gone.")
        #expect(try project.content(except: [changed, gone]) == .before)
        #expect(try project.read(changed) == Array("mine\n".utf8))
        #expect(access("\(project.path)/\(gone)", F_OK) != 0)
        try program.tmux.wait(for: "3 files decided")
    }
}
