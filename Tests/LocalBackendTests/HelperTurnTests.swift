// Transcripts of the helper's turns: what is asked and answered, and exactly what it does then.

import Testing

@testable import LocalBackend

private func success(_ action: String, _ text: String) -> ToolAnswer {
    ToolAnswer(action: action, succeeded: true, text: text)
}

private func failure(_ action: String, _ text: String) -> ToolAnswer {
    ToolAnswer(action: action, succeeded: false, text: text)
}

@Suite struct HelperTurnTests {
    @Test func renamesInTwoFiles() {
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("rename parse to parseHeader in *.swift", .init())) == [
                .publish(.thinking("Searching for `parse` in `*.swift`")),
                .call([.search(.plain("parse"), wholeWords: true, .files("*.swift"))]),
            ])
        let found = """
            3 matches in 2 files
            A.swift
              2: let h = parse(bytes)
              3: parse(parse)
            "b\\n.swift"
              9: // parse
            """
        #expect(
            turn.handle(.answered([success("search_files", found)])) == [
                .publish(
                    .plan(
                        """
                        Rename `parse` to `parseHeader`: 3 lines in 2 files
                        1. A.swift: 2 lines
                        2. "b\\n.swift": 1 line
                        """, steps: 2)),
                .publish(.working(step: 1, total: 2, "Editing A.swift")),
                .call([
                    .applyDiff(
                        path: "A.swift",
                        diff: """
                            <<<<<<< SEARCH
                            :start_line:2
                            -------
                            let h = parse(bytes)
                            parse(parse)
                            =======
                            let h = parseHeader(bytes)
                            parseHeader(parseHeader)
                            >>>>>>> REPLACE

                            """)
                ]),
            ])
        let first = ReportedFiles(
            modified: [.init(path: "A.swift", added: 2, removed: 2, details: ["3 places in 2 lines"])])
        let answer = "staged: A.swift +2 -2 (not on disk until accepted)"
        let second = """
            <<<<<<< SEARCH
            :start_line:9
            -------
            // parse
            =======
            // parseHeader
            >>>>>>> REPLACE

            """
        #expect(
            turn.handle(.answered([success("apply_diff", answer)])) == [
                .publish(.stepComplete(step: 1, total: 2, "Edited A.swift", .changed(first))),
                .publish(.working(step: 2, total: 2, "Editing \"b\\n.swift\"")),
                .call([.applyDiff(path: "\"b\\n.swift\"", diff: second)]),
            ])
        let sum = "Renamed `parse` to `parseHeader`: 3 places in 2 lines of 1 file. 1 file could not be edited."
        #expect(
            turn.handle(.answered([failure("apply_diff", "the file changed\nmore")])) == [
                .publish(.stepComplete(step: 2, total: 2, "Could not edit \"b\\n.swift\": the file changed", .failed)),
                .publish(.complete(sum, first)),
                .finish(
                    """
                    \(sum) Staged for review: nothing is on disk until you accept and write it.

                    Not edited:

                    - `"b\\n.swift"`: the file changed
                    """, first),
            ])
        #expect(turn.callsInFlight == 0)
    }

    @Test func saysThatNothingMatches() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("rename a to b in Sources", .init()))
        let text =
            "No line holds `a` as a whole word in `Sources`. `Sources` is the name of a file; for a folder write "
            + "`in Sources/`. Nothing was changed."
        #expect(
            turn.handle(.answered([success("search_files", "no matches")])) == [
                .publish(.complete(text, ReportedFiles())), .finish(text, ReportedFiles()),
            ])
    }

    @Test func readsLongLinesInFull() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("replace a with b", .init()))
        let found = "2 matches in 1 file\nx\n  1~ aaa…\n  2~ aaa…\n[more: 2 matches are enough]"
        #expect(
            turn.handle(.answered([success("search_files", found)])) == [
                .publish(.thinking("Reading 2 long lines")),
                .call([.readLine(path: "x", number: 1), .readLine(path: "x", number: 2)]),
            ])
        let effects = turn.handle(.answered([success("read_file", "1 | caac"), failure("read_file", "no")]))
        guard case .call(let calls)? = effects.last, case .applyDiff("x", let diff)? = calls.first else {
            Issue.record("no edit: \(effects)")
            return
        }
        #expect(diff == "<<<<<<< SEARCH\n:start_line:1\n-------\ncaac\n=======\ncbbc\n>>>>>>> REPLACE\n")
        let last = turn.handle(.answered([success("apply_diff", "staged: x +1 -1 (…)")])).last
        guard case .finish(let text, _)? = last else {
            Issue.record("no end: \(String(describing: last))")
            return
        }
        #expect(
            text == """
                Replaced `a` with `b`: 2 places in 1 line of 1 file. Staged for review: nothing is on disk until you \
                accept and write it.

                Left as they are, since they are too long to be read in full: `x:2`.

                The search stopped early: 2 matches are enough. There may be more; ask again after writing these.
                """)
    }

    @Test func leavesLinesThatAreNotUTF8() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("replace a with b", .init()))
        let text =
            "No line that holds `a` would change. Nothing was changed."
            + "\n\nLeft as they are, since they are not valid UTF-8: `x:1`."
        #expect(
            turn.handle(.answered([success("search_files", "1 match in 1 file\nx\n  1: a\u{FFFD}")])) == [
                .publish(.complete(text, ReportedFiles())), .finish(text, ReportedFiles()),
            ])
    }

    @Test func escapesLinesThatLookLikeMarkers() {
        let edit = FileEdit(
            path: "x",
            lines: [
                .init(number: 4, old: "=======", new: ">>>>>>> REPLACE", places: 1),
                .init(number: 6, old: "\\======= ", new: "two\nlines", places: 1),
            ])
        #expect(
            edit.diff == """
                <<<<<<< SEARCH
                :start_line:4
                -------
                \\=======
                =======
                \\>>>>>>> REPLACE
                >>>>>>> REPLACE
                <<<<<<< SEARCH
                :start_line:6
                -------
                \\\\=======\u{20}
                =======
                two
                lines
                >>>>>>> REPLACE

                """)
    }

    @Test func editsManyFilesInBatches() {
        var turn = HelperTurn()
        // As many ask first; a `do it` right behind goes on.
        _ = turn.handle(.asked("rename a to b", .init()))
        let found = "200 matches in 200 files\n" + (1...200).map { "f\($0)\n  1: a\n" }.joined()
        guard case .finish(let asked, _)? = turn.handle(.answered([success("search_files", found)])).last else {
            return #expect(Bool(false))
        }
        #expect(asked.contains("Nothing is changed yet, since it is more than 100 files."))
        #expect(asked.hasSuffix("To go on, say **do it**."), "the request itself would ask again")
        #expect(turn.callsInFlight == 0)
        let before = turn.past
        turn = HelperTurn()
        _ = turn.handle(.asked("do it", .init(past: [before])))
        var effects = turn.handle(.answered([success("search_files", found)]))
        var requests = 0
        var edited = 0
        while turn.callsInFlight > 0 {
            requests += 1
            edited += turn.callsInFlight
            let answers = (0..<turn.callsInFlight).map { _ in success("apply_diff", "staged: f +1 -1 (x)") }
            effects = turn.handle(.answered(answers))
        }
        #expect(requests == 40)
        #expect(edited == 200)
        guard case .finish(let text, let files)? = effects.last else { return #expect(Bool(false)) }
        #expect(text.hasPrefix("Renamed `a` to `b`: 200 places in 200 lines of 200 files."))
        #expect(files.modified.count == 200)
    }

    @Test func createsWhatIsNotThere() {
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("create VERSION with 1.0", .init())) == [
                .publish(.thinking("Looking whether VERSION exists")), .call([.readLine(path: "VERSION", number: 1)]),
            ])
        #expect(
            turn.handle(.answered([failure("read_file", "VERSION does not exist")])) == [
                .publish(.working(step: 1, total: 1, "Creating VERSION")),
                .call([.createFile(path: "VERSION", content: "1.0\n")]),
            ])
        let files = ReportedFiles(created: [.init(path: "VERSION", added: 1)])
        #expect(
            turn.handle(.answered([success("create_file", "staged: VERSION +1 -0 (…)")])) == [
                .publish(.stepComplete(step: 1, total: 1, "Created VERSION", .changed(files))),
                .publish(.complete("Created VERSION. Staged for review.", files)),
                .finish("Created `VERSION` with 1 line. It is staged: on disk when you accept and write it.", files),
            ])
    }

    @Test func neverOverwritesUnasked() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("create VERSION with 1.0", .init()))
        let text = "`VERSION` exists already. Nothing was changed. To replace it: `overwrite VERSION with TEXT`."
        #expect(
            turn.handle(.answered([success("read_file", "1 | 0.9")])) == [
                .publish(.error(text)), .finish(text, ReportedFiles()),
            ])
    }

    @Test func saysThatItOverwrote() {
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("overwrite src/b.py with 1", .init())) == [
                .publish(.working(step: 1, total: 1, "Overwriting src/b.py")),
                .call([.createFile(path: "src/b.py", content: "1\n")]),
            ])
        let files = ReportedFiles(modified: [.init(path: "src/b.py", added: 1, removed: 2)])
        #expect(
            turn.handle(.answered([success("create_file", "staged: src/b.py +1 -2 (…)")])) == [
                .publish(.stepComplete(step: 1, total: 1, "Overwrote src/b.py", .changed(files))),
                .publish(.complete("Overwrote src/b.py. Staged for review.", files)),
                .finish("Overwrote `src/b.py` with 1 line. It is staged: on disk when you accept and write it.", files),
            ])
    }

    @Test func passesOnWhyAFileCannotBeMade() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("create ../x with 1", .init()))
        let text = "Could not create `../x`: refused: ../x has a `..` in it. Nothing was changed."
        #expect(
            turn.handle(.answered([failure("read_file", "refused: ../x has a `..` in it")])) == [
                .publish(.error(text)), .finish(text, ReportedFiles()),
            ])
    }

    @Test func deletesAndMoves() {
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("delete old.txt", .init())) == [
                .publish(.working(step: 1, total: 1, "Deleting old.txt")), .call([.deleteFile(path: "old.txt")]),
            ])
        let text = "Could not delete `old.txt`: old.txt does not exist. Nothing was changed."
        #expect(
            turn.handle(.answered([failure("delete_file", "old.txt does not exist")])) == [
                .publish(.stepComplete(step: 1, total: 1, text, .failed)), .publish(.error(text)),
                .finish(text, ReportedFiles()),
            ])
        turn = HelperTurn()
        #expect(
            turn.handle(.asked("move '\"a' to b/", .init())) == [
                .publish(.working(step: 1, total: 1, "Moving \"a to b/\"a")),
                .call([.moveFile(path: "\"\\\"a\"", to: "b/\"a")]),
            ])
    }

    @Test func findsWithoutTouching() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("find a", .init()))
        let found = "2 matches in 1 file\nx\n  1: a```b\n  7~ aa…\n[skipped: 1 binary, 2 large]"
        let summary = "Found `a` in 2 lines of 1 file."
        #expect(
            turn.handle(.answered([success("search_files", found)])) == [
                .publish(.complete(summary, ReportedFiles())),
                .finish(
                    """
                    \(summary)

                    ````
                    x
                      1: a```b
                      7: aa…
                    ````

                    Not searched: 1 binary, 2 large.
                    """, ReportedFiles()),
            ])
    }

    @Test func explainsWhatIsStaged() {
        var turn = HelperTurn()
        let staged = [
            StagedFile(path: "a", kind: "modified", added: 3, removed: 1, accepted: 1, rejected: 0, undecided: 2),
            StagedFile(path: "b", kind: "added", added: 2, removed: 0, accepted: 1),
        ]
        #expect(
            turn.handle(.asked("explain", .init(staged: staged))) == [
                .finish(
                    """
                    2 files staged, +5 −1 lines. Not on disk yet:

                    - modified `a` +3 −1: 1 of 3 accepted, 2 of 3 undecided
                    - added `b` +2 −0: accepted

                    2 hunks undecided. What is accepted is written when you write; the rest stays.
                    """, ReportedFiles())
            ])
        turn = HelperTurn()
        #expect(turn.handle(.asked("explain", .init())) == [.finish("Nothing is staged.", ReportedFiles())])
    }

    @Test func runsCommandsAndTellsHowTheyEnded() {
        var turn = HelperTurn()
        #expect(
            turn.handle(.asked("run seq 2; exit 3", .init())) == [
                .publish(.working(step: 1, total: 1, "Asked to run `seq 2; exit 3`")),
                .call([.runTerminal(command: "seq 2; exit 3")]),
            ])
        let summary = "`seq 2; exit 3` ended with exit 3"
        let files = ReportedFiles(commands: [.init(command: "seq 2; exit 3", output: "", exitCode: 3)])
        #expect(
            turn.handle(.answered([failure("run_terminal", "exit 3, 12 ms\n1\n2\n")])) == [
                .publish(.stepComplete(step: 1, total: 1, summary, .failed)),
                .publish(.complete(summary, files)),
                .finish("\(summary).", files),
            ])
    }

    @Test(arguments: [
        ("Rejected by the user.\nNot now", "`ls` was not run: Rejected by the user"),
        ("killed by signal 9, 4 ms\n", "`ls` did not end: killed by signal 9, 4 ms"),
    ])
    func saysWhyACommandHasNoEnd(_ answer: String, _ summary: String) {
        var turn = HelperTurn()
        _ = turn.handle(.asked("run ls", .init()))
        let effects = turn.handle(.answered([failure("run_terminal", answer)]))
        #expect(effects.contains(.publish(.error(summary))))
    }

    @Test func neverPretendsToBeAModel() {
        var turn = HelperTurn()
        guard case .finish(let text, _)? = turn.handle(.asked("why is the sky blue", .init())).last else {
            return #expect(Bool(false))
        }
        #expect(text.contains("needs a language model"))
        #expect(text.contains("What I can do: `find`, `rename`, ") && text.hasSuffix("`help` shows how."))
        #expect(text.contains("`oropendola login`"), "it names the way to a model")
    }

    @Test func callsNoToolsInAskMode() {
        var turn = HelperTurn()
        let effects = turn.handle(.asked("rename a to b", .init(forbidsTools: true)))
        #expect(effects == [.finish(HelperText.toolsForbidden, ReportedFiles())])
    }
}
