// What `logout` has to say of each account that it took out.

public import Backend

/// One account that is gone from the file.
public struct LogoutReport: Equatable, Sendable {
    public var account: ServerAccount
    /// The server was told, and said yes.
    public var isServerTold: Bool

    public init(_ account: ServerAccount, isServerTold: Bool) {
        self.account = account
        self.isServerTold = isServerTold
    }

    public var line: String {
        let gone = "Signed out of \(account.address) (\(account.name))."
        switch account.credential.kind {
        case .apiKey, .aiKey:
            return gone + " The key itself stays good: withdraw it on the server if others may have it."
        case .session, .cookies, .browser:
            return gone
                + (isServerTold
                    ? "" : " The server could not be told: its session ends by itself, or when you sign out there.")
        }
    }
}
