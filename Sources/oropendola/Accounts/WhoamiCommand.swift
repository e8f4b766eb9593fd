// `oropendola whoami`: as whom the program talks to its server, asked of the server itself.
import ArgumentParser
import Backend
import Console
import Glibc
import JSON
import Logging
import NIOTransport
import Storage
import TaskMachine
import Transport

/// Says who is signed in, how long, and what works.
struct WhoamiCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whoami",
        _superCommandName: "oropendola",
        abstract: "Say as whom you are signed in, how long that lasts, and what works.",
        discussion: """
            Exit status: 0 when the server knows you, 1 when the accounts can't be read, 2 for a wrong command line, 5 \
            when you are not signed in, 6 when the server can't be reached.
            """)

    @Argument(
        help: ArgumentHelp("The account's name, or its server; the default one unless said.", valueName: "name"),
        completion: .custom { _, _, _ in Completions.accounts })
    var name: String?

    @Flag(help: "All accounts, one after the other.")
    var all = false

    @Flag(help: "Print JSON objects, one a line.")
    var json = false

    func run() throws {
        let environment = Folders.environment()
        let desk = AccountDesk(environment: environment)
        let output = ConsoleOutput(environment: environment)
        Foreground.run { [self] in
            do throws(AccountTrouble) {
                let book = try desk.book()
                let accounts = book.accounts(meant: name, all: all)
                guard !accounts.isEmpty else { nobody() }
                Glibc.exit(await tell(accounts, book, desk, environment, output))
            } catch {
                complain("oropendola: \(error.sentence)")
                Glibc.exit(1)
            }
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }

    private func nobody() -> Never {
        guard name == nil else {
            complain("oropendola whoami: there is no such account. oropendola whoami --all lists them.")
            Glibc.exit(2)
        }
        complain("oropendola: you are not signed in; the built-in helper answers. oropendola login signs in.")
        Glibc.exit(Listening.signInNeeded)
    }

    /// The worst status of all.
    private func tell(
        _ accounts: [ServerAccount], _ book: AccountBook, _ desk: AccountDesk, _ environment: [String: String],
        _ output: ConsoleOutput
    ) async -> Int32 {
        var status: Int32 = 0
        for (place, account) in accounts.enumerated() {
            let report = await Self.report(on: account, isDefault: account.name == book.defaultName, desk, environment)
            if json {
                output.print([report.json.visibleText])
            } else {
                output.print((place > 0 ? [""] : []) + report.lines(output.style))
            }
            status = max(status, report.status)
        }
        return status
    }

    private static func report(
        on account: ServerAccount, isDefault: Bool, _ desk: AccountDesk, _ environment: [String: String]
    ) async -> WhoamiReport {
        let http = NIOHTTPTransport(
            NetworkSettings(
                proxies: ProxySettings(environment: environment),
                certificateAuthorityFile: account.certificateAuthorityFile))
        let client = FrappeClient(address: account.address, transport: http)
        var account = account
        var answer = await client.answer(about: account.credential)
        if case .failed(.refused(.browser)) = answer, case .browser(let tokens) = account.credential,
            let renewed = try? await client.refreshed(tokens, now: Int(time(nil)))
        {
            // As the chat does: a token that ended is renewed once, and kept.
            let kept = KeptAccount(
                desk: desk, account: account,
                log: Logger(label: "oropendola", factory: { _ in SwiftLogNoOpLogHandler() }))
            await kept.keep(.browser(renewed), insteadOf: account.credential)
            account.credential = .browser(renewed)
            answer = await client.answer(about: account.credential)
        }
        var report = WhoamiReport(account, isDefault: isDefault, answer: answer, now: Int(time(nil)))
        if case .signedIn = answer {
            report.subscription = await client.account(account.credential.session)
            if account.credential.mayHaveRealtime {
                report.hasRealtime = await client.hasRealtime(account.credential.session)
            }
        }
        await http.shutdown()
        return report
    }
}

extension AccountCredential {
    /// The other ways have no session cookie, whatever the server has.
    fileprivate var mayHaveRealtime: Bool { [.session, .cookies, .apiKey].contains(kind) }
}

extension FrappeClient {
    /// Whose a credential is, by whichever question fits it.
    fileprivate func answer(about credential: AccountCredential) async -> WhoamiReport.Answer {
        do throws(LoginFailure) {
            guard case .aiKey(let key) = credential else { return .signedIn(user: try await user(of: credential)) }
            switch try await proof(of: key) {
            case .good(let user?): return .signedIn(user: user)
            case .good(nil), .unchecked: return .unchecked
            case .bad: return .failed(.refused(.aiKey))
            }
        } catch {
            return .failed(error)
        }
    }

    private func proof(of key: Secret) async throws(LoginFailure) -> KeyCheck {
        do throws(RequestFailure) { return try await check(aiKey: key) } catch { throw .failed(error) }
    }
}
