// `oropendola serve user …`: accounts are made, listed and removed, and get their passwords.
import Console
import Glibc
import JSON
import LocalBackend

struct AccountVerbs: Sendable {
    private let verb: ServeVerb
    private let site: ServedSite
    private let fullName: String?
    private let printsJSON: Bool
    private let output: ConsoleOutput

    /// A shorter password is refused (NIST SP 800-63B §5.1.1.2).
    private static let shortest = 8

    init(
        _ verb: ServeVerb, _ options: ServeOptions, environment: [String: String], fullName: String?, printsJSON: Bool
    ) {
        self.verb = verb
        site = ServedSite(options, environment)
        self.fullName = fullName
        self.printsJSON = printsJSON
        output = ConsoleOutput(environment: environment)
    }

    /// Ends the program.
    func run() -> Never {
        Foreground.run {
            do throws(AccountFileProblem) {
                try await carryOut()
                Glibc.exit(0)
            } catch {
                complain("oropendola serve: \(ServeError.accounts(error).sentence(site))")
                Glibc.exit(1)
            }
        } interrupted: { number in
            TerminalPrompt.restore()
            complain("\nCancelled. Nothing was changed.")
            Glibc.exit(128 + number)
        }
    }

    private func carryOut() async throws(AccountFileProblem) {
        let file = AccountFile(site.accountsFile)
        let accounts = try file.read()
        switch verb {
        case .serve: break
        case .listUsers: list(accounts)
        case .addUser(let name):
            guard SiteAccount.isName(name) else {
                refuse("this can't be a name: no blanks, none of ; , : / \\ \" and not Guest.", 2)
            }
            guard accounts[name] == nil else {
                refuse("\(name) is there already. oropendola serve user passwd \(name) sets a new password.")
            }
            let hash = await hash(of: await newPassword())
            let account = SiteAccount(
                name: name, fullName: fullName ?? name, password: hash, passwordSet: Self.now())
            let isNew = try await file.change { accounts in
                guard accounts[name] == nil else { return false }
                accounts.set(account)
                return true
            }
            guard isNew else { refuse("somebody has just made \(name). Nothing was changed.") }
            output.printClean("\(name) can sign in now.")
        case .changePassword(let name):
            guard accounts[name] != nil else { nobody(name) }
            let hash = await hash(of: await newPassword())
            let isThere = try await file.change { accounts in
                guard var account = accounts[name] else { return false }
                account.password = hash
                account.passwordSet = Self.now()
                accounts.set(account)
                return true
            }
            guard isThere else { nobody(name) }
            output.printClean("\(name) has a new password. Whoever was signed in with the old one is signed out.")
        case .removeUser(let name):
            guard accounts[name] != nil else { nobody(name) }
            guard try await file.change({ $0.remove(name) }) else { nobody(name) }
            output.printClean("\(name) is removed. The conversations stay in \(site.dataFolder)/conversations.")
        }
    }

    private func list(_ accounts: SiteAccounts) {
        if printsJSON {
            return output.print(
                accounts.all.map {
                    (["name": .string($0.name), "full_name": .string($0.fullName)] as JSONValue).visibleText
                })
        }
        guard !accounts.all.isEmpty else {
            return output.printClean("There are no accounts in \(site.accountsFile) yet.")
        }
        let width = accounts.all.map(\.name.count).max() ?? 0
        for account in accounts.all {
            let gap = String(repeating: " ", count: width - account.name.count + 2)
            output.printClean(
                account.fullName == account.name ? account.name : "\(account.name)\(gap)\(account.fullName)")
        }
    }

    /// Typed twice, unseen; from a pipe once.
    private func newPassword() async -> String {
        let password: String?
        if TerminalPrompt.isThere {
            password = await TerminalPrompt.ask("Password: ", isSecret: true)
            guard let password else { cancelled() }
            check(password)
            guard let again = await TerminalPrompt.ask("The same again: ", isSecret: true) else { cancelled() }
            guard again == password else { refuse("these were two different ones. Nothing was changed.") }
            return password
        }
        password = await InputLines.next()
        guard let password else { refuse("no password came through standard input.", 2) }
        check(password)
        return password
    }

    private func check(_ password: String) {
        guard password.count >= Self.shortest else {
            refuse("a password has \(Self.shortest) characters or more. Nothing was changed.")
        }
        guard password.utf8.count <= PasswordHash.longestPassword else {
            refuse("this password is longer than any may be. Nothing was changed.")
        }
    }

    private func hash(of password: String) async -> PasswordHash {
        guard let hash = await onOwnThread({ PasswordHash(of: password) }) else {
            refuse("there is not enough memory to hash a password (32 MiB). Nothing was changed.")
        }
        return hash
    }

    private func nobody(_ name: String) -> Never {
        refuse("there is no account \(name). oropendola serve user list shows them.")
    }

    private func cancelled() -> Never {
        complain("Cancelled. Nothing was changed.")
        Glibc.exit(130)
    }

    private func refuse(_ sentence: String, _ status: Int32 = 1) -> Never {
        complain("oropendola serve: \(sentence)")
        Glibc.exit(status)
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
