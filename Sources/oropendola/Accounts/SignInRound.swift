// `/login`: the dialogue of `oropendola login` in the plain terminal, while our screen stands aside.
import App
import Backend
import Glibc
import Screen

/// One visit of the user at `login`, in a program of its own that has the terminal meanwhile.
struct SignInRound {
    let desk: AccountDesk
    /// The account that is in use; nil: the user is asked for a server.
    let account: String?

    var action: TerminalAction<AppMessage> {
        let before = try? desk.book()
        let desk = desk
        let arguments = ["/proc/self/exe", "login", "--wait-after-failure"] + (account.map { [$0] } ?? [])
        return .handOver(arguments: arguments) { status in
            guard status == 0 else { return .signedIn(user: nil) }
            let after = try? desk.book()
            // Whoever is new or changed is the one who signed in.
            let changed = after?.accounts.first { one in before?.accounts.contains(one) != true }
            return .signedIn(user: changed.map { $0.user ?? $0.name } ?? account ?? "")
        }
    }
}
