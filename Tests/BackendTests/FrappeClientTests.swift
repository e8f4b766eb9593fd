// What goes over the wire when we sign in and chat, and what comes of the answers.
import Backend
import JSON
import TaskMachine
import Testing
import Transport

@Suite struct FrappeClientTests {
    func client(_ http: ScriptedHTTP) throws -> FrappeClient {
        FrappeClient(address: try #require(ServerAddress("http://127.0.0.1:8000")), transport: http)
    }

    @Test(arguments: [
        (#"{"message": "a@x.org"}"#, "a@x.org"), (#"{"message": "Guest"}"#, nil),
        (#"{"message": "a@x.org", "session_expired": 1}"#, nil),
    ])
    func whoWeAre(body: String, name: String?) async throws {
        var session = FrappeSession(cookies: CookieJar(header: "sid=x"))
        let http = ScriptedHTTP([user: [.answer(body)]])
        #expect(try await client(http).loggedUser(&session) == name)
        #expect(await http.requests.first?.headers.first("Cookie") == "sid=x")
    }

    @Test func aChatRequestAsTheProtocolHasIt() async throws {
        let token = HTTPHeader("X-Frappe-CSRF-Token", "t0k")
        let http = ScriptedHTTP([
            user: [.answer(headers: [token], #"{"message": "a"}"#)],
            chat: [.answer(headers: [HTTPHeader("Set-Cookie", "sid=new")], #"{"message": {"response": "Hi."}}"#)],
        ])
        let client = try client(http)
        var session = FrappeSession(cookies: CookieJar(header: "sid=x; user_id=a%40b"))
        _ = try await client.loggedUser(&session)
        let request = ChatRequest(
            id: 1, messages: [ChatMessage(role: .user, content: "hi \"you\"")], conversationID: nil, mode: .agent,
            context: ["workspace": "shop"])
        #expect(await client.chat(request, &session) == .reply(ChatReply(text: "Hi.")))
        let sent = try #require(await http.requests(of: chat).first)
        #expect(sent.method == "POST")
        #expect(sent.timeoutSeconds == 1_200)
        #expect(
            sent.headers == [
                HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json"),
                HTTPHeader("Cookie", "sid=x; user_id=a%40b"), token,
            ])
        let body = #"{"messages":[{"role":"user","content":"hi \"you\""}],"conversation_id":null,"mode":"agent","#
        #expect(String(decoding: sent.body, as: UTF8.self) == body + #""context":{"workspace":"shop"}}"#)
        #expect(session.cookies.sid == "new")
    }

    @Test(arguments: [
        (TransportError.unreachable("refused"), RequestFailure.unreachable("refused")),
        (.nameNotFound("a.test"), .unreachable("a.test: no such host")),
        (.connectTimedOut(host: "a.test", seconds: 20), .unreachable("a.test: no connection within 20 s")),
        (
            .tls(TLSFailure(host: "a.test", cause: .closed)),
            .unreachable("a.test closed the connection during the TLS handshake")
        ),
        (
            .proxy(ProxyFailure(proxy: "p:1", cause: .credentialsWanted)),
            .unreachable("proxy p:1 wants a user and a password")
        ),
        (.interrupted("reset"), .interrupted("reset")), (.timedOut(seconds: 1_200), .timedOut(seconds: 1_200)),
        (.tooLarge(limit: 9), .malformed("an answer of more than 9 bytes")), (.cancelled, .cancelled),
        (.closed, .interrupted("the connection is closed")),
    ])
    func brokenExchanges(error: TransportError, failure: RequestFailure) async throws {
        let http = ScriptedHTTP([chat: [.failure(error)]])
        var session = FrappeSession(cookies: CookieJar())
        let request = ChatRequest(id: 1, messages: [], conversationID: "c", mode: .agent, context: [:])
        #expect(try await client(http).chat(request, &session) == .failure(failure))
    }
}

@Suite struct SecretTests {
    @Test func nothingPrintsASecret() {
        let credentials = Credentials(user: "anna", password: "hunter2")
        let session = FrappeSession(cookies: CookieJar(header: "sid=abc123; full_name=Anna"))
        var dumped = ""
        dump(session, to: &dumped)
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", "\(session)", String(reflecting: session), "\(session.cookies)", dumped] {
            #expect(!text.contains("hunter2") && !text.contains("abc123"), "\(text)")
        }
    }
}

@Suite struct AddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("HTTPS://Oropendola.AI/", "https://oropendola.ai", "https://oropendola.ai"),
        ("https://x.org/desk/", "https://x.org", "https://x.org/desk"),
        ("http://[::1]:80", "http://[::1]:80", "http://[::1]:80"),
    ])
    func addressesAreRead(url: String, origin: String, whole: String) throws {
        let address = try #require(ServerAddress(url))
        #expect(address.origin == origin)
        #expect(address.description == whole)
    }

    @Test(arguments: [
        "", "x.org", "ftp://x.org", "http://", "http://:80", "http://x:0", "http://x:99999", "http://x:a",
        "http://a:b@x.org", "http://x.org?q", "http://x.org/\r\nX: y", "http://[::1", "https://ä.org",
    ])
    func othersAreNot(url: String) {
        #expect(ServerAddress(url) == nil)
    }

    @Test(arguments: [
        (["sid=a=b; Path=/"], "sid=a=b"), (["a=1", "a=2"], "a=2"), (["a=1", "a=; expires=x"], nil),
        (["a=1; Max-Age=0"], nil), (["sid=x\r\nEvil: y"], nil), (["novalue"], nil), (["=x"], nil),
        (["  a = 1 ; Secure", "b=2"], "a=1; b=2"),
    ])
    func cookiesAreTakenWithCare(fields: [String], header: String?) {
        var jar = CookieJar()
        jar.take(setCookies: fields)
        #expect(jar.header == header)
    }

    @Test(
        arguments: [
            (.answer(#"0{"sid":"a"}"#), true), (.answer("<html>"), false), (.answer(status: 404, "no"), false),
            (.answer(status: 502, "x"), nil), (.failure(.timedOut(seconds: 3)), nil),
        ] as [(ScriptedHTTP.Step, Bool?)])
    func asksWhetherThereIsLiveProgress(step: ScriptedHTTP.Step, isThere: Bool?) async throws {
        let http = ScriptedHTTP(["?EIO=4&transport=polling": [step]])
        let client = FrappeClient(address: try #require(ServerAddress("http://x.test")), transport: http)
        #expect(await client.hasRealtime(FrappeSession()) == isThere)
        #expect(await http.requests.map(\.timeoutSeconds) == [3])
    }
}
