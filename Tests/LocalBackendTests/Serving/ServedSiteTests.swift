// A site for several users over real sockets: who gets in, what a guest gets, and what is each user's own.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct ServedSiteTests {
    private static let who = "frappe.auth.get_logged_user"

    private static func behindProxy(_ site: inout ServedSite) { site.trustsProxy = true }
    private static func named(_ site: inout ServedSite) { site.hostNames = ["chat.example.org"] }

    @Test func signsInWithFrappesCookies() async throws {
        try await withSite { site in
            let answer = try site.login("ada@x")
            #expect(answer.json == ["message": "Logged In", "home_page": "/app", "full_name": "Full ada@x"])
            let lines = answer.headers.filter { $0.name == "set-cookie" }.map(\.value)
            #expect(lines.count == 5)
            let sid = try #require(lines.first)
            #expect(sid.hasSuffix("; HttpOnly; Path=/; SameSite=Lax; Max-Age=2592000"))
            #expect(sid.prefix { $0 != ";" }.count == 4 + 64)
            #expect(lines.contains { $0.hasPrefix("user_id=ada%40x;") })
            #expect(lines.contains { $0.hasPrefix("full_name=Full%20ada%40x;") })
            #expect(try site.call(Self.who, answer.cookies).json == ["message": "ada@x"])
            // Written as one likes, known by the account's own name.
            #expect(try site.call(Self.who, try site.login("ADA@X", "ada@x-pw").cookies).json == ["message": "ada@x"])
        }
    }

    @Test func behindAProxyThatSpeaksTLSCookiesAreSecure() async throws {
        try await withSite(changing: Self.behindProxy) { site in
            let secure = try site.login("ada@x", headers: ["X-Forwarded-Proto: https", "X-Forwarded-For: 10.1.1.1"])
            let lines = secure.headers.filter { $0.name == "set-cookie" }.map(\.value)
            #expect(lines.count == 5 && lines.allSatisfy { $0.hasSuffix("; Secure") })
        }
    }

    @Test(arguments: [("ada@x", "wrong"), ("ada@x", ""), ("nobody@x", "ada@x-pw"), ("", "ada@x-pw"), ("Guest", "")])
    func refusesAllAlike(_ user: String, _ password: String) async throws {
        try await withSite { site in
            let answer = try site.login(user, password)
            #expect(answer.status == 401)
            #expect(answer.json == ["message": "Invalid login credentials", "exc_type": "AuthenticationError"])
            #expect(answer.cookies.isEmpty)
        }
    }

    @Test func locksAsFrappeDoes() async throws {
        try await withSite { site in
            for _ in 0..<5 { #expect(try site.login("ada@x", "wrong").status == 401) }
            let locked = try site.login("ada@x")
            #expect(locked.status == 417)
            #expect(locked.json?["exc_type"] == "SecurityException")
            let words = locked.json?["message"]?.asString ?? ""
            #expect(words.hasPrefix("Your account has been locked and will resume after "))
            // Nobody else is.
            #expect(try site.login("bob@x").status == 200)
        }
    }

    @Test func aGuestGetsNothing() async throws {
        try await withSite { site in
            for name in Routes.names where !["login", "logout", "version", "socket.io", "/", "/metrics"].contains(name)
            {
                guard name != Routes.healthMethod else { continue }
                for cookies in [nil, "sid=Guest", "sid=\(String(repeating: "0", count: 64))"] {
                    let answer = try site.call(name, cookies)
                    #expect(answer.status == 403, "\(name)")
                    #expect(answer.json?["session_expired"] == (cookies == nil ? nil : 1))
                }
            }
            let feed = try site.client.exchange("GET", "/socket.io/?EIO=4&transport=polling")
            #expect(feed.status == 401)
            let wrong = try site.client.exchange("GET", "/socket.io/?EIO=4&transport=polling", cookies: "sid=x")
            #expect(wrong.status == 401 && wrong.json?["session_expired"] == 1)
            #expect(throws: RawClient.Failure.self) {
                try site.client.openSocket(cookies: nil, origin: "http://\(site.client.host)")
            }
            let health = try site.call(Routes.healthMethod, nil).json?["message"]
            #expect(health?["status"] == "healthy" && health?["service"] == "oropendola")
        }
    }

    @Test func foreignPagesAreKeptOut() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let host = site.client.host
            func status(_ headers: [String]) throws -> Int {
                try site.client.exchange("POST", "/api/method/\(Self.who)", cookies: cookies, headers: headers).status
            }
            #expect(try status(["Origin: http://\(host)"]) == 200)
            for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "https://\(host).evil", "file://"] {
                #expect(try status(["Origin: \(origin)"]) == 403, "\(origin)")
            }
            #expect(try status(["Sec-Fetch-Site: cross-site"]) == 403)
            // A link on a foreign page brings the cookie along: it does nothing, and what changes something is a POST.
            let followed = try site.client.exchange(
                "GET", "/api/method/logout", cookies: cookies, headers: ["Sec-Fetch-Site: cross-site"])
            #expect(followed.status == 403)
            for name in ["todos.clear_todos_doctype", "todos.toggle_todo_doctype", "message_feedback"] {
                #expect(try site.call("ai_assistant.api.\(name)", cookies, query: "todo_id=t").status == 404)
            }
            #expect(try status([]) == 200)
        }
    }

    @Test func anIdWithoutMeasureIsRefused() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let long = String(repeating: "c", count: 141)
            #expect(try site.chat("hello", cookies, conversation: long).status == 417)
            #expect(try site.chat("hello", cookies, conversation: String(long.dropLast())).status == 200)
        }
    }

    private static func status(_ site: ServedSiteUnderTest, host: String) throws -> Int {
        let client = try RawClient(port: site.server.port)
        try client.send("GET /api/method/version HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        return try client.readAnswer().status
    }

    @Test func otherHostNamesAreRefusedWhereSomeAreGiven() async throws {
        try await withSite(changing: Self.named) { site in
            let hosts = ["chat.example.org", "Chat.Example.org:8443", site.client.host, "evil.example"]
            let statuses = try hosts.map { try Self.status(site, host: $0) }
            #expect(statuses == [200, 200, 200, 403])
        }
    }

    @Test func eachUserHasHisOwnHistoryAndTodos() async throws {
        try await withSite { site in
            let (ada, bob) = (try site.cookies(of: "ada@x"), try site.cookies(of: "bob@x"))
            let reply = try site.chat("hello", ada)
            #expect(reply.json?["message"]?["response"] == "ada@x said hello")
            let history = "ai_assistant.api.chat.get_conversation_history"
            let kept = try site.call(history, ada, query: "conversation_id=c-hello&limit=10").json?["message"]
            #expect(kept?["messages"]?.asArray?.map { $0["content"] } == ["hello", "ada@x said hello"])
            let foreign = try site.call(history, bob, query: "conversation_id=c-hello&limit=10").json?["message"]
            #expect(foreign?["messages"] == [])
            let list = "ai_assistant.api.chat.list_conversations"
            #expect(try site.call(list, ada).json?["message"]?["total"] == 1)
            #expect(try site.call(list, ada, query: "status=deleted").json?["message"]?["conversations"] == [])
            #expect(try site.call(list, bob).json?["message"]?["total"] == 0)
            let feedback = "conversation_id=c-hello&message_content=x&feedback=accept"
            let told = try site.call("ai_assistant.api.message_feedback", ada, body: feedback)
            #expect(told.json == ["message": ["success": true]])
            let todos = try site.call("ai_assistant.api.todos.get_todos_doctype", ada, query: "conversation_id=c-hello")
            #expect(todos.json?["message"]?["todos"] == [])
        }
    }

    @Test func logoutEndsTheFeed() async throws {
        try await withSite { site in
            let (one, two) = (try site.cookies(of: "ada@x"), try site.cookies(of: "ada@x"))
            let (first, second) = (try site.feed(one), try site.feed(two))
            #expect(try site.call("logout", one, body: "").status == 200)
            #expect(try first.readFrame().head == 0x88)
            #expect(try site.call(Self.who, one).status == 403)
            _ = try site.chat("still here", two)
            #expect(try second.readText().contains("still here"))
        }
    }

    /// The first extension joins `/` and sends no origin; a site's clients join `/` and the site's name.
    @Test func bothNamespacesHearTheUsersEvents() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let (old, new) = (
                try site.feed(cookies, namespace: "/", origin: false), try site.feed(cookies)
            )
            let bobs = try site.feed(try site.cookies(of: "bob@x"), namespace: "/", origin: false)
            _ = try site.chat("hi", cookies)
            let event = #"["ai_progress",{"type":"working","owner":"ada@x","message":"hi"}]"#
            #expect(try old.readText() == "42\(event)")
            #expect(try new.readText() == "42/oropendola.local,\(event)")
            #expect(!bobs.hasInput(withinMilliseconds: 100))
        }
    }

    @Test func anAccountThatIsChangedLosesItsSessions() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let feed = try site.feed(cookies)
            let bobs = try site.cookies(of: "bob@x")
            try blocking {
                try await AccountFile(site.site.accountsFile).change { accounts in
                    accounts.set(ServedSiteUnderTest.account("ada@x", password: "new", set: 2))
                    return true
                }
                try await site.server.reload()
            }
            #expect(try feed.readFrame().head == 0x88)
            #expect(try site.call(Self.who, cookies).status == 403)
            #expect(try site.call(Self.who, bobs).status == 200)
            #expect(try site.login("ada@x").status == 401)
            #expect(try site.login("ada@x", "new").status == 200)
        }
    }

    /// An editor, or a deployment, puts another file in its place.
    @Test func accountsThatAreAwayForAMomentSignNobodyOut() async throws {
        try await withSite { site in
            let cookies = try site.cookies(of: "ada@x")
            let (path, aside) = (site.site.accountsFile, "\(site.site.accountsFile).new")
            _ = try run(["mv", path, aside])
            try blocking { try await site.server.reload() }
            #expect(try site.call(Self.who, cookies).json == ["message": "ada@x"])
            #expect(try site.login("bob@x").status == 200)
            #expect(try site.login("eve@x").status == 401)
            _ = try run(["mv", aside, path])
            try blocking { try await site.server.reload() }
            #expect(try site.call(Self.who, cookies).json == ["message": "ada@x"])
        }
    }

    @Test func aNewAccountIsGoodAtOnce() async throws {
        try await withSite { site in
            #expect(try site.login("eve@x").status == 401)
            _ = try blocking {
                try await AccountFile(site.site.accountsFile).change { accounts in
                    accounts.set(ServedSiteUnderTest.account("eve@x", password: "eve@x-pw", set: 2))
                    return true
                }
            }
            #expect(try site.login("eve@x").status == 200)
        }
    }

    @Test func aRestartSignsNobodyOut() async throws {
        let first = try await ServedSiteUnderTest.start()
        let cookies = try await onThread { try first.cookies(of: "ada@x") }
        let conversation = try await onThread { try first.chat("before", cookies).json?["message"]?["conversation_id"] }
        #expect(await first.server.stop() == 0)
        let second = try await ServedSiteUnderTest.start(in: first.folder)
        try await onThread {
            #expect(try second.call(Self.who, cookies).json == ["message": "ada@x"])
            let id = try #require(conversation?.asString)
            let kept = try second.call(
                "ai_assistant.api.chat.get_conversation_history", cookies, query: "conversation_id=\(id)")
            #expect(kept.json?["message"]?["messages"]?.asArray?.count == 2)
        }
        // The folder is in use.
        await #expect(throws: ServeError.data("another server uses \(second.site.dataFolder)")) {
            try await LocalServer.serve(second.site, engine: ParrotEngine())
        }
        _ = await second.server.stop()
    }
}
