// Who may use a served site: names, and what is kept of their passwords, as one JSON document.

public import JSON

/// A person who may sign in.
public struct SiteAccount: Equatable, Sendable {
    /// Signs in under it; usually an e-mail address. Compared without regard to the case of ASCII letters, as Frappe does.
    public let name: String
    public var fullName: String
    public var password: PasswordHash
    /// Milliseconds since 1970 when the password was set: sessions from before are over.
    public var passwordSet: Int

    public init(name: String, fullName: String, password: PasswordHash, passwordSet: Int) {
        self.name = name
        self.fullName = fullName
        self.password = password
        self.passwordSet = passwordSet
    }

    /// Whether a name can be one: 1 to 140 bytes without blanks, control characters, or what means something in a
    /// cookie or a room's name.
    public static func isName(_ text: String) -> Bool {
        (1...140).contains(text.utf8.count) && text.lowercased() != "guest"
            && text.unicodeScalars.allSatisfy {
                $0.properties.generalCategory != .control && $0.properties.generalCategory != .format
                    && !$0.properties.isWhitespace && !";,\"\\/:".unicodeScalars.contains($0)
            }
    }
}

/// Why a document of accounts is not usable.
public enum SiteAccountsProblem: Error, Equatable, Sendable {
    /// What is wrong, without what is secret.
    case broken(String)
    /// Written by a later version of the program.
    case newer
}

/// All accounts of a site, in the order in which they were added.
public struct SiteAccounts: Equatable, Sendable {
    public private(set) var all: [SiteAccount] = []

    public init() {}

    /// - Parameter value: `{"version":1,"users":[{"name","full_name","password","password_set"}]}`; nil: no accounts yet.
    public init(reading value: JSONValue?) throws(SiteAccountsProblem) {
        guard let value else { return }
        guard let version = value["version"]?.asInt, let users = value["users"]?.asArray else {
            throw .broken("it is no list of accounts")
        }
        guard version == 1 else { throw .newer }
        for (index, user) in users.enumerated() {
            guard let name = user["name"]?.asString, SiteAccount.isName(name) else {
                throw .broken("account \(index + 1) has no name, or one that can't be")
            }
            guard let hash = user["password"]?.asString.flatMap({ PasswordHash(reading: $0) }) else {
                throw .broken("the password of \(name) is none that oropendola has kept")
            }
            guard self[name] == nil else { throw .broken("\(name) is there twice") }
            all.append(
                SiteAccount(
                    name: name, fullName: user["full_name"]?.asString ?? name, password: hash,
                    passwordSet: user["password_set"]?.asInt ?? 0))
        }
    }

    public var json: JSONValue {
        let users = all.map { account -> JSONValue in
            [
                "name": .string(account.name), "full_name": .string(account.fullName),
                "password": .string(account.password.text), "password_set": JSONValue(account.passwordSet),
            ]
        }
        return ["version": 1, "users": .array(users)]
    }

    public subscript(name: String) -> SiteAccount? {
        let wanted = Self.folded(name)
        return all.first { Self.folded($0.name) == wanted }
    }

    /// Adds an account, or puts it in the place of the one with its name.
    public mutating func set(_ account: SiteAccount) {
        let wanted = Self.folded(account.name)
        if let index = all.firstIndex(where: { Self.folded($0.name) == wanted }) {
            all[index] = account
        } else {
            all.append(account)
        }
    }

    /// False when there is none of that name.
    public mutating func remove(_ name: String) -> Bool {
        let wanted = Self.folded(name)
        guard let index = all.firstIndex(where: { Self.folded($0.name) == wanted }) else { return false }
        all.remove(at: index)
        return true
    }

    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    }
}
