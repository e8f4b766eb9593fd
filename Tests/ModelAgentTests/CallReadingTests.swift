// Arguments of calls: what is mended, what is understood, what is refused.
import JSON
import ModelWire
import Testing

@testable import ModelAgent

struct CallReadingTests {
    private static func read(_ name: String, _ arguments: String, _ form: EditForm = .searchReplace) throws(CallMistake)
        -> String
    {
        let reading = CallReading(form: form, root: "/home/user/shop")
        return JSONValue.object(try reading.read(ModelCall(id: "", name: name, arguments: arguments)).fields).text
    }

    @Test(arguments: [
        ("read", #"{"path": "a"}"#, #"{"action":"read_file","path":"a"}"#),
        (
            "functions.Read-File", #"{"filePath": "././a", "startLine": "3", "end_line": 4.0}"#,
            #"{"action":"read_file","path":"a","start_line":3,"end_line":4}"#
        ),
        ("read<|channel|>commentary", "```json\n{\"path\": \"a\"}\n```", #"{"action":"read_file","path":"a"}"#),
        ("cat", "json\n{\"path\": \"a\"}", #"{"action":"read_file","path":"a"}"#),
        ("read", #""{\"path\": \"a\"}""#, #"{"action":"read_file","path":"a"}"#),
        ("read", #"{"path": "/home/user/shop/src/a", "nonsense": 1}"#, #"{"action":"read_file","path":"src/a"}"#),
        ("list", "", #"{"action":"list_files"}"#),
        ("ls", #"{"path": "/home/user/shop"}"#, #"{"action":"list_files"}"#),
        ("glob", #"{"pattern": "*.c"}"#, #"{"action":"list_files","pattern":"*.c"}"#),
        (
            "create", "{\"path\": \"a.json\", \"content\": {\"a\": [1]},}",
            #"{"action":"create_file","path":"a.json","content":{"a":[1]}}"#
        ),
        (
            "write_file", "{\"path\": \"a\", \"content\": \"x\n\ty\"}",
            #"{"action":"create_file","path":"a","content":"x\n\ty"}"#
        ),
        ("mv", #"{"source": "a", "destination": "b"}"#, #"{"action":"move_file","path":"a","to":"b"}"#),
        ("bash", #"{"command": "ls", "description": "List"}"#, #"{"action":"run_terminal","command":"ls"}"#),
        (
            "edit", #"{"path": "a", "old_str": "7 | x", "new_str": "7 | y"}"#,
            #"{"action":"replace_string_in_file","path":"a","old_string":"x","new_string":"y"}"#
        ),
        (
            "str_replace_editor", #"{"command": "view", "path": "a", "view_range": [2, 5]}"#,
            #"{"action":"read_file","path":"a","start_line":2,"end_line":5}"#
        ),
        (
            "str_replace_editor", #"{"command": "create", "path": "a", "file_text": "x"}"#,
            #"{"action":"create_file","path":"a","content":"x"}"#
        ),
    ])
    func whatIsPlainIsUnderstood(_ name: String, _ arguments: String, _ call: String) throws {
        #expect(try Self.read(name, arguments) == call)
    }

    @Test(arguments: [
        ("weather", "{}", CallMistake.unknownTool("weather", known: AgentTool.offered(in: .searchReplace).map(\.name))),
        ("read", "[]", .notAnObject(tool: "read")),
        ("read", #"{"path": 3}"#, .wrongType(tool: "read", argument: "path", wanted: "text", found: "a number")),
        (
            "read", #"{"path": "a", "start_line": "two"}"#,
            .wrongType(tool: "read", argument: "start_line", wanted: "a whole number", found: "a text")
        ),
        ("read", #"{"path": "a", "file": "b"}"#, .twice(tool: "read", argument: "path")),
        ("read", #"{"path": "."}"#, .badPath(".")),
        (
            "delete", #"{"path": "a", "recursive": true}"#,
            .unknownArgument(tool: "delete", argument: "recursive", form: "\"path\"")
        ),
        (
            "run", #"{"command": "make", "cwd": "sub"}"#,
            .unknownArgument(tool: "run", argument: "cwd", form: "\"command\", \"timeout\" (may be left out)")
        ),
        ("run", #"{"command": ["ls", "-l"]}"#, .commandList),
        ("edit", #"{"path": "a", "content": "x"}"#, .needsDiff(tool: "edit", form: "\"path\", \"diff\"")),
        (
            "search", #"{"pattern": "\d+"}"#,
            .badJSON(tool: "search", why: "invalid escape at byte 13", near: #"{"pattern": "\d+"}"#)
        ),
    ])
    func whatCanMeanTwoThingsIsSentBack(_ name: String, _ arguments: String, _ mistake: CallMistake) {
        do throws(CallMistake) {
            Issue.record("read as \(try Self.read(name, arguments))")
        } catch {
            #expect(error == mistake)
        }
    }

    /// The client's list of actions is the other half of the table; a test of the whole compares the two.
    @Test func everyToolHasAnActionAndItsNamesAreItsOwn() {
        for form in EditForm.allCases {
            let offered = AgentTool.offered(in: form)
            #expect(Set(offered.map(\.name)).count == offered.count)
            for tool in offered {
                #expect(AgentTool.named(tool.name, in: form) == tool)
                #expect(tool.parameters.allSatisfy { !$0.key.isEmpty })
            }
        }
    }
}
