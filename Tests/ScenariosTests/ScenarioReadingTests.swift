// What a scenario file may hold, and what is said about one that can't be played.
import JSON
import Testing

@testable import Scenarios

struct ScenarioReadingTests {
    @Test func readsTheStepsOfAFile() throws {
        let scenario = try Scenario(
            """
            # A comment, and a blank line.

            {"progress": {"type": "x"}}
              {"wait": 5}\r
            {"event": "msgprint", "data": "Hi"}
            {"cut_realtime": true}
            {"raw": {"status": 502, "body": "<p>"}}
            {"close": true}
            {"hang": true}
            {"stream": ["a", "b"], "tokens_per_second": 10, "as": "reasoning"}
            {"answer": ["a", "b"]}
            {"answer": true}
            {"restart": true}
            """)
        #expect(
            scenario.steps == [
                .progress(["type": "x"]), .wait(milliseconds: 5), .event(name: "msgprint", "Hi"),
                .realtimeCut, .raw(status: 502, contentType: "text/html", body: Array("<p>".utf8)),
                .connectionClosed, .silence,
                .stream(StreamedWords("a\nb", tokensPerSecond: 10, isReasoning: true)),
                .reply(["success": true, "response": "a\nb", "tool_calls": []]), .answerStreamed(calls: []), .restart,
            ])
    }

    @Test func listsOfLinesBecomeTextsOfCalls() throws {
        let scenario = try Scenario(
            #"""
            {"answer": "x", "calls": [{"action": "create_file", "path": "p", "content": ["a", "b"]}, {"action": "replace_string_in_file", "path": "p", "old_string": ["a", "b"], "new_string": []}]}
            """#)
        guard case .reply(let message) = scenario.steps.first else {
            throw ScenarioError(line: 1, column: 1, reason: "")
        }
        #expect(message["tool_calls"]?[0]?["content"] == "a\nb\n")
        #expect(message["tool_calls"]?[1]?["old_string"] == "a\nb")
        #expect(message["tool_calls"]?[1]?["new_string"] == "")
    }

    @Test(arguments: [
        ("{}", "line 1, column 1: this is no step: the line is empty"),
        ("[]", "line 1, column 1: this takes an object"),
        ("\n  {\"jump\": 1}", "line 2, column 4: `jump` is no step; docs/SCENARIOS.md lists them"),
        ("{\"hong\": \"x\"}", "line 1, column 2: `hong` is no step; did you mean `hang`?"),
        ("{\"wait\": -1}", "line 1, column 10: `wait` takes 0 to 600000 milliseconds"),
        ("{\"wait\": 1, \"wit\": 2}", "line 1, column 13: `wit` is not known here; did you mean `wait`?"),
        ("{\"raw\": {\"status\": 99}}", "line 1, column 20: `status` takes 200 to 599"),
        (
            "{\"raw\": {\"body\": \"ä\", \"stats\": 3}}",
            "line 1, column 23: `stats` is not known here; did you mean `status`?"
        ),
        ("\n\n{", "line 3, column 2: the text ends too early"),
        ("{\"wait\": 1}}", "line 1, column 12: something after the value"),
        ("{\"close\": 1}", "line 1, column 11: `close` takes true"),
        ("{\"answer\": 1}", "line 1, column 12: `answer` takes a text, or a list of lines"),
        ("{\"answer\": [\"a\", 1]}", "line 1, column 18: `answer` takes a text"),
        (
            "{\"answer\": \"\", \"calls\": [{\"path\": \"x\"}]}",
            "line 1, column 26: a call has an `action`"
        ),
        (
            "{\"answer\": \"\", \"calls\": [{\"action\": \"read_file\", \"path\": \"x\"}, {\"action\": \"create_file\", \"path\": \"y\", \"contents\": \"z\"}]}",
            "line 1, column 64: `create_file` needs `content`, and here is `contents`"
        ),
        (
            "{\"reply\": {\"tool_calls\": [{\"function\": {\"name\": \"delete_fil\", \"arguments\": \"{}\"}}]}}",
            "line 1, column 27: there is no action `delete_fil`; did you mean `delete_file`?"
        ),
        (
            "{\"answer\": \"\", \"calls\": [{\"action\": \"teleport\"}]}",
            "line 1, column 37: there is no action `teleport`; there is read_file, list_files, search_files, codebase_search, list_code_definition_names, get_symbol_info, create_file, modify_file, replace_string_in_file, apply_diff, insert_content, delete_file, move_file, revert_file, run_terminal, update_todo_list, ask_followup_question, switch_mode, attempt_completion"
        ),
        (
            "{\"when\": {}}\n{\"answer\": \"\"}",
            "line 1, column 10: `when` says nothing; a block for everything else begins with {\"otherwise\": true}"
        ),
        ("{\"when\": {\"says\": \"\"}}", "line 1, column 19: `says` takes words, and this is empty"),
        ("{\"when\": {\"mode\": \"agnt\"}}", "line 1, column 19: `agnt` is no mode: there is agent, ask, auto"),
        (
            "{\"when\": {\"says\": \"a\", \"succeeded\": true}}",
            "line 1, column 24: `succeeded` belongs to `tool_result`"
        ),
        (
            "{\"when\": {\"tool_result\": \"run_terminl\"}}",
            "line 1, column 26: there is no action `run_terminl`; did you mean `run_terminal`?"
        ),
        ("{\"when\": {\"says\": \"a\"}}\n{\"wait\": 1}", "line 1, column 1: this block answers nothing"),
        (
            "{\"otherwise\": true}\n{\"answer\": \"\"}\n{\"wait\": 1}",
            "line 1, column 1: this block goes on behind its last answer"
        ),
        (
            "{\"otherwise\": true}\n{\"answer\": \"\"}\n{\"restart\": true}",
            "line 3, column 1: `restart` belongs to steps in order; a block is played anew for each message"
        ),
        (
            "{\"when\": {\"after\": \"strat\"}, \"name\": \"start\"}\n{\"answer\": \"\"}",
            "line 1, column 20: no block is named `strat`; did you mean `start`?"
        ),
        (
            "{\"when\": {\"matches\": \"a *\"}}\n{\"answer\": \"{{2}}\"}",
            "line 2, column 1: {{2}} stands for nothing: `matches` of this block has 1 `*`"
        ),
        ("{\"include\": \"x\"}", "line 1, column 13: no other file can be included here"),
        ("{\"file\": \"../x\", \"text\": \"\"}", "line 1, column 10: `file` takes a path inside the project"),
        ("{\"on\": \"login\"}", "line 1, column 1: `on` has an `http` beside it"),
        (
            "{\"want_csrf\": \"t\", \"told_in\": \"air\"}",
            "line 1, column 31: `told_in` takes header, body, page or nowhere"
        ),
        ("{\"http\": {\"drip\": {\"bytes\": 0, \"every\": 1}}}", "line 1, column 29: `bytes` takes 1 to 1073741824"),
    ])
    func saysWhatIsWrong(_ text: String, _ mistake: String) {
        #expect(Scenario.read(text).problems.map(\.description) == [mistake])
    }

    @Test func anOddCallIsPlayedWhenItIsMeant() throws {
        let line = #"{"reply": {"tool_calls": [{"action": "teleport_file", "path": "x"}]}, "unchecked": true}"#
        #expect(try Scenario(line).steps.count == 1)
    }

    @Test func allMistakesAreToldInOrder() {
        let problems = Scenario.read("{\"wiat\": 1}\n{\"when\": {\"says\": \"a\"}}\n{\"answer\": \"a\"}\n{\"x\n")
            .problems
        #expect(problems.map(\.line) == [1, 4])
    }

    // MARK: Including

    private let files = [
        "all/parts.jsonl": "{\"answer\": \"in parts\"}\n{\"include\": \"more/deep.jsonl\"}",
        "all/more/deep.jsonl": "{\"answer\": \"deep\"}",
        "all/loop.jsonl": "{\"include\": \"loop.jsonl\"}",
        "all/bad.jsonl": "\n{\"answer\": \"a\", \"call\": []}",
    ]

    private var source: ScenarioSource {
        let files = files
        return { (path: String) throws(UnreadableScenario) -> String in
            guard let text = files[path] else { throw UnreadableScenario(reason: "No such file or directory") }
            return text
        }
    }

    @Test func anIncludedFileStandsInItsPlace() throws {
        let scenario = try Scenario(
            "{\"answer\": \"a\"}\n{\"include\": \"parts.jsonl\"}\n{\"answer\": \"z\"}", name: "all/one.jsonl",
            source: source)
        var transcript = Transcript(scenario)
        #expect(["1", "2", "3", "4"].flatMap { transcript.say($0) } == ["< a", "< in parts", "< deep", "< z"])
    }

    @Test(arguments: [
        ("loop.jsonl", "all/loop.jsonl, line 1, column 13: `loop.jsonl` includes itself"),
        ("none.jsonl", "all/one.jsonl, line 1, column 13: `none.jsonl` can't be read: No such file or directory"),
        ("bad.jsonl", "all/bad.jsonl, line 2, column 17: `call` is not known here; did you mean `calls`?"),
    ])
    func mistakesOfAnIncludedFileNameIt(_ path: String, _ mistake: String) {
        let problems = Scenario.read("{\"include\": \"\(path)\"}", name: "all/one.jsonl", source: source).problems
        #expect(problems.map(\.description) == [mistake])
    }
}
