// What is found of a server by looking at it layer by layer.
import Backend
import JSON
import Testing
import Transport

@Suite struct ServerProbeTests {
    private let handshake = "?EIO=4&transport=polling"
    private let open = #"0{"sid":"e9","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#

    private func target(
        _ url: String = "http://site1.local:8000", namespace: String = "/site1.local", siteName: String? = "site1.local"
    ) throws -> ProbeTarget {
        ProbeTarget(
            address: try #require(ServerAddress(url)), headers: [HTTPHeader("Cookie", "sid=s1")],
            namespaces: [namespace],
            knowledge: SiteKnowledge(
                answer: .user("alice@example.com"), siteName: siteName,
                version: FrappeVersion("15.53.0")))
    }

    private func words(_ check: LayerCheck) -> String {
        switch check.outcome {
        case .passed: "passed \(check.layer.rawValue)"
        case .skipped: "skipped \(check.layer.rawValue)"
        case .found(let finding): "\(finding.weight == .failure ? "failed" : "remark") \(check.layer.rawValue)"
        }
    }

    @Test func aHealthySiteHasAllLayers() async throws {
        let http = ScriptedHTTP([handshake: [.answer(open)]])
        let sockets = ScriptedSockets([.joined, .open(answer: #"40/site1.local,{"sid":"abc"}"#)])
        let checks = await ServerProbe(try target(), http: http, webSockets: sockets).run()
        #expect(
            checks.map(words)
                == ["name", "tcp", "http", "upgrade", "session", "namespace", "origin", "connection"].map {
                    "passed \($0)"
                })
        #expect(checks.failure == nil)
        // The session that the handshake began is ended, and every request says who we are and where we come from.
        let requests = await http.requests
        #expect(requests.map(\.method) == ["GET", "POST"])
        #expect(requests[1].url.hasSuffix("&sid=e9") && requests[1].body == Array("1".utf8))
        for headers in await sockets.headers + requests.map(\.headers) {
            #expect(headers.first("Cookie") == "sid=s1")
            #expect(headers.first("Origin") == "http://site1.local:8000")
        }
    }

    @Test(arguments: [
        (TransportError.nameNotFound("site1.local"), ["failed name"]),
        (.unreachable("refused"), ["passed name", "failed tcp"]),
        (.connectTimedOut(host: "site1.local", seconds: 10), ["passed name", "failed tcp"]),
        (.tls(TLSFailure(host: "site1.local", cause: .closed)), ["passed name", "passed tcp", "failed tls"]),
        (.timedOut(seconds: 10), ["passed name", "passed tcp", "passed tls", "failed connection"]),
        (.protocolViolation("x"), ["passed name", "passed tcp", "passed tls", "failed http"]),
    ])
    func aFailedRequestTellsHowFarItCame(error: TransportError, expected: [String]) async throws {
        let http = ScriptedHTTP([handshake: [.failure(error)]])
        let target = try target("https://site1.local")
        #expect(await ServerProbe(target, http: http, webSockets: ScriptedSockets([])).run().map(words) == expected)
    }

    @Test func aProxyStandsInForNameAndPort() async throws {
        var target = try target()
        target.proxies = ProxySettings(environment: ["http_proxy": "http://user:secret@proxy.test:3128"])
        let http = ScriptedHTTP([handshake: [.answer(status: 404, "")]])
        let checks = await ServerProbe(target, http: http, webSockets: ScriptedSockets([])).run()
        #expect(checks.map(words) == ["passed proxy", "failed http"])
        #expect(checks[0].outcome == .passed("lets us through, proxy.test:3128"))
    }

    @Test(arguments: [
        (200, "96:0{\"sid\":\"x\",\"upgrades\":[]}2:40", Symptom.oldProtocol),
        (400, #"{"code":5,"message":"Unsupported protocol version"}"#, .oldProtocol),
        (200, "<html>", .notSocketIO(server: "nginx")), (200, "", .notSocketIO(server: "nginx")),
        (200, "4hello", .notSocketIO(server: "nginx")),
        (502, "<html>", .answered(status: 502, server: "nginx", body: "<html>")),
    ])
    func theAnswerToTheHandshakeIsRead(status: Int, body: String, symptom: Symptom) async throws {
        let answer = ScriptedHTTP.Step.answer(status: status, headers: [HTTPHeader("Server", "nginx")], body)
        let target = try target()
        let checks = await ServerProbe(
            target, http: ScriptedHTTP([handshake: [answer]]), webSockets: ScriptedSockets([])
        ).run()
        #expect(checks.failure == symptom.finding(in: target.context()))
        #expect(checks.count == 3)
    }

    /// JavaScript's words and Python's.
    @Test(arguments: [#"{"code":0,"message":"Transport unknown"}"#, #""Invalid transport""#])
    func aServerThatTakesWebsocketsOnlyWorks(body: String) async throws {
        let http = ScriptedHTTP([handshake: [.answer(status: 400, body)]])
        let sockets = ScriptedSockets([.joined, .open(answer: #"40/site1.local,{"sid":"abc"}"#)])
        let checks = await ServerProbe(try target(), http: http, webSockets: sockets).run()
        #expect(checks.failure == nil)
        #expect(checks.map(words).dropFirst(2).first == "remark http")
        #expect(
            checks.map(words).suffix(5)
                == ["upgrade", "session", "namespace", "origin", "connection"].map { "passed \($0)" }[...])
        #expect(await http.requests.count == 1)
        // Without its only way nothing else is looked at.
        let cut = ScriptedSockets([.failure(.interrupted("reset"))])
        let broken = await ServerProbe(try target(), http: http, webSockets: cut).run()
        #expect(broken.map(words) == ["passed name", "passed tcp", "remark http", "failed connection"])
    }

    @Test func aCloseFrameInPlaceOfTheGreetingIsQuoted() async throws {
        let http = ScriptedHTTP([handshake: [.answer(open)]])
        let sockets = ScriptedSockets([
            .ended(.frame(code: 1_008, reason: "policy")), .open(answer: #"40/site1.local,{"sid":"abc"}"#),
        ])
        let checks = await ServerProbe(try target(), http: http, webSockets: sockets).run()
        let finding = try #require(checks.compactMap(\.finding).first)
        #expect(finding.layer == .upgrade && finding.weight == .remark)
        #expect(finding.happened.contains("1008") && finding.happened.contains("policy"))
        #expect(checks.failure == nil)
    }

    @Test func theOriginThatWasSentIsNamed() async throws {
        var target = try target()
        target.headers.append(HTTPHeader("Origin", "https://other.example.com"))
        let answer = ScriptedHTTP.Step.answer(status: 400, #""https://other.example.com is not an accepted origin.""#)
        let checks = await ServerProbe(
            target, http: ScriptedHTTP([handshake: [answer]]), webSockets: ScriptedSockets([])
        ).run()
        #expect(checks.failure?.happened.contains("https://other.example.com") == true)
    }

    @Test func aRefusedNamespaceNamesBothNames() async throws {
        let sockets = ScriptedSockets([
            .joined, .open(answer: #"44/erp.example.com,{"message":"Invalid namespace"}"#),
        ])
        let target = try target(namespace: "/erp.example.com")
        let checks = await ServerProbe(
            target, http: ScriptedHTTP([handshake: [.answer(open)]]), webSockets: sockets
        ).run()
        #expect(checks.map(words).last == "failed namespace")
        let failure = try #require(checks.failure)
        #expect(failure.happened.contains("/erp.example.com") && failure.advice.contains("/site1.local"))
    }

    /// Frappe looks at the namespace first, then at the origin, then at the session.
    @Test(arguments: [
        ("Invalid origin", ["passed session", "passed namespace", "failed origin"]),
        ("Unauthorized: Error: Unauthorized", ["failed session", "passed namespace", "passed origin"]),
    ])
    func aLaterRefusalTellsThatTheEarlierChecksPassed(message: String, expected: [String]) async throws {
        let sockets = ScriptedSockets([.joined, .open(answer: "44/site1.local,{\"message\":\"\(message)\"}")])
        let checks = await ServerProbe(
            try target(), http: ScriptedHTTP([handshake: [.answer(open)]]), webSockets: sockets
        ).run()
        #expect(checks.map(words).suffix(3) == expected[...])
    }

    // MARK: What the site says

    @Test(arguments: [
        (ScriptedHTTP.Step.answer(#"{"message":"alice@example.com"}"#), SiteKnowledge.Answer.user("alice@example.com")),
        (.answer(#"{"message":"Guest"}"#), .guest), (.answer(status: 403, #"{"exc_type":"PermissionError"}"#), .guest),
        (.answer(status: 401, #"{"session_expired":1}"#), .guest), (.answer(status: 404, "<html>"), .notFrappe),
        (.answer("<html>"), .notFrappe), (.answer(#"{"message":1}"#), .notFrappe),
        (.answer(status: 403, #"{"error":"no"}"#), .notFrappe), (.answer(status: 502, "<html>"), .unknown),
        (.failure(.unreachable("x")), .unknown),
    ])
    func theSiteIsAskedWhoWeAre(step: ScriptedHTTP.Step, answer: SiteKnowledge.Answer) async throws {
        let http = ScriptedHTTP([
            user: [step], "version": [.answer(#"{"message":"15.53.0"}"#)], "a": [.answer(page)],
        ])
        let knowledge = await SiteKnowledge.of(
            try #require(ServerAddress("http://a")),
            headers: [
                HTTPHeader("Cookie", "sid=s1"), HTTPHeader("X-Gateway", "g"), HTTPHeader("Authorization", "token k:s"),
                HTTPHeader("Origin", "http://b"),
            ], http: http)
        #expect(knowledge.answer == answer)
        #expect(knowledge.namespace(host: "a") == (knowledge.isFrappe == true ? "/site1.local" : "/"))
        let requests = await http.requests
        #expect(requests.count == (knowledge.isFrappe == true ? 3 : 1))
        for request in requests where !request.url.hasSuffix("/version") {
            #expect(request.timeoutSeconds == 10)
            #expect(request.headers.first("Cookie") == "sid=s1" && request.headers.first("X-Gateway") == "g")
            #expect(request.headers.first("Authorization") == "token k:s" && request.headers.first("Origin") == nil)
        }
    }

    private let page = #"<script>frappe.boot = {"sitename": "site1.local"}</script>"#

    /// Who says where to listen does not wait for the site's pages; a refusal is explained with its name all the same.
    @Test func theNameOfAGivenNamespacesSiteIsAskedForWhenItIsRefused() async throws {
        let http = ScriptedHTTP([
            user: [.answer(#"{"message":"alice@example.com"}"#)], "version": [.answer(#"{"message":"15.53.0"}"#)],
            "site1.local:8000": [.answer(page)], handshake: [.answer(open)],
        ])
        var target = try target(namespace: "/erp.example.com")
        target.knowledge = await SiteKnowledge.of(
            target.address, headers: target.headers, http: http, wantsName: false)
        #expect(await http.requests.count == 2)
        #expect(target.knowledge.siteName == nil && target.knowledge.version?.major == 15)
        let sockets = ScriptedSockets([
            .joined, .open(answer: #"44/erp.example.com,{"message":"Invalid namespace"}"#),
        ])
        let failure = await ServerProbe(target, http: http, webSockets: sockets).run().failure
        #expect(failure?.layer == .namespace)
        #expect(failure?.advice.contains("/site1.local") == true)
    }

    @Test func headersShowASessionATokenOrNeither() {
        #expect(FrappeSession(headers: [HTTPHeader("Origin", "http://a")]) == nil)
        let token = FrappeSession(headers: [HTTPHeader("authorization", "token k:s")])
        #expect(token?.authorization == "token k:s" && token?.cookies.isEmpty == true)
        let both = FrappeSession(headers: [
            HTTPHeader("Cookie", "sid=s1"), HTTPHeader("Cookie", "lang=de"), HTTPHeader("Authorization", "Bearer t"),
        ])
        #expect(both?.cookies.header == "sid=s1; lang=de" && both?.authorization == "Bearer t")
    }
}
