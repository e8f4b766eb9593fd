// The tools that look: the forms in which files are asked for, the limits, the outline, and secrets that stay secret.
import ChangeReview
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite struct ReadToolTests {
    let project: Project
    let tools: ToolBox

    init() throws {
        project = try Project([
            "a.txt": "one\ntwo\nthree\n", "src/b.swift": "func parse() {}\n// parse it\nstruct Parser {}\n",
            ".env": "KEY=hidden\n",
        ])
        tools = ToolBox(project: try project.open(), environment: Folders.environment())
    }

    func text(
        _ action: String, _ arguments: JSONObject, staged: StagedFiles = StagedFiles(),
        permit: ToolPermit = ToolPermit()
    ) async -> String {
        let result = await tools.execute(
            ToolCall(id: "1", action: action, arguments: arguments), staged: staged, permit: permit)
        return (result.succeeded ? "" : "! ") + result.text
    }

    @Test func filesAreAskedForInManyForms() async {
        #expect(await text("read_file", ["file_path": "a.txt", "line_range": "2-3"]) == "2 | two\n3 | three\n")
        #expect(await text("read_file", ["path": "a.txt", "line_range": [1, 1]]) == "1 | one\n")
        #expect(await text("read_file", ["path": "a.txt", "line_range": "3-"]) == "3 | three\n")
        let both = "== a.txt\n1 | one\n== src/b.swift\n2 | // parse it\n"
        #expect(
            await text(
                "read_file",
                ["files": [["path": "a.txt", "end_line": 1], ["path": "src/b.swift", "line_range": "2-2"]]])
                == both)
        let xml =
            "<args><file><path>a.txt</path><line_range>1-1</line_range></file>"
            + "<file>\n<path>src/b.swift</path>\n<line_range>2-2</line_range></file></args>"
        #expect(await text("read_file", ["path": .string(xml)]) == both)
        #expect(
            await text("read_file", ["paths": ["a.txt", "gone"]])
                == "== a.txt\n1 | one\n2 | two\n3 | three\n== gone\n! gone does not exist\n")
        #expect(
            await text("read_file", ["paths": ["no", "gone"]])
                == "! == no\n! no does not exist\n== gone\n! gone does not exist\n")
        #expect(await text("read_file", ["path": "a.txt", "line_range": "x"]) == "! line_range is not like 10-40: x")
        #expect(await text("read_file", ["path": "<path>a"]) == "! a <path> has no end")
    }

    @Test func outlines() async throws {
        #expect(
            await text("list_code_definition_names", ["path": "src/b.swift"])
                == "2 definitions in 1 file\nsrc/b.swift\n  1: func parse() {}\n  3: struct Parser {}\n")
        #expect(await text("list_code_definition_names", [:]).hasPrefix("2 definitions in 1 file\nsrc/b.swift"))
        #expect(
            await text("list_code_definition_names", ["path": "a.txt"])
                == "! no outline is made of files like a.txt; use read_file or search_files")
        let staged = StagedFiles(states: [try path("src/b.swift"): file("enum Staged {}\n")], bases: [:])
        #expect(
            await text("list_code_definition_names", ["path": "src"], staged: staged)
                == "1 definition in 1 file\nsrc/b.swift\n  1: enum Staged {}\n")
        let info = await text("get_symbol_info", ["symbol_name": "parse"])
        #expect(
            info
                == "Definitions of parse, by text:\n1 definition in 1 file\nsrc/b.swift\n  1: func parse() {}\n\n"
                + "Where it stands, by text:\n2 matches in 1 file\nsrc/b.swift\n  1: func parse() {}\n  2: // parse it\n"
                + "[skipped: 1 secret]\n")
    }

    @Test func searchesByMeaningAreSearchesByWords() async {
        let found = await text("semantic_search", ["query": "where is the Parser?"])
        #expect(
            found
                == "No index by meaning is kept here; this is a text search for \"Parser\".\n"
                + "1 match in 1 file\nsrc/b.swift\n  3: struct Parser {}\n[skipped: 1 secret]\n")
        #expect(await text("codebase_search", ["query": "is of"]) == "! the query has no word to look for: is of")
    }

    @Test func searchesHaveLimits() async throws {
        for number in 0..<30 { try project.write("many/\(number).c", String(repeating: "hit\n", count: 12)) }
        let found = await text("search_files", ["regex": "hit"])
        #expect(found.hasPrefix("200 matches in 20 files\n"))
        #expect(found.contains("  10: hit\n  [more in this file]\n"))
        #expect(found.hasSuffix("[more: stopped after 20 files; name a folder, a file_pattern or max_files]\n"))
        #expect(
            await text("search_files", ["regex": "hit", "max_matches": 1000]).hasPrefix("360 matches in 30 files\n"))
        let one = await text("search_files", ["regex": "hit", "path": "many/1.c", "max_matches_per_file": 1])
        #expect(one == "1 match in 1 file\nmany/1.c\n  1: hit\n  [more in this file]\n")
    }

    @Test func secretsStaySecret() async throws {
        let refused =
            "! refused: .env looks like an environment file; its contents are not read unless the user allows it"
        #expect(await text("read_file", ["path": ".env"]) == refused)
        #expect(await text("read_file", ["path": "./.env", "start_line": 1]) == refused)
        #expect(await text("read_file", ["paths": [".env", "a.txt"]]).hasPrefix("== .env\n" + refused))
        let staged = StagedFiles(states: [try path(".env"): file("KEY=staged\n")], bases: [:])
        #expect(await text("read_file", ["path": ".env"], staged: staged) == refused)
        #expect(
            await text("read_file", ["path": ".env"], permit: ToolPermit(secretPaths: [".env"])) == "1 | KEY=hidden\n")
        // A yes to what the call names in a list, however it is written.
        let calls: [JSONObject] = [
            ["paths": ["a.txt", ".env"]], ["path": "a.txt", "paths": "a.txt, .env"], ["file_paths": "a.txt\n.env"],
            ["files": [["path": "a.txt"], ["file": ".env"]]],
            ["args": "<file><path>a.txt</path></file><file><path>.env</path></file>"],
        ]
        for arguments in calls {
            let call = ToolCall(id: "1", action: "read_file", arguments: arguments)
            #expect(call.secretPaths == [".env"])
            let permit = ToolPermit(secretPaths: call.secretPaths)
            #expect(
                await text("read_file", arguments, permit: permit).hasSuffix("\n== .env\n1 | KEY=hidden\n"),
                "\(arguments)")
        }
        // A yes to one file is no yes to another that the call names beside it.
        try project.write("id_rsa", "KEY\n")
        let both = await text(
            "read_file", ["path": ".env", "paths": [".env", "id_rsa"]], permit: ToolPermit(secretPaths: [".env"]))
        #expect(both.contains("1 | KEY=hidden\n") && both.contains("== id_rsa\n! refused: "))
        #expect(
            await text("list_code_definition_names", ["path": ".env"], permit: ToolPermit(secretPaths: [".env"]))
                .hasPrefix("! no outline"))
        #expect(await text("list_files", [:]).hasPrefix(".env\n"))
        #expect(await text("search_files", ["regex": "hidden"]) == "no matches\n[skipped: 2 secret]\n")
        #expect(await text("search_files", ["regex": "staged"], staged: staged) == "no matches\n[skipped: 2 secret]\n")
        #expect(await text("search_files", ["regex": "hidden", "path": ".env"]).hasPrefix("no matches\n"))
        #expect(await text("move_file", ["path": ".env", "to": "env.txt"]).hasPrefix("! refused: "))
        // A diff that fails shows the nearest lines: not of this file.
        let diff = "<<<<<<< SEARCH\nKEY=hiden\n=======\nx\n>>>>>>> REPLACE\n"
        let failed = await text("apply_diff", ["path": ".env", "diff": .string(diff)])
        #expect(failed == "! the change does not fit .env, whose contents are secret and not shown")
        #expect(await text("create_file", ["path": ".env", "content": "KEY=new\n"]).hasPrefix("staged: .env"))
    }
}
