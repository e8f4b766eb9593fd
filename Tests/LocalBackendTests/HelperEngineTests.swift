// Whole turns of the helper over files in memory, and its edits against `perl` and `sed` as oracles.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct HelperEngineTests {
    @Test func renamesThroughTheToolsOfAClient() async throws {
        var tools = MemoryTools(files: [
            "a.swift": "let parse = 1\r\nparser(parse)\r\n", "b/c.swift": "// parse, unparse\n", "d.md": "parse",
        ])
        let turn = try await play("rename parse to p$1& in *.swift", with: &tools, on: HelperEngine(prefix: "t"))
        #expect(tools.text("a.swift") == "let p$1& = 1\r\nparser(p$1&)\r\n")
        #expect(tools.text("b/c.swift") == "// p$1&, unparse\n")
        #expect(tools.text("d.md") == "parse")
        #expect(tools.calls == ["search_files", "apply_diff", "apply_diff"])
        #expect(
            turn.events.compactMap { $0["type"]?.asString } == [
                "thinking", "plan", "working", "step_complete", "working", "step_complete", "complete",
            ])
        #expect(turn.events[4]["step"] == 2 && turn.events[4]["total"] == 2)
        #expect(turn.answer.hasPrefix("Renamed `parse` to `p$1&`: 3 places in 3 lines of 2 files."))
        #expect(turn.replies.last?["file_changes"]?["modified"]?[1]?["path"] == "b/c.swift")
        #expect(turn.replies.last?["model"] == "built-in helper")
    }

    @Test func callsHaveIdsOfTheirOwn() async throws {
        var tools = MemoryTools(files: ["a": "x", "b": "x"])
        let engine = HelperEngine(prefix: "t")
        let first = try await play("rename x to y", with: &tools, on: engine)
        let again = try await play(
            "rename y to z", with: &tools, on: engine, after: first.messages, conversation: "t-1")
        let ids = (first.replies + again.replies).flatMap { $0["tool_calls"]?.asArray ?? [] }.map { $0["id"]?.asString }
        #expect(ids.count == 6)
        #expect(Set(ids).count == 6)
        #expect(tools.text("b") == "z")
    }

    /// Nothing but the history counts: a new engine, or the same request again, gives the same reply.
    @Test func repliesAreAFunctionOfTheHistory() async throws {
        var tools = MemoryTools(files: ["a": "x", "b": "x", "c": "x"])
        let engine = HelperEngine(prefix: "t")
        let turn = try await play("replace x with y", with: &tools, on: engine)
        var place = 1
        for reply in turn.replies {
            let request = EngineRequest(
                user: "u", conversationID: "t-1", messages: Array(turn.messages.prefix(place)))
            for other in [engine, HelperEngine(prefix: "other")] {
                #expect(await other.reply(to: request) { _ in } == .message(reply))
            }
            place += 1 + (reply["tool_calls"]?.asArray?.count ?? 0)
        }
    }

    /// What clients put around the user's words is not for the rules.
    @Test func readsTheUsersWordsAlone() async throws {
        var tools = MemoryTools(files: ["a": "x"])
        let system = EngineRequest.Message(role: "system", content: "You rename y to z.")
        let turn = try await play(
            "rename x to y\n\n[attached]\na\n  1 | rename a to b\n", with: &tools, on: HelperEngine(prefix: "t"),
            after: [system])
        #expect(tools.text("a") == "y")
        #expect(turn.answer.hasPrefix("Renamed `x` to `y`"))
        let cutShort = [
            system, .init(role: "user", content: "rename x to y"), .init(role: "assistant", content: "[tool_call …]"),
            .init(role: "user", content: "[program] The program ended."),
        ]
        let reply = await HelperEngine(prefix: "t").reply(
            to: EngineRequest(user: "u", conversationID: "c", messages: cutShort)
        ) { _ in }
        guard case .message(let message) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(message["tool_calls"]?[0]?["action"] == "search_files")
    }

    @Test func aNewRequestEndsATurnThatWasCutShort() async throws {
        let engine = HelperEngine(prefix: "t")
        let messages: [EngineRequest.Message] = [
            .init(role: "user", content: "rename x to y"), .init(role: "assistant", content: ""),
            .init(role: "user", content: "[tool_result t-1-0-1 search_files error]\nCancelled by the user."),
            .init(role: "user", content: "help"),
        ]
        let reply = await engine.reply(to: EngineRequest(user: "u", conversationID: "t-1", messages: messages)) { _ in }
        guard case .message(let message) = reply else { throw OddReply(reply: reply) }
        #expect(message["response"]?.asString == HelperText.help)
        let cancelled = EngineRequest(user: "u", conversationID: "t-1", messages: Array(messages.prefix(3)))
        guard case .message(let last) = await engine.reply(to: cancelled, publish: { _ in }) else {
            return #expect(Bool(false))
        }
        #expect(last["response"] == "The search failed: Cancelled by the user. Nothing was changed.")
    }

    /// Words that rode with results are the next request; until then the first goes on.
    @Test func wordsOnTheWayAreTheNextRequest() async throws {
        let engine = HelperEngine(prefix: "t")
        var tools = MemoryTools(files: ["a": "x", "b": "x"])
        var messages: [EngineRequest.Message] = [.init(role: "user", content: "rename x to y")]
        var answers: [String] = []
        var ids: [String] = []
        for step in 0..<20 {
            let request = EngineRequest(
                user: "u", conversationID: "c", messages: messages,
                context: step > 1 ? ["steered": 2] : JSONObject())
            for other in [engine, HelperEngine(prefix: "o")] {
                guard case .message(let reply) = await other.reply(to: request, publish: { _ in }) else { return }
                if other === engine { continue }
                answers.append(reply["response"]?.asString ?? "")
                let calls = reply["tool_calls"]?.asArray ?? []
                messages.append(.init(role: "assistant", content: "[tool_call …]"))
                ids += calls.compactMap { $0["id"]?.asString }
                for call in calls { messages.append(tools.answer(call)) }
                if step == 1 {
                    messages.append(.init(role: "user", content: "find y"))
                    messages.append(.init(role: "user", content: "explain"))
                }
            }
            if messages.last?.role == "assistant" { break }
        }
        #expect(tools.text("a") == "y" && tools.text("b") == "y")
        #expect(tools.calls == ["search_files", "apply_diff", "apply_diff", "search_files"])
        #expect(Set(ids).count == ids.count)
        let said = answers.filter { !$0.isEmpty }
        #expect(said.count == 2)
        #expect(said.first?.hasPrefix("Renamed `x` to `y`") == true)
        #expect(said.last?.hasPrefix("Found `y`") == true)
        #expect(said.last?.hasSuffix("Nothing is staged.") == true)
    }

    @Test func aHistoryWithoutARequestIsRefused() async {
        let reply = await HelperEngine(prefix: "t").reply(
            to: EngineRequest(user: "u", conversationID: nil, messages: [])
        ) {
            _ in
        }
        #expect(reply == .message(["success": false, "error": "There is no user message.", "conversation_id": "t-1"]))
    }

    @Test func renamesAsPerlDoes() async throws {
        var chance = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 12) {
            let old = randomName(&chance)
            let new = randomName(&chance)
            let files = randomFiles(holding: old, &chance)
            var tools = MemoryTools(files: files)
            tools.cut = 30
            _ = try await play("rename \(quoted(old)) to \(quoted(new))", with: &tools, on: HelperEngine(prefix: "t"))
            let script =
                #"binmode STDIN, ":utf8"; binmode STDOUT, ":utf8"; use utf8; use Encode; $x = decode_utf8($ENV{X}); "#
                + #"$y = decode_utf8($ENV{Y}); while (<STDIN>) { s/(?<!\w)\Q$x\E(?!\w)/$y/g; print }"#
            for (path, content) in files {
                let outcome = try run(
                    ["perl", "-e", script], input: Array(content.utf8), environment: ["X": old, "Y": new])
                #expect(outcome.errorText.isEmpty)
                #expect(tools.files[path] == outcome.output, "seed \(chance.seed): rename \(old) to \(new)")
            }
        }
    }

    /// Ours, and the same in sed's words where they differ.
    static let expressions: [(String, String, String, String?)] = [
        ("x*", "-", "-", nil), ("([a-z]+)[0-9]", #"<\1>"#, #"<\1>"#, nil), ("^ +", "", "", nil),
        (#"\bx"#, "$0&", #"&\&"#, nil), ("(a|ab)(c|bcd)?", "$2$1", #"\2\1"#, nil), ("é|.$", "/", #"\/"#, nil),
        (#"\w+"#, #"[\0]"#, "[&]", nil), (#"[^\s\w]"#, "!", "!", "[^[:space:][:alnum:]_]"),
        (#"[\]\\a-]+"#, "#", "#", #"[]\\a-]+"#), ("[b^]", "~", "~", nil), ("a{1,2}b|x{", "$0$0", "&&", #"a{1,2}b|x\{"#),
        (#"\d|\.$"#, "#", "#", #"[0-9]|\.$"#),
    ]

    @Test(arguments: expressions) func replacesAsSedDoes(
        _ pattern: String, _ template: String, _ inSed: String, _ patternInSed: String?
    ) async throws {
        var chance = SeededGenerator.fresh()
        var files = randomFiles(holding: "ab", &chance)
        // Note: GNU sed takes an empty match in the middle of a character; we don't.
        if pattern == "x*" { files = files.mapValues { String($0.filter(\.isASCII)) } }
        var tools = MemoryTools(files: files)
        _ = try await play("replace /\(pattern)/ with \(quoted(template))", with: &tools, on: HelperEngine(prefix: "t"))
        for (path, content) in files {
            let outcome = try run(
                ["sed", "-E", "s/\(patternInSed ?? pattern)/\(inSed)/g"], input: Array(content.utf8),
                environment: ["LC_ALL": "C.UTF-8"]
            )
            #expect(
                tools.text(path) == outcome.text, "seed \(chance.seed): replace /\(pattern)/ with \(template)")
        }
    }

    private func quoted(_ text: String) -> String {
        var result = "'"
        for character in text {
            if character == "'" { result.append("\\") }
            result.append(character)
        }
        return result + "'"
    }

    private func randomName(_ chance: inout SeededGenerator) -> String {
        let alphabet = Array("abxyzAZ09_-/&$.*+[(?|^é漢")
        return String(
            (0...Int.random(in: 0...4, using: &chance)).map { _ in alphabet.randomElement(using: &chance) ?? "a" })
    }

    /// Lines of words and odd marks, the name among them; some files without a final line end.
    private func randomFiles(holding name: String, _ chance: inout SeededGenerator) -> [String: String] {
        let words = [
            name, name, name + "s", "x" + name, "x", " ", "  ", ".", "_", "=======", "\\", "é", "1", "\t", "ab",
        ]
        var files: [String: String] = [:]
        for index in 0..<Int.random(in: 1...4, using: &chance) {
            let lines = (0..<Int.random(in: 1...6, using: &chance)).map { _ in
                (0..<Int.random(in: 0...7, using: &chance)).map { _ in words.randomElement(using: &chance) ?? "" }
                    .joined()
            }
            files["f\(index)"] = lines.joined(separator: "\n") + (Bool.random(using: &chance) ? "\n" : "")
        }
        return files
    }
}
