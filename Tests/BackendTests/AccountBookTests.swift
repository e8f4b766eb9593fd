// The accounts as a value: names, the default one, and JSON that comes back as it was.
import JSON
import TestSupport
import Testing

@testable import Backend

@Suite struct AccountBookTests {
    static func account(_ name: String, _ url: String, _ credential: AccountCredential) throws -> ServerAccount {
        ServerAccount(name: name, address: try #require(ServerAddress(url)), user: "a@x.org", credential: credential)
    }

    static let credentials: [AccountCredential] = [
        .session(CookieJar(header: "sid=a=b; full_name=A%20B"), endsAt: 17),
        .session(CookieJar(header: "sid=x"), endsAt: nil),
        .cookies(CookieJar(header: "sid=c")), .apiKey(Secret("k:s")), .aiKey(Secret("ai")),
        .browser(BrowserTokens(access: Secret("t"), refresh: Secret("r"), endsAt: 9)),
        .browser(BrowserTokens(access: Secret("t"))),
    ]

    @Test func everyKindComesBackAsItWas() throws {
        var book = AccountBook()
        for (number, credential) in Self.credentials.enumerated() {
            var account = try Self.account("n\(number)", "https://x\(number).org:8443/base", credential)
            if number.isMultiple(of: 2) {
                account.siteName = "site.local"
                account.chat = .agent
                account.certificateAuthorityFile = "/etc/ca.pem"
                account.user = nil
            }
            book.put(account)
        }
        let isThere = book.makeDefault("n3")
        #expect(isThere)
        let text = book.json.text
        #expect(try AccountBook(reading: try JSONValue.parse(text)) == book)
        #expect(try AccountBook(reading: nil) == AccountBook())
    }

    @Test(arguments: [
        (#"{"version": 2, "accounts": []}"#, AccountBookProblem.newer(version: 2)),
        (#"[]"#, .broken("it has no version")), (#"{"version": 1}"#, .broken("it has no list of accounts")),
        (#"{"version": 1, "accounts": [{}]}"#, .broken("an account has no name")),
        (#"{"version": 1, "accounts": [{"name": "a", "url": "x"}]}"#, .broken("an account has no address")),
        (
            #"{"version": 1, "accounts": [{"name": "a", "url": "https://x"}]}"#,
            .broken("an account names an unknown chat")
        ),
        (
            #"{"version": 1, "accounts": [{"name": "a", "url": "https://x", "chat": "agent"}]}"#,
            .broken("an account has an unknown kind of credential")
        ),
        (#"{"version": 1, "default": "a", "accounts": []}"#, .broken("the default account is not there")),
        (
            #"{"version": 1, "accounts": [{"name": "a", "url": "https://x", "chat": "agent", "credential": "#
                + #"{"kind": "api_key", "key": "a\nb"}}]}"#, .broken("an account has no key")
        ),
    ])
    func whatIsNotOurs(text: String, problem: AccountBookProblem) throws {
        let value = try JSONValue.parse(text)
        #expect(throws: problem) { try AccountBook(reading: value) }
    }

    @Test func theFirstIsTheDefaultAndTheNextTakesItsPlace() throws {
        var book = AccountBook()
        #expect(book.account(named: nil) == nil)
        let (a, b) = (
            try Self.account("a", "https://a.org", .aiKey(Secret("1"))),
            try Self.account("b", "https://b.org", .aiKey(Secret("2")))
        )
        book.put(a)
        book.put(b)
        #expect(book.account(named: nil) == a)
        #expect(book.account(meant: "https://B.org/") == b)
        #expect(book.account(meant: "c") == nil)
        let answers = ["c", "b"].map { book.makeDefault($0) }
        #expect(answers == [false, true])
        book.remove(named: "b")
        #expect(book.account(named: nil) == a)
        book.remove(named: "a")
        #expect(book.defaultName == nil && book.accounts.isEmpty)
    }

    /// `login` may put another server's account in the place of the one that a running program is on.
    @Test(arguments: [
        ("https://b.org", AccountCredential.aiKey(Secret("2"))), ("https://a.org", .apiKey(Secret("k:s"))),
    ])
    func anotherSignInOfThatNameIsNotOurs(url: String, credential: AccountCredential) throws {
        let ours = try Self.account("work", "https://a.org", .aiKey(Secret("1")))
        var renewed = ours
        renewed.credential = .aiKey(Secret("renewed"))
        var book = AccountBook()
        book.put(renewed)
        #expect(book.current(ours) == renewed)
        let theirs = try Self.account("work", url, credential)
        book.put(theirs)
        #expect(book.current(ours) == nil)
        let stays = book.remove(ours)
        #expect(stays == nil && book.accounts == [theirs])
        book.put(renewed)
        let goes = book.remove(ours)
        #expect(goes == renewed && book.accounts.isEmpty)
    }

    @Test func aNewNameIsTheHostsAndNobodysElse() throws {
        var book = AccountBook()
        for (url, name) in [
            ("https://x.org", "x.org"), ("https://x.org:8443", "x.org:8443"), ("https://x.org:8443/a", "x.org-2"),
            ("http://[::1]:80", "::1"),
        ] {
            let address = try #require(ServerAddress(url))
            #expect(book.freeName(for: address) == name)
            #expect(ServerAccount.isName(name))
            book.put(try Self.account(name, url, .aiKey(Secret("k"))))
        }
    }

    @Test func renewedCookiesAreNewsAndOthersAreNot() {
        let old = AccountCredential.session(CookieJar(header: "sid=a"), endsAt: 5)
        #expect(old.renewed(by: FrappeSession(cookies: CookieJar(header: "sid=a"))) == nil)
        #expect(old.renewed(by: FrappeSession(cookies: CookieJar(header: "sid=Guest"))) == nil)
        let new = CookieJar(header: "sid=b")
        #expect(old.renewed(by: FrappeSession(cookies: new)) == .session(new, endsAt: 5))
        #expect(AccountCredential.apiKey(Secret("k:s")).renewed(by: FrappeSession(cookies: new)) == nil)
    }

    /// Files that somebody or something spoiled: refused or read, and what was read is written as it was.
    @Test func spoiledFilesAreRefusedOrRead() throws {
        var book = AccountBook()
        for (number, credential) in Self.credentials.enumerated() {
            book.put(try Self.account("n\(number)", "https://x\(number).org", credential))
        }
        let whole = Array(book.json.text.utf8)
        var random = SeededGenerator.fresh()
        var readable = 0
        for _ in 0..<2_000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[place], at: place)
                }
            }
            guard let value = try? JSONValue.parse(bytes) else { continue }
            do throws(AccountBookProblem) {
                let read = try AccountBook(reading: value)
                let again = try AccountBook(reading: read.json)
                #expect(again == read)
                readable += 1
            } catch {
                // Refused, with a reason that repeats nothing of the file.
                if case .broken(let why) = error { #expect(!why.contains("sid=")) }
            }
        }
        #expect(readable > 0)
    }
}
