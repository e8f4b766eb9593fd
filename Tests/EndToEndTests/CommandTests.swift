// Commands of the agent: asked about, run as answered, and gone when they are cancelled.
import Glibc
import JSON
import TestSupport
import Testing

@Suite(.serialized)
struct CommandTests {
    /// Asks for a command of the helper and goes to the request when its keys live.
    private func ask(_ command: String, in program: RunningProgram) throws {
        try program.send("run \(command)")
        try program.tmux.waitForStatus("Waiting for your answer")
        try program.tmux.press("C-q")
        try program.tmux.wait(for: "answer with the keys above")
    }

    /// Presses a key of the request until it is taken: before the request is armed, keys are dead.
    private func answer(_ key: String, in program: RunningProgram, until isTaken: ([String]) -> Bool) throws {
        var pressed = 0.0
        try program.tmux.wait(for: "an end of the request after \(key)") { screen in
            if isTaken(screen) { return true }
            // Each key while it is dead puts the moment off by 400 ms.
            if monotonicSeconds() - pressed > 0.7 {
                try? program.tmux.press(key)
                pressed = monotonicSeconds()
            }
            return false
        }
    }

    private func isAnswered(_ screen: [String]) -> Bool {
        screen.last?.contains("Waiting for your answer") == false
    }

    @Test func typingAndEnterAreNeverAYes() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        let tmux = program.tmux
        try program.send("run touch made && echo out; echo err >&2; exit 3")
        try tmux.waitForStatus("Waiting for your answer")
        // The composer has the keys: a message is written, and waits.
        try tmux.type("yes")
        try tmux.wait(for: "› yes")
        try tmux.press("Enter")
        try tmux.wait(for: "○ 1 yes")
        try tmux.press("C-q")
        try tmux.wait(for: "answer with the keys above")
        // Dead at first, and Enter at any time.
        try tmux.press("y", "Enter")
        try tmux.press("Enter")
        try tmux.press("Escape")
        try tmux.wait(for: "Ctrl-Q answer")
        #expect(try tmux.statusLine().contains("Waiting for your answer"))
        #expect(!folder.exists("made"))
        try tmux.press("C-q")
        try answer("y", in: program, until: isAnswered)
        let screen = try tmux.wait(for: "│ err")
        #expect(screen.contains { $0.contains("│ out") })
        try tmux.wait(for: "ended with exit 3")
        #expect(folder.exists("made"))
    }

    @Test func aNoTakesWordsAndAPrefixIsRemembered() throws {
        var random = SeededGenerator.fresh()
        let (first, second, words) = (
            randomWord(using: &random), randomWord(using: &random), randomWord(using: &random)
        )
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        try ask("touch \(first)", in: program)
        try answer("n", in: program) { $0.contains { $0.contains("No, because:") } }
        try program.send("rather \(words)")
        try program.tmux.wait(for: "│ rather \(words)")
        #expect(!folder.exists(first))

        try ask("touch \(first) -c", in: program)
        try answer("p", in: program, until: isAnswered)
        try program.tmux.waitForStatus("Task complete!")
        // The same words, and more: not asked. Anything for a shell to act on: asked.
        try program.send("run touch \(first) \(second)")
        try program.tmux.waitForWrapped("touch \(first) \(second) ended with exit 0")
        #expect(folder.exists(second))
        try program.send("run touch \(first); touch \(words)")
        try program.tmux.waitForStatus("Waiting for your answer")
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Cancelled.")
        #expect(!folder.exists(words))
    }

    /// What is accepted can be written before the command runs; then the command sees it on disk.
    @Test func stagedChangesCanBeWrittenFirst() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        let tmux = program.tmux
        try program.send("create note with inside")
        try tmux.wait(for: "1 file to review")
        try ask("cat note", in: program)
        try tmux.waitForWrapped("1 file is staged. y runs it in a copy of the project that holds it")
        try answer("w", in: program) { $0.last?.contains("Nothing is accepted yet") == true }
        #expect(!folder.exists("note"))
        try tmux.press("C-t", "A", "C-q")
        try answer("w", in: program, until: isAnswered)
        try tmux.wait(for: "│ inside")
        #expect(try folder.text("note") == "inside\n" || folder.text("note") == "inside")
    }

    /// A plain yes runs it in a copy that holds what is staged; the disk is as it was. What it prints is seen while it runs.
    @Test func stagedChangesAreSeenInACopy() throws {
        let folder = try TemporaryFolder()
        // Not in the project: its own paths are those of the copy.
        let beside = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        let tmux = program.tmux
        try program.send("create note with inside")
        try tmux.wait(for: "1 file to review")
        try ask("cat note; while [ ! -e \(beside.path)/go ]; do sleep 0.1; done; echo over", in: program)
        try answer("y", in: program, until: isAnswered)
        try tmux.wait(for: "in a copy …")
        try tmux.wait(for: "│ inside")
        #expect(!folder.exists("note"))
        try beside.write("go", "")
        try tmux.wait(for: "│ over")
        #expect(!folder.exists("note"))
        #expect(try program.quit() == 0)
    }

    /// Messages that wait are edited, taken out and sent, with the keys that the screen names.
    @Test func theQueueIsEditedWhileACommandRuns() throws {
        var random = SeededGenerator.fresh()
        let (first, second) = (randomWord(using: &random), randomWord(using: &random))
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        let tmux = program.tmux
        try ask("while [ ! -e go ]; do sleep 0.1; done", in: program)
        try answer("y", in: program, until: isAnswered)
        try program.send("run touch \(first)")
        try program.send("help")
        try tmux.wait(for: "○ 2 help")
        try tmux.press("M-Up")
        try tmux.wait(for: "editing queued message 2")
        try tmux.press("C-u")
        try program.send("run touch \(second)")
        try tmux.wait(for: "○ 2 run touch \(second)")
        try tmux.press("F6", "x")
        try tmux.wait(for: "○ 1 run touch \(second)")
        try tmux.press("Escape")
        // An Escape that is read after the queue has gone on would cancel what goes on.
        try tmux.wait(for: "Enter queue · Alt-S steer")
        try folder.write("go", "")
        // The queue goes on by itself, and a queued command asks like any other.
        try tmux.waitForStatus("Waiting for your answer")
        try tmux.press("C-q")
        try answer("y", in: program, until: isAnswered)
        _ = try wait(for: "the queued command") { folder.exists(second) ? true : nil }
        #expect(!folder.exists(first))
    }

    /// In a copy a command sees what is staged; the disk stays as it is, and what it changes is there for review.
    @Test func aCommandRunsInACopyOfWhatIsStaged() throws {
        let folder = try TemporaryFolder()
        try folder.write("Makefile", "check:\n\tgrep inside note\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        let tmux = program.tmux
        try program.send("create note with inside")
        try tmux.wait(for: "1 file to review")
        try ask("make check && echo by command >other", in: program)
        try answer("c", in: program, until: isAnswered)
        try tmux.wait(for: "2 files to review")
        #expect(!folder.exists("note") && !folder.exists("other"))
        try tmux.press("C-t", "A", "w")
        _ = try wait(for: "both files on disk") { folder.exists("note") && folder.exists("other") ? true : nil }
        #expect(try folder.text("other") == "by command\n")
        // The panel has nothing left to show: the composer has the keys again.
        try tmux.waitForWrapped("2 changes written. Ctrl-T u undoes it")
        #expect(try program.quit() == 0)
    }

    /// A server that a command leaves behind goes on, and ends with the program.
    @Test func whatIsLeftRunningEndsWithTheProgram() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        try ask("setsid sleep 300 & echo $! >pid", in: program)
        try answer("y", in: program, until: isAnswered)
        try program.tmux.waitForWrapped("left running in the background")
        let server = try #require(pid_t(try folder.text("pid").filter(\.isNumber)))
        #expect(kill(server, 0) == 0)
        #expect(try program.quit() == 0)
        _ = try wait(for: "the end of \(server)") { kill(server, 0) != 0 ? true : nil }
    }

    /// What a message mentions goes along, and what stays says why.
    @Test func mentionsGoAlongOrSayWhyNot() throws {
        let folder = try TemporaryFolder()
        try folder.write("notes.txt", "one\ntwo\n")
        try folder.write(".env", "KEY=hidden\n")
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        try program.send("say hello about @notes.txt:2 and @.env and @gone.md")
        try program.tmux.waitForWrapped("@notes.txt:2")
        try program.tmux.waitForWrapped("not sent: looks like an environment file")
        try program.tmux.waitForWrapped("not sent: is not there")
        #expect(try program.quit() == 0)
    }

    /// Esc ends a command and all that it started.
    @Test func escapeEndsTheWholeGroup() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        try ask("sh -c 'sleep 61 & echo $! >one; echo $$ >two; trap \"\" TERM; sleep 62; sleep 63'", in: program)
        try answer("y", in: program, until: isAnswered)
        let children = try wait(for: "the command's processes") { () -> [pid_t]? in
            guard folder.exists("one"), folder.exists("two") else { return nil }
            let numbers = try ["one", "two"].compactMap { pid_t(try folder.text($0).filter(\.isNumber)) }
            return numbers.count == 2 ? numbers : nil
        }
        let start = monotonicSeconds()
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Cancelled.")
        #expect(monotonicSeconds() - start < 2.2)
        _ = try wait(upTo: 2.2, for: "end of \(children)") { children.allSatisfy { kill($0, 0) != 0 } ? true : nil }
        #expect(try program.quit() == 0)
    }

    /// Output beyond measure is cut with a word; a command that reads finds an end.
    @Test func outputAndInputAreBounded() throws {
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: try Home(), isRecorded: true)
        try ask("cat; seq 1 300000; echo the end", in: program)
        try answer("y", in: program, until: isAnswered)
        try program.tmux.wait(for: "│ the end")
        try program.tmux.waitForStatus("Task complete!")
        #expect(try program.quit() == 0)
    }
}
