// Which proxy a server gets from which variables, and which gets none; pure.
import Testing
import Transport

@Suite struct ProxySettingsTests {
    /// The proxy's authority for a URL's scheme and host; "direct", or the words of a setting that cannot be used.
    private func way(
        _ environment: [String: String], secure: Bool = false, host: String = "a.test", port: Int = 80
    ) -> String {
        switch ProxySettings(environment: environment).route(isSecure: secure, host: host, port: port) {
        case .direct: "direct"
        case .through(let proxy): "\(proxy.kind) \(proxy.authority)"
        case .unusable(let failure): failure.words
        }
    }

    static let variables: [([String: String], Bool, String)] = [
        ([:], false, "direct"),
        (["http_proxy": "http://p:1"], false, "http p:1"),
        (["http_proxy": "http://p:1"], true, "direct"),
        (["https_proxy": "http://p:1"], true, "http p:1"),
        (["https_proxy": "http://p:1"], false, "direct"),
        // A web server makes it from a client's `Proxy` header.
        (["HTTP_PROXY": "http://p:1"], false, "direct"),
        (["HTTPS_PROXY": "http://p:1"], true, "http p:1"),
        (["HTTPS_PROXY": "http://p:1", "https_proxy": "http://q:2"], true, "http q:2"),
        (["HTTPS_PROXY": "http://p:1", "https_proxy": ""], true, "http p:1"),
        (["all_proxy": "socks5://p:1"], false, "socks p:1"),
        (["ALL_PROXY": "socks5h://p:1"], true, "socks p:1"),
        (["all_proxy": "p:1", "http_proxy": "q:2"], false, "http q:2"),
        (["ALL_PROXY": "p:1", "all_proxy": "q:2"], true, "http q:2"),
    ]

    @Test(arguments: variables)
    func variablesAreReadAsCurlReadsThem(_ environment: [String: String], _ secure: Bool, _ expected: String) {
        #expect(way(environment, secure: secure) == expected)
    }

    static let urls: [(String, String)] = [
        ("p", "http p:1080"), ("p:", "http p:1080"), ("p:3128", "http p:3128"), ("HTTP://P:3128/", "http p:3128"),
        ("http://u:w@p:1/", "http p:1"), ("http://[::1]:8", "http [::1]:8"), ("http://[::1]", "http [::1]:1080"),
        ("http://127.0.0.1:8/x", "http 127.0.0.1:8"), ("socks5://p", "socks p:1080"),
        ("https://p:1", "http_proxy: a proxy that is itself reached over TLS (https://) is not supported"),
        ("socks4://p:1", "http_proxy: of SOCKS proxies only socks5:// is supported"),
        ("socks5://u:w@p:1", "http_proxy: a SOCKS proxy with a user and a password is not supported"),
        ("http://u:%zz@p:1", "http_proxy: its user or password is not properly percent-encoded"),
        ("http://u:%0d%0aX@p:1", "http_proxy: its user or password is not properly percent-encoded"),
        ("http://a%3ab:c@p:1", "http_proxy: its user or password is not properly percent-encoded"),
    ]

    @Test(arguments: urls)
    func aURLNamesAProxyOrIsRefused(_ url: String, _ expected: String) {
        #expect(way(["http_proxy": url]) == expected)
    }

    @Test(arguments: [
        "ftp://p:1", "http://", "http://:1", "http://p:0", "http://p:70000", "http://p:x", "http://[::1",
        "http://[p]:1",
        "http://u:geheim/x@p:1", "http://p q:1", "u:geheim@p q", "http://u:geheim#@p:1", "http://p:+1", "geheim%",
    ])
    func whatIsNoProxyIsRefusedWithoutBeingRepeated(_ url: String) {
        #expect(way(["http_proxy": url]) == "http_proxy: not the URL of a proxy")
    }

    @Test func credentialsAreDecoded() {
        let settings = ProxySettings(environment: ["http_proxy": "http://u%40x:p%3A%2F%C3%A9@p:1"])
        guard case .through(let proxy) = settings.route(isSecure: false, host: "a", port: 80) else {
            Issue.record("no proxy")
            return
        }
        #expect(proxy.credentials?.user == "u@x")
        #expect(proxy.credentials?.password == "p:/é")
    }

    static let bypasses: [(String, String, Int, Bool)] = [
        ("*", "a.test", 80, true), ("", "a.test", 80, false), ("a.test", "a.test", 80, true),
        ("a.test", "A.TEST", 80, true), ("A.Test", "a.test", 80, true), ("a.test", "a.test.", 80, true),
        ("a.test.", "a.test", 80, true), ("test", "a.test", 80, true), ("est", "a.test", 80, false),
        (".test", "a.test", 80, true), (".a.test", "a.test", 80, true), ("*.test", "a.test", 80, true),
        ("b.test, a.test", "a.test", 80, true), ("b.test a.test", "a.test", 80, true), ("b.test", "a.test", 80, false),
        ("a.test:80", "a.test", 80, true), ("a.test:81", "a.test", 80, false), ("*:81", "x", 81, true),
        ("127.0.0.1", "127.0.0.1", 80, true), ("127.0.0.1", "127.0.0.10", 80, false),
        ("127.0.0.1:80", "127.0.0.1", 80, true), ("127.0.0.1:81", "127.0.0.1", 80, false),
        ("0.1", "127.0.0.1", 80, false), ("10.0.0.0/8", "10.200.3.4", 80, true),
        ("10.0.0.0/8", "11.0.0.1", 80, false), ("10.0.0.0/9", "10.128.0.1", 80, false),
        ("10.0.0.0/0", "11.0.0.1", 80, true), ("10.0.0.0/33", "10.0.0.0", 80, false),
        ("10.0.0.0/8", "10.test", 80, false), ("::1", "::1", 80, true), ("::1", "0:0:0:0:0:0:0:1", 80, true),
        ("[::1]", "::1", 80, true), ("[::1]:80", "::1", 80, true), ("[::1]:81", "::1", 80, false),
        ("fd00::/8", "fd12::3", 80, true), ("fd00::/8", "fe80::1", 80, false), ("fd00::/8", "10.0.0.1", 80, false),
    ]

    @Test(arguments: bypasses)
    func noProxyNamesServersThatAreReachedDirectly(_ list: String, _ host: String, _ port: Int, _ isDirect: Bool) {
        for name in ["no_proxy", "NO_PROXY"] {
            let found = way(["http_proxy": "http://p:1", name: list], host: host, port: port)
            #expect(found == (isDirect ? "direct" : "http p:1"))
        }
    }

    @Test func anUnusableProxyDoesNotMatterWhereNoneIsUsed() {
        #expect(way(["http_proxy": "https://p", "no_proxy": "a.test"]) == "direct")
    }

    @Test func noCredentialShows() {
        let environment = ["http_proxy": "http://benutzer:geheim@p:1", "https_proxy": "socks5://benutzer:geheim@p:1"]
        let settings = NetworkSettings(proxies: ProxySettings(environment: environment))
        var dumped = ""
        dump(settings, to: &dumped)
        for secure in [false, true] {
            let route = settings.proxies.route(isSecure: secure, host: "a", port: 80)
            dump(route, to: &dumped)
            dumped += "\(route) \(String(reflecting: route))"
            if case .through(let proxy) = route { dumped += "\(proxy) \(String(reflecting: proxy.credentials))" }
        }
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("geheim") && !text.contains("benutzer"), "\(text)")
        }
    }
}
