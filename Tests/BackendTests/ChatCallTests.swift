// Both chats of a server over a scripted one: what is sent, and the two cases in which it is sent twice.
import JSON
import TaskMachine
import Testing
import Transport

@testable import Backend

@Suite struct ChatCallTests {
    static let agent = "oropendola_ai.oropendola_ai.api.vscode_extension.agent"
    static let csrf = ScriptedHTTP.Step.answer(
        status: 400,
        #"{"exc_type": "CSRFTokenError", "exception": "frappe.exceptions.CSRFTokenError: Invalid Request"}"#)
    static let hi = ScriptedHTTP.Step.answer(#"{"message": {"response": "Hi."}}"#)

    func client(_ http: ScriptedHTTP) throws -> FrappeClient {
        FrappeClient(address: try #require(ServerAddress("https://x.test")), transport: http)
    }

    func request(_ messages: [ChatMessage], _ conversationID: String? = nil) -> ChatRequest {
        ChatRequest(id: 1, messages: messages, conversationID: conversationID, mode: .auto, context: ["workspace": "w"])
    }

    let someone = FrappeSession(cookies: CookieJar(header: "sid=x"))
    let question = [ChatMessage(role: .user, content: "hi")]

    @Test func picturesAreParts() async throws {
        let http = ScriptedHTTP([chat: [Self.hi]])
        var session = someone
        let image = ImageAttachment(name: "a.png", dataURL: "data:image/png;base64,AA")
        let messages = [
            ChatMessage(role: .system, content: "s"), ChatMessage(role: .user, content: "look", images: [image]),
            ChatMessage(role: .user, content: "", images: [image]),
        ]
        _ = try await client(http).chat(request(messages), &session)
        let body = try JSONValue.parse(try #require(await http.requests.first).body)
        let part: JSONValue = [
            "type": "image_url", "image_url": ["url": "data:image/png;base64,AA", "detail": "high"],
        ]
        #expect(
            body["messages"] == [
                ["role": "system", "content": "s"],
                ["role": "user", "content": [["type": "text", "text": "look"], part]],
                ["role": "user", "content": [part]],
            ])
        #expect(body["mode"] == "agent")
    }

    @Test func agentModeGetsAPromptAndWhatWasSaid() async throws {
        let reply = #"{"message": {"status": 200, "content": "Hi.", "model": "m", "selection_reason": "cheap"}}"#
        let http = ScriptedHTTP([Self.agent: [.answer(reply)]])
        var session = someone
        let messages = [
            ChatMessage(role: .user, content: "one"), ChatMessage(role: .assistant, content: "two"),
            ChatMessage(role: .user, content: "three"),
        ]
        let answer = try await client(http).chat(request(messages), &session, of: .agentMode(apiKey: "k"))
        guard case .reply(let reply) = answer else { return #expect(Bool(false), "\(answer)") }
        #expect(reply.text == "Hi." && reply.badge == AgentBadge(reason: "cheap"))
        let id = try #require(reply.conversationID)
        #expect(id.hasPrefix("oropendola-"))
        let body = try JSONValue.parse(try #require(await http.requests.first).body)
        #expect(
            body == [
                "prompt": "three",
                "context": ["workspace": "w", "conversation": "User: one\n\nAssistant: two"],
                "session_id": .string(id), "conversation_id": .string(id), "api_key": "k",
            ])
        _ = try await client(http).chat(request(question, id), &session, of: .agentMode(apiKey: nil))
        let next = try JSONValue.parse(try #require(await http.requests.last).body)
        #expect(next["session_id"] == .string(id) && next["api_key"] == nil)
    }

    @Test func theSessionOfAConversationStaysAsItGrows() {
        let longer = question + [ChatMessage(role: .assistant, content: "a"), ChatMessage(role: .user, content: "b")]
        #expect(ChatBody.sessionID(of: request(question)) == ChatBody.sessionID(of: request(longer)))
        #expect(
            ChatBody.sessionID(of: request(question))
                != ChatBody.sessionID(of: request([ChatMessage(role: .user, content: "ho")])))
    }

    @Test func aKeyDoesNotShow() {
        var dumped = ""
        dump(ChatBackend.agentMode(apiKey: "hunter2"), to: &dumped)
        #expect(!dumped.contains("hunter2") && !"\(ChatBackend.agentMode(apiKey: "hunter2"))".contains("hunter2"))
    }

    @Test(arguments: [
        (
            ScriptedHTTP.Step.answer(
                headers: [HTTPHeader("X-Frappe-CSRF-Token", "t1")], #"{"message": "a@x.org"}"#),
            ScriptedHTTP.Step.answer("")
        ),
        (.answer(#"{"message": "a@x.org", "csrf_token": "t1"}"#), .answer("")),
        (.answer(#"{"message": "a@x.org"}"#), .answer(#"<script>frappe.csrf_token = "t1";</script>"#)),
        (
            .answer(#"{"message": "a@x.org"}"#),
            .answer(#"<script>csrf_token = "None"; boot = "{\"csrf_token\":\"t1\"}"</script>"#)
        ),
    ])
    func aTokenThatIsWantedIsFetchedAndTheMessageSentOnceMore(
        user: ScriptedHTTP.Step, page: ScriptedHTTP.Step
    ) async throws {
        let http = ScriptedHTTP([chat: [Self.csrf, Self.hi], whoIs: [user], "app": [page]])
        var session = someone
        #expect(try await client(http).chat(request(question), &session) == .reply(ChatReply(text: "Hi.")))
        let sent = await http.requests(of: chat)
        #expect(sent.map { $0.headers.first("X-Frappe-CSRF-Token") } == [nil, "t1"])
        #expect(sent[0].body == sent[1].body)
    }

    @Test func aTokenThatDoesNotHelpIsTriedOnce() async throws {
        let http = ScriptedHTTP([
            chat: [Self.csrf], whoIs: [.answer(#"{"message": "a", "csrf_token": "t1"}"#)], "app": [.answer("")],
        ])
        var session = someone
        let failure = RequestFailure.refused(status: 400, message: "Invalid Request")
        #expect(try await client(http).chat(request(question), &session) == .failure(failure))
        #expect(await http.requests(of: chat).count == 2)
        #expect(try await client(http).chat(request(question), &session) == .failure(failure))
        #expect(await http.requests(of: chat).count == 3, "the same token again is no other try")
    }

    @Test(arguments: [
        ScriptedHTTP.Step.answer(#"{"message": {"success": false, "error": "Message is required"}}"#),
        .answer(
            status: 500,
            #"{"exception": "TypeError: chat_completion() missing 1 required positional argument: 'message'"}"#),
    ])
    func anEarlyServerGetsOneMessage(refusal: ScriptedHTTP.Step) async throws {
        let http = ScriptedHTTP([chat: [refusal, Self.hi]])
        var session = someone
        var wantsSingle = false
        let messages =
            question + [
                ChatMessage(role: .assistant, content: "calls"),
                ChatMessage(role: .user, content: "[tool_result 1 x success]"),
                ChatMessage(role: .user, content: "[tool_result 2 y success]"),
            ]
        let client = try client(http)
        #expect(
            await client.chat(request(messages, "c"), &session, wantsSingle: &wantsSingle)
                == .reply(ChatReply(text: "Hi.")))
        #expect(wantsSingle)
        let body = try JSONValue.parse(try #require(await http.requests.last).body)
        #expect(
            body == [
                "message": "[tool_result 1 x success]\n\n[tool_result 2 y success]", "conversation_id": "c",
                "mode": "agent", "context": ["workspace": "w"],
            ])
        _ = await client.chat(request(question), &session, wantsSingle: &wantsSingle)
        #expect(await http.requests.count == 3, "the server's taste is known")
    }

    @Test func aRefusalMayAskForOneMessage() async throws {
        let http = ScriptedHTTP([
            chat: [
                .answer(status: 417, #"{"exc_type": "ValidationError", "message": "Message is required"}"#), Self.hi,
            ]
        ])
        var session = someone
        #expect(try await client(http).chat(request(question), &session) == .reply(ChatReply(text: "Hi.")))
    }

    /// The same words from behind work that may have been done.
    @Test(arguments: [
        ScriptedHTTP.Step.answer(status: 500, #"{"exception": "ValidationError: Message is required"}"#),
        .answer(
            status: 500, #"{"exception": "TypeError: notify() missing 1 required positional argument: 'message'"}"#),
        .answer(#"{"message": {"success": false, "error": "step 7: message is required"}}"#),
    ])
    func aLaterFailureDoesNot(step: ScriptedHTTP.Step) async throws {
        let http = ScriptedHTTP([chat: [step, Self.hi]])
        var session = someone
        _ = try await client(http).chat(request(question), &session)
        #expect(await http.requests(of: chat).count == 1)
    }

    /// Of all that can go wrong with a request, nothing makes it go out again by itself.
    @Test(arguments: [
        ScriptedHTTP.Step.failure(.interrupted("reset")), .failure(.timedOut(seconds: 1_200)),
        .failure(.unreachable("refused")), .failure(.tooLarge(limit: 1)), .answer(status: 500, "{}"),
        .answer(status: 502, "<html>"), .answer(status: 503, "<html>"), .answer(status: 429, "{}"), .answer("<html>"),
        .answer(""), .answer(#"{"message": {"success": false, "error": "x"}}"#), .answer(status: 417, "{}"),
        .answer(status: 401, "{}"),
    ])
    func nothingThatMayHaveRunIsSentAgain(step: ScriptedHTTP.Step) async throws {
        let http = ScriptedHTTP([chat: [step], ChatCallTests.agent: [step]])
        var session = someone
        guard case .failure = try await client(http).chat(request(question), &session) else {
            return #expect(Bool(false))
        }
        _ = try await client(http).chat(request(question), &session, of: .agentMode(apiKey: "k"))
        #expect(await http.requests.filter { $0.method == "POST" }.count == 2)
    }

    @Test func cookiesOfAnAnswerStayCookies() async throws {
        let evil = [
            "a=b\r\nX-Evil: 1", "x=1\u{1}", "sid=new; Domain=x.test", "c d=1", "=v", "e=f; Path=/; X=y\nz",
        ]
        let http = ScriptedHTTP([
            chat: [
                .answer(headers: evil.map { HTTPHeader("Set-Cookie", $0) }, #"{"message": {"response": "Hi."}}"#)
            ]
        ])
        var session = someone
        let client = try client(http)
        for _ in 1...2 { _ = await client.chat(request(question), &session) }
        let sent = try #require(await http.requests.last)
        #expect(sent.headers.first("X-Evil") == nil)
        #expect(sent.headers.all("Cookie") == ["sid=new; e=f"])
    }

    @Test func otherRefusalsAreNoTaste() async throws {
        let http = ScriptedHTTP([chat: [.answer(#"{"message": {"success": false, "error": "expected messages"}}"#)]])
        var session = someone
        _ = try await client(http).chat(request(question), &session)
        #expect(await http.requests.count == 1)
    }

    @Test(arguments: [
        (#"{"message": "Guest"}"#, RequestFailure.signedOut("Not permitted")),
        (#"{"message": "a@x.org"}"#, .forbidden("Not permitted")),
    ])
    func aMissingRightIsToldFromAMissingSignIn(user: String, failure: RequestFailure) async throws {
        let refusal = #"{"exc_type": "PermissionError", "message": "Not permitted"}"#
        let http = ScriptedHTTP([chat: [.answer(status: 403, refusal)], whoIs: [.answer(user)]])
        var session = someone
        #expect(try await client(http).chat(request(question), &session) == .failure(failure))
        #expect(await http.requests(of: chat).count == 1)
    }

    @Test(arguments: [
        (
            307, "https://evil.test/steal?sid=1",
            "it redirects to https://evil.test, and another server gets nothing of your session"
        ),
        (302, "/login", "it redirects to a page that is no chat"),
        (301, "http://x.test/", "it redirects to http://x.test, and another server gets nothing of your session"),
    ])
    func redirectsAreExplained(status: Int, location: String, words: String) async throws {
        let http = ScriptedHTTP([chat: [.answer(status: status, headers: [HTTPHeader("Location", location)], "")]])
        var session = someone
        #expect(
            try await client(http).chat(request(question), &session)
                == .failure(.refused(status: status, message: words)))
    }

    @Test func anAddressThatMovedToTLSIsNamed() async throws {
        let http = ScriptedHTTP([
            chat: [.answer(status: 308, headers: [HTTPHeader("Location", "https://x.test/api")], "")]
        ])
        var session = someone
        let plain = FrappeClient(address: try #require(ServerAddress("http://x.test")), transport: http)
        #expect(
            await plain.chat(request(question), &session)
                == .failure(
                    .refused(status: 308, message: "it redirects to https://x.test: that is the address to sign in to"))
        )
    }
}

private let whoIs = user

@Suite struct HistoryFoldTests {
    @Test func whatIsUnderWayIsSaid() {
        let fold = HistoryFold([
            ChatMessage(role: .system, content: "Be brief."), ChatMessage(role: .user, content: "read a"),
            ChatMessage(role: .assistant, content: "[tool_call 1 read_file]"),
            ChatMessage(role: .user, content: "[tool_result 1 read_file success]\n1 | x"),
        ])
        #expect(fold.prompt.hasPrefix("read a\n\n(You have begun on this."))
        #expect(
            fold.text == """
                Be brief.

                User: read a

                Assistant: [tool_call 1 read_file]

                Tool: [tool_result 1 read_file success]
                1 | x
                """)
    }

    @Test func theNewestAreKeptAndTheRestIsCounted() {
        let long = String(repeating: "ä", count: 4_000)
        let messages = (0..<10).map { ChatMessage(role: .assistant, content: "\($0)\(long)") }
        let fold = HistoryFold(
            [ChatMessage(role: .system, content: "system")] + messages + [ChatMessage(role: .user, content: "now")])
        #expect(fold.prompt == "now")
        #expect(fold.text.hasPrefix("system\n\n[earlier messages that are left out here: 5]\n\nAssistant: 5ä"))
        #expect(fold.text.utf8.count < HistoryFold.maximumBytes + 100)
    }

    @Test func oneLongMessageKeepsItsEnds() {
        let text = "start" + String(repeating: "ä", count: 50_000) + "end"
        let fold = HistoryFold([ChatMessage(role: .assistant, content: text), ChatMessage(role: .user, content: "q")])
        #expect(fold.text.hasPrefix("Assistant: startä") && fold.text.hasSuffix("äend"))
        #expect(fold.text.contains("\n[bytes that are left out here: 88010]"))
        #expect(!fold.text.contains("\u{FFFD}"))
    }

    @Test func aFirstMessageHasNothingBeforeIt() {
        let fold = HistoryFold([ChatMessage(role: .user, content: "q")])
        #expect(fold.prompt == "q" && fold.text.isEmpty)
        #expect(HistoryFold([]).prompt.isEmpty)
        let nudged = HistoryFold([
            ChatMessage(role: .user, content: "q"), ChatMessage(role: .user, content: "[program] Continue."),
        ])
        #expect(nudged.prompt.hasPrefix("q\n") && nudged.text.contains("[program] Continue."))
    }
}
