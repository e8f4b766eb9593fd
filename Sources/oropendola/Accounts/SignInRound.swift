// `/login`: the dialogue of `oropendola login` in the plain terminal, while our screen stands aside.
import App
import Backend
import Glibc
import Screen

/// One visit of the user at `login`, in a program of its own that has the terminal meanwhile.
struct SignInRound {
    let desk: AccountDesk
    /// The account that is in use; nil: the user is asked for a server.
    let account: ServerAccount?

    var action: TerminalAction<AppMessage> {
        let before = try? desk.book()
        let desk = desk
        let arguments =
            ["/proc/self/exe", "login", "--wait-after-failure"] + (account.map { words(for: $0, before) } ?? [])
        return .handOver(arguments: arguments) { status in
            guard status == 0 else { return .signedIn(user: nil) }
            let after = try? desk.book()
            // Whoever is new or changed is the one who signed in.
            let changed = after?.accounts.first { one in before?.accounts.contains(one) != true }
            let one = changed ?? account.flatMap { after?.account(named: $0.name) } ?? account
            return .signedIn(user: one?.user ?? "")
        }
    }

    /// Its name, which says all; after a sign-out, what was kept under it.
    private func words(for account: ServerAccount, _ book: AccountBook?) -> [String] {
        if book?.account(named: account.name) != nil { return [account.name] }
        var words = [account.address.description, "--name", account.name]
        if let site = account.siteName { words += ["--site", site] }
        if let file = account.certificateAuthorityFile { words += ["--ca-file", file] }
        switch account.credential.kind {
        case .session: if let user = account.user { words += ["--user", user] }
        case .cookies: words.append("--cookies")
        case .apiKey: words.append("--token")
        case .aiKey: words.append("--ai-key")
        case .browser: words.append("--browser")
        }
        return account.chat == .agent && account.credential.kind != .aiKey ? words + ["--agent-mode"] : words
    }
}
