// What the link asks beside the chat: made once, bounded, and silent when it fails.
import JSON
import Logging
import TaskMachine
import Testing
import Transport

@testable import Backend

@Suite(.timeLimit(.minutes(1))) struct SideCallTests {
    static let api = "oropendola_ai.oropendola_ai.api."

    func link(_ http: ScriptedHTTP, _ chat: ChatBackend = .traditional) throws -> OropendolaLink {
        OropendolaLink(
            LinkConfiguration(
                server: try #require(ServerAddress("http://127.0.0.1:8000")), siteName: "oropendola.local",
                credentials: Credentials(user: "anna", password: "hunter2"), chat: chat),
            http: http, webSockets: ScriptedSockets([]), log: Logger(label: "test"))
    }

    func first(_ link: OropendolaLink, _ isIt: (AgentEvent) -> Bool) async -> AgentEvent? {
        for await event in link.events where isIt(event) { return event }
        return nil
    }

    func answered(_ link: OropendolaLink) async -> AgentEvent? {
        await first(link) { if case .answered = $0 { true } else { false } }
    }

    @Test func feedbackIsShortAndMadeOnce() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], "message_feedback": [.answer(status: 417, "{}")]])
        let link = try link(http)
        let answer = String(repeating: "é", count: 900)
        await link.perform(.tell(.feedback(conversationID: "c", answer: answer, isLiked: false)))
        while await link.sideFailures == 0 { await Task.yield() }
        let sent = await http.requests.filter { $0.url.hasSuffix("message_feedback") }
        #expect(sent.count == 1)
        #expect(sent[0].timeoutSeconds == 5)
        let body = try JSONValue.parse(sent[0].body)
        #expect(body["message_content"]?.asString?.count == 500)
        #expect(body["feedback"] == "reject" && body["conversation_id"] == "c")
        #expect(await http.requests(of: login).count == 1)
        await link.shutdown()
    }

    @Test func todosAreTickedAndCleared() async throws {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn], "ai_assistant.api.todos.toggle_todo_doctype": [.answer("{}")],
            "ai_assistant.api.todos.clear_todos_doctype": [.answer(#"{"message": {"success": true}}"#)],
        ])
        let client = FrappeClient(address: try #require(ServerAddress("http://x.test")), transport: http)
        try await client.tell(.toggleTodo(id: "7"), FrappeSession())
        try await client.tell(.clearTodos(conversationID: "c"), FrappeSession())
        let bodies = try await http.requests.map { try JSONValue.parse($0.body) }
        #expect(bodies == [["todo_id": "7"], ["conversation_id": "c"]])
    }

    @Test func listedTodosAreRead() async throws {
        let script = #"{"message": {"todos": [{"id": "1", "text": "a", "completed": true}]}}"#
        let http = ScriptedHTTP(["ai_assistant.api.todos.get_todos_doctype?conversation_id=a%20b": [.answer(script)]])
        let client = FrappeClient(address: try #require(ServerAddress("http://x.test")), transport: http)
        #expect(
            try await client.todos(conversationID: "a b", FrappeSession()) == [Todo(id: "1", text: "a", status: .done)])
    }

    @Test func aSummaryIsAskedForAndCutToItsSize() async throws {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn],
            "ai_assistant.api.summarize": [.answer(#"{"message": {"summary": "All of it."}}"#)],
        ])
        let link = try link(http)
        await link.perform(.ask(.summary(of: "long", maximumCharacters: 6), question: 4))
        #expect(await answered(link) == .answered("All of", question: 4))
        let sent = try #require(await http.requests.last)
        #expect(sent.timeoutSeconds == 30)
        #expect(try JSONValue.parse(sent.body)["max_length"] == 6)
        await link.shutdown()
    }

    @Test func aPromptIsWordedBetterOutsideOfAnyConversation() async throws {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn], chat: [.answer(#"{"message": {"response": "Do this."}}"#)],
        ])
        let link = try link(http)
        await link.perform(.ask(.betterPrompt("do"), question: 1))
        #expect(await answered(link) == .answered("Do this.", question: 1))
        let body = try JSONValue.parse(try #require(await http.requests.last).body)
        #expect(body["message"]?.asString?.hasSuffix("\n\ndo") == true)
        #expect(body["mode"] == "ask" && body["conversation_id"] == .null && body["messages"] == nil)
        await link.shutdown()
    }

    @Test(arguments: [
        ScriptedHTTP.Step.answer(status: 417, "{}"), .answer(#"{"session_expired": 1}"#),
        .answer(status: 403, "<html>"),
        .answer("<html>"), .failure(.timedOut(seconds: 30)), .answer(#"{"message": {"success": false}}"#),
        .answer(#"{"message": ""}"#),
    ])
    func whatFailsIsAnsweredWithNothingAndSignsNobodyOut(step: ScriptedHTTP.Step) async throws {
        let http = ScriptedHTTP([
            login: [ScriptedHTTP.loggedIn], "ai_assistant.api.summarize": [step],
            chat: [.answer(#"{"message": {"response": "Hi."}}"#)],
        ])
        let link = try link(http)
        await link.perform(.ask(.summary(of: "x", maximumCharacters: 6), question: 2))
        #expect(await answered(link) == .answered(nil, question: 2))
        await link.perform(
            .send(
                ChatRequest(
                    id: 1, messages: [ChatMessage(role: .user, content: "hi")], conversationID: nil, mode: .agent,
                    context: [:])))
        _ = await first(link) { if case .replied = $0 { true } else { false } }
        #expect(await http.requests(of: login).count == 1)
        #expect(await http.requests.count { $0.url.hasSuffix("summarize") } == 1)
        await link.shutdown()
    }

    @Test func theAccountIsToldOnceAfterTheFirstReply() async throws {
        let subscription = """
            {"message": {"success": true, "subscription": {"plan_name": "<b>Pro</b>", "status": "Trial",
             "days_remaining": -1, "quota": {"daily_limit": 100, "daily_remaining": "40"}}}}
            """
        let http = ScriptedHTTP([
            login: [
                .answer(
                    headers: [HTTPHeader("Set-Cookie", "sid=s"), HTTPHeader("Set-Cookie", "user_id=a%40x.org")],
                    #"{"message": "Logged In"}"#)
            ],
            chat: [.answer(#"{"message": {"response": "Hi."}}"#)],
            Self.api + "user_api.get_my_subscription": [.answer(subscription)],
            Self.api + "vscode_auth.get_my_profile": [.answer(#"{"message": {"user": {"full_name": "Ada"}}}"#)],
        ])
        let link = try link(http)
        for id in 1...2 {
            await link.perform(
                .send(
                    ChatRequest(
                        id: id, messages: [ChatMessage(role: .user, content: "hi")], conversationID: nil, mode: .agent,
                        context: [:])))
        }
        let known = await first(link) { if case .accountKnown = $0 { true } else { false } }
        #expect(
            known
                == .accountKnown(
                    Account(
                        user: "a@x.org", fullName: "Ada", plan: "Pro", status: "Trial", dailyLimit: 100,
                        dailyRemaining: 40)))
        await link.shutdown()
        #expect(await http.requests.count { $0.url.hasSuffix("get_my_subscription") } == 1)
    }

    @Test func picturesThatAgentModeLeavesOutAreExcusedOnce() async throws {
        let reply = ScriptedHTTP.Step.answer(#"{"message": {"content": "Hi."}}"#)
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn], ChatCallTests.agent: [reply]])
        let link = try link(http, .agentMode(apiKey: "k"))
        let image = ImageAttachment(name: "a.png", dataURL: "data:,")
        var notices: [String] = []
        for id in 1...2 {
            await link.perform(
                .send(
                    ChatRequest(
                        id: id, messages: [ChatMessage(role: .user, content: "hi", images: [image])],
                        conversationID: nil, mode: .agent, context: [:])))
            _ = await first(link) { event in
                if case .noticed(let text) = event { notices.append(text) }
                if case .replied = event { return true } else { return false }
            }
        }
        #expect(notices == ["Agent Mode takes no pictures: those of this conversation are not sent."])
        await link.shutdown()
    }

    @Test func atMostEightAtATime() async throws {
        let http = ScriptedHTTP([login: [.silence]])
        let link = try link(http)
        for id in 1...9 { await link.perform(.ask(.betterPrompt("x"), question: id)) }
        #expect(await answered(link) == .answered(nil, question: 9))
        #expect(await link.sideFailures == 1)
        await link.shutdown()
    }
}
