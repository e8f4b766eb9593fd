// The dialogue of `login`: what is asked, what is sent, what is kept and said, as a machine without a terminal.

public import Backend

/// One run of `login`. `begun` comes first.
public struct SigningIn: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        case begun
        /// What was typed, or stood in standard input.
        case answered(String)
        /// Nothing was: the user left, or there is nobody to ask.
        case notAnswered(Silence)
        /// `now`: seconds since 1970.
        case signedIn(PasswordSignIn, now: Int)
        case granted(BrowserGrant, now: Int)
        /// The server says whose the credential is.
        case recognised(user: String)
        case keyChecked(KeyCheck)
        case failed(LoginFailure)
        /// The account is on disk there; whether it is the one that is used unless another is named.
        case kept(path: String, isDefault: Bool, now: Int)
        case notKept(reason: String)
    }

    /// Why there was no answer.
    public enum Silence: Equatable, Sendable {
        case cancelled
        /// No terminal, and nothing else to read from.
        case nobodyThere
        /// Standard input has no further line.
        case endOfInput
    }

    public enum Effect: Equatable, Sendable {
        case ask(Question)
        case signIn(ServerAddress, Credentials)
        case confirm(ServerAddress, Secret, SecondFactor)
        case signInByBrowser(ServerAddress)
        /// Answered by `recognised` or `failed`.
        case recognise(ServerAddress, AccountCredential)
        case check(ServerAddress, aiKey: Secret)
        case keep(ServerAccount)
        /// Open the address in a browser, where there is one.
        case open(String)
        case say([String])
        case complain(String)
        case finish(Int32)
    }

    /// How often something mistyped may be typed again.
    public static let tries = 3

    enum Step: Equatable {
        case before
        case asking(Question)
        case waiting
        /// The credential that the server is asked about.
        case proving(AccountCredential)
        case keeping(ServerAccount)
        case over
    }

    let options: LoginOptions
    let book: AccountBook
    var step = Step.before
    var address: ServerAddress?
    var user: String?
    var attempts = 0
    var lastQuestion: Question?

    public init(_ options: LoginOptions, _ book: AccountBook) {
        self.options = options
        self.book = book
        address = options.address
        user = options.user
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch (event, step) {
        case (.begun, .before): return proceed()
        case (.answered(let text), .asking(let question)): return answered(text, question)
        case (.notAnswered(let silence), .asking(let question)): return notAnswered(silence, question)
        case (.signedIn(let signedIn, let now), .waiting):
            user = signedIn.user ?? user
            let end = signedIn.lifetimeSeconds.map { now + $0 }
            return prove(.session(signedIn.session.cookies, endsAt: end))
        case (.granted(let grant, let now), .waiting):
            user = grant.user
            // The tokens open other doors than `get_logged_user`: the server just said whose they are.
            return keep(.browser(grant.tokens(now: now)))
        case (.recognised(let name), .proving(let credential)):
            user = name
            return keep(credential)
        case (.keyChecked(let check), .proving(let credential)): return checked(check, credential)
        case (.failed(let failure), .waiting), (.failed(let failure), .proving): return failed(failure)
        case (.kept(let path, let isDefault, let now), .keeping(let account)):
            step = .over
            return [.say(success(account, path, isDefault: isDefault, now: now)), .finish(0)]
        case (.notKept(let reason), .keeping):
            return end(1, "You are signed in, and it can't be kept: \(sentence(reason)) Nothing was changed on disk.")
        default: return []
        }
    }

    /// What is done with the browser's address while its sign-in is waited for. It is opened where it is the server's
    /// own; what a server says of other places is for the user to judge, before anything is typed there.
    public static func invitation(_ invitation: BrowserInvitation, from server: ServerAddress) -> [Effect] {
        let time = spoken(seconds: invitation.expiresIn)
        let words = ["Sign in here, within \(time):", "  \(invitation.url)"]
        let waiting = "Waiting for it; Ctrl-C gives up."
        guard invitation.leads(to: server) else {
            return [
                .say(words + ["Take care: that is not \(server.origin). Open it only if you know it.", waiting])
            ]
        }
        return [.say(words + [waiting]), .open(invitation.url)]
    }

    mutating func end(_ status: Int32, _ words: String) -> [Effect] {
        step = .over
        return [.complain(words), .finish(status)]
    }

    // MARK: Proof

    mutating func prove(_ credential: AccountCredential) -> [Effect] {
        guard let address else { return [] }
        step = .proving(credential)
        if case .aiKey(let key) = credential { return [.check(address, aiKey: key)] }
        return [.recognise(address, credential)]
    }

    private mutating func checked(_ check: KeyCheck, _ credential: AccountCredential) -> [Effect] {
        switch check {
        case .good(let name):
            user = name
            return keep(credential)
        case .bad: return failed(.refused(.aiKey))
        case .unchecked:
            user = nil
            return [
                .say(["The server does not tell whether the key is good. It is kept; the first message will show."])
            ]
                + keep(credential)
        }
    }

    private mutating func failed(_ failure: LoginFailure) -> [Effect] {
        guard let address else { return [] }
        if case .secondFactorWanted(let factor) = failure { return ask(.code(factor)) }
        attempts += 1
        let words = failure.words(address)
        guard failure.isMistyped, attempts < Self.tries, !options.readsStandardInput, options.cookiesFile == nil,
            let question = lastQuestion
        else { return end(failure.status, words) }
        return [.complain(words)] + ask(question)
    }

    // MARK: Keeping

    private mutating func keep(_ credential: AccountCredential) -> [Effect] {
        guard let address else { return [] }
        let former = book.accounts.first { $0.address == address }
        let account = ServerAccount(
            name: options.name ?? former?.name ?? book.freeName(for: address), address: address, user: user,
            siteName: options.siteName ?? former?.siteName, chat: options.chat,
            certificateAuthorityFile: options.certificateAuthorityFile ?? former?.certificateAuthorityFile,
            credential: credential)
        step = .keeping(account)
        return [.keep(account)]
    }

    private func success(_ account: ServerAccount, _ path: String, isDefault: Bool, now: Int) -> [String] {
        let who = account.user.map { " as \($0)" } ?? ""
        var lines = ["Signed in to \(account.address)\(who)."]
        let what = options.way == .password ? "; the password is not" : ""
        lines.append("Kept in \(path) as \(account.name), readable by you alone\(what).")
        lines += account.limits
        if let end = account.credential.endsAt, end > now {
            lines.append("It lasts \(spoken(seconds: end - now)), unless the server ends it earlier.")
        }
        if !isDefault {
            lines.append(
                "Another account is used unless you say otherwise: oropendola --server \(account.name) for one run, "
                    + "oropendola login --default \(account.name) from now on.")
        }
        return lines
    }
}
