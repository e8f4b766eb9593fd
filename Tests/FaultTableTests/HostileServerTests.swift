// A server that means harm, played over sockets to the whole client: refused, bounded, explained, and never obeyed.
import App
import ChangeReview
import JSON
import LocalBackend
import Scenarios
import TaskMachine
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(3))) struct HostileServerTests {
    /// All that a terminal could obey, or a reader be deceived by.
    static let evil = #"\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp\u200b\r\u0000"#

    private func play(
        _ scenario: String, _ steps: String, _ check: (isolated FaultPlay) async throws -> Void
    ) async throws {
        let player = try await FaultPlay(try Scenario(scenario), steps)
        do {
            try await player.play()
            try await check(player)
        } catch {
            await player.end()
            throw error
        }
        await player.end()
    }

    private static let ask = "until online\nsay Do it.\n"

    private func expectHarmless(_ rows: [String]) {
        for row in rows {
            for scalar in row.unicodeScalars {
                let value = scalar.value
                #expect(
                    value >= 0x20 && !(0x7F...0x9F).contains(value) && !(0x200B...0x200F).contains(value)
                        && !(0x202A...0x202E).contains(value),
                    "\(String(value, radix: 16)) in \(row)")
            }
        }
    }

    @Test(arguments: [
        #"{"reply": {"success": true, "response": "T EVIL", "model": "M EVIL", "reasoning": "R EVIL", "provider": "EVIL", "selection_reason": "EVIL"}}"#,
        #"{"reply": {"success": true, "response": "x", "todos": [{"id": "EVIL", "text": "T EVIL"}], "tool_results": [{"action": "EVIL", "status": "error", "message": "T EVIL"}]}}"#,
        #"{"reply": {"success": true, "response": "x", "file_changes": {"created": ["T EVIL"], "modified": [{"path": "EVIL", "details": ["EVIL"]}], "commands": [{"command": "EVIL", "output": "EVIL", "exit_code": 1}]}}}"#,
        #"{"reply": {"success": true, "response": "", "tool_calls": [{"action": "EVIL", "path": "T EVIL"}, {"action": "create_file", "path": "T EVIL", "content": "EVIL"}]}, "unchecked": true}"#
            + "\n" + #"{"reply": {"success": true, "response": "Done."}}"#,
        #"{"reply": {"success": false, "error": "T EVIL"}}"#,
        #"{"http": {"status": 500, "json": {"exc_type": "EVIL", "exception": "EVIL: T EVIL"}}}"#,
        #"{"http": {"status": 403, "html": "<html><title>T EVIL</title>"}}"#,
        #"{"progress": {"type": "thinking", "message": "T EVIL"}}"# + "\n"
            + #"{"progress": {"type": "plan", "message": "EVIL", "todos": [{"id": "1", "text": "EVIL"}]}}"# + "\n"
            + #"{"progress": {"type": "step_complete", "step": 1, "total": 2, "message": "EVIL", "action": "created", "file_path": "EVIL", "line_count": 3, "details": ["EVIL"]}}"#
            + "\n" + #"{"progress": {"type": "EVIL", "message": "EVIL"}}"# + "\n"
            + #"{"event": "msgprint", "data": {"title": "EVIL", "message": "<b>EVIL</b>"}}"# + "\n"
            + #"{"progress": {"type": "text", "text": "EVIL", "partial": true}}"# + "\n" + #"{"wait": 200}"# + "\n"
            + #"{"reply": {"success": true, "response": "Done."}}"#,
    ])
    func escapesOfEveryFieldAreOnlySeen(_ scenario: String) async throws {
        let text = scenario.replacing("EVIL", with: Self.evil)
        try await play(text, Self.ask + "until over\nkeys ctrl-o") { player in
            let rows = player.picture().filter { $0.hasPrefix("|") }
            expectHarmless(rows)
            #expect(rows.contains { $0.contains("␛") }, "\(rows.joined(separator: "\n"))")
        }
    }

    @Test func aCommandsEscapesAreSeenBeforeItRuns() async throws {
        let scenario =
            #"{"reply": {"success": true, "response": "", "tool_calls": [{"action": "run_command", "command": "echo \u001b[8mhidden\u202e"}]}}"#
        try await play(scenario, Self.ask + "until approval\npass 500") { player in
            let rows = player.picture().filter { $0.hasPrefix("|") }
            expectHarmless(rows)
            #expect(rows.contains { $0.contains("␛[8mhidden‹U+202E›") }, "\(rows.joined(separator: "\n"))")
        }
    }

    @Test func scriptsAreCountedAndNeverRun() async throws {
        let scenario = """
            {"event": "eval_js", "data": "window.location = 'https://evil.example'"}
            {"progress": {"type": "thinking", "message": "behind it"}}
            {"wait": 100}
            {"reply": {"success": true, "response": "Done."}}
            """
        try await play(scenario, Self.ask + "until behind it\nuntil over\nuntil online") { player in
            #expect(!player.picture().contains { $0.contains("evil.example") || $0.contains("location") })
            #expect(player.model.conversation.link.metrics.eventsReceived == 2)
        }
    }

    @Test(arguments: [
        #"{"http": {"status": 200, "content_type": "application/json", "text": "                                                                ", "times": 16777216}}"#,
        #"{"http": {"status": 200, "content_type": "application/json", "text": " ", "endless": true}}"#,
        #"{"http": {"status": 500, "html": "<html>", "endless": true}}"#,
    ])
    func bodiesWithoutMeasureAreRefused(_ scenario: String) async throws {
        let before = residentBytes()
        try await play(
            scenario + "\n" + #"{"reply": {"success": true, "response": "Still here."}}"#,
            Self.ask + "until can't be read\nsay Again.\nuntil Still here."
        ) { _ in
            #expect(residentBytes() - before < 256 << 20, "\((residentBytes() - before) >> 20) MiB")
        }
    }

    @Test func aHeadWithoutEndIsRefused() async throws {
        let before = residentBytes()
        try await play(#"{"http": {"endless_head": true}}"#, Self.ask + "until over") { player in
            #expect(player.picture().contains { $0.contains("Your message is") || $0.contains("message is kept") })
            #expect(residentBytes() - before < 128 << 20)
        }
    }

    @Test func anAnswerThatDripsForEverCanBeCancelled() async throws {
        let scenario = """
            {"progress": {"type": "thinking", "message": "drip"}}
            {"http": {"text": " ", "times": 1000000, "drip": {"bytes": 1, "every": 5}}}
            {"reply": {"success": true, "response": "Still here."}}
            """
        try await play(scenario, Self.ask + "until drip\nkeys esc\nuntil Cancelled.\nsay Again.\nuntil Still here.") {
            _ in
        }
    }

    @Test func pathsOutsideAreRefusedThroughEveryTool() async throws {
        let outside = try TemporaryFolder()
        try outside.write("secret.txt", "the secret\n")
        let full = outside.path + "/secret.txt"
        let diff: JSONValue = "<<<<<<< SEARCH\nthe secret\n=======\nx\n>>>>>>> REPLACE\n"
        // A folder behind a link, a file behind one, a full path, and a way up.
        let paths: [JSONValue] = ["way/secret.txt", "leak", .string(full), "../secret.txt", "Sources/../../secret.txt"]
        let changes = paths.flatMap { path -> [JSONValue] in
            [
                ["action": "apply_diff", "path": path, "diff": diff],
                ["action": "insert_content", "path": path, "line": 1, "content": "x"],
                [
                    "action": "replace_string_in_file", "path": path, "old_string": "the secret", "new_string": "x",
                ],
                ["action": "read_file", "paths": [path]],
                ["action": "read_file", "args": "<file><path>\(path.asString ?? "")</path></file>"],
                ["action": "codebase_search", "query": "secret", "path": path],
                ["action": "get_symbol_info", "symbol_name": "secret", "path": path],
                ["action": "list_code_definition_names", "path": path],
            ]
        }
        let lists = paths.compactMap(\.asString)
        let calls =
            changes + [
                ["action": "read_file", "paths": .array(paths)],
                ["action": "read_file", "file_paths": .string(lists.joined(separator: ","))],
                [
                    "action": "read_file",
                    "path": .string(lists.map { "<file><path>\($0)</path></file>" }.joined()),
                ],
                ["action": "codebase_search", "query": "secret", "path": "way"],
                ["action": "get_symbol_info", "symbol_name": "secret", "path": "way"],
                ["action": "read_file", "path": .string(outside.path + "/secret.txt")],
                ["action": "read_file", "path": "way/secret.txt"], ["action": "list_files", "path": "way"],
                ["action": "search_files", "regex": "secret", "path": "way"],
                ["action": "create_file", "path": "way/new.txt", "content": "x"],
                ["action": "delete_file", "path": "way/secret.txt"],
                ["action": "move_file", "path": "README.md", "to": "way/README.md"],
                ["action": "modify_file", "path": ".git/config", "content": "x"],
            ] as [JSONValue]
        let reply: JSONValue = [
            "reply": ["success": true, "response": "", "tool_calls": .array(calls)], "unchecked": true,
        ]
        let done: JSONValue = ["reply": ["success": true, "response": "All done."]]
        try await play(
            "\(reply.text)\n\(done.text)",
            "link way \(outside.path)\nlink leak \(full)\n" + Self.ask + "until over\nkeys ctrl-o"
        ) { player in
            let conversation = player.model.conversation
            let results = conversation.history.filter { $0.content.hasPrefix("[tool_result ") }
            #expect(results.count == calls.count)
            for result in results {
                #expect(result.content.prefix { $0 != "\n" }.hasSuffix(" error]"), "\(result.content)")
                #expect(!result.content.contains("the secret"))
            }
            #expect(player.model.changes.isEmpty)
            #expect(player.file("README.md") == "A shop.\n")
        }
        #expect(try outside.text("secret.txt") == "the secret\n" && !outside.exists("new.txt"))
    }
}
