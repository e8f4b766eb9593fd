// The sessions of a served site: kept by the hash of their ids, with an end, so that a restart signs nobody out.

import JSON
import Storage

/// How long a session is good, and how many a user may have.
public struct SessionLimits: Equatable, Sendable {
    /// Milliseconds without a request after which it is over. Frappe's `session_expiry` is 6 hours to 10 days.
    public var idleMilliseconds = 7 * 86_400_000
    /// Milliseconds after the sign-in, whatever happened since.
    public var longestMilliseconds = 30 * 86_400_000
    /// At once; the one that was used longest ago goes.
    public var perUser = 16

    public init() {}
}

/// Sessions by the SHA-256 of their ids: who reads the file can't take part in one. A session id has 256 random bits,
/// so nothing slower is wanted, and looking one up tells nothing by its time that a guess could use.
struct KeptSessions: Equatable, Sendable {
    struct Session: Equatable, Sendable {
        var user: String
        /// Milliseconds since 1970, all three.
        var begun: Int
        var used: Int
        /// When the password was set with which it began.
        var passwordSet: Int
    }

    var limits: SessionLimits
    private(set) var all: [ContentHash: Session] = [:]
    /// Whether something changed that should be on disk soon; a mere use is not.
    var isChanged = false
    /// Whether one was used since they were written.
    var isUsed = false

    init(_ limits: SessionLimits) { self.limits = limits }

    /// Reads what `json` made; what is no session is left out.
    init(_ limits: SessionLimits, reading value: JSONValue?, now: Int) {
        self.limits = limits
        for item in value?["sessions"]?.asArray ?? [] {
            guard let hash = item["id"]?.asString.flatMap({ bytes(base64: $0) }).flatMap({ ContentHash(bytes: $0) }),
                let user = item["user"]?.asString, let begun = item["begun"]?.asInt, let used = item["used"]?.asInt
            else { continue }
            all[hash] = Session(
                user: user, begun: begun, used: min(used, now), passwordSet: item["password_set"]?.asInt ?? 0)
        }
        dropExpired(now)
    }

    var json: JSONValue {
        let items = all.sorted { $0.value.begun < $1.value.begun }.map { hash, session -> JSONValue in
            [
                "id": .string(base64(hash.bytes)), "user": .string(session.user), "begun": JSONValue(session.begun),
                "used": JSONValue(session.used), "password_set": JSONValue(session.passwordSet),
            ]
        }
        return ["version": 1, "sessions": .array(items)]
    }

    /// Begins a session. The ids that had to go for it come back, too.
    mutating func begin(_ id: String, _ account: SiteAccount, now: Int) -> [ContentHash] {
        let own = all.filter { $0.value.user == account.name }.sorted { $0.value.used < $1.value.used }
        let gone = own.prefix(max(0, own.count - limits.perUser + 1)).map(\.key)
        for hash in gone { all[hash] = nil }
        all[Self.hash(id)] = Session(
            user: account.name, begun: now, used: now, passwordSet: account.passwordSet)
        isChanged = true
        return gone
    }

    /// The user of a session; nil when it is over or never was.
    func user(of id: String, now: Int) -> String? {
        guard let session = all[Self.hash(id)], isGood(session, now) else { return nil }
        return session.user
    }

    mutating func use(_ id: String, now: Int) {
        let hash = Self.hash(id)
        guard let session = all[hash], isGood(session, now) else { return }
        all[hash]?.used = now
        isUsed = true
    }

    mutating func end(_ id: String) {
        if all.removeValue(forKey: Self.hash(id)) != nil { isChanged = true }
    }

    mutating func endAll(of user: String) {
        let count = all.count
        all = all.filter { $0.value.user != user }
        if all.count != count { isChanged = true }
    }

    /// Ends sessions of accounts that are gone or have another password.
    mutating func match(_ accounts: SiteAccounts) {
        let count = all.count
        all = all.filter { accounts[$0.value.user]?.passwordSet == $0.value.passwordSet }
        if all.count != count { isChanged = true }
    }

    mutating func dropExpired(_ now: Int) {
        let count = all.count
        all = all.filter { isGood($0.value, now) }
        if all.count != count { isChanged = true }
    }

    private func isGood(_ session: Session, _ now: Int) -> Bool {
        now - session.used < limits.idleMilliseconds && now - session.begun < limits.longestMilliseconds
    }

    static func hash(_ id: String) -> ContentHash { ContentHash(of: Array(id.utf8)) }
}
