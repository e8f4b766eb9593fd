// All kept sign-ins and the one that is used unless another is named, as a value and as JSON.

public import JSON

/// Why a file of accounts can't be used. It repeats nothing of the file: that may be secret.
public enum AccountBookProblem: Error, Equatable, Sendable {
    /// Not what we write; what is wrong with it.
    case broken(String)
    /// Written by a later version of the program.
    case newer(version: Int)
}

/// The accounts, in the order in which they came.
public struct AccountBook: Equatable, Sendable {
    /// The form that is written; files of a later one are refused.
    public static let version = 1

    public private(set) var accounts: [ServerAccount] = []
    /// The name of the account that is used unless another is named; nil only when there is none.
    public private(set) var defaultName: String?

    public init() {}

    /// The account of that name, or the default one for nil.
    public func account(named name: String?) -> ServerAccount? {
        let wanted = name ?? defaultName
        return accounts.first { $0.name == wanted }
    }

    /// An account by its name, else by its server's address.
    public func account(meant text: String) -> ServerAccount? {
        if let named = account(named: text) { return named }
        guard let address = ServerAddress(text) else { return nil }
        return accounts.first { $0.address == address }
    }

    /// The accounts that a command is about: all of them, else the one that was meant, or the default one where none was
    /// named. Empty when there is none such.
    public func accounts(meant text: String?, all: Bool) -> [ServerAccount] {
        if all { return accounts }
        let meant = text.map { account(meant: $0) } ?? account(named: nil)
        return meant.map { [$0] } ?? []
    }

    /// What is kept of this sign-in now, with the credential that it has by now; nil when it is gone, or when another
    /// sign-in has taken its name.
    public func current(_ account: ServerAccount) -> ServerAccount? {
        self.account(named: account.name).flatMap { $0.isSameSignIn(as: account) ? $0 : nil }
    }

    /// Adds it, or puts it in the place of the one of that name. The first one is the default.
    public mutating func put(_ account: ServerAccount) {
        if let place = accounts.firstIndex(where: { $0.name == account.name }) {
            accounts[place] = account
        } else {
            accounts.append(account)
        }
        if defaultName == nil { defaultName = account.name }
    }

    /// Takes it out. The oldest of the others becomes the default where it was that.
    mutating func remove(named name: String) {
        accounts.removeAll { $0.name == name }
        if defaultName == name { defaultName = accounts.first?.name }
    }

    /// Takes out what is kept of this sign-in, and gives it. Another one of the same name stays.
    public mutating func remove(_ account: ServerAccount) -> ServerAccount? {
        guard let kept = current(account) else { return nil }
        remove(named: kept.name)
        return kept
    }

    /// Whether there is such an account to be the default from now on.
    public mutating func makeDefault(_ name: String) -> Bool {
        guard account(named: name) != nil else { return false }
        defaultName = name
        return true
    }

    /// A name for a new account of this server: its host, with the port where another has that.
    public func freeName(for address: ServerAddress) -> String {
        let host = address.host.filter { $0 != "[" && $0 != "]" }
        let candidates = [host, address.port.map { "\(host):\($0)" }].compactMap(\.self)
        let numbered = (2...).lazy.map { "\(host)-\($0)" }
        return candidates.first { account(named: $0) == nil } ?? numbered.first { account(named: $0) == nil } ?? host
    }
}

// MARK: JSON

extension AccountBook {
    /// Reads what `json` wrote. nil: there is no file yet.
    public init(reading value: JSONValue?) throws(AccountBookProblem) {
        guard let value else { return }
        guard let version = value["version"]?.asInt else { throw .broken("it has no version") }
        guard version <= Self.version else { throw .newer(version: version) }
        guard let list = value["accounts"]?.asArray else { throw .broken("it has no list of accounts") }
        for item in list {
            let account = try ServerAccount(reading: item)
            guard self.account(named: account.name) == nil else { throw .broken("two accounts have one name") }
            put(account)
        }
        if let name = value["default"]?.asString {
            guard makeDefault(name) else { throw .broken("the default account is not there") }
        }
    }

    public var json: JSONValue {
        [
            "version": JSONValue(Self.version), "default": defaultName.map { .string($0) } ?? .null,
            "accounts": .array(accounts.map(\.json)),
        ]
    }
}

extension ServerAccount {
    init(reading value: JSONValue) throws(AccountBookProblem) {
        guard let name = value["name"]?.asString, Self.isName(name) else { throw .broken("an account has no name") }
        guard let address = value["url"]?.asString.flatMap({ ServerAddress($0) }) else {
            throw .broken("an account has no address")
        }
        guard let chat = AccountChat(rawValue: value["chat"]?.asString ?? "") else {
            throw .broken("an account names an unknown chat")
        }
        self.init(
            name: name, address: address, user: value["user"]?.asString, siteName: value["site"]?.asString, chat: chat,
            certificateAuthorityFile: value["ca_file"]?.asString,
            credential: try AccountCredential(reading: value["credential"] ?? .null))
    }

    var json: JSONValue {
        var object: JSONObject = ["name": .string(name), "url": .string(address.description)]
        object["user"] = user.map { .string($0) }
        object["site"] = siteName.map { .string($0) }
        object["chat"] = .string(chat.rawValue)
        object["ca_file"] = certificateAuthorityFile.map { .string($0) }
        object["credential"] = credential.json
        return .object(object)
    }
}

extension AccountCredential {
    init(reading value: JSONValue) throws(AccountBookProblem) {
        func secret(_ key: String) throws(AccountBookProblem) -> Secret {
            guard let secret = value[key]?.asString.flatMap({ Secret(headerValue: $0) }) else {
                throw .broken("an account has no \(key)")
            }
            return secret
        }
        func jar() throws(AccountBookProblem) -> CookieJar {
            let jar = CookieJar(header: value["cookies"]?.asString ?? "")
            guard !jar.isEmpty else { throw .broken("an account has no cookies") }
            return jar
        }
        switch Kind(rawValue: value["kind"]?.asString ?? "") {
        case .session: self = .session(try jar(), endsAt: value["ends_at"]?.asInt)
        case .cookies: self = .cookies(try jar())
        case .apiKey: self = .apiKey(try secret("key"))
        case .aiKey: self = .aiKey(try secret("key"))
        case .browser:
            let refresh = value["refresh_token"]?.asString.flatMap { Secret(headerValue: $0) }
            self = .browser(
                BrowserTokens(access: try secret("access_token"), refresh: refresh, endsAt: value["ends_at"]?.asInt))
        case nil: throw .broken("an account has an unknown kind of credential")
        }
    }

    /// Note: with the secret; it is for the file alone.
    var json: JSONValue {
        var object: JSONObject = ["kind": .string(kind.rawValue)]
        switch self {
        case .session(let jar, _), .cookies(let jar): object["cookies"] = .string(jar.header ?? "")
        case .apiKey(let key), .aiKey(let key): object["key"] = .string(key.exposed)
        case .browser(let tokens):
            object["access_token"] = .string(tokens.access.exposed)
            object["refresh_token"] = tokens.refresh.map { .string($0.exposed) }
        }
        object["ends_at"] = endsAt.map { JSONValue($0) }
        return .object(object)
    }
}
