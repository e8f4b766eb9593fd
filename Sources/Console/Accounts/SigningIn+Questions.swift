// What `login` asks, in which order, and what the answers mean.

public import Backend

/// A question to the user.
public enum Question: Equatable, Sendable {
    case server(suggested: String)
    case user(suggested: String?)
    case password(user: String)
    case code(SecondFactor)
    case cookies, apiKey, aiKey

    /// What is typed is not shown.
    public var isSecret: Bool {
        switch self {
        case .server, .user: false
        case .password, .code, .cookies, .apiKey, .aiKey: true
        }
    }

    /// What stands before the answer, and what is said before that.
    public var prompt: String {
        switch self {
        case .server(let suggested): "Server [\(suggested)]: "
        case .user(let suggested): suggested.map { "User [\($0)]: " } ?? "User (e-mail): "
        case .password(let user): "Password of \(user) (not shown): "
        case .code(let factor):
            (factor.prompt.map { $0 + "\n" } ?? "") + (factor.method == "OTP App" ? "Code of your app" : "Code")
                + " (not shown): "
        case .cookies: "Cookies, or the sid alone, from a browser that is signed in (not shown): "
        case .apiKey: "API key and secret, as key:secret (not shown): "
        case .aiKey: "AI API key (not shown): "
        }
    }
}

extension SigningIn {
    /// Asks for what is missing; when nothing is, goes on.
    mutating func proceed() -> [Effect] {
        guard let address else { return ask(.server(suggested: LoginOptions.usualServer)) }
        var effects: [Effect] = []
        if step == .before || isServerQuestion, !address.isSecure, !address.isOfThisMachine {
            effects.append(
                .complain(
                    "\(address) is not encrypted: whoever is on the way can read what you type. https:// is safe."))
        }
        switch options.way {
        case .password:
            guard let user else { return effects + ask(.user(suggested: nil)) }
            return effects + ask(.password(user: user))
        case .cookies: return effects + ask(.cookies)
        case .apiKey: return effects + ask(.apiKey)
        case .aiKey: return effects + ask(.aiKey)
        case .browser:
            step = .waiting
            return effects + [.signInByBrowser(address)]
        }
    }

    private var isServerQuestion: Bool {
        if case .asking(.server) = step { true } else { false }
    }

    mutating func ask(_ question: Question) -> [Effect] {
        step = .asking(question)
        lastQuestion = question
        return [.ask(question)]
    }

    mutating func answered(_ text: String, _ question: Question) -> [Effect] {
        let typed = trimmed(text)
        switch question {
        case .server(let suggested):
            do throws(UsageProblem) {
                address = try LoginOptions.address(typed.isEmpty ? suggested : typed)
            } catch {
                return [.complain("\(error)")] + ask(question)
            }
            return proceed()
        case .user(let suggested):
            guard let name = typed.isEmpty ? suggested : typed else { return ask(question) }
            user = name
            return proceed()
        case .password(let user):
            guard let address, !text.isEmpty else { return empty(question) }
            step = .waiting
            // As typed: a password may begin with a blank.
            return [.signIn(address, Credentials(user: user, password: text))]
        case .code(let factor):
            guard let address, !typed.isEmpty else { return empty(question) }
            step = .waiting
            return [.confirm(address, Secret(typed.filter { $0 != " " }), factor)]
        case .cookies: return cookies(typed, question)
        case .apiKey:
            let parts = typed.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), let pair = Secret(headerValue: typed) else {
                return wrongForm("That is no key:secret.", question)
            }
            return prove(.apiKey(pair))
        case .aiKey:
            guard let key = Secret(headerValue: typed) else { return wrongForm("That is no key.", question) }
            return prove(.aiKey(key))
        }
    }

    /// A whole cookie line, with or without its name, or a sid alone.
    private mutating func cookies(_ typed: String, _ question: Question) -> [Effect] {
        let line = typed.lowercased().hasPrefix("cookie:") ? trimmed(String(typed.dropFirst(7))) : typed
        let jar = CookieJar(header: line.contains("=") ? line : "sid=\(line)")
        guard !line.isEmpty, jar.sid != nil else {
            return wrongForm("There is no sid in that: copy the whole cookie line, or the value of sid.", question)
        }
        return prove(.cookies(jar))
    }

    private mutating func empty(_ question: Question) -> [Effect] {
        wrongForm("Nothing was typed.", question)
    }

    private mutating func wrongForm(_ words: String, _ question: Question) -> [Effect] {
        attempts += 1
        guard attempts < Self.tries, !options.readsStandardInput, options.cookiesFile == nil else {
            return end(2, words + " Nothing is kept.")
        }
        return [.complain(words)] + ask(question)
    }

    mutating func notAnswered(_ silence: Silence, _ question: Question) -> [Effect] {
        switch (silence, question) {
        case (.cancelled, _): return end(130, "Cancelled. Nothing was changed.")
        case (.endOfInput, .code(let factor)):
            guard let address else { return [] }
            return end(Listening.signInNeeded, LoginFailure.secondFactorWanted(factor).words(address))
        case (.endOfInput, _): return end(2, "Standard input ended before the secret came. Nothing is kept.")
        case (.nobodyThere, .server):
            return end(2, "There is no terminal to ask for the server: oropendola login https://… --password-stdin")
        case (.nobodyThere, .user): return end(2, "There is no terminal to ask for the user: give --user.")
        case (.nobodyThere, _):
            return end(2, "There is no terminal to ask for the secret: give it with --password-stdin.")
        }
    }
}

extension ServerAddress {
    /// Nobody is on the way.
    var isOfThisMachine: Bool { host == "localhost" || host.hasPrefix("127.") || host == "[::1]" }
}

/// Without blanks at its ends.
func trimmed(_ text: String) -> String {
    var rest = text.drop { $0.isWhitespace }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
}
