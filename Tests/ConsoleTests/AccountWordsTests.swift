// What the commands about accounts take and say: options, secrets on a command line, failures, reports.
import Backend
import JSON
import TaskMachine
import Testing

@testable import Console

@Suite struct AccountWordsTests {
    private func problem(_ set: (inout LoginWords) -> Void) -> String? {
        var words = LoginWords()
        set(&words)
        do throws(UsageProblem) {
            _ = try LoginOptions(words, AccountBook())
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func secretsOnTheCommandLineAreRefused() {
        for words in [
            ["--password", "hunter2"], ["https://x.org", "--password=hunter2"], ["--token=k:s"], ["--ai-key=k"],
            ["--cookies=sid=x"], ["--sid", "x"], ["-p", "hunter2"],
        ] {
            let problem = LoginOptions.secretProblem(in: words).map { "\($0)" }
            #expect(problem?.contains("every program of this machine can read a command line") == true, "\(words)")
            #expect(problem?.contains("hunter2") == false)
        }
        for words in [["--token"], ["--password-stdin"], ["https://x.org", "--user", "a"], ["--cookies-file=f"]] {
            #expect(LoginOptions.secretProblem(in: words) == nil)
        }
    }

    @Test func wrongWordsAreToldWithoutRepeatingThem() {
        #expect(
            problem { $0.servers = ["k:hunter2"] }
                == "That is neither an address nor the name of an account: https://oropendola.ai")
        #expect(problem { $0.servers = ["https://x.org", "hunter2"] }?.contains("hunter2") == false)
        #expect(problem { $0.servers = ["https://a:hunter2@x.org"] }?.contains("hunter2") == false)
        #expect(problem { $0.servers = ["ftp://x.org"] } != nil)
        #expect(
            problem {
                $0.token = true
                $0.browser = true
            } == "--token and --browser are two ways to sign in; choose one.")
        #expect(problem { $0.name = "a b" } == "--name takes a word without blanks and slashes: --name work")
        #expect(
            problem {
                $0.readsStandardInput = true
                $0.servers = ["x.org"]
            } == "--password-stdin wants --user, which can't be asked for then.")
        #expect(
            problem {
                $0.user = "a"
                $0.token = true
            } != nil)
    }

    @Test(arguments: [
        ("x.org", "https://x.org"), ("https://x.org/base/", "https://x.org/base"), ("HTTP://X.org", "http://x.org"),
        ("localhost:8000", "http://localhost:8000"), ("127.0.0.1:80", "http://127.0.0.1:80"),
        ("x.org:8443", "https://x.org:8443"),
    ])
    func addressesAsPeopleTypeThem(typed: String, meant: String) throws {
        #expect(try LoginOptions.address(typed).description == meant)
    }

    @Test(
        arguments: [
            (LoginFailure.locked(seconds: 60), "for 60 s", 5), (.locked(seconds: 600), "for 10 min", 5),
            (.disabled, "disabled", 5), (.passwordResetWanted, "Open https://x.org/login in a browser", 5),
            (.rateLimited(retryAfterSeconds: 7_200), "in 2 h", 6),
            (.blocked(status: 403, "Cloudflare"), "refused (403): Cloudflare", 6),
            (.moved("https://y.org"), "on to https://y.org", 6), (.notAServer("a web page"), "a web page came", 6),
            (.noSession, "no session cookie", 5), (.browserTimeIsUp, "not finished in time", 5),
            (.notAllowed("Not at this hour"), "Not at this hour.", 5), (.over(.session), "signs in again", 5),
            (.failed(.unreachable("x.org: no such host")), "can't be reached: x.org: no such host.", 6),
            (.failed(.noSuchMethod("x")), "Use another one: a password", 6), (.failed(.cancelled), "Cancelled", 130),
        ] as [(LoginFailure, String, Int32)])
    func failuresInWords(failure: LoginFailure, part: String, status: Int32) throws {
        let words = failure.words(try #require(ServerAddress("https://x.org")))
        #expect(words.contains(part), "\(words)")
        #expect(words.hasSuffix(".") && !words.contains("!"))
        #expect(failure.status == status)
    }

    private func report(_ credential: AccountCredential, _ answer: WhoamiReport.Answer) throws -> WhoamiReport {
        let account = ServerAccount(
            name: "work", address: try #require(ServerAddress("https://x.org")), user: "a@x.org", credential: credential
        )
        return WhoamiReport(
            account, isDefault: true, answer: answer,
            subscription: Account(
                user: "a@x.org", plan: "Pro", status: "Active", daysRemaining: 12, dailyLimit: 100, dailyRemaining: 40),
            now: 1_000)
    }

    @Test func whoamiOfASession() throws {
        let jar = CookieJar(header: "sid=hunter2")
        var report = try report(.session(jar, endsAt: 1_000 + 3 * 86_400), .signedIn(user: "a@x.org"))
        report.hasRealtime = true
        #expect(
            report.lines(ConsoleStyle(isUnicode: true, usesColour: false)) == [
                "server    https://x.org", "account   work (default)", "user      a@x.org",
                "sign-in   password, 3 days left", "chat      with history and tools", "realtime  works",
                "plan      Pro, Active, 12 days left, 40 of 100 left today",
            ])
        #expect(report.status == 0)
        #expect(report.json["realtime"] == true && report.json["user"] == "a@x.org" && report.json["kind"] == "session")
        #expect(!report.json.text.contains("hunter2"))
    }

    @Test func whoamiSaysWhatTheServerSaidOfLiveProgress() throws {
        let style = ConsoleStyle(isUnicode: true, usesColour: false)
        func told(_ credential: AccountCredential, _ isThere: Bool?) throws -> String {
            var report = try report(credential, .signedIn(user: "a"))
            report.hasRealtime = isThere
            let line = report.lines(style).first { $0.hasPrefix("realtime") }
            return "\(line?.dropFirst(10) ?? "-"): \(report.json["realtime"]?.text ?? "-")"
        }
        let session = AccountCredential.session(CookieJar(header: "sid=x"), endsAt: nil)
        #expect(try told(session, false) == "not there: this server has no live progress: false")
        #expect(try told(session, nil) == "not known: the server was not asked, or did not say: null")
        #expect(try told(session, true) == "works: true")
        let key = AccountCredential.apiKey(Secret("k:s"))
        #expect(try told(key, true) == "where the server's realtime takes keys (Frappe 15 and later): null")
        #expect(try told(key, false) == "not there: this server has no live progress: false")
    }

    @Test func aTimeThatIsOverSaysNothingWhereTheServerKnowsUs() throws {
        let credential = AccountCredential.session(CookieJar(header: "sid=x"), endsAt: 900)
        let style = ConsoleStyle(isUnicode: true, usesColour: false)
        #expect(try report(credential, .signedIn(user: "a")).lines(style).contains("sign-in   password"))
        let dead = try report(credential, .failed(.refused(.session)))
        #expect(dead.lines(style).contains("sign-in   password, its time is over"))
    }

    @Test func whoamiOfADeadSession() throws {
        let report = try report(.cookies(CookieJar(header: "sid=x")), .failed(.refused(.cookies)))
        let lines = report.lines(ConsoleStyle(isUnicode: false, usesColour: true))
        #expect(lines.contains { $0.hasPrefix("\u{1B}[31mThe server takes these cookies for a guest's") })
        #expect(report.status == 5 && report.json["state"] == "failed")
        let away = try self.report(.aiKey(Secret("k")), .failed(.failed(.unreachable("refused"))))
        #expect(away.status == 6 && away.json["realtime"] == false)
    }

    @Test func logoutSaysWhatStaysGood() throws {
        let address = try #require(ServerAddress("https://x.org"))
        func line(_ credential: AccountCredential, _ isTold: Bool) -> String {
            LogoutReport(ServerAccount(name: "w", address: address, credential: credential), isServerTold: isTold).line
        }
        let session = AccountCredential.session(CookieJar(header: "sid=x"), endsAt: nil)
        #expect(line(session, true) == "Signed out of https://x.org (w).")
        #expect(line(session, false).hasSuffix("its session ends by itself, or when you sign out there."))
        #expect(line(.apiKey(Secret("k:s")), true).contains("The key itself stays good"))
    }

    @Test func whatIsTypedUnseen() {
        func typed(_ bytes: [UInt8]) -> (TypedSecret.Outcome, String) {
            var secret = TypedSecret()
            var outcome = TypedSecret.Outcome.goesOn
            for byte in bytes where outcome == .goesOn { outcome = secret.take(byte) }
            return (outcome, String(decoding: secret.bytes, as: UTF8.self))
        }
        #expect(typed(Array("ab\u{7F}ä\u{7F}c\n".utf8)) == (.done, "ac"))
        #expect(typed(Array("wrong\u{15}right\r".utf8)) == (.done, "right"))
        #expect(typed(Array("ab\u{3}".utf8)) == (.cancelled, "ab"))
        #expect(typed([4]) == (.cancelled, ""))
        #expect(typed(Array("ab".utf8) + [4]) == (.done, "ab"))
        #expect(typed(Array("\u{1B}[200~pasted\u{1B}[201~\u{1B}OA\u{1B}[1;5Cx\n".utf8)) == (.done, "pastedx"))
        var secret = TypedSecret()
        for byte in "hunter2".utf8 { _ = secret.take(byte) }
        #expect(!"\(secret)".contains("104"))
    }
}
