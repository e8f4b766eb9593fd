// Who is signed in: session ids drawn at random, compared without telling by time how much of a guess was right.

import SocketIO

/// The one user of a run, and how he signs in.
public struct LocalSession: Sendable {
    public let user: String
    public let password: String
    /// `key:secret` of Frappe's `Authorization: token`; nil when there is none.
    fileprivate let token: String?

    /// - Parameters:
    ///   - password: random, made anew for each run; whoever knows it may use the server.
    ///   - token: an API key and its secret, which do what a sign-in does; without them no token is taken.
    public init(user: String, password: String, token: (key: String, secret: String)? = nil) {
        self.user = user
        self.password = password
        self.token = token.map { "\($0.key):\($0.secret)" }
    }
}

/// Password and token show nowhere that a value is printed.
extension LocalSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "session of \(user)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}

/// The sessions of a run, of its one user or of a served site's.
struct SessionTable: Sendable {
    private let account: LocalSession
    /// Of a served site; the one user's are not in force then.
    var kept: KeptSessions?
    /// Milliseconds since 1970, told before each request; kept sessions alone look at it.
    var now = 0
    private var identifiers: [String] = []

    /// A user has few programs that sign in; the oldest session goes when there are more.
    private static let limit = 32

    init(_ account: LocalSession) { self.account = account }

    /// Nobody signs in by `signIn`, since checking a password takes time; see `KeptSessions.begin`.
    init(_ kept: KeptSessions) {
        account = LocalSession(user: "Guest", password: "")
        self.kept = kept
    }

    var isServed: Bool { kept != nil }

    /// A new session id, or nil when name or password is wrong.
    mutating func signIn(_ user: String, _ password: String) -> String? {
        let rightUser = Self.isSame(user, account.user)
        let rightPassword = Self.isSame(password, account.password)
        guard rightUser, rightPassword, !isServed else { return nil }
        return open()
    }

    /// Who may sign in.
    var user: String { account.user }

    /// A new session id, for whoever proved in another way who he is.
    mutating func open() -> String {
        let identifier = randomIdentifier()
        identifiers.append(identifier)
        if identifiers.count > Self.limit { identifiers.removeFirst() }
        return identifier
    }

    /// The user of a session id; nil when it is none of ours.
    func user(of identifier: String) -> String? {
        if let kept { return kept.user(of: identifier, now: now) }
        var isKnown = false
        for known in identifiers where Self.isSame(identifier, known) { isKnown = true }
        return isKnown ? account.user : nil
    }

    /// The user of an `Authorization` header: `token key:secret`, or `Basic` with the same in base64 (Frappe 15
    /// `frappe/auth.py`, `validate_auth`). Nil when it is anything else, or wrong.
    func user(ofAuthorization header: String) -> String? {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let token = account.token else { return nil }
        let given: String
        switch parts[0].lowercased() {
        case "token": given = String(parts[1])
        case "basic":
            guard let bytes = Base64.decode(Array(parts[1].utf8)[...]) else { return nil }
            given = String(decoding: bytes, as: UTF8.self)
        default: return nil
        }
        return Self.isSame(given, token) ? account.user : nil
    }

    mutating func signOutAll() { identifiers = [] }

    mutating func signOut(_ identifier: String) {
        kept?.end(identifier)
        identifiers.removeAll { Self.isSame($0, identifier) }
    }

    /// Compares all bytes, whatever the first difference.
    static func isSame(_ a: String, _ b: String) -> Bool { isSame(Array(a.utf8), Array(b.utf8)) }

    static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        var difference: UInt8 = left.count == right.count ? 0 : 1
        for index in left.indices { difference |= left[index] ^ (right.isEmpty ? 0 : right[index % right.count]) }
        return difference == 0
    }
}

/// 56 hexadecimal digits, as Frappe's session ids have, from the system's generator: they are as good as passwords.
///
/// - Parameter bytes: twice as many digits come.
func randomIdentifier(bytes: Int = 28) -> String {
    var text = ""
    for _ in 0..<bytes {
        let byte = UInt8.random(in: 0 ... .max)
        text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return text
}
