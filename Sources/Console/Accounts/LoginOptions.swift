// What `login` was asked to do, checked: which server, as whom, and by which way in.

public import Backend

/// A way to sign in.
public enum LoginWay: Equatable, Sendable {
    case password, cookies, apiKey, aiKey, browser

    /// The way that an account came by.
    public init(_ kind: AccountCredential.Kind) {
        self =
            switch kind {
            case .session: .password
            case .cookies: .cookies
            case .apiKey: .apiKey
            case .aiKey: .aiKey
            case .browser: .browser
            }
    }
}

/// The command line as typed.
public struct LoginWords: Equatable, Sendable {
    /// Addresses and names; one is wanted, or none.
    public var servers: [String] = []
    public var name: String?
    public var user: String?
    public var readsStandardInput = false
    public var cookies = false
    public var cookiesFile: String?
    public var token = false
    public var aiKey = false
    public var browser = false
    public var agentMode = false
    public var site: String?
    public var certificateAuthorityFile: String?

    public init() {}
}

/// The values of `LoginWords`, with what is known of the server already.
public struct LoginOptions: Equatable, Sendable {
    public static let usualServer = "https://oropendola.ai"

    /// nil: the user is asked.
    public var address: ServerAddress?
    public var name: String?
    public var user: String?
    public var way: LoginWay
    public var chat: AccountChat
    public var siteName: String?
    public var certificateAuthorityFile: String?
    /// The secret is the first line of standard input.
    public var readsStandardInput: Bool
    /// Where cookies are to be read from; nil: the user is asked.
    public var cookiesFile: String?

    public init(_ words: LoginWords, _ book: AccountBook) throws(UsageProblem) {
        let ways: [(String, LoginWay, Bool)] = [
            ("--cookies", .cookies, words.cookies), ("--cookies-file", .cookies, words.cookiesFile != nil),
            ("--token", .apiKey, words.token), ("--ai-key", .aiKey, words.aiKey),
            ("--browser", .browser, words.browser),
        ]
        let chosen = ways.filter(\.2)
        guard chosen.count <= 1 else {
            throw UsageProblem("\(chosen[0].0) and \(chosen[1].0) are two ways to sign in; choose one.")
        }
        // What is none of these is not repeated: it may be a secret that was typed after a flag.
        guard words.servers.count <= 1 else {
            throw UsageProblem("One server at a time. A secret is not taken from the command line: it is asked for.")
        }
        let known = words.servers.first.flatMap { book.account(meant: $0) }
        let typed = known == nil ? words.servers.first : nil
        address = try typed.map { text throws(UsageProblem) in try Self.address(text) } ?? known?.address
        if let name = words.name, !ServerAccount.isName(name) {
            throw UsageProblem("--name takes a word without blanks and slashes: --name work")
        }
        name = words.name ?? known?.name
        let former = words.user == nil ? known.map { LoginWay($0.credential.kind) } : nil
        way = chosen.first?.1 ?? former ?? .password
        user = words.user ?? (way == .password ? known?.user : nil)
        guard words.user == nil || way == .password else {
            throw UsageProblem("--user goes with a password; the other ways tell who you are by themselves.")
        }
        chat = words.agentMode || way == .aiKey ? .agent : chosen.isEmpty ? known?.chat ?? .traditional : .traditional
        siteName = words.site ?? known?.siteName
        certificateAuthorityFile = words.certificateAuthorityFile ?? known?.certificateAuthorityFile
        readsStandardInput = words.readsStandardInput
        cookiesFile = words.cookiesFile
        guard !readsStandardInput || (way != .browser && cookiesFile == nil) else {
            throw UsageProblem("--password-stdin goes with a secret that is asked for; there is none here.")
        }
        if readsStandardInput, address == nil {
            throw UsageProblem("--password-stdin wants the server's address, which can't be asked for then.")
        }
        if readsStandardInput, way == .password, user == nil {
            throw UsageProblem("--password-stdin wants --user, which can't be asked for then.")
        }
    }

    /// The same where standard input is a pipe: cookies and keys are taken from it without a further word. A password
    /// wants one, so that none is taken by mistake.
    public func reading(fromPipe isPipe: Bool) -> LoginOptions {
        var options = self
        let isPasted = [.cookies, .apiKey, .aiKey].contains(way) && cookiesFile == nil
        if isPipe, isPasted, address != nil { options.readsStandardInput = true }
        return options
    }

    /// An address as people type it: without a scheme it is meant to be safe, except on this machine.
    public static func address(_ text: String) throws(UsageProblem) -> ServerAddress {
        if text.contains("@") {
            throw UsageProblem(
                "An address has no name and no password in it: https://oropendola.ai. Both are asked for.")
        }
        if text.contains("://") {
            guard let address = ServerAddress(text) else {
                throw UsageProblem(
                    "The server's address begins with https:// (or http://), then host and maybe a port.")
            }
            return address
        }
        let host = text.prefix { $0 != ":" && $0 != "/" }
        let isHere = host == "localhost" || host.hasPrefix("127.")
        guard isHere || host.contains("."), let address = ServerAddress((isHere ? "http://" : "https://") + text) else {
            throw UsageProblem("That is neither an address nor the name of an account: https://oropendola.ai")
        }
        return address
    }

    /// Words that carry a secret in front of everybody.
    ///
    /// - Returns: why they are refused; nil where there are none.
    public static func secretProblem(in words: [String]) -> UsageProblem? {
        let secrets = [
            "--password", "--pwd", "--pass", "-p", "--sid", "--cookie", "--api-key", "--api-secret", "--secret",
            "--key",
            "--otp", "--code", "--access-token",
        ]
        // Flags of ours that take no value.
        let flags = ["--token", "--ai-key", "--cookies", "--password-stdin"]
        let found = words.compactMap { word -> String? in
            let name = String(word.prefix { $0 != "=" })
            if secrets.contains(name) { return name }
            return flags.contains(name) && name.count < word.count ? name : nil
        }.first
        guard let found else { return nil }
        return UsageProblem(
            "\(found) with a value is not taken: every program of this machine can read a command line, and the shell "
                + "keeps it. Leave it out and it is asked for, or give it with --password-stdin.")
    }
}
