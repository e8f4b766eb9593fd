// Answers to a login, told apart, and what goes over the wire for each way of signing in.
import JSON
import TaskMachine
import Testing
import Transport

@testable import Backend

@Suite struct LoginTests {
    let credentials = Credentials(user: "a b@x.org", password: "p&=ä")

    func client(_ http: ScriptedHTTP) throws -> FrappeClient {
        FrappeClient(address: try #require(ServerAddress("http://127.0.0.1:8000")), transport: http)
    }

    static func frappe(_ type: String, _ words: String) -> String {
        let inner: JSONValue = ["message": .string(words), "indicator": "red"]
        let body: JSONValue = [
            "exc_type": .string(type), "exception": .string("frappe.exceptions.\(type): \(words)"),
            "_server_messages": .string((.array([.string(inner.text)]) as JSONValue).text),
        ]
        return body.text
    }

    @Test func aLoginIsAForm() async throws {
        let http = ScriptedHTTP([login: [ScriptedHTTP.loggedIn]])
        let session = try await client(http).login(credentials)
        let request = try #require(await http.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "http://127.0.0.1:8000/api/method/login")
        #expect(request.headers.first("content-type") == "application/x-www-form-urlencoded")
        let body = "usr=a%20b%40x.org&pwd=p%26%3D%C3%A4&device=mobile"
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        #expect(session.cookies.header == "sid=s1==; full_name=A%20B")
        #expect(session.cookies.sid == "s1==")
    }

    @Test(arguments: [
        (
            401, #"{"message": "Invalid login credentials", "exc_type": "AuthenticationError"}"#,
            LoginFailure.wrongCredentials("Invalid login credentials")
        ),
        (401, #"{"message": "Incorrect password"}"#, .wrongCredentials("Incorrect password")),
        (401, #"{"message": "User disabled or missing", "exc_type": "AuthenticationError"}"#, .disabled),
        (
            417, frappe("SecurityException", "Your account has been locked and will resume after 60 seconds"),
            .locked(seconds: 60)
        ),
        // Another language: the type is enough.
        (417, frappe("SecurityException", "Ihr Konto wurde gesperrt"), .locked(seconds: nil)),
        (
            401, frappe("AuthenticationError", "Login with username and password is not allowed."),
            .notAllowed("Login with username and password is not allowed.")
        ),
        (
            401, frappe("AuthenticationError", "Access not allowed from this IP Address"),
            .notAllowed("Access not allowed from this IP Address")
        ),
        (401, #"{"message": "Incorrect Verification code", "exc_type": "AuthenticationError"}"#, .wrongCode),
        (500, frappe("ExpiredLoginException", "Login session expired, refresh page to retry"), .codeExpired),
        (
            200, #"{"verification": {"method": "OTP App", "setup": true}, "tmp_id": "t1"}"#,
            .secondFactorWanted(SecondFactor(temporaryID: Secret("t1"), method: "OTP App"))
        ),
        (
            200, #"{"verification": {"method": "Email", "prompt": "A code was <b>sent</b>."}, "tmp_id": "t2"}"#,
            .secondFactorWanted(SecondFactor(temporaryID: Secret("t2"), method: "Email", prompt: "A code was sent."))
        ),
        (
            200, #"{"verification": false, "tmp_id": "t3"}"#,
            .secondFactorWanted(SecondFactor(temporaryID: Secret("t3")))
        ),
        (200, #"{"message": "Password Reset", "redirect_to": "/x?key=k"}"#, .passwordResetWanted),
        (200, #"{"message": "Logged In"}"#, .noSession),
        (429, frappe("TooManyRequestsError", "Too many"), .rateLimited(retryAfterSeconds: nil)),
        (429, "", .rateLimited(retryAfterSeconds: nil)),
        (403, "<html>Forbidden</html>", .blocked(status: 403, "a firewall")),
        (406, "<html>Not Acceptable</html>", .blocked(status: 406, "a firewall")),
        (429, "<html>Too Many</html>", .blocked(status: 429, "a firewall")),
        (503, "<html>Just a moment... Cloudflare</html>", .blocked(status: 503, "Cloudflare")),
        (401, "<html>Basic</html>", .blocked(status: 401, "a gateway that wants a sign-in of its own")),
        (200, "<html>", .notAServer("a web page")),
        (200, "hello", .notAServer("something that is not JSON")),
        (404, "<html>", .notAServer("no such page")),
        (502, "<html>", .failed(.refused(status: 502, message: "a page without a word"))),
        (500, #"{"exc_type": "X"}"#, .failed(.refused(status: 500, message: "X"))),
    ])
    func loginsThatFail(status: Int, body: String, failure: LoginFailure) async throws {
        let http = ScriptedHTTP([login: [.answer(status: status, body)]])
        let client = try client(http)
        await #expect(throws: failure) { try await client.login(credentials) }
    }

    @Test func headersTellToo() async throws {
        let moved = ScriptedHTTP([
            login: [.answer(status: 301, headers: [HTTPHeader("Location", "https://x.org/api?usr=a")], "")]
        ])
        await #expect(throws: LoginFailure.moved("https://x.org/api")) { try await client(moved).login(credentials) }
        let slow = ScriptedHTTP([login: [.answer(status: 429, headers: [HTTPHeader("Retry-After", "90")], "")]])
        await #expect(throws: LoginFailure.rateLimited(retryAfterSeconds: 90)) {
            try await client(slow).login(credentials)
        }
    }

    @Test(arguments: [#"{"message": "No App"}"#, #"{"message": "Eingeloggt"}"#, "{}", "<html>Welcome</html>"])
    func anyAnswerWithASessionIsASuccess(body: String) async throws {
        let cookie = HTTPHeader("Set-Cookie", "sid=x; Max-Age=604800; Path=/")
        let http = ScriptedHTTP([
            login: [.answer(headers: [cookie, HTTPHeader("Set-Cookie", "user_id=a%40x.org")], body)]
        ])
        let signedIn = try await client(http).signIn(credentials)
        #expect(signedIn.session.cookies.sid == "x")
        #expect(signedIn.user == "a@x.org")
        #expect(signedIn.lifetimeSeconds == 604_800)
    }

    @Test func theCodeGoesWithTheSignInThatWasBegun() async throws {
        let begun = #"{"verification": {"method": "OTP App"}, "tmp_id": "t&1"}"#
        let http = ScriptedHTTP([login: [.answer(begun), ScriptedHTTP.loggedIn]])
        let client = try client(http)
        var factor: SecondFactor?
        do throws(LoginFailure) {
            _ = try await client.signIn(credentials)
        } catch {
            if case .secondFactorWanted(let wanted) = error { factor = wanted }
        }
        let signedIn = try await client.confirm(Secret("123 456"), of: try #require(factor))
        #expect(signedIn.session.cookies.sid == "s1==")
        let body = try #require(await http.requests.last?.body)
        #expect(String(decoding: body, as: UTF8.self) == "otp=123%20456&tmp_id=t%261&device=mobile")
    }

    @Test(arguments: [
        (AccountCredential.cookies(CookieJar(header: "sid=x; a=b=c")), "Cookie", "sid=x; a=b=c"),
        (.apiKey(Secret("key:secret")), "Authorization", "token key:secret"),
        (.browser(BrowserTokens(access: Secret("tok"))), "X-Access-Token", "tok"),
    ])
    func credentialsAreShownInTheirOwnWay(credential: AccountCredential, header: String, value: String) async throws {
        let profile = FrappeClient.browserMethods + "get_my_profile"
        let http = ScriptedHTTP([
            user: [.answer(#"{"message": "a@x.org"}"#), .answer(#"{"message": "Guest"}"#)],
            profile: [.answer(#"{"message": {"user": {"email": "a@x.org"}}}"#), .answer(status: 401, "{}")],
        ])
        let client = try client(http)
        #expect(try await client.user(of: credential) == "a@x.org")
        #expect(await http.requests.first?.headers.first(header) == value)
        await #expect(throws: LoginFailure.refused(credential.kind)) { try await client.user(of: credential) }
    }

    @Test(arguments: [
        (200, #"{"message": {"valid": true, "user": "a@x.org"}}"#, KeyCheck.good(user: "a@x.org")),
        (200, #"{"message": {"status": 200}}"#, .good(user: nil)),
        (200, #"{"message": {"status": 401, "error": "Invalid API key"}}"#, .bad("Invalid API key")),
        (200, #"{"message": {"success": false, "error": "Expired"}}"#, .bad("Expired")),
        (404, #"{"exc_type": "DoesNotExistError"}"#, .unchecked),
        (403, "<html>", .unchecked), (500, "{}", .unchecked),
    ])
    func keysAreCheckedWhereTheServerCan(status: Int, body: String, check: KeyCheck) async throws {
        let http = ScriptedHTTP(["\(FrappeClient.keyMethod)": [.answer(status: status, body)]])
        #expect(try await client(http).check(aiKey: Secret("k1")) == check)
        let sent = try #require(await http.requests.first)
        #expect(String(decoding: sent.body, as: UTF8.self) == #"{"api_key":"k1"}"#)
    }

    @Test func signingOutTellsTheServer() async throws {
        let browser = "oropendola_ai.oropendola_ai.api.vscode_auth.logout"
        let token = HTTPHeader("X-Frappe-CSRF-Token", "t0k")
        let http = ScriptedHTTP([
            "logout": [.answer("{}")], browser: [.answer(status: 500, "")],
            user: [.answer(headers: [token], #"{"message": "a"}"#)],
        ])
        let client = try client(http)
        #expect(await client.signOut(.session(CookieJar(header: "sid=x"), endsAt: nil)))
        let sent = try #require(await http.requests(of: "logout").first)
        #expect(sent.method == "POST" && sent.headers.first("Cookie") == "sid=x")
        #expect(sent.headers.first("X-Frappe-CSRF-Token") == "t0k")
        #expect(await !client.signOut(.browser(BrowserTokens(access: Secret("tok")))))
        #expect(await client.signOut(.apiKey(Secret("k:s"))))
        #expect(await http.requests.count == 3)
    }

    @Test func nothingSecretIsPrinted() {
        let secrets: [Any] = [
            Secret("hunter2"), AccountCredential.apiKey(Secret("k:hunter2")),
            AccountCredential.session(CookieJar(header: "sid=hunter2"), endsAt: 3),
            SecondFactor(temporaryID: Secret("hunter2")),
            BrowserGrant(access: Secret("hunter2"), refresh: Secret("hunter2"), expiresIn: 1, user: "a"),
            FrappeSession(authorization: "token hunter2", accessToken: Secret("hunter2")),
            Credentials(user: "a", password: "hunter2"),
            AccountCredential.browser(BrowserTokens(access: Secret("hunter2"), refresh: Secret("hunter2"))),
        ]
        for value in secrets {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                #expect(!text.contains("hunter2"), "\(text)")
            }
        }
    }
}
