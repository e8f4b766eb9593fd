// Command lines, files of cookies, and what is hidden of both.

import Backend
import Console
import JSON
import SocketIO
import Testing
import Transport

@Suite struct OptionsTests {
    private func options(_ change: (inout ListenWords) -> Void) throws -> ListenOptions {
        var words = ListenWords()
        change(&words)
        return try ListenOptions(words)
    }

    @Test func wordsBecomeValues() throws {
        let options = try options {
            $0.url = "wss://erp.example.com:8443/"
            $0.path = "/io"
            $0.namespaces = ["/a", "/b", "/a"]
            $0.headers = ["Authorization:  token a:b ", "X-Empty:"]
            $0.auth = "{\"token\":\"x\"}"
            $0.transport = "upgrade"
            $0.emit = ["ping", "[]", "say", "\"hello\"", "two", "[1,[2]]", "minus", "-5"]
        }
        #expect(options.address?.origin == "https://erp.example.com:8443")
        #expect(options.path == "/io/")
        #expect(options.namespaces == ["/a", "/b"])
        #expect(options.headers == [HTTPHeader("Authorization", "token a:b"), HTTPHeader("X-Empty", "")])
        #expect(options.transports == .pollingThenWebSocket)
        #expect(options.emissions.map(\.name) == ["ping", "say", "two", "minus"])
        #expect(options.emissions.map(\.arguments) == [[], ["hello"], [1, [2]], [-5]])
        #expect(try self.options { _ in }.transports == .webSocketThenPolling)
    }

    @Test func wrongWordsAreToldInASentence() {
        let wrong: [(String, (inout ListenWords) -> Void)] = [
            ("--url", { $0.url = "example.com" }), ("--url", { $0.url = "https://example.com/x" }),
            ("--url", { $0.url = "ftp://example.com" }), ("--path", { $0.path = "io" }),
            ("--path", { $0.path = "/io?x=1" }), ("--namespace", { $0.namespaces = ["x"] }),
            ("--namespace", { $0.namespaces = ["/x,y"] }), ("--header", { $0.headers = ["secret-without-colon"] }),
            ("--header", { $0.headers = ["X: secret\r\nY: z"] }), ("--header", { $0.headers = [": secret"] }),
            ("--auth", { $0.auth = "secret" }), ("--auth", { $0.auth = "[1]" }),
            ("--transport", { $0.transport = "pigeon" }), ("--emit", { $0.emit = ["ping"] }),
            ("--emit", { $0.emit = ["ping", "{"] }), ("--count", { $0.count = 0 }), ("--for", { $0.seconds = 0 }),
            ("--for", { $0.seconds = .nan }), ("--for", { $0.seconds = .infinity }),
        ]
        for (name, change) in wrong {
            let problem = #expect(throws: UsageProblem.self) { try options(change) }
            let text = problem?.description ?? ""
            #expect(text.hasPrefix(name), "\(text)")
            #expect(!text.contains("secret"), "\(text)")
        }
    }

    // MARK: Cookies

    private func cookies(_ text: String, secure: Bool = true) throws -> String {
        try CookieFile.header(text, host: "erp.example.com", isSecure: secure, path: "/socket.io/", now: 1_000)
    }

    @Test func aLineOfCookiesIsTakenAsItIs() throws {
        #expect(try cookies("sid=a%20b; user_id=c=d\n") == "sid=a%20b; user_id=c=d")
        #expect(try cookies("# from the browser\nCookie: sid=a\r\n") == "sid=a")
    }

    @Test func ofAnExportThoseAreTakenThatABrowserWouldSend() throws {
        let rows = [
            "# Netscape HTTP Cookie File", "#HttpOnly_erp.example.com\tFALSE\t/\tTRUE\t2000\tsid\tsecret",
            ".example.com\tTRUE\t/\tFALSE\t0\tsession\tyes", "erp.example.com\tFALSE\t/\tFALSE\t999\told\tx",
            "other.com\tFALSE\t/\tFALSE\t0\tother\tx", "erp.example.com\tFALSE\t/desk\tFALSE\t0\tdesk\tx",
            "example.com\tFALSE\t/\tFALSE\t0\tparent\tx",
        ]
        let text = rows.joined(separator: "\n")
        #expect(try cookies(text) == "sid=secret; session=yes")
        #expect(try cookies(text, secure: false) == "session=yes")
    }

    @Test(arguments: ["", "\n\n", "no cookies here", "a=b\nc=d", "=x", "sid=a\u{1}b", "sid=é"])
    func anythingElseIsNoFileOfCookies(_ text: String) {
        let problem = #expect(throws: UsageProblem.self) { try cookies(text) }
        #expect(problem?.description.contains("cookie file") == true)
    }

    // MARK: Secrets

    @Test func secretsAreHiddenWhereverTheyComeBack() {
        let secrets = Secrets(
            headers: [
                HTTPHeader("Cookie", "sid=0123456789abcdef; system_user=yes"),
                HTTPHeader("Authorization", "token thekey77:thesecret77"), HTTPHeader("X-Quote", "say \"please\""),
                HTTPHeader("Origin", "https://erp.example.com"),
            ], auth: ["deep": ["inside-of-it"]])
        let text =
            "0123456789abcdef thekey77 thesecret77 inside-of-it yes https://erp.example.com "
            + JSONValue.string("say \"please\"").text
        #expect(
            secrets.hidden(in: text)
                == "(hidden) (hidden) (hidden) (hidden) yes https://erp.example.com \"(hidden)\"")
    }

    /// Frappe sends these beside the session; who somebody is may be read, as in `doctor`'s line about the session.
    @Test func cookiesThatNameTheUserHideNothing() {
        let secrets = Secrets(headers: [
            HTTPHeader(
                "Cookie",
                "sid=0123456789abcdef; user_id=Administrator; full_name=Administrator; system_user=yes; "
                    + "user_image=/files/face.png; user_lang=english; preferred_language=english")
        ])
        let text = "session Administrator, english, /files/face.png"
        #expect(secrets.hidden(in: text) == text)
        #expect(secrets.hidden(in: "sid 0123456789abcdef") == "sid (hidden)")
    }
}
