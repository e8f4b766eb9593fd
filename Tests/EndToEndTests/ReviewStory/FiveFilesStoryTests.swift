// One review from the first proposal to the last undo, with an editor beside it and `kill -9` between all of its parts:
// at each stop the bytes of all five files are what they must be.
import Glibc
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct FiveFilesStoryTests {
    private let project: FiveFiles
    private let home: Home

    init() throws {
        project = try FiveFiles()
        home = try Home()
    }

    @Test func aReviewIsCarriedThroughKills() throws {
        var program = try start()
        try program.send("improve the shop")
        try program.tmux.wait(for: "5 files to review")
        try stop(.before)

        // By file on the list, by hunk in the diff; then both files are changed under the review.
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "space accept")
        try program.tmux.press("Space", "j", "j", "Tab", "Space")
        try program.wait(forFiles: "✓ M README.md", "○ M hours.txt", "◐ M prices.txt", "○ A sign.sh", "○ M steps.txt")
        try editBeside()
        try program.wait(forFiles: "✓ M README.md", "! M hours.txt", "◐ M prices.txt", "○ A sign.sh", "○ M steps.txt")
        try program.waitForWords("prices.txt changed on disk; the proposal was put on top of it")
        try stop(.edited)
        program = try killed(program, "5 staged changes kept from last time")
        try stop(.edited)

        try program.toList()
        try program.wait(forFiles: "✓ M README.md", "! M hours.txt", "◐ M prices.txt", "○ A sign.sh", "○ M steps.txt")
        try decideTheRest(program)
        try stop(.edited)
        program = try killed(program, "5 staged changes kept from last time")
        try stop(.edited)

        program = try writeAndDie(program)
        try stop(.written)
        program = try killed(program, "1 staged change kept from last time")

        try undoAndRedoAcrossKills(&program)
        try finish(program)
    }

    // MARK: Parts of the story

    /// `figs` far from both hunks of the prices, `tuesday` where a proposal is.
    private func editBeside() throws {
        let editor = try Tmux(
            columns: 80, rows: 24, command: "\(Self.editor) prices.txt hours.txt", in: project.folder.path)
        try editor.wait(for: "melon 12")
        try editor.type("/figs\nA0")
        try editor.press("Escape")
        try editor.wait(for: "figs 60")
        try editor.type(":w\n")
        try editor.wait(for: "written")
        try editor.type(":n\n")
        try editor.wait(for: "sunday closed")
        try editor.type("/tuesday\ncctuesday 8-12")
        try editor.press("Escape")
        try editor.type(":wq\n")
        #expect(try editor.waitForEnd() == 0)
    }

    /// The conflict, the second hunk of the prices, the new file in the editor, the steps in parts and by lines.
    private func decideTheRest(_ program: RunningProgram) throws {
        let tmux = program.tmux
        try tmux.press("j", "Tab", "3")
        try program.wait(forFiles: "◐ M hours.txt")
        try tmux.press("a")
        try program.wait(forFiles: "✓ M hours.txt")
        try tmux.press("n")
        try tmux.wait(for: "hunk 2 of 2 ○")
        try tmux.press("x")
        try tmux.wait(for: "hunk 2 of 2 ✗")

        try tmux.press("n")
        try tmux.wait(for: "+ echo open")
        try tmux.press("e")
        try tmux.wait(for: "the editor") { $0.first == "#!/bin/sh" && $0.contains("~") }
        try tmux.type(":%s/open/welcome/\n")
        try tmux.wait(for: "echo welcome")
        try tmux.type(":wq\n")
        try tmux.wait(for: "+ echo welcome")
        try tmux.press("a")
        try program.wait(forFiles: "✓ A sign.sh")

        // The head splits into its two runs; of the first, one line out and the one for it in.
        try tmux.press("n")
        try tmux.wait(for: "+ walk home")
        try tmux.press("s")
        try tmux.wait(for: "hunk 1 of 2 ○")
        try tmux.press("j", "j", "v", "Space", "j", "j", "j", "v", "Space")
        try tmux.wait(for: "✓+ light all lamps")
        // The second run splits into its lines; the last one has to go.
        try tmux.press("]", "G", "s")
        try tmux.wait(for: "hunk 3 of 3 ○")
        try tmux.press("x", "[", "[", "Space")
        try tmux.wait(for: "hunk 2 of 3 ✓")
        try program.wait(
            forFiles: "✓ M README.md", "✓ M hours.txt", "◐ M prices.txt", "✓ A sign.sh", "◐ M steps.txt")
    }

    /// Dies as soon as the journal has the intent: what is on disk then is wholly before or wholly after.
    private func writeAndDie(_ program: RunningProgram) throws -> RunningProgram {
        try program.toList()
        try program.wait(
            forFiles: "✓ M README.md", "✓ M hours.txt", "◐ M prices.txt", "✓ A sign.sh", "◐ M steps.txt")
        try program.tmux.press("w")
        try home.waitForWrite()
        try program.killHard()
        let again = try start(ready: "kept from last time")
        let isWritten = try project.contents() == FiveFiles.contents(at: .written)
        if !isWritten {
            try stop(.edited)
            try again.tmux.wait(for: "5 staged changes kept from last time")
            try again.toList()
            try again.tmux.press("w")
            try again.waitForWords("6 changes written, 2 changes dropped. 1 file still to review.")
        }
        return again
    }

    private func undoAndRedoAcrossKills(_ program: inout RunningProgram) throws {
        try program.toList()
        try program.wait(forFiles: "○ M steps.txt")
        try program.undoWrite(restores: FiveFiles.names)
        try program.waitForWords("The write was undone")
        try stop(.edited)

        program = try killed(program, "5 staged changes kept from last time")
        try stop(.edited)
        try program.toList()
        try program.wait(
            forFiles: "✓ M README.md", "✓ M hours.txt", "◐ M prices.txt", "✓ A sign.sh", "◐ M steps.txt")
        try program.redoWrite()
        try stop(.written)
        program = try killed(program, "1 staged change kept from last time")
        try stop(.written)
    }

    /// The rest of the steps; then all writes are taken back and done once more, in one go.
    private func finish(_ program: RunningProgram) throws {
        try program.toList()
        try program.tmux.press("A", "w")
        try program.waitForWords("1 change written. Ctrl-T u undoes it")
        try program.tmux.press("C-t")
        try program.tmux.wait(for: "Nothing to review")
        try stop(.finished)
        try program.undoWrite(restores: ["steps.txt"])
        try program.wait(forFiles: "✓ M steps.txt")
        try stop(.written)
        // The decision about the rest, then the first write.
        try program.tmux.press("u")
        try program.wait(forFiles: "○ M steps.txt")
        try program.undoWrite(restores: FiveFiles.names)
        try program.wait(forFiles: "✓ M README.md")
        try stop(.edited)
        try program.redoWrite()
        // While a write is on its way a key is refused.
        try program.tmux.wait(for: "CHANGES  1 file")
        try stop(.written)
        try program.tmux.press("U")
        try program.wait(forFiles: "✓ M steps.txt")
        try program.redoWrite()
        try stop(.finished)
        try program.tmux.press("q")
        try program.tmux.wait(for: "Enter send")
        #expect(try program.quit() == 0)
    }

    // MARK: Steps

    private static let editor = "vi -u NONE -N -n"

    private func start(ready: String = "›") throws -> RunningProgram {
        let scenario = try ScenarioFile(FiveFiles.script())
        return try RunningProgram(
            in: project.folder.path, home: home, options: scenario.options, environment: ["EDITOR": Self.editor],
            ready: ready, isRecorded: true)
    }

    private func killed(_ program: RunningProgram, _ ready: String) throws -> RunningProgram {
        try home.waitForQuietLog()
        try program.killHard()
        return try start(ready: ready)
    }

    /// The bytes of all files, and no other file. A panel may say what is done just before its last name is tidied up.
    private func stop(_ stop: FiveFiles.Stop, at location: SourceLocation = #_sourceLocation) throws {
        let wanted = try FiveFiles.contents(at: stop)
        var found: [String: [UInt8]] = [:]
        do {
            try wait(upTo: 5, for: "\(stop)") {
                found = try project.contents()
                return found == wanted ? true : nil
            }
        } catch is Waited {
            let odd = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }.sorted()
            let texts = odd.map { "\($0):\n\(found[$0].map { String(decoding: $0, as: UTF8.self) } ?? "not there")" }
            try #require(odd.isEmpty, "\(stop): \(texts.joined(separator: "\n"))", sourceLocation: location)
        }
    }
}

extension RunningProgram {
    /// To the panel, on the first file of its list.
    fileprivate func toList() throws {
        try tmux.press("C-t")
        let screen = try tmux.wait(for: "space accept")
        if screen.dropFirst(6).contains(where: { $0.contains("│▌") }) { try tmux.press("Tab") }
        try tmux.press("g")
    }

    /// Waits until the list has these rows, each a sign, a letter and a name.
    fileprivate func wait(forFiles rows: String...) throws {
        try tmux.wait(for: "\(rows)") { screen in
            rows.allSatisfy { row in screen.contains { $0.contains("│ \(row)") || $0.contains("│▌\(row)") } }
        }
    }

    /// `u`, the list of what will happen, `y`.
    fileprivate func undoWrite(restores names: [String]) throws {
        try tmux.press("u")
        let question = try tmux.wait(for: "Undo this write?")
        for name in names {
            #expect(question.contains { $0.contains(name) && ($0.contains("restore") || $0.contains("remove")) })
        }
        try tmux.press("y")
    }

    fileprivate func redoWrite() throws {
        try tmux.press("U")
        try tmux.wait(for: "Write this again?")
        try tmux.press("y")
    }
}

extension Home {
    /// Returns at once when a write has begun, or is done already.
    fileprivate func waitForWrite() throws {
        let journal = "\(try stateFolder())/journal"
        let deadline = monotonicSeconds() + 20
        while monotonicSeconds() < deadline {
            if try !entries(of: journal).isEmpty { return }
        }
        throw POSIXFailure(call: "wait for a write in the journal", code: ETIMEDOUT)
    }
}
