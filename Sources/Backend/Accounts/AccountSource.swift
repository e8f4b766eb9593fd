// Where a link gets its credential from, and where a renewed one goes: the file of accounts, without its name.

/// A kept credential that others may change meanwhile: another program, or a sign-in of the user's.
public protocol AccountSource: Sendable {
    /// As it is kept now; nil when there is none, or it can't be read.
    func credential() async -> AccountCredential?
    /// Keeps a renewed one, unless something else has taken the old one's place.
    func keep(_ renewed: AccountCredential, insteadOf old: AccountCredential) async
}

/// As whom a link talks to its server.
public enum LinkIdentity: Sendable {
    /// Signs in by itself, as often as needed: the embedded backend.
    case password(Credentials)
    /// With what a sign-in of the user's left.
    case account(any AccountSource)
}
