// `oropendola logout`: forget an account here, and tell its server.
import ArgumentParser
import Backend
import Console
import Glibc
import NIOTransport
import Storage
import Transport

/// Signs out.
struct LogoutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        _superCommandName: "oropendola",
        abstract: "Forget a sign-in, and tell the server that its session is over.",
        discussion: """
            What is kept here is gone even when the server can't be told.

            Exit status: 0 when nothing is kept any more, 1 when the file can't be changed, 2 when there is no such account.
            """)

    @Argument(
        help: ArgumentHelp("The account's name, or its server; the default one unless said.", valueName: "name"),
        completion: .custom { _, _, _ in Completions.accounts })
    var name: String?

    @Flag(help: "All accounts.")
    var all = false

    func run() throws {
        let environment = Folders.environment()
        let desk = AccountDesk(environment: environment)
        let output = ConsoleOutput(environment: environment)
        Foreground.run { [self] in
            do throws(AccountTrouble) {
                let book = try desk.book()
                let meant = book.accounts(meant: name, all: all)
                guard !meant.isEmpty else { nobody(in: book) }
                try await forget(meant, desk, environment, output)
                Glibc.exit(0)
            } catch {
                complain("oropendola: \(error.sentence)")
                Glibc.exit(1)
            }
        } interrupted: { number in
            Glibc.exit(128 + number)
        }
    }

    private func nobody(in book: AccountBook) -> Never {
        guard name == nil else {
            complain("oropendola logout: there is no such account. oropendola whoami --all lists them.")
            Glibc.exit(2)
        }
        complain("oropendola: you are not signed in anywhere.")
        Glibc.exit(all ? 0 : 2)
    }

    /// First here: whatever the server says, nothing is kept.
    private func forget(
        _ accounts: [ServerAccount], _ desk: AccountDesk, _ environment: [String: String], _ output: ConsoleOutput
    ) async throws(AccountTrouble) {
        var kept = accounts
        try await desk.change { book in
            // What is kept now: it may have been renewed meanwhile, and what is another sign-in's is not meant.
            kept = accounts.map { book.remove($0) ?? $0 }
        }
        for account in kept {
            let http = NIOHTTPTransport(
                NetworkSettings(
                    proxies: ProxySettings(environment: environment),
                    certificateAuthorityFile: account.certificateAuthorityFile))
            let client = FrappeClient(address: account.address, transport: http, callTimeoutSeconds: 10)
            let isTold = await client.signOut(account.credential)
            output.print([output.style.clean(LogoutReport(account, isServerTold: isTold).line)])
            await http.shutdown()
        }
    }
}
