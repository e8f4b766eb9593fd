// Transcripts of `login`: what happens goes in, what is asked, sent, kept and said comes out.
import Backend
import TaskMachine
import TestSupport
import Testing

@testable import Console

@Suite struct SigningInTests {
    private let url = "https://x.org"
    private var address: ServerAddress { ServerAddress(url)! }
    private let jar = CookieJar(header: "sid=s")

    private func machine(
        _ book: AccountBook = AccountBook(), _ set: (inout LoginWords) -> Void = { _ in }
    ) throws -> SigningIn {
        var words = LoginWords()
        words.servers = [url]
        set(&words)
        return SigningIn(try LoginOptions(words, book), book)
    }

    private func account(
        _ credential: AccountCredential, user: String? = "a@x.org", chat: AccountChat = .traditional,
        name: String = "x.org"
    ) -> ServerAccount {
        ServerAccount(name: name, address: address, user: user, chat: chat, credential: credential)
    }

    @Test func aPasswordFromTheFirstQuestionToTheEnd() throws {
        var machine = try machine { $0.servers = [] }
        #expect(machine.handle(.begun) == [.ask(.server(suggested: "https://oropendola.ai"))])
        #expect(
            machine.handle(.answered("x org"))
                == [
                    .complain("That is neither an address nor the name of an account: https://oropendola.ai"),
                    .ask(.server(suggested: "https://oropendola.ai")),
                ])
        #expect(machine.handle(.answered(" x.org ")) == [.ask(.user(suggested: nil))])
        #expect(machine.handle(.answered("")) == [.ask(.user(suggested: nil))])
        #expect(machine.handle(.answered(" a ")) == [.ask(.password(user: "a"))])
        #expect(
            machine.handle(.answered(" p w")) == [.signIn(address, Credentials(user: "a", password: " p w"))])
        let signedIn = PasswordSignIn(
            session: FrappeSession(cookies: jar), user: "a@x.org", lifetimeSeconds: 7 * 86_400)
        let credential = AccountCredential.session(jar, endsAt: 100 + 7 * 86_400)
        #expect(machine.handle(.signedIn(signedIn, now: 100)) == [.recognise(address, credential)])
        #expect(machine.handle(.recognised(user: "a@x.org")) == [.keep(account(credential))])
        #expect(
            machine.handle(.kept(path: "~/accounts.json", isDefault: true, now: 100))
                == [
                    .say([
                        "Signed in to https://x.org as a@x.org.",
                        "Kept in ~/accounts.json as x.org, readable by you alone; the password is not.",
                        "Chat works; live progress where the server has it.",
                        "It lasts 7 days, unless the server ends it earlier.",
                    ]), .finish(0),
                ])
        #expect(machine.handle(.answered("more")) == [])
    }

    @Test func nothingTypedTakesTheUsualServer() throws {
        var machine = try machine { $0.servers = [] }
        _ = machine.handle(.begun)
        _ = machine.handle(.answered(""))
        _ = machine.handle(.answered("a"))
        let usual = try #require(ServerAddress("https://oropendola.ai"))
        #expect(machine.handle(.answered("p")) == [.signIn(usual, Credentials(user: "a", password: "p"))])
    }

    @Test func aWrongPasswordMayBeTypedTwiceMore() throws {
        var machine = try machine { $0.user = "a" }
        #expect(machine.handle(.begun) == [.ask(.password(user: "a"))])
        let wrong = SigningIn.Effect.complain("The server does not know this name and password.")
        for _ in 1...2 {
            _ = machine.handle(.answered("p"))
            #expect(machine.handle(.failed(.wrongCredentials("no"))) == [wrong, .ask(.password(user: "a"))])
        }
        _ = machine.handle(.answered("p"))
        #expect(machine.handle(.failed(.wrongCredentials("no"))) == [wrong, .finish(5)])
    }

    @Test func aCodeIsAskedForAndAskedForAgain() throws {
        let factor = SecondFactor(temporaryID: Secret("t"), method: "OTP App")
        var machine = try machine { $0.user = "a" }
        _ = machine.handle(.begun)
        _ = machine.handle(.answered("p"))
        #expect(machine.handle(.failed(.secondFactorWanted(factor))) == [.ask(.code(factor))])
        #expect(Question.code(factor).prompt == "Code of your app (not shown): ")
        #expect(machine.handle(.answered("123 456")) == [.confirm(address, Secret("123456"), factor)])
        #expect(machine.handle(.failed(.wrongCode)) == [.complain("That code is not right."), .ask(.code(factor))])
        _ = machine.handle(.answered("1"))
        let expired = "The code came too late: the server has forgotten this sign-in. Begin again."
        #expect(machine.handle(.failed(.codeExpired)) == [.complain(expired), .finish(5)])
    }

    @Test func standardInputHasOneTry() throws {
        var machine = try machine {
            $0.user = "a"
            $0.readsStandardInput = true
        }
        _ = machine.handle(.begun)
        _ = machine.handle(.answered("p"))
        #expect(
            machine.handle(.failed(.wrongCredentials("")))
                == [.complain("The server does not know this name and password."), .finish(5)])
    }

    @Test(arguments: [
        ("sid=abc; full_name=A", "sid=abc; full_name=A"), ("Cookie: sid=abc", "sid=abc"), (" abc ", "sid=abc"),
    ])
    func cookiesInTheFormsThatPeopleHave(typed: String, header: String) throws {
        var machine = try machine { $0.cookies = true }
        #expect(machine.handle(.begun) == [.ask(.cookies)])
        let credential = AccountCredential.cookies(CookieJar(header: header))
        #expect(machine.handle(.answered(typed)) == [.recognise(address, credential)])
        #expect(machine.handle(.recognised(user: "a@x.org")) == [.keep(account(credential))])
    }

    @Test func aGuestsCookiesAreRefusedAndTold() throws {
        var machine = try machine { $0.cookies = true }
        _ = machine.handle(.begun)
        #expect(
            machine.handle(.answered("full_name=A"))
                == [
                    .complain("There is no sid in that: copy the whole cookie line, or the value of sid."),
                    .ask(.cookies),
                ])
        _ = machine.handle(.answered("sid=x"))
        let words =
            "The server takes these cookies for a guest's: their session is over, or they are another site's. Nothing is "
            + "kept. Copy them anew from a browser that is signed in."
        #expect(machine.handle(.failed(.refused(.cookies))) == [.complain(words), .ask(.cookies)])
    }

    @Test func aKeyAndItsSecret() throws {
        var machine = try machine { $0.token = true }
        #expect(machine.handle(.begun) == [.ask(.apiKey)])
        #expect(machine.handle(.answered("only-a-key")) == [.complain("That is no key:secret."), .ask(.apiKey)])
        let credential = AccountCredential.apiKey(Secret("k:s"))
        #expect(machine.handle(.answered("k:s")) == [.recognise(address, credential)])
        _ = machine.handle(.recognised(user: "a@x.org"))
        let effects = machine.handle(.kept(path: "f", isDefault: true, now: 0))
        #expect(
            effects.first
                == .say([
                    "Signed in to https://x.org as a@x.org.", "Kept in f as x.org, readable by you alone.",
                    "Live progress comes only where the server's realtime takes keys (Frappe 15 and later).",
                ]))
    }

    @Test func anAIKeyIsForAgentMode() throws {
        let key = Secret("k1")
        var machine = try machine { $0.aiKey = true }
        _ = machine.handle(.begun)
        #expect(machine.handle(.answered("k1")) == [.check(address, aiKey: key)])
        #expect(
            machine.handle(.keyChecked(.unchecked))
                == [
                    .say([
                        "The server does not tell whether the key is good. It is kept; the first message will show."
                    ]), .keep(account(.aiKey(key), user: nil, chat: .agent)),
                ])
        guard case .say(let lines)? = machine.handle(.kept(path: "f", isDefault: true, now: 0)).first else {
            Issue.record("nothing was said")
            return
        }
        #expect(lines.contains { $0.hasPrefix("Agent Mode: no live progress, no history on the server") })
        var refused = try self.machine { $0.aiKey = true }
        _ = refused.handle(.begun)
        _ = refused.handle(.answered("k1"))
        #expect(
            refused.handle(.keyChecked(.bad("no")))
                == [.complain("The server does not take this AI API key. Nothing is kept."), .ask(.aiKey)])
    }

    @Test func theBrowsersWay() throws {
        var machine = try machine { $0.browser = true }
        #expect(machine.handle(.begun) == [.signInByBrowser(address)])
        let grant = BrowserGrant(access: Secret("t"), refresh: Secret("r"), expiresIn: 50, user: "a@x.org")
        let tokens = BrowserTokens(access: Secret("t"), refresh: Secret("r"), endsAt: 60)
        #expect(machine.handle(.granted(grant, now: 10)) == [.keep(account(.browser(tokens)))])
        let effects = machine.handle(.kept(path: "f", isDefault: true, now: 10))
        guard case .say(let lines)? = effects.first else {
            Issue.record("nothing was said")
            return
        }
        #expect(lines[2].hasPrefix("No live progress: the browser's way gives no session cookie."))
        #expect(lines[3] == "It lasts 50 s, unless the server ends it earlier.")
        let invitation = BrowserInvitation(id: Secret("r"), url: "https://x.org/v?auth_request=r")
        #expect(
            SigningIn.invitation(invitation, from: try #require(ServerAddress("https://x.org:8443")))
                == [
                    .say([
                        "Sign in here, within 5 min:", "  https://x.org/v?auth_request=r",
                        "Waiting for it; Ctrl-C gives up.",
                    ]), .open("https://x.org/v?auth_request=r"),
                ])
        var blocked = try self.machine { $0.browser = true }
        _ = blocked.handle(.begun)
        #expect(blocked.handle(.failed(.blocked(status: 403, "a firewall"))).last == .finish(6))
    }

    /// A server may name any address: what is not its own, or less safe, is not opened by itself.
    @Test(arguments: [
        ("https://x.org", "https://evil.test/v?x.org"), ("https://x.org", "http://x.org/v"),
        ("https://x.org", "https://x.org.evil.test/v"), ("http://x.org", "https://y.org/v"),
    ])
    func anotherServersAddressIsOnlyPrinted(server: String, url: String) throws {
        let address = try #require(ServerAddress(server))
        let effects = SigningIn.invitation(BrowserInvitation(id: Secret("r"), url: url), from: address)
        #expect(
            effects == [
                .say([
                    "Sign in here, within 5 min:", "  \(url)",
                    "Take care: that is not \(server). Open it only if you know it.",
                    "Waiting for it; Ctrl-C gives up.",
                ])
            ])
    }

    @Test(
        arguments: [
            (SigningIn.Silence.cancelled, 130), (.nobodyThere, 2), (.endOfInput, 2),
        ] as [(SigningIn.Silence, Int32)])
    func whoDoesNotAnswer(silence: SigningIn.Silence, status: Int32) throws {
        var machine = try machine { $0.user = "a" }
        _ = machine.handle(.begun)
        #expect(machine.handle(.notAnswered(silence)).last == .finish(status))
        #expect(machine.handle(.answered("p")) == [])
    }

    /// Signing in again keeps what was set for the account, and the kind of its credential.
    @Test func aKnownServerKeepsItsNameAndWay() throws {
        var book = AccountBook()
        var known = account(.apiKey(Secret("old:one")), name: "work")
        known.siteName = "site.local"
        known.certificateAuthorityFile = "/ca.pem"
        book.put(known)
        for meant in ["work", url] {
            var machine = try machine(book) { $0.servers = [meant] }
            #expect(machine.handle(.begun) == [.ask(.apiKey)])
            _ = machine.handle(.answered("k:s"))
            var renewed = known
            renewed.credential = .apiKey(Secret("k:s"))
            #expect(machine.handle(.recognised(user: "a@x.org")) == [.keep(renewed)])
        }
    }

    @Test func aSecondAccountIsNotTheDefaultAndSaysSo() throws {
        var machine = try machine { $0.aiKey = true }
        _ = machine.handle(.begun)
        _ = machine.handle(.answered("k"))
        _ = machine.handle(.keyChecked(.good(user: "a")))
        guard case .say(let lines)? = machine.handle(.kept(path: "f", isDefault: false, now: 0)).first else {
            Issue.record("nothing was said")
            return
        }
        let words =
            "Another account is used unless you say otherwise: oropendola --server x.org for one run, oropendola login "
            + "--default x.org from now on."
        #expect(lines.last == words)
    }

    @Test func whatIsNotEncryptedIsSaid() throws {
        var machine = try machine { $0.servers = ["http://x.org"] }
        #expect(
            machine.handle(.begun)
                == [
                    .complain(
                        "http://x.org is not encrypted: whoever is on the way can read what you type. https:// is safe."
                    ),
                    .ask(.user(suggested: nil)),
                ])
        var here = try self.machine { $0.servers = ["localhost:8000"] }
        #expect(here.handle(.begun) == [.ask(.user(suggested: nil))])
    }

    @Test func aDiskThatTakesNothingIsTold() throws {
        var machine = try machine { $0.token = true }
        _ = machine.handle(.begun)
        _ = machine.handle(.answered("k:s"))
        _ = machine.handle(.recognised(user: "a"))
        #expect(
            machine.handle(.notKept(reason: "No space left on device"))
                == [
                    .complain(
                        "You are signed in, and it can't be kept: No space left on device. Nothing was changed on disk."
                    ),
                    .finish(1),
                ])
    }
}
