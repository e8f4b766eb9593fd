// What `whoami` has to say: as whom, how long, and what works.

public import Backend
public import JSON
public import TaskMachine

/// One account, and what its server says of it.
public struct WhoamiReport: Equatable, Sendable {
    public enum Answer: Equatable, Sendable {
        case signedIn(user: String)
        /// The server can't be asked about this kind of credential.
        case unchecked
        case failed(LoginFailure)
    }

    public var account: ServerAccount
    public var isDefault: Bool
    public var answer: Answer
    /// Whether the server has live progress; nil when it was not asked, or did not say.
    public var hasRealtime: Bool?
    /// Plan and quota, where the server tells.
    public var subscription: Account?
    /// Seconds since 1970.
    public var now: Int

    public init(_ account: ServerAccount, isDefault: Bool, answer: Answer, subscription: Account? = nil, now: Int) {
        self.account = account
        self.isDefault = isDefault
        self.answer = answer
        self.subscription = subscription
        self.now = now
    }

    /// 0 when the server knows us; 5 when it does not; 6 when it can't be asked.
    public var status: Int32 {
        if case .failed(let failure) = answer { failure.status } else { 0 }
    }

    public func lines(_ style: ConsoleStyle) -> [String] {
        rows.map { name, value in
            style.paint(name, .dim) + String(repeating: " ", count: 10 - name.count) + style.clean(value)
        } + troubles.map { style.paint(style.clean($0), .red) }
    }

    private var rows: [(String, String)] {
        var rows = [("server", "\(account.address)"), ("account", account.name + (isDefault ? " (default)" : ""))]
        switch answer {
        case .signedIn(let user): rows.append(("user", user))
        case .unchecked: rows.append(("user", account.user ?? "not known"))
        case .failed: rows.append(("user", (account.user ?? "not known") + ", when it was signed in"))
        }
        rows.append(
            ("sign-in", [Self.name(account.credential.kind), ending].compactMap(\.self).joined(separator: ", ")))
        rows.append(("chat", account.chat == .agent ? "Agent Mode" : "with history and tools"))
        rows.append(("realtime", realtime))
        if let line = subscription?.line { rows.append(("plan", line)) }
        return rows
    }

    private var troubles: [String] {
        if case .failed(let failure) = answer { [failure.words(account.address)] } else { [] }
    }

    private var ending: String? {
        guard let end = account.credential.endsAt else { return nil }
        if end > now { return "\(spoken(seconds: end - now)) left" }
        // Servers let a session that is used live on; then the time that was told at its start says nothing.
        if case .signedIn = answer { return nil }
        return "its time is over"
    }

    private var realtime: String {
        switch account.credential.kind {
        case .aiKey, .browser: "off: no session cookie"
        case .session, .cookies, .apiKey:
            switch hasRealtime {
            case nil: "not known: the server was not asked, or did not say"
            case false?: "not there: this server has no live progress"
            case true? where account.credential.kind == .apiKey:
                "where the server's realtime takes keys (Frappe 15 and later)"
            case true?: account.chat == .agent ? "works; Agent Mode sends nothing there" : "works"
            }
        }
    }

    private static func name(_ kind: AccountCredential.Kind) -> String {
        switch kind {
        case .session: "password"
        case .cookies: "copied cookies"
        case .apiKey: "API key and secret"
        case .aiKey: "AI API key"
        case .browser: "browser"
        }
    }

    /// `server`, `account`, `default`, `user` (null when not known), `kind`, `chat`, `realtime` (`true`, `false`, or null
    /// where that is not known), `ends_at` (seconds since 1970, or null), `state` (`signed_in`, `unchecked`,
    /// `failed`), `reason`, `subscription` and `status`.
    public var json: JSONValue {
        var object: JSONObject = [
            "server": .string(account.address.description), "account": .string(account.name),
            "default": .bool(isDefault), "kind": .string(account.credential.kind.rawValue),
            "chat": .string(account.chat.rawValue),
            "ends_at": account.credential.endsAt.map { JSONValue($0) } ?? .null,
        ]
        var user = account.user
        switch answer {
        case .signedIn(let name):
            user = name
            object["state"] = "signed_in"
        case .unchecked: object["state"] = "unchecked"
        case .failed(let failure):
            object["state"] = "failed"
            object["reason"] = .string(failure.words(account.address))
        }
        object["user"] = user.map { .string($0) } ?? .null
        object["realtime"] =
            switch account.credential.kind {
            case .session, .cookies: hasRealtime.map { .bool($0) } ?? .null
            // That it is there does not say that it takes keys.
            case .apiKey: hasRealtime == false ? false : .null
            case .aiKey, .browser: false
            }
        object["subscription"] = subscription?.json ?? .null
        object["status"] = JSONValue(Int(status))
        return .object(object)
    }
}

extension Account {
    /// Plan, state, days and quota in one line; nil when none of it is known.
    var line: String? {
        var parts = [plan, status].compactMap(\.self)
        if let daysRemaining { parts.append("\(daysRemaining) days left") }
        if let dailyLimit, let dailyRemaining { parts.append("\(dailyRemaining) of \(dailyLimit) left today") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    var json: JSONValue {
        [
            "plan": plan.map { .string($0) } ?? .null, "status": status.map { .string($0) } ?? .null,
            "days_remaining": daysRemaining.map { JSONValue($0) } ?? .null,
            "daily_limit": dailyLimit.map { JSONValue($0) } ?? .null,
            "daily_remaining": dailyRemaining.map { JSONValue($0) } ?? .null,
        ]
    }
}
