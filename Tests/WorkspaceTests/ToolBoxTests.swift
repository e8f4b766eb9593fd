// The tools as an agent meets them: a call in, a text out, and the disk as it was.
import ChangeReview
import Glibc
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite struct ToolBoxTests {
    let project: Project
    let tools: ToolBox

    init() throws {
        project = try Project([
            "a.txt": "one\ntwo\nthree\n", "src/b.swift": "let parse = 1\r\nparse(parser)\r\n", "src/deep/c.swift": "x",
        ])
        // However slow the machine is: without git's answer in time a list is another one.
        var limits = ToolBox.Limits()
        limits.listingTime = 60_000
        tools = ToolBox(project: try project.open(), environment: Folders.environment(), limits: limits)
    }

    func call(_ action: String, _ arguments: JSONObject, staged: StagedFiles = StagedFiles()) async -> ToolResult {
        await tools.execute(ToolCall(id: "1", action: action, arguments: arguments), staged: staged)
    }

    func text(_ action: String, _ arguments: JSONObject, staged: StagedFiles = StagedFiles()) async -> String {
        let result = await call(action, arguments, staged: staged)
        return (result.succeeded ? "" : "! ") + result.text
    }

    @Test func reads() async throws {
        #expect(await text("read_file", ["path": "a.txt"]) == "1 | one\n2 | two\n3 | three\n")
        #expect(await text("read_file", ["path": "a.txt", "start_line": 2, "end_line": "2"]) == "2 | two\n")
        #expect(await text("read_file", ["path": "src/b.swift"]) == "1 | let parse = 1\n2 | parse(parser)\n")
        #expect(await text("read_file", ["path": "src/deep/c.swift"]) == "1 | x\n")
        #expect(await text("read_file", ["path": "gone"]) == "! gone does not exist")
        #expect(
            await text("read_file", ["path": "a.txt", "start_line": 9]) == "! line 9 is not there: the file has 3 lines"
        )
        #expect(await text("read_file", [:]) == "! missing argument: path")
        #expect(await text("read_file", ["path": "src"]) == "! src is a folder")
        #expect(await text("read_file", ["path": "/etc/passwd"]).hasPrefix("! refused: /etc/passwd is outside"))
        try project.write("bin", "a\0b")
        #expect(await text("read_file", ["path": "bin"]) == "! bin is a binary file")
        try project.write("empty", "")
        #expect(await text("read_file", ["path": "empty"]) == "(empty file)")
    }

    /// A byte order mark is no part of the first line, for any of the tools.
    @Test func marksAreNotShown() async throws {
        try project.write("bom.txt", "\u{feff}mark\nmark\n")
        #expect(await text("read_file", ["path": "bom.txt"]) == "1 | mark\n2 | mark\n")
        let found = await text("search_files", ["regex": "^mark", "file_pattern": "bom.txt"])
        #expect(found == "2 matches in 1 file\nbom.txt\n  1: mark\n  2: mark\n")
        let diff = "<<<<<<< SEARCH\n:start_line:1\n-------\nmark\n=======\nnew\n>>>>>>> REPLACE\n"
        let result = await call("apply_diff", ["path": "bom.txt", "diff": .string(diff)])
        #expect(result.succeeded, "\(result.text)")
    }

    @Test func readsStopAtTheirLimits() async throws {
        try project.write("long", String(repeating: "line\n", count: 20_000))
        let long = await text("read_file", ["path": "long"])
        #expect(long.hasSuffix("[more: the file goes on from line 5001; read on with start_line]"))
        let tail = await text("read_file", ["path": "long", "start_line": 19_999])
        #expect(tail == "19999 | line\n20000 | line\n")
    }

    @Test func unknownTools() async {
        #expect(await text("fly", [:]).hasPrefix("! unknown tool fly; the tools are read_file, "))
    }

    @Test func writeToolsPropose() async throws {
        let before = try project.tree()
        let created = await call("create_file", ["path": "new/d.txt", "content": "1\n2\n"])
        #expect(created.text == "staged: new/d.txt +2 -0 (not on disk until accepted)")
        #expect(created.proposed == [try step("new/d.txt", nil, "1\n2\n")])
        let edited = await call("edit_file", ["path": "src/b.swift", "content": "let parse = 2\nparse(parser)\n"])
        #expect(edited.text == "staged: src/b.swift +1 -1 (not on disk until accepted)")
        #expect(edited.proposed.first?.after == file("let parse = 2\r\nparse(parser)\r\n"))
        #expect(await text("modify_file", ["path": "gone", "content": ""]) == "! gone does not exist")
        #expect(
            await text("replace_string_in_file", ["path": "a.txt", "old_string": "two", "new_string": "2"])
                == "staged: a.txt +1 -1 (not on disk until accepted)")
        #expect(
            await text("insert_content", ["path": "a.txt", "line": 1, "content": "zero"])
                == "staged: a.txt +1 -0 (not on disk until accepted)")
        let diff = "<<<<<<< SEARCH\ntwo\n=======\n2\n>>>>>>> REPLACE"
        #expect(
            await call("apply_diff", ["path": "a.txt", "diff": .string(diff)]).proposed.first?.after
                == file("one\n2\nthree\n"))
        #expect(await call("delete_file", ["path": "a.txt"]).proposed == [try step("a.txt", "one\ntwo\nthree\n", nil)])
        let moved = await call("move_file", ["path": "src/deep/c.swift", "to": "c.swift"])
        #expect(moved.proposed == [try step("src/deep/c.swift", "x", nil), try step("c.swift", nil, "x")])
        #expect(await text("move_file", ["path": "a.txt", "to": "src/b.swift"]) == "! src/b.swift exists already")
        #expect(await text("create_file", ["path": "a.txt/x", "content": ""]) == "! a.txt is not a folder")
        #expect(await text("create_file", ["path": ".git/hooks/x", "content": ""]).hasPrefix("! refused: "))
        #expect(await text("create_file", ["path": "o.json", "content": ["a": 1]]).hasPrefix("staged: o.json +1"))
        #expect(try project.tree() == before)
    }

    @Test func everythingSeesWhatIsStaged() async throws {
        let a = try path("a.txt")
        let fresh = try path("src/new.swift")
        let gone = try path("src/deep/c.swift")
        let staged = StagedFiles(
            states: [a: file("ONE\n"), fresh: file("parse\n"), gone: nil],
            bases: [a: file("one\ntwo\nthree\n"), fresh: nil, gone: file("x")])
        #expect(await text("read_file", ["path": "a.txt"], staged: staged) == "1 | ONE\n")
        #expect(
            await text("read_file", ["path": "src/deep/c.swift"], staged: staged)
                == "! src/deep/c.swift is staged to be deleted")
        #expect(await text("list_files", ["recursive": true], staged: staged) == "a.txt\nsrc/b.swift\nsrc/new.swift")
        #expect(
            await text("search_files", ["regex": "parse", "whole_words": true], staged: staged)
                == "3 matches in 2 files\nsrc/b.swift\n  1: let parse = 1\n  2: parse(parser)\n"
                + "src/new.swift\n  1: parse\n"
        )
        let again = await call("insert_content", ["path": "a.txt", "line": 0, "content": "TWO"], staged: staged)
        #expect(again.proposed == [FileStep(path: a, before: file("one\ntwo\nthree\n"), after: file("ONE\nTWO\n"))])
        #expect(again.text == "staged: a.txt +1 -0 (not on disk until accepted)")
        let back = await call("create_file", ["path": "src/deep/c.swift", "content": "y"], staged: staged)
        #expect(back.proposed == [FileStep(path: gone, before: file("x"), after: file("y"))])
        #expect(
            await text("create_file", ["path": "src/new.swift/x", "content": ""], staged: staged)
                == "! src/new.swift is not a folder")
        // Put back is what was on disk, whole: also a file that is gone, and one that is new.
        let before = [
            FileStep(path: a, before: file("one\ntwo\nthree\n"), after: file("one\ntwo\nthree\n")),
            FileStep(path: fresh, before: nil, after: nil), FileStep(path: gone, before: file("x"), after: file("x")),
        ]
        for step in before {
            #expect(await call("revert_file", ["path": .string(step.path.text)], staged: staged).proposed == [step])
        }
        #expect(
            await text("revert_file", ["path": "src/b.swift"], staged: staged) == "! nothing of src/b.swift is staged")
    }

    @Test func lists() async throws {
        #expect(await text("list_files", [:]) == "a.txt\nsrc/")
        #expect(await text("list_files", ["path": "src"]) == "src/b.swift\nsrc/deep/")
        #expect(await text("list_files", ["recursive": true]) == "a.txt\nsrc/b.swift\nsrc/deep/c.swift")
        #expect(await text("list_files", ["pattern": "*.swift"]) == "src/b.swift\nsrc/deep/c.swift")
        #expect(await text("list_files", ["path": "src", "pattern": "deep/*"]) == "src/deep/c.swift")
        #expect(await text("list_files", ["path": "gone"]) == "! gone does not exist")
        #expect(await text("list_files", ["path": "a.txt"]) == "! a.txt is not a folder")
        #expect(await text("list_files", ["pattern": "*.none"]) == "no files")
    }

    @Test func oddNamesAreListedAndRefused() async throws {
        try project.write("two\nlines \u{1B}[31m.txt", "odd\n")
        let invalid = Array("\(project.root)/caf".utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
        close(open(invalid, O_CREAT | O_WRONLY, 0o644))
        mkfifo("\(project.root)/pipe", 0o600)
        symlink("/etc", "\(project.root)/out")
        #expect(
            await text("list_files", [:]) == #"a.txt"# + "\n" + #""caf\351""# + "\nsrc/\n"
                + #""two\nlines \033[31m.txt""#)
        #expect(await text("read_file", ["path": .string(#""two\nlines \033[31m.txt""#)]) == "1 | odd\n")
        #expect(
            await text("delete_file", ["path": .string(#""caf\351""#)])
                == #"! refused: the name "caf\351" is not valid UTF-8"#)
        #expect(await text("read_file", ["path": "pipe"]) == "! refused: pipe is a pipe, not a file")
        #expect(await text("read_file", ["path": "out/passwd"]).hasPrefix("! refused: out is a symbolic link"))
        #expect(
            await text("search_files", ["regex": "odd"]) == "1 match in 1 file\n" + #""two\nlines \033[31m.txt""#
                + "\n  1: odd\n[skipped: 1 unreadable]\n")
    }

    @Test func searches() async throws {
        try project.write("bin.swift", "parse\0")
        try project.write("big.swift", String(repeating: "parse\n", count: 400_000))
        try project.write("wide.swift", "parse " + String(repeating: "é", count: 600) + "\n")
        let found = await text("search_files", ["regex": "parse", "file_pattern": "*.swift", "literal": true])
        let cut = "parse " + String(repeating: "é", count: 494) + "…"
        #expect(
            found
                == "3 matches in 2 files\nsrc/b.swift\n  1: let parse = 1\n  2: parse(parser)\n"
                + "wide.swift\n  1~ \(cut)\n[skipped: 1 binary, 1 large]\n"
        )
        #expect(await text("search_files", ["regex": "nothing here"]).hasPrefix("no matches\n"))
        #expect(
            await text("search_files", ["regex": "PARSE", "case_sensitive": false, "path": "src/b.swift"]).hasPrefix(
                "2 matches in 1 file"))
        #expect(
            await text("search_files", ["regex": "parse", "path": "src", "max_matches": 1])
                == "1 match in 1 file\nsrc/b.swift\n  1: let parse = 1\n[more: stopped after 1 matches]\n")
        #expect(await text("search_files", ["regex": "("]) == "! bad regex: Unmatched ( or \\(")
    }

    @Test func gitSaysWhichFilesCount() async throws {
        try run(["git", "init", "-q"], in: project.root)
        try project.write(".gitignore", "ignored*\n")
        try project.write("ignored.txt", "parse\n")
        try project.write("sub/ignored/x", "parse\n")
        #expect(await text("list_files", ["recursive": true]) == ".gitignore\na.txt\nsrc/b.swift\nsrc/deep/c.swift")
        #expect(await text("search_files", ["regex": "parse"]).hasPrefix("2 matches in 1 file\nsrc/b.swift"))
        #expect(await text("list_files", ["path": "src", "recursive": true]) == "src/b.swift\nsrc/deep/c.swift")
        // A repository whose settings name a program: it is not run.
        try run(["git", "config", "core.fsmonitor", "touch \(project.root)/ran; false"], in: project.root)
        _ = await text("list_files", [:])
        #expect(!project.exists("ran"))
    }

    @Test func oneFolderIsListedWithoutLookingFurther() async throws {
        try project.write("node_modules/x/y", "")
        try project.write("sub/.git/config", "")
        try project.write(".git", "gitdir: elsewhere")
        let staged = StagedFiles(states: [try path("new/x"): file(""), try path("src/z"): file("")], bases: [:])
        #expect(await text("list_files", [:], staged: staged) == "a.txt\nnew/\nnode_modules/\nsrc/\nsub/")
        #expect(await text("list_files", ["path": "sub"]) == "no files")
        #expect(await text("list_files", ["path": "node_modules/x"]) == "node_modules/x/y")
    }

    @Test func hugeTreesEnd() async throws {
        var limits = ToolBox.Limits()
        limits.listedNames = 500
        let everything = ToolBox(
            project: try ProjectFolder("/", folders: project.folders), environment: Folders.environment(),
            limits: limits)
        let listed = await everything.execute(
            ToolCall(id: "1", action: "list_files", arguments: ["recursive": true]), staged: StagedFiles())
        #expect(listed.succeeded)
        #expect(listed.text.contains("[more: stopped after 500 names]"))
    }
}
